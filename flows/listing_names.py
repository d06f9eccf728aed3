"""What the listing said about a page, joined to the record that was read from the page."""

from schemas.evidence import Evidence
from schemas.extraction import Extraction
from schemas.link import Link
from schemas.profile import JobProfile

RULE = "listing-alias"


def join_listing(extraction: Extraction, link: Link, listing: str | None) -> Extraction:
    """Return the extraction with the aliases that the listing at `listing` gives, behind the page's own.

    A name that the record has already, whatever its case, is not added again.
    """
    profile = extraction.profile
    if profile is None or not link.aliases:
        return extraction
    added: list[str] = []
    for alias in link.aliases:
        known = (profile.title, *profile.aliases, *added)
        if alias.casefold() not in {name.casefold() for name in known}:
            added.append(alias)
    evidence = [
        _evidence(alias, len(profile.aliases) + number, listing or link.url)
        for number, alias in enumerate(added)
    ]
    # Built anew instead of copied, so that what the listing says is validated like the rest.
    joined = JobProfile.model_validate({**dict(profile), "aliases": (*profile.aliases, *added)})
    return Extraction(profile=joined, reason=None, evidence=(*extraction.evidence, *evidence))


def _evidence(alias: str, position: int, listing: str) -> Evidence:
    return Evidence(
        field=f"/aliases/{position}",
        origin="listing",
        url=listing,
        css=None,
        exact=alias,
        prefix="",
        suffix="",
        rule=RULE,
        confidence=1.0,
    )
