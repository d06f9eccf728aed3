"""What the report will tell of an extract chunk: its most doubtful profiles, and pages that gave none."""

import time
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from schemas.page_result import PageResult
from schemas.run_report import ChunkSummary, DoubtfulPage, UnreadPage

DOUBTFUL = 10
UNREAD = 200
_EXPECTED = ("aliases", "summary", "tasks", "requirements")


class Summary:
    """Grows result by result, in the thread that reads them."""

    def __init__(self) -> None:
        self._begun = time.thread_time()
        self._doubtful: list[DoubtfulPage] = []
        self._unread: list[UnreadPage] = []
        self._unread_in_all = self._profiles = self._others = 0

    def reading(self, results: Iterable[PageResult]) -> Iterator[PageResult]:
        """Yield the results, and take each of them in."""
        for result in results:
            self._take_in(result)
            yield result

    def _take_in(self, result: PageResult) -> None:
        if result.profile is not None:
            self._profiles += 1
            self._doubtful = nsmallest(DOUBTFUL, [*self._doubtful, _doubtful(result)], key=_rank)
            return
        self._others += 1
        if result.outcome in {"rejected", "refused", "failed"}:
            self._unread_in_all += 1
            if len(self._unread) < UNREAD:
                reason = result.reason or "no reason given"
                page = {"url": result.url_asked, "outcome": result.outcome, "reason": reason}
                self._unread.append(UnreadPage.model_validate(page))

    def as_model(self) -> ChunkSummary:
        """Return what was taken in so far."""
        return ChunkSummary(
            cpu_seconds=round(time.thread_time() - self._begun, 3),
            profiles=self._profiles,
            others=self._others,
            doubtful=tuple(self._doubtful),
            unread=tuple(self._unread),
            unread_in_all=self._unread_in_all,
        )


def joined(summaries: Sequence[ChunkSummary]) -> ChunkSummary:
    """Return the summary of several chunks, in their order."""
    doubtful = (page for summary in summaries for page in summary.doubtful)
    unread = [page for summary in summaries for page in summary.unread]
    return ChunkSummary(
        cpu_seconds=round(sum(summary.cpu_seconds for summary in summaries), 3),
        profiles=sum(summary.profiles for summary in summaries),
        others=sum(summary.others for summary in summaries),
        doubtful=tuple(nsmallest(DOUBTFUL, doubtful, key=_rank)),
        unread=tuple(unread[:UNREAD]),
        unread_in_all=sum(summary.unread_in_all for summary in summaries),
    )


def _doubtful(result: PageResult) -> DoubtfulPage:
    assert result.profile is not None  # noqa: S101  (its only caller looks)
    sure = [evidence.confidence for evidence in result.evidence]
    return DoubtfulPage(
        url=result.profile.url,
        title=result.profile.title,
        missing=tuple(name for name in _EXPECTED if not getattr(result.profile, name)),
        confidence=round(sum(sure) / len(sure), 3) if sure else 0.0,
    )


def _rank(page: DoubtfulPage) -> tuple[int, float, str]:
    return page.rank
