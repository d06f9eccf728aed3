"""What was worked out for a new source, as a program reads it."""

from collections.abc import Sequence
from pathlib import Path

from flows.new_source import SourceDraft
from schemas.draft_report import DraftReport, ExampleReport


def draft_report(draft: SourceDraft, written: Sequence[Path], warnings: Sequence[str]) -> DraftReport:
    """Return the report of a draft and of the files that were written of it."""
    source = draft.source
    profiles = [found.profile for found in draft.draft.found if found.profile]
    return DraftReport(
        id=source.id,
        name=source.name,
        publisher=source.publisher,
        licence=source.licence,
        language=source.language,
        render=source.render,
        settings=source.model_dump(mode="json", include={"content", "drop", "headings", "discover"}),
        profiles=tuple(
            ExampleReport(
                title=profile.title,
                url=profile.url,
                aliases=len(profile.aliases),
                tasks=len(profile.tasks),
                requirements=len(profile.requirements),
            )
            for profile in profiles
        ),
        links=len(draft.listed.links) if draft.listed else None,
        not_listed=draft.listed.missing if draft.listed else (),
        leaks=draft.draft.leaks,
        unknown_headings=tuple(unknown.heading for unknown in draft.draft.unknown),
        files=tuple(str(path) for path in written),
        warnings=tuple(warnings),
    )
