"""What is known of a source before its site is looked at: its last version, and the picture of its pages."""

from extractors.source import Source
from flows.archive.archive import Archive
from flows.checking.last_published import LastPublished, last_published
from flows.checking.layout_picture import LEAST_PAGES, LayoutPicture, learned_picture
from flows.fetching.fetch_failures import ArchiveUnreadable
from flows.run_settings import RunSettings
from output.published import DatasetUnreadable
from schemas.check_report import Trouble


class KnownSource:
    """The last version of a source and the picture of its pages, and what stands in the way of them."""

    def __init__(self, source: Source, settings: RunSettings) -> None:
        self.published: LastPublished | None = None
        self.picture = LayoutPicture()
        self.troubles: list[Trouble] = []
        self.notes: list[str] = []
        dataset = settings.data / "datasets" / source.id
        try:
            self.published = last_published(dataset, source.id)
            if self.published:
                archive = Archive.of_source(settings.archive_url(settings.data), source.id)
                self.picture = learned_picture(source, archive, self.published)
        except (DatasetUnreadable, ArchiveUnreadable, OSError) as error:
            self.troubles.append(
                Trouble(
                    source=source.id,
                    about="last version",
                    expected="a last version and its pages, to compare with",
                    found=str(error),
                    look_at=str(dataset),
                    advice="restore it, or publish anew",
                )
            )
        if self.published is None and not self.troubles:
            self.notes.append("no version is published here: nothing to compare with")
        elif self.published and not self.picture.tells:
            self.notes.append(
                f"the archive has {self.picture.pages} pages of {self.published.name}: the layout is compared from"
                f" {LEAST_PAGES} on"
            )
