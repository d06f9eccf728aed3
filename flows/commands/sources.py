"""`jobprofiles sources`: list the sources."""

import json as json_format
from typing import Annotated

from cyclopts import Parameter

from extractors.source import Source
from flows.run_settings import load_settings
from flows.run_source import source_catalogue


def sources(*, json: Annotated[bool, Parameter(negative=())] = False) -> None:
    """Print the sources; what cannot be used is told on stderr.

    Parameters
    ----------
    json
        Print them as a JSON array.
    """
    start_urls = load_settings().start_urls
    catalogue = source_catalogue()
    rows = [
        _row(source, start_urls.get(name), catalogue.places[name]) for name, source in catalogue.by_id.items()
    ]
    if json:
        print(json_format.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        start = row["start"] or "start page not known: give --start-url"
        print(f"{row['id']}\t{start}\t{row['licence'] or 'licence not known'}\t{row['name']}")


def _row(source: Source, start_url: str | None, place: str) -> dict[str, str | None]:
    return {
        "id": source.id,
        "start": start_url or source.start,
        "licence": source.licence,
        "name": source.name,
        "place": place,
    }
