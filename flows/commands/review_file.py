"""The file that `jobprofiles extract --review` writes."""

from pathlib import Path

from flows.command_errors import UsageError
from schemas.explanation import Explanation


def review_path(name: str) -> Path:
    """Return the path to write a review to; raises UsageError where that would overwrite something else.

    `--review` before a page's name is easily mistaken for a switch: without this, it would replace the page.
    """
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"--review {name}: expected the name of a file, found a folder")
    if path.exists() and not _is_review(path):
        raise UsageError(
            f"--review {name}: there is such a file already, and it is no review; name the file to write first, "
            "then the page: `jobprofiles extract --review REVIEW.html PAGE.html`"
        )
    return path


def _is_review(path: Path) -> bool:
    from output.review_page import BEGINNING  # noqa: PLC0415

    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(BEGINNING)) == BEGINNING.encode()


def write_review(path: Path, explanation: Explanation) -> None:
    """Write the review of a page."""
    # Templates take their time to import, and only this needs them.
    from output.review_page import review_page  # noqa: PLC0415

    path.write_text(review_page(explanation), encoding="utf-8")
