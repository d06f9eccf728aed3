"""What is never content, told by what HTML and ARIA say of it; what words say of it stands in the vocabulary."""

SKIPPED_TAGS = frozenset(
    "script style noscript template svg math iframe object embed video audio canvas map select datalist textarea"
    " input nav footer dialog figcaption head progress meter frameset applet".split()
)
"""Elements whose text is code, a control, a menu or a caption."""

SKIPPED_ROLES = frozenset(
    "navigation contentinfo search dialog alertdialog alert menu menubar toolbar log status tooltip tablist".split()
)
"""WAI-ARIA 1.2 roles (sections 5.3.4 and 5.3.5) of what is never content."""

BREADCRUMBS = '[aria-label*="breadcrumb" i], [itemtype*="schema.org/BreadcrumbList"]'
"""CSS: the trail of links above a title."""
