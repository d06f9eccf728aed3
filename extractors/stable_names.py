"""Classes and ids that are likely to be the same on a site's other pages, and after its next release."""

import re

_STABLE = re.compile(r"-?[A-Za-z_][A-Za-z_-]*")
"""An identifier of CSS (CSS Syntax, section 4.3.11) without digits: those are counted or made by machines, anew for
each page or release: post-4711, css-1x2y3z."""


def is_stable(name: str) -> bool:
    """Tell whether a class or an id may stand for its element on other pages."""
    return _STABLE.fullmatch(name) is not None
