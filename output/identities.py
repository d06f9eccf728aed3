"""identities.jsonl: which record a page has been, for years, whatever becomes of its address.

A record's id comes from the canonical URL under which it was first published. Where the page moves, by a redirect or
by a new canonical link, the record keeps its id, and the line of its identity tells its former URLs and slugs; so it
does where the page moves without saying so (`output.moved_pages`).
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from output.canonical_json import canonical
from output.missed import Missed
from output.published import DatasetUnreadable
from output.result_index import ResultIndex
from output.scratch_database import ScratchDatabase
from output.storage import replace_lines
from schemas.dataset import Identity
from schemas.profile import JobProfile

FILE = "identities.jsonl"
_STAGED = ".identities-"


_SCHEMA = """
CREATE TABLE identities (number INTEGER PRIMARY KEY, id TEXT UNIQUE, retracted INT, line BLOB);
CREATE TABLE urls (url TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID;
"""


class Identities(ScratchDatabase):
    """The identities of a dataset, by id; a context manager."""

    def __init__(self) -> None:
        super().__init__(_SCHEMA)

    def put(self, identity: Identity) -> None:
        """Take an identity in, in place of the one with its id."""
        self._database.execute(
            "INSERT INTO identities (id, retracted, line) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET retracted = excluded.retracted, line = excluded.line",
            [identity.id, identity.retracted is not None, canonical(identity)],
        )

    def __contains__(self, profile_id: str) -> bool:
        return bool(self._database.execute("SELECT 1 FROM identities WHERE id = ?", [profile_id]).fetchone())

    def get(self, profile_id: str) -> Identity | None:
        """Return the identity of an id, None where there is none."""
        row = self._database.execute("SELECT line FROM identities WHERE id = ?", [profile_id]).fetchone()
        return Identity.model_validate_json(row[0]) if row else None

    def lines(self) -> Iterator[bytes]:
        """Yield every identity as canonical JSON, sorted by id."""
        for (line,) in self._database.execute("SELECT line FROM identities ORDER BY id"):
            yield line

    def list_urls(self) -> None:
        """Note, once every identity is in, whose page stands, or once stood, at each URL."""
        # A page's address of today tells more than one that another page once had.
        for current in (False, True):
            for (line,) in self._database.execute("SELECT line FROM identities ORDER BY number"):
                one = Identity.model_validate_json(line)
                for url in (one.url,) if current else one.urls:
                    self._database.execute("REPLACE INTO urls VALUES (?, ?)", [url, one.id])

    def of_url(self, url: str) -> str | None:
        """Return the id of the record that stands, or once stood, at `url`."""
        row = self._database.execute("SELECT id FROM urls WHERE url = ?", [url]).fetchone()
        return str(row[0]) if row else None

    def retracted(self) -> list[str]:
        """Return the ids of records that are not to be published again, sorted."""
        found = "SELECT id FROM identities WHERE retracted ORDER BY id"
        return [row[0] for row in self._database.execute(found)]

    def assign(self, index: ResultIndex) -> dict[str, str]:
        """Return the id that each page's record keeps, where that is not the one of its URL."""
        wanted: dict[str, str] = {}
        for natural, url, asked in index.pages():
            known = self.of_url(url) or min(filter(None, map(self.of_url, asked)), default=natural)
            if known != natural:
                wanted.setdefault(known, natural)
        # A page that comes back to an address that another one had left has the older claim.
        return {natural: known for known, natural in wanted.items() if known not in index}


def read_identities(dataset: Path, published: Iterable[JobProfile]) -> Identities:
    """Return the identities of a dataset's folder, in line with its `published` records; to be closed, as a context.

    Where the file is older than the records, or was lost, they tell what it would have, but for the times.
    Raises DatasetUnreadable where it holds something else.
    """
    known = Identities()
    try:
        for identity in _lines(dataset / FILE):
            known.put(identity)
        for profile in published:
            one = known.get(profile.id)
            if one is None or one.url != profile.url:
                known.put(_moved(one or _new(profile, None), profile))
    except BaseException:
        known.__exit__(None, None, None)
        raise
    known.list_urls()
    return known


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
    for profile in seen:
        one = _moved(known.get(profile.id) or _new(profile, now), profile)
        known.put(one.model_copy(update={"last_seen": now, "misses": 0, "gone": None}))
    for name in (*missed.kept, *missed.gone):
        if missing := known.get(name):
            gone = now if name in missed.gone else None
            known.put(missing.model_copy(update={"misses": missing.misses + 1, "gone": gone}))
    _write(dataset / _staged(now), known)


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


def _write(path: Path, known: Identities) -> None:
    replace_lines(path, (line + b"\n" for line in known.lines()))


def write_retraction(dataset: Path, known: Identities, identity: Identity, now: datetime) -> None:
    """Write down that a record is not to be published again."""
    ends = {"retracted": identity.retracted or now, "gone": identity.gone or now}
    known.put(identity.model_copy(update=ends))
    _write(dataset / FILE, known)


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
