"""`jobprofiles sources`: list the sources."""

import json as json_format
from typing import Annotated

from cyclopts import Parameter

from extractors.source import Source
from extractors.source_catalogue import shipped_sources
from flows.run_settings import load_settings


def sources(*, json: Annotated[bool, Parameter(negative=())] = False) -> None:
    """Print the sources.

    Parameters
    ----------
    json
        Print them as a JSON array.
    """
    start_urls = load_settings().start_urls
    rows = [_row(source, start_urls.get(source.id)) for source in shipped_sources().values()]
    if json:
        print(json_format.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        start = row["start"] or "start page not known: give --start-url"
        print(f"{row['id']}\t{start}\t{row['licence'] or 'licence not known'}\t{row['name']}")


def _row(source: Source, start_url: str | None) -> dict[str, str | None]:
    return {
        "id": source.id,
        "start": start_url or getattr(source.discover, "url", None),
        "licence": source.licence,
        "name": source.name,
    }
