"""identities.jsonl: which record a page has been, for years, whatever becomes of its address.

A record's id comes from the canonical URL under which it was first published. Where the page moves, by a redirect or
by a new canonical link, the record keeps its id, and the line of its identity tells its former URLs and slugs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from output.canonical_json import canonical
from output.missed import Missed
from output.published import DatasetUnreadable
from output.storage import replace_lines
from schemas.dataset import Identity
from schemas.profile import JobProfile

FILE = "identities.jsonl"
_STAGED = ".identities-"


class Identities:
    """The identities of a dataset, by id."""

    def __init__(self, known: Iterable[Identity]) -> None:
        self.by_id: dict[str, Identity] = {identity.id: identity for identity in known}
        # A page's address of today tells more than one that another page once had.
        self._by_url = {url: one.id for one in self.by_id.values() for url in one.urls}
        self._by_url |= {one.url: one.id for one in self.by_id.values()}

    def of_url(self, url: str) -> str | None:
        """Return the id of the record that stands, or once stood, at `url`."""
        return self._by_url.get(url)

    def retracted(self) -> set[str]:
        """Return the ids of records that are not to be published again."""
        return {name for name, one in self.by_id.items() if one.retracted}

    def assign(self, pages: Mapping[str, tuple[str, frozenset[str]]]) -> dict[str, str]:
        """Return the id that each page's record keeps, where that is not the one of its URL.

        `pages` gives, by the id that comes of its canonical URL, that URL and the other URLs that led to it.
        """
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for natural, (url, asked) in sorted(pages.items()):
            known = self.of_url(url) or min(filter(None, map(self.of_url, sorted(asked))), default=natural)
            wanted[known].append(natural)
        kept: dict[str, str] = {}
        for known, naturals in wanted.items():
            # A page that comes back to an address that another one had left has the older claim.
            owner = known if known in naturals else naturals[0]
            if owner != known and known not in pages:
                kept[owner] = known
        return kept


def read_identities(dataset: Path, published: Iterable[JobProfile]) -> Identities:
    """Return the identities of a dataset's folder, in line with its `published` records.

    Where the file is older than the records, or was lost, they tell what it would have, but for the times.
    Raises DatasetUnreadable where it holds something else.
    """
    known = {identity.id: identity for identity in _lines(dataset / FILE)}
    for profile in published:
        one = known.get(profile.id)
        if one is None or one.url != profile.url:
            known[profile.id] = _moved(one or _new(profile, None), profile)
    return Identities(known.values())


def _lines(path: Path) -> Iterator[Identity]:
    if not path.exists():
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield Identity.model_validate_json(line)
            except ValidationError as error:
                told = error.errors()[0]["msg"]
                raise DatasetUnreadable(
                    f"{path}, line {number}: expected an identity, found: {told}; restore the file, or remove it"
                    " and lose the ids of pages that moved"
                ) from error


def retracted_urls(dataset: Path) -> frozenset[str]:
    """Return every URL that a retracted record of a dataset's folder has had; raises as `read_identities` does."""
    retracted = (identity for identity in _lines(dataset / FILE) if identity.retracted)
    return frozenset(url for one in retracted for url in (one.url, *one.urls))


def stage_identities(
    dataset: Path, known: Identities, seen: Iterable[JobProfile], missed: Missed, now: datetime
) -> None:
    """Write down what a run of that time saw and what it missed, to be true once latest.json says that it was."""
    updated = dict(known.by_id)
    for profile in seen:
        one = _moved(updated.get(profile.id) or _new(profile, now), profile)
        updated[profile.id] = one.model_copy(update={"last_seen": now, "misses": 0, "gone": None})
    for name in (*missed.kept, *missed.gone):
        one = updated[name]
        gone = now if name in missed.gone else None
        updated[name] = one.model_copy(update={"misses": one.misses + 1, "gone": gone})
    _write(dataset / _staged(now), updated)


def settle_identities(dataset: Path, checked: datetime | None) -> None:
    """Make what was staged true if its run is the one that latest.json was last `checked` by; drop it if not."""
    wanted = _staged(checked) if checked else None
    for staged in dataset.glob(f"{_STAGED}*"):
        if staged.name == wanted:
            staged.replace(dataset / FILE)
        else:
            staged.unlink()


def _staged(now: datetime) -> str:
    return f"{_STAGED}{now.astimezone(UTC):%Y-%m-%dT%H%M%S.%fZ}"


def _write(path: Path, identities: Mapping[str, Identity]) -> None:
    replace_lines(path, (canonical(identities[name]) + b"\n" for name in sorted(identities)))


def write_retraction(dataset: Path, known: Identities, profile_id: str, now: datetime) -> None:
    """Write down that a record is not to be published again."""
    one = known.by_id[profile_id]
    known.by_id[profile_id] = one.model_copy(
        update={"retracted": one.retracted or now, "gone": one.gone or now}
    )
    _write(dataset / FILE, known.by_id)


def seen_in(records: Path, *, without: Collection[str]) -> Iterator[JobProfile]:
    """Yield the records of a version that its run read: all but the ones that it kept `without` reading them."""
    with records.open("rb") as lines:
        for line in lines:
            profile = JobProfile.model_validate_json(line)
            if profile.id not in without:
                yield profile


def _new(profile: JobProfile, now: datetime | None) -> Identity:
    return Identity(id=profile.id, url=profile.url, slug=profile.slug, first_seen=now, last_seen=now)


def _moved(one: Identity, profile: JobProfile) -> Identity:
    """Return the identity with the record's address of today; the one it had joins the former ones."""
    urls = [url for url in (*one.urls, one.url) if url != profile.url]
    slugs = [slug for slug in (*one.slugs, one.slug) if slug != profile.slug]
    return one.model_copy(
        update={
            "url": profile.url,
            "urls": tuple(dict.fromkeys(urls)),
            "slug": profile.slug,
            "slugs": tuple(dict.fromkeys(slugs)),
        }
    )
