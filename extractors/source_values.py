"""What the fields of a source may hold, with refusals that say what was expected and found."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationError, WrapValidator

from schemas.profile import LanguageTag, SourceId

_LONGEST_TOLD = 80
_EXPECTED = {
    "model_attributes_type": "expected an IndexPage, a Sitemap, a Feed, a UrlList or a WarcFile",
    "union_tag_not_found": "expected an IndexPage, a Sitemap, a Feed, a UrlList or a WarcFile",
    "tuple_type": 'expected texts in brackets, such as ("…",)',
}
"""What pydantic says in words of its own → the same in words of a source."""


def expected(what: str) -> WrapValidator:
    """Return a validator that says of a refused value what was expected, in words instead of a pattern."""

    def check(value: Any, handler: Callable[[Any], Any]) -> Any:
        try:
            return handler(value)
        except ValidationError:
            raise ValueError(f"expected {what}, found {repr(value)[:_LONGEST_TOLD]}") from None

    return WrapValidator(check)


def _host(name: str) -> str:
    try:
        is_host = bool(name) and name == urlsplit(f"//{name}").hostname
    except ValueError:  # half an IPv6 address
        is_host = False
    if not is_host:
        raise ValueError(
            f"expected a host in lower case without scheme and port, such as guild.example, found {name!r}"
        )
    return name


Identifier = Annotated[
    SourceId, expected("1 to 100 lower-case letters, digits, dots and hyphens, such as guild-of-crafts")
]
Language = Annotated[LanguageTag, expected("an ISO 639 code of two or three lower-case letters, such as en")]
Host = Annotated[str, AfterValidator(_host)]


def told_faults(error: ValidationError) -> str:
    """Return what is wrong with a source, or with a part of it, in one line: each field, expected, found."""
    return "; ".join(
        f"{_place(error.title, fault['loc'])}: {_reason(fault['type'], fault['msg'], fault['input'])}"
        for fault in error.errors(include_url=False)
    )


def _place(model: str, steps: tuple[int | str, ...]) -> str:
    return ".".join([model, *(str(step) for step in steps if step != "[key]")])


def _reason(kind: str, message: str, found: object) -> str:
    if kind == "missing":
        return "expected a value, found none"
    if kind == "extra_forbidden":
        return "there is no such field"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    said = _EXPECTED.get(kind) or message.replace("Input should be", "expected")
    return f"{said}, found {repr(found)[:_LONGEST_TOLD]}"
