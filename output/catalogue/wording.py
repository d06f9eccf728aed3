"""What people call the fields, kinds and languages of a record."""

from datetime import UTC, datetime

_FIELDS = {
    "id": "Identifier",
    "title": "Title",
    "aliases": "Other names",
    "summary": "Summary",
    "tasks": "Tasks",
    "requirements": "Requirements",
    "language": "Language",
    "codes": "Classification codes",
    "url": "Address",
    "slug": "Slug",
    "source": "Source",
    "published": "Date published",
    "modified": "Date modified",
}
_ONE_OF = {"aliases": "Other name", "tasks": "Task", "requirements": "Requirement", "codes": "Code"}
KINDS = {
    "education": "Education",
    "experience": "Experience",
    "skill": "Skills",
    "licence": "Licences and certificates",
    "language": "Languages",
    "physical": "Physical demands",
    "other": "Other",
}
"""By the kind of a requirement, in the order in which people read them."""
ORIGINS = {
    "page": "read off the page",
    "json-ld": "from the page’s JSON-LD",
    "meta": "from the page’s head",
    "url": "from the page’s address",
    "listing": "from the listing that led to the page",
}
_LANGUAGES = dict(
    pair.split(":")
    for pair in (
        "ar:Arabic bg:Bulgarian cs:Czech da:Danish de:German el:Greek en:English es:Spanish et:Estonian fi:Finnish "
        "fr:French ga:Irish he:Hebrew hi:Hindi hr:Croatian hu:Hungarian is:Icelandic it:Italian ja:Japanese "
        "ko:Korean lt:Lithuanian lv:Latvian mt:Maltese nb:Norwegian nl:Dutch nn:Norwegian no:Norwegian pl:Polish "
        "pt:Portuguese ro:Romanian ru:Russian sk:Slovak sl:Slovenian sr:Serbian sv:Swedish tr:Turkish uk:Ukrainian "
        "zh:Chinese"
    ).split()
)

_MONTHS = "January February March April May June July August September October November December".split()
"""Not strftime's, which depend on the locale of whoever runs this."""


def day(moment: datetime) -> str:
    """Return the day in UTC: "22 November 2026"."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def short_day(moment: datetime) -> str:
    """Return the day without its year, where there is little room: "22 Nov"."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {_MONTHS[moment.month - 1][:3]}"


def field_name(field: str) -> str:
    """Return what people call a field of the record."""
    return _FIELDS.get(field, field)


def value_name(pointer: str) -> str:
    """Return what people call the value that a JSON pointer leads to: "Task 1" for /tasks/0/text."""
    field, *rest = pointer.removeprefix("/").split("/")
    if field in _ONE_OF and rest and rest[0].isdecimal():
        return f"{_ONE_OF[field]} {int(rest[0]) + 1}"
    return field_name(field)


def language_name(code: str) -> str:
    """Return the English name of a language, or its code where that is not known here."""
    return _LANGUAGES.get(code, code)


def counted(number: int, thing: str) -> str:
    """Return a number with its noun: "1 profile", "2,000 profiles"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
