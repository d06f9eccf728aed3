"""What becomes of the links of a run without the network: the archive says it."""

from collections.abc import Iterable, Iterator, Mapping

from flows.archive.captured import Captured
from flows.fetching.fetch_chunk import FetchOutcome, arrived
from schemas.link import Link


def outcomes_from_archive(links: Iterable[Link], known: Mapping[str, Captured]) -> Iterator[FetchOutcome]:
    """Yield an outcome for each link, by the newest capture that the archive has of it."""
    for link in links:
        captured = known.get(link.url)
        if captured and captured.is_page:
            yield arrived(link, captured, captured.status)
        elif captured:
            reason = f"the server answered {captured.status} when it was last asked"
            yield FetchOutcome(link=link, outcome="gone", url=link.url, reason=reason)
        else:
            reason = "the archive holds no capture of it"
            yield FetchOutcome(link=link, outcome="failed", url=link.url, reason=reason)
