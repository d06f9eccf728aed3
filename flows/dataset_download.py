"""A published dataset on the web, brought to this machine to be checked."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from flows.command_errors import InputError

_LARGEST_DOCUMENT = 50_000_000
_LARGEST_FILE = 20_000_000_000
_SECONDS = 30.0
_NOT_FOUND = 404


@contextmanager
def downloaded(url: str) -> Iterator[Path]:
    """Give the local path of what stands at `url`: a file of records, or the folder of a version.

    A version is meant by its datapackage.json, by a latest.json, or by a folder that has one of them. Raises
    InputError where it cannot be had.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        httpx.Client(follow_redirects=True, timeout=_SECONDS) as client,
    ):
        yield _Download(client, Path(folder)).bring(url)


class _Download:
    def __init__(self, client: httpx.Client, folder: Path) -> None:
        self._client = client
        self._folder = folder

    def bring(self, url: str) -> Path:
        name = urlsplit(url).path.rpartition("/")[2]
        if name in {"latest.json", "datapackage.json"}:
            return self._version(url, name)
        if name.endswith((".json", ".jsonl")):
            return self._file(url, name, _LARGEST_FILE)
        base = url if url.endswith("/") else f"{url}/"
        try:
            return self._version(urljoin(base, "latest.json"), "latest.json")
        except _Missing:
            return self._version(urljoin(base, "datapackage.json"), "datapackage.json")

    def _version(self, url: str, name: str) -> Path:
        """Bring a version's manifest and every file that it lists; their sizes are checked here, not their sums."""
        document = self._document(url, name)
        if name == "latest.json":
            manifest_url = urljoin(url, str(document.get("manifest")))
            self._document(manifest_url, "datapackage.json")
            url, document = manifest_url, self._read("datapackage.json", manifest_url)
        for resource in document.get("resources") or []:
            path = resource.get("path") if isinstance(resource, dict) else None
            if not isinstance(path, str) or Path(path).name != path:
                continue  # the check says so
            size = resource.get("bytes")
            self._file(urljoin(url, path), path, size if isinstance(size, int) else _LARGEST_FILE)
        # What latest.json says of the folder's place is true over there.
        (self._folder / "latest.json").unlink(missing_ok=True)
        return self._folder

    def _document(self, url: str, name: str) -> dict[str, Any]:
        self._file(url, name, _LARGEST_DOCUMENT)
        return self._read(name, url)

    def _read(self, name: str, url: str) -> dict[str, Any]:
        try:
            document = json.loads((self._folder / name).read_bytes())
        except (ValueError, RecursionError) as error:
            raise InputError(f"{url}: expected JSON, found: {error}") from error
        if not isinstance(document, dict):
            raise InputError(f"{url}: expected a JSON object")
        return document

    def _file(self, url: str, name: str, largest: int) -> Path:
        path, size = self._folder / name, 0
        try:
            with self._client.stream("GET", url) as answer, path.open("wb") as file:
                if answer.status_code == _NOT_FOUND:
                    raise _Missing(f"{url}: the server answered 404 Not Found")
                answer.raise_for_status()
                for piece in answer.iter_bytes(1 << 20):
                    size += len(piece)
                    if size > largest:
                        raise InputError(f"{url}: expected at most {largest:,} bytes")
                    file.write(piece)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise InputError(f"{url}: cannot be fetched ({' '.join(str(error).split())[:200]})") from error
        return path


class _Missing(InputError):
    """The server has no such file."""
