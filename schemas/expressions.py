"""What counts as a CSS selector and as a regular expression in the settings of a source."""

import re
from typing import Annotated

from pydantic import AfterValidator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError


def _selector(css: str) -> str:
    try:
        LexborHTMLParser("<p>").css(css)
    except (SelectolaxError, UnicodeEncodeError) as error:
        # The parser does not say what is wrong with it.
        raise ValueError(f"expected a CSS selector that the parser (lexbor) knows, found {css!r}") from error
    return css


def _regular_expression(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"expected a regular expression, found {pattern!r}: {error}") from error
    return pattern


Selector = Annotated[str, AfterValidator(_selector)]
"""A CSS selector of elements as lexbor reads it: it knows `:is`, `:not` and `:has`, but not `::before`."""

RegularExpression = Annotated[str, AfterValidator(_regular_expression)]
"""A regular expression of Python (module re)."""
