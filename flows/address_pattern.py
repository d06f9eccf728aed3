"""The form that the addresses of a source's pages have, as a regular expression."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from flows.fetching.web_urls import normal_url, same_page_key

_ENDING = re.compile(r"\.[a-z]{2,5}$")
_SCRIPT = re.compile(r"^$|\.(?:php\d?|aspx?|jspx?|cfm|cgi|pl|do)$", re.IGNORECASE)
"""Names of files that serve many pages, and the root of a site."""
_HOST = "://[^/]+"
"""Set before a path without a word of its own: without it, every address would end like that."""


def pattern_of(urls: Sequence[str]) -> str:
    """Return a regular expression for the addresses of all of these pages, and of those like them.

    Parts of the path in which they differ are left open; of a single page, the last one. Where one script serves all
    pages, the values of the query are (profile.php?id=12).
    """
    # As they stand in a list of links, each page once.
    split = [
        urlsplit(url) for url in {same_page_key(url): normal_url(url, url) or url for url in urls}.values()
    ]
    paths = [parts.path.strip("/").split("/") for parts in split]
    queries = [parts.query for parts in split]
    by_query = _is_script(paths, queries)
    if len(set(map(len, paths))) > 1:
        start = list(_common(paths))[: min(map(len, paths)) - 1]
        path = "".join(f"/{re.escape(part)}" for part in start) + "/[^?]+"
    else:
        path = _path_pattern(paths, last_is_open=len(split) == 1 and not by_query, queried=any(queries))
        closed = [parts.path.endswith("/") for parts in split]
        path += "" if paths[0] == [""] or not any(closed) else "/" if all(closed) else "/?"
    if by_query:
        return f"{path}{_query_pattern(queries)}$"
    return f"{path}(?:\\?.*)?$" if any(queries) else f"{path}$"


def _is_script(paths: Sequence[Sequence[str]], queries: Sequence[str]) -> bool:
    """Tell whether it is the query that names the page: the path is one and the same, and that of a script if alone."""
    one_path = len(set(map(tuple, paths))) == 1
    return one_path and all(queries) and (len(paths) > 1 or _SCRIPT.search(paths[0][-1]) is not None)


def _path_pattern(paths: Sequence[Sequence[str]], *, last_is_open: bool, queried: bool) -> str:
    parts = []
    for place, said in enumerate(zip(*paths, strict=True)):
        is_open = len(set(said)) > 1 or (last_is_open and place == len(paths[0]) - 1 and said[0] != "")
        parts.append(_open(said, queried=queried) if is_open else _escaped(said[0]))
    only_open = len(parts) == 1 and parts[0].startswith("[")
    if parts == [""]:
        return f"{_HOST}/?"
    return f"{_HOST if only_open else ''}/{'/'.join(parts)}"


def _query_pattern(queries: Sequence[str]) -> str:
    """Return what the queries have in common; the values in which they differ are left open, of a single one all."""
    split = [[pair.partition("=") for pair in query.split("&")] for query in queries]
    if len({tuple(name for name, _, _ in pairs) for pairs in split}) > 1:
        return r"\?.+"
    pairs = (
        _escaped("".join(said[0]))
        if len(said) > 1 and len(set(said)) == 1
        else f"{_escaped(said[0][0])}=[^&]+"
        for said in zip(*split, strict=True)
    )
    return rf"\?{'&'.join(pairs)}"


def _common(paths: Sequence[Sequence[str]]) -> Iterator[str]:
    for said in zip(*paths, strict=False):
        if len(set(said)) > 1:
            return
        yield said[0]


def _open(said: Sequence[str], *, queried: bool) -> str:
    endings = {match[0] if (match := _ENDING.search(part)) else "" for part in said}
    return ("[^/?]+" if queried else "[^/]+") + (_escaped(endings.pop()) if len(endings) == 1 else "")


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\-", "-").replace(r"\&", "&")
