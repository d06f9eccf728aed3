"""What a record may hold, held against the model and against the JSON Schema that importers use."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas.json_schema import profile_schema
from schemas.profile import JobProfile

# The record of the design, with whole texts and a whole URL.
EXAMPLE = {
    "id": "life-science-karriere:3f1c0a9be2d4",
    "title": "Head of Production",
    "aliases": ["director of production", "production manager", "operations manager"],
    "summary": "The head of production plans and watches over all that a plant makes.",
    "tasks": [
        {
            "text": "Managing the production budget: The head of production answers for its costs.",
            "label": "Managing the production budget",
        },
        {"text": "Reporting to the board.", "label": None},
    ],
    "requirements": [
        {
            "text": "Experience in production management is often preferred.",
            "kind": "experience",
            "importance": "preferred",
        }
    ],
    "language": "en",
    "codes": [{"scheme": "SOC", "code": "11-3051"}],
    "url": "https://www.example.com/job-profiles/head-of-production/",
    "slug": "head-of-production",
    "source": {
        "id": "life-science-karriere",
        "name": "life-science Karriere Services",
        "publisher": "An example publisher",
        "licence": None,
        "attribution": None,
    },
    "published": "2023-05-02",
    "modified": "2023-08-18T19:57:16+02:00",
}
VALIDATOR = Draft202012Validator(profile_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
MISSING = object()


def changed(pointer, value):
    """Return the example with another value at a JSON pointer, or without it."""
    record = copy.deepcopy(EXAMPLE)
    *path, last = [int(part) if part.isdigit() else part for part in pointer.strip("/").split("/")]
    place = record
    for part in path:
        place = place[part]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return record


def errors_of_the_model(record):
    try:
        JobProfile.model_validate_json(json.dumps(record))
    except ValidationError as error:
        return ["/" + "/".join(str(part) for part in each["loc"]) for each in error.errors()]
    return []


def errors_of_the_schema(record):
    return [error.json_path for error in VALIDATOR.iter_errors(record)]


def test_the_example_record_is_valid_and_comes_back_as_it_went_in():
    profile = JobProfile.model_validate_json(json.dumps(EXAMPLE))

    assert profile.model_dump(mode="json") == EXAMPLE
    assert errors_of_the_schema(EXAMPLE) == []


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/summary", None),
        ("/aliases", []),
        ("/tasks", []),
        ("/requirements", []),
        ("/codes", []),
        ("/requirements/0/importance", None),
        ("/tasks/0/text", "Implementing <vector> and std::map<int, T>"),
        ("/tasks/0/text", "Works at 5 < 6 & 7 > 6 °C"),
        ("/title", "Bäcker/in (m/w/d) 😀"),
        ("/title", "C#"),
        ("/url", "http://www.example.com/job/bäcker?a=b|c"),
        ("/published", "2023-05-02T10:00"),
        ("/published", "2023-05-02T10:00:00.123456Z"),
        ("/modified", None),
    ],
)
def test_unusual_values_are_valid_to_model_and_schema_alike(pointer, value):
    record = changed(pointer, value)

    assert errors_of_the_model(record) == []
    assert errors_of_the_schema(record) == []


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/title", ""),
        ("/title", "x"),
        ("/title", "x" * 201),
        ("/title", None),
        ("/title", 7),
        ("/title", MISSING),
        ("/title", "Head of <b>Production</b>"),
        ("/aliases", None),
        ("/aliases", "production manager"),
        ("/aliases/0", "line\nbreak"),
        ("/tasks/0/text", "ab"),
        ("/tasks/0/text", "x" * 5_001),
        ("/tasks/0/text", "Planning<br>and more"),
        ("/tasks/0/text", "Research &amp; development"),
        ("/tasks/0/text", "Planning <!-- not --> all"),
        ("/tasks/0/text", " Planning"),
        ("/tasks/0/text", "Planning "),
        ("/tasks/0/text", "Planning  and more"),
        ("/tasks/0/text", "Planning\u00a0and more"),
        ("/tasks/0/text", "Plan\u00adning"),
        ("/tasks/0/text", "Plan\u200bning"),
        ("/tasks/0/label", MISSING),
        ("/tasks/0/note", "something"),
        ("/tasks/0", "Planning"),
        ("/requirements/0/kind", "hobby"),
        ("/requirements/0/importance", "nice to have"),
        ("/summary", "<p>The head of production</p>"),
        ("/language", "English"),
        ("/url", "javascript:alert(1)"),
        ("/url", "/job-profiles/head-of-production/"),
        ("/url", "http:www.example.com"),
        ("/url", 'https://www.example.com/"onmouseover="alert(1)'),
        ("/url", "https://www.example.com/a b"),
        ("/url", "https://www.example.com/" + "x" * 2_048),
        ("/id", "life-science-karriere"),
        ("/id", "life-science-karriere:3F1C0A9BE2D4"),
        ("/source/licence", MISSING),
        ("/source/name", ""),
        ("/published", "2 May 2023"),
        ("/published", "2023-W18-2"),
        ("/published", "20230502"),
        ("/modified", "2023-08-18 19:57"),
        ("/codes/0/code", ""),
    ],
)
def test_bad_data_is_valid_to_neither_model_nor_schema(pointer, value):
    record = changed(pointer, value)

    errors = errors_of_the_model(record)
    assert errors, "the model takes it"
    assert all(error.startswith(pointer) for error in errors), "the error names the field"
    assert errors_of_the_schema(record), "the schema takes it"


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/title", "Head of <B>Production</B>"),
        ("/title", "---"),
        ("/title", "Ba\u0308cker"),
        ("/published", "2023-02-30"),
        ("/url", "https://user:secret@www.example.com/"),
        ("/url", "https://www.example.com:99999/"),
    ],
)
def test_what_json_schema_cannot_say_is_still_refused_by_the_model(pointer, value):
    assert errors_of_the_model(changed(pointer, value)) == [pointer]


def test_an_unknown_field_is_refused():
    record = {**EXAMPLE, "salary": "much"}

    assert errors_of_the_model(record) == ["/salary"]
    assert errors_of_the_schema(record)


@pytest.mark.parametrize("field", JobProfile.model_fields)
def test_no_key_may_be_missing(field):
    record = changed(f"/{field}", MISSING)

    assert errors_of_the_model(record) == [f"/{field}"]
    assert errors_of_the_schema(record)


@pytest.mark.parametrize(
    ("pointer", "value", "message"),
    [
        ("/title", "", "expected at least one letter or digit"),
        ("/tasks/0/text", "ab", "expected 3 to 5000 characters, found 2"),
        ("/summary", "a <b>b</b>", "expected plain text, found markup '<b>'"),
        ("/url", "javascript:alert(1)", "expected an http or https URL"),
        ("/published", "2 May 2023", "expected an ISO 8601 date or date and time"),
    ],
)
def test_an_error_says_what_was_expected(pointer, value, message):
    with pytest.raises(ValidationError) as raised:
        JobProfile.model_validate_json(json.dumps(changed(pointer, value)))

    assert message in raised.value.errors()[0]["msg"]


def test_a_record_cannot_be_changed():
    profile = JobProfile.model_validate_json(json.dumps(EXAMPLE))

    with pytest.raises(ValidationError, match="frozen"):
        profile.title = "Another"


def test_a_lone_surrogate_is_refused():
    """Such text comes from broken escapes in a page's scripts, and cannot be written as UTF-8."""
    with pytest.raises(ValidationError):
        JobProfile.model_validate({**EXAMPLE, "title": "abc\ud800"}, strict=False)
