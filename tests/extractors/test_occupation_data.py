import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.metadata import read_metadata
from extractors.occupation_data import REQUIREMENT_PROPERTIES, TASK_PROPERTIES, read_occupation


def read(html, properties):
    tree = LexborHTMLParser(html)
    return [(f.value, f.origin) for f in read_occupation(tree, read_metadata(tree, None), properties)]


def json_ld(**properties):
    return f'<script type="application/ld+json">{json.dumps({"@type": "Occupation", **properties})}</script>'


@pytest.mark.parametrize(
    "value",
    [
        ["Lay leaf", "Burnish gold"],
        "Lay leaf\nBurnish gold",
        "• Lay leaf\r\n• Burnish gold\r\n",
        [{"@type": "DefinedTerm", "name": "Lay leaf"}, {"@value": "Burnish&amp;nbsp;gold"}],
        ["Lay leaf", None, 7, [], {}, {"name": 3}, " ", "<b>Burnish</b> gold"],
    ],
)
def test_responsibilities_are_tasks_in_whatever_form(value):
    assert read(json_ld(responsibilities=value), TASK_PROPERTIES) == [
        ("Lay leaf", "json-ld"),
        ("Burnish gold", "json-ld"),
    ]


def test_requirements_stand_in_several_properties():
    html = json_ld(
        skills="Calm",
        educationRequirements={
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "art school",
        },
        experienceRequirements="Three years",
        estimatedSalary="low",
    )
    assert [text for text, _ in read(html, REQUIREMENT_PROPERTIES)] == ["Calm", "art school", "Three years"]


def test_what_a_property_asks_for_is_kept_as_context():
    tree = LexborHTMLParser(json_ld(educationRequirements="art school"))
    (finding,) = read_occupation(tree, read_metadata(tree, None), REQUIREMENT_PROPERTIES)
    assert finding.context == "education"


def test_microdata_is_read_where_there_is_no_json_ld():
    html = """<div itemscope itemtype="https://schema.org/Occupation"><ul itemprop="responsibilities"><li>Lay leaf
    <li>Burnish gold</ul><p itemprop="skills">Calm</p><meta itemprop="skills" content="Care"></div>
    <p itemprop="skills">elsewhere</p>"""
    assert [text for text, _ in read(html, TASK_PROPERTIES)] == ["Lay leaf", "Burnish gold"]
    assert [text for text, _ in read(html, REQUIREMENT_PROPERTIES)] == ["Calm", "Care"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>no data</p>",
        '<script type="application/ld+json">{"@type": "Occupation", "responsibilities": </script>',
        '<script type="application/ld+json">{"@type": "JobPosting", "responsibilities": "Lay leaf"}</script>',
        '<script type="application/ld+json">{"@type": 3, "responsibilities": "Lay leaf"}</script>',
        '<script type="application/json">{"@type": "Occupation", "responsibilities": "Lay leaf"}</script>',
        f'<script type="application/ld+json">{"[" * 5_000}</script>',
    ],
)
def test_broken_or_other_data_yields_nothing(html):
    assert read(html, TASK_PROPERTIES) == []
