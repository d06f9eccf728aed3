"""What a person said of a new source, and whether its pages show it."""

from collections.abc import Iterator

from extractors.page_layout import PageLayout, page_layout
from extractors.phrases import fold
from flows.new_source import SourceDraft


def given_settings(draft: SourceDraft) -> Iterator[str]:
    """Yield each setting that a person gave, with the number of the example pages on which it matches."""
    plain, before = draft.plain, draft.before
    drops = [css for css in plain.drop if before is None or css not in before.drop]
    content = plain.content if before is None or plain.content != before.content else None
    headings = [
        (field, heading)
        for field, words in plain.headings.items()
        for heading in words
        if before is None or heading not in before.headings.get(field, ())
    ]
    if not (drops or content or headings):
        return
    layouts = list(_layouts(draft))
    for name, css in [("content", content), *(("drop", css) for css in drops)]:
        if css:
            yield f"{name} {css!r}, as you say: {_on(sum(css in page.selectors for page in layouts), layouts)}"
    for field, heading in headings:
        count = sum(fold(heading).strip() in page.headings for page in layouts)
        yield f"heading {heading!r} for the {field}, as you say: {_on(count, layouts)}"


def _layouts(draft: SourceDraft) -> Iterator[PageLayout]:
    for example in draft.examples:
        yield page_layout(example.html, example.explained(draft.plain), draft.plain, example.content_type)


def _on(count: int, layouts: list[PageLayout]) -> str:
    return f"on {count} of {len(layouts)} pages" if count else "on none of the pages"
