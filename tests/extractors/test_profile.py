import hashlib

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.evidence import EvidenceWriter
from extractors.finding import Finding
from extractors.profile import Findings, Identity, InvalidProfile, build_profile, profile_id, validated
from schemas.profile import Code, SourceReference

URL = "https://guide.example/jobs/gilder/"
GUIDE = SourceReference(id="guide", name="Guide", publisher=None, licence=None, attribution=None)


def finding(value, **more):
    return Finding(value, "rule", 0.9, **more)


def build(url=URL, **findings):
    found = Findings(**{"title": finding("Gilder"), "tasks": [finding("Lay leaf")], **findings})
    return build_profile(found, Identity(GUIDE, url, "en"), EvidenceWriter(LexborHTMLParser("<p>"), url))


def test_an_id_is_the_source_and_the_start_of_the_hash_of_the_address():
    assert profile_id("guide", URL) == f"guide:{hashlib.sha256(URL.encode()).hexdigest()[:12]}"
    assert profile_id("guide", URL) != profile_id("guide", URL.rstrip("/"))


def test_a_record_holds_what_was_found():
    profile, evidence = build(
        aliases=[finding("Leafer")],
        summary=finding("Gilders lay leaf."),
        tasks=[finding("Laying: lay leaf", label="Laying")],
        requirements=[finding("A degree is required", context="Requirements")],
        codes=[(Code(scheme="SOC", code="47-2121"), finding("47-2121"))],
        published="2023-05-02",
    )
    assert (profile.title, profile.aliases, profile.summary) == ("Gilder", ("Leafer",), "Gilders lay leaf.")
    assert [(task.text, task.label) for task in profile.tasks] == [("Laying: lay leaf", "Laying")]
    assert [(r.kind, r.importance) for r in profile.requirements] == [("education", "required")]
    assert (profile.url, profile.slug, profile.published, profile.modified) == (
        URL,
        "gilder",
        "2023-05-02",
        None,
    )
    assert [e.field for e in evidence] == [
        "/title", "/aliases/0", "/summary", "/tasks/0/text", "/requirements/0/text", "/codes/0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value", ["", "x", "!!!", "<b>Lay</b> leaf", "&nbsp; leaf", "two  spaces", "x" * 5_001, "e\u0301clair"]
)
def test_a_statement_that_cannot_be_published_is_left_out(value):
    profile, evidence = build(tasks=[finding(value), finding("Lay leaf")], requirements=[finding(value)])
    assert [task.text for task in profile.tasks] == ["Lay leaf"]
    assert profile.requirements == ()
    assert [e.field for e in evidence] == ["/title", "/tasks/0/text"]


def test_a_label_that_cannot_be_published_is_left_out():
    profile, _ = build(tasks=[finding("Lay leaf", label="!")])
    assert profile.tasks[0].label is None


@pytest.mark.parametrize(
    ("url", "findings", "field"),
    [
        (URL, {"title": finding("!")}, "title"),
        (URL, {"title": None}, "title"),
        (URL, {"title": finding("x" * 201)}, "title"),
        ("javascript:alert(1)", {}, "url"),
        ("https://user:secret@guide.example/", {}, "url"),
        (URL, {"published": "yesterday"}, "published"),
    ],
)
def test_an_invalid_record_names_source_address_and_field(url, findings, field):
    with pytest.raises(InvalidProfile) as raised:
        build(url, **findings)
    message = str(raised.value)
    assert message.startswith(f"guide: {url}: {field}: expected")
    assert "found" in message


def test_a_record_from_elsewhere_is_validated_alike():
    profile, _ = build()
    data = profile.model_dump()
    assert validated(data, source="guide", url=URL) == profile
    with pytest.raises(
        InvalidProfile, match=f"guide: {URL}: tasks.0.text: expected 3 to 5000 characters, found 2"
    ):
        validated({**data, "tasks": ({"text": "no", "label": None},)}, source="guide", url=URL)
    with pytest.raises(InvalidProfile, match="unknown: Extra inputs are not permitted"):
        validated({**data, "unknown": 1}, source="guide", url=URL)
