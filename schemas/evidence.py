"""Evidence: where on the page a value was read, and by which rule."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.profile import Record

Origin = Literal["page", "json-ld", "meta", "url", "listing"]


class Evidence(Record):
    """The place that one value of a record comes from.

    The selectors follow the W3C Web Annotation Data Model (section 4.2.2 CSS selector, 4.2.4 text quote
    selector): `css` picks the nearest element that holds the whole value, in the DOM as browsers build it;
    `exact` with `prefix` and `suffix` finds the value in that element's text.
    """

    field: str = Field(description="JSON pointer into the record, such as /tasks/0/text.")
    origin: Origin
    url: str
    css: str | None
    exact: str
    prefix: str
    suffix: str
    rule: str = Field(description="Name of the rule that read the value.")
    confidence: Annotated[float, Field(ge=0, le=1)]
