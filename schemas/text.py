"""What counts as clean text, as a web address and as a date in a published record."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, HttpUrl, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function
from typing_extensions import TypeAliasType

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
_CONTROLS = r"\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufb00-\ufb06\ufffd"
_UNSEEN = re.compile(rf"[{_CONTROLS}\ud800-\udfff]")
_SUSPECT = re.compile(rf"[&<>{_CONTROLS}\ud800-\udfff]")
"""Found in every text that holds markup or something unseen: one look clears most texts of both."""
# The same rules for JSON Schema, in the part of regular expressions that Python and ECMA-262 read alike. It
# knows no flag for upper case, no normal form and no lone surrogates (to some validators each emoji is two):
# it lets a little more through than the validators below, and refuses nothing that they accept.
_NO_TEXT = rf"^$|^\s|\s$|\s\s|[^\S ]|{_MARKUP.pattern}|[{_CONTROLS}]"
# Brackets, quotes and backslashes would have to be escaped in a URL, and do harm where a page repeats one.
_WEB_ADDRESS = r'^https?://[^\s\x00-\x20\x7f<>"\\]+$'
_MOMENT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?$"
)
_HTTP_URL = TypeAdapter(HttpUrl)


def holds_markup(text: str) -> bool:
    """Tell whether `text` holds an HTML tag, comment or entity that should have been read, not copied."""
    return _MARKUP.search(text) is not None


def _clean(text: str) -> str:
    if _SUSPECT.search(text):
        _refuse_markup_and_unseen(text)
    if text != " ".join(text.split()):
        raise ValueError("expected single spaces and none at the ends")
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise ValueError("expected Unicode in normal form C")
    if not text[:1].isalnum() and not any(map(str.isalnum, text)):
        raise ValueError("expected at least one letter or digit")
    return text


def _refuse_markup_and_unseen(text: str) -> None:
    if found := _MARKUP.search(text):
        raise ValueError(f"expected plain text, found markup {found.group()[:40]!r}")
    if found := _UNSEEN.search(text):
        raise ValueError(f"expected characters that a person types, found U+{ord(found.group()):04X}")


@dataclass(frozen=True, slots=True)
class _Length:
    """Bounds on the number of characters, with an error that speaks of characters."""

    least: int
    most: int

    def check(self, text: str) -> str:
        if not self.least <= len(text) <= self.most:
            raise ValueError(f"expected {self.least} to {self.most} characters, found {len(text)}")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "minLength": self.least, "maxLength": self.most}


def _web_address(url: str) -> str:
    if not re.fullmatch(_WEB_ADDRESS, url):
        raise ValueError(
            f"expected an http or https URL without spaces, quotes and brackets, found {url[:80]!r}"
        )
    parsed = _HTTP_URL.validate_python(url)
    if parsed.username or parsed.password:
        raise ValueError("expected a URL without user name and password")
    return url


def _on_the_calendar(moment: str) -> bool:
    try:
        date.fromisoformat(moment) if len(moment) == len("2023-05-02") else datetime.fromisoformat(moment)
    except ValueError:
        return False
    return True


def _iso_8601(value: str) -> str:
    if not re.fullmatch(_MOMENT, value) or not _on_the_calendar(value):
        raise ValueError(
            "expected an ISO 8601 date or date and time, such as 2023-05-02 or 2023-08-18T19:57:16+02:00, "
            f"found {value[:40]!r}"
        )
    return value


CleanText = TypeAliasType(
    "CleanText",
    Annotated[str, AfterValidator(_clean), Field(json_schema_extra={"not": {"pattern": _NO_TEXT}})],
)
"""Text as a person would have typed it: NFC, single spaces, no markup, no invisible characters.

A named alias, so that the JSON Schema tells its long rule once, under $defs.
"""

Title = Annotated[CleanText, _Length(2, 200)]
Statement = Annotated[CleanText, _Length(3, 5_000)]
Label = Annotated[CleanText, _Length(2, 300)]

WebAddress = Annotated[
    str, _Length(1, 2_048), AfterValidator(_web_address), Field(json_schema_extra={"pattern": _WEB_ADDRESS})
]
"""An absolute http or https URL without credentials, kept letter by letter.

The JSON Schema does not call it `format: uri`: RFC 3986 knows only ASCII, and pages link to more than that.
"""

Moment = Annotated[str, AfterValidator(_iso_8601), Field(json_schema_extra={"pattern": _MOMENT})]
"""An ISO 8601 date, or date and time, in the precision that the page gives.

The JSON Schema does not call it `format: date-time`: RFC 3339 asks for seconds and a time zone, and many
pages give neither.
"""
