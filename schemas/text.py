"""What counts as clean text, as a web address and as a date in a published record."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, StringConstraints, TypeAdapter

# Elements and entities that turn up when a page was escaped twice or stripped badly. Only names that HTML
# knows: "<vector>" in the profile of a C++ developer is text.
_MARKUP = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|body|br|button|center|code|dd|div|dl|dt|em|embed|figure|font|footer"
    r"|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|noscript|object|ol|option|p"
    r"|pre|script|section|select|small|span|strong|style|sub|sup|svg|table|tbody|td|template|textarea|th|thead"
    r"|tr|u|ul|video)(?:\s[^<>]*)?/?>"
    r"|<!--|-->|<!doctype"
    r"|&(?:nbsp|amp|lt|gt|quot|apos|shy|#\d{1,7}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufb00-\ufb06\ufffd]")
_HTTP_URL = TypeAdapter(HttpUrl)


def holds_markup(text: str) -> bool:
    """Tell whether `text` holds an HTML tag, comment or entity that should have been read, not copied."""
    return _MARKUP.search(text) is not None


def _clean(text: str) -> str:
    if found := _MARKUP.search(text):
        raise ValueError(f"expected plain text, found markup {found.group()[:40]!r}")
    if found := _UNSEEN.search(text):
        raise ValueError(f"expected characters that a person types, found U+{ord(found.group()):04X}")
    if text != " ".join(text.split()):
        raise ValueError("expected single spaces and none at the ends")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("expected Unicode in normal form C")
    if not any(character.isalnum() for character in text):
        raise ValueError("expected at least one letter or digit")
    return text


def _web_address(url: str) -> str:
    parsed = _HTTP_URL.validate_python(url)
    if parsed.username or parsed.password:
        raise ValueError("expected a URL without user name and password")
    if url != url.strip() or any(character.isspace() for character in url):
        raise ValueError("expected a URL without spaces")
    return url


def _iso_8601(value: str) -> str:
    try:
        date.fromisoformat(value) if len(value) == len("2023-05-02") else datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(
            "expected an ISO 8601 date or date and time, such as 2023-05-02 or 2023-08-18T19:57:16+02:00"
        ) from error
    return value


CleanText = Annotated[str, AfterValidator(_clean)]
"""Text as a person would have typed it: NFC, single spaces, no markup, no invisible characters."""

Title = Annotated[CleanText, StringConstraints(min_length=2, max_length=200)]
Statement = Annotated[CleanText, StringConstraints(min_length=3, max_length=5_000)]
Label = Annotated[CleanText, StringConstraints(min_length=2, max_length=300)]

WebAddress = Annotated[
    str,
    AfterValidator(_web_address),
    Field(max_length=2_048, json_schema_extra={"format": "uri", "pattern": "^https?://"}),
]
"""An absolute http or https URL without credentials, kept letter by letter."""

Moment = Annotated[
    str,
    AfterValidator(_iso_8601),
    Field(json_schema_extra={"anyOf": [{"format": "date"}, {"format": "date-time"}]}),
]
"""An ISO 8601 date, or date and time, in the precision that the page gives."""
