"""Templates → pages: every text is escaped, and a name that a template does not know is an error."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from output.catalogue.wording import counted, day, field_name, language_name
from schemas.dataset import Latest

_TEMPLATES = Environment(
    loader=PackageLoader("output.catalogue", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _web_link(url: str | None) -> str | None:
    """Return `url` where it can be opened: of what pages say, only http and https addresses become links."""
    return url if url and url.startswith(("https://", "http://")) else None


_TEMPLATES.filters |= {
    "counted": counted,
    "day": day,
    "field_name": field_name,
    "language_name": language_name,
    "web_link": _web_link,
}


class Templates:
    """The templates, with what every page tells of the version that it belongs to."""

    def __init__(self, latest: Latest) -> None:
        self._latest = latest

    def render(self, name: str, *, root: str = "", **content: Any) -> bytes:
        """Return the page that the template makes; `root` leads from its folder to the catalogue's."""
        page = _TEMPLATES.get_template(f"{name}.html.j2").render(latest=self._latest, root=root, **content)
        return page.encode() + b"\n"
