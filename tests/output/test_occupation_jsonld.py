"""Job profiles as linked data, expanded as a reader of JSON-LD does."""

import json

import pytest
from pyld import jsonld

from schemas.profile import Code, Requirement

SCHEMA = "http://schema.org/"


@pytest.fixture
def expand(publish, make_result):
    """Give a function that publishes records and returns the expanded nodes, with nothing loaded."""

    def run(*profiles):
        results = [make_result(profile.slug, profile=profile) for profile in profiles]
        document = json.loads((publish(results).path / "occupations.jsonld").read_bytes())
        return jsonld.expand(document, {"documentLoader": None})

    return run


def values(node, name):
    return [value.get("@value", value.get("@id")) for value in node.get(SCHEMA + name, [])]


def test_a_profile_is_an_occupation_with_each_value_in_its_property(expand, make_profile):
    (node,) = expand(make_profile("baker", codes=(Code(scheme="SOC", code="51-3011"),)))

    assert node["@type"] == [SCHEMA + "Occupation"]
    assert values(node, "name") == ["Baker"]
    assert values(node, "alternateName") == ["Master baker"]
    assert values(node, "description") == ["A baker works from early morning."]
    assert values(node, "responsibilities")[0] == "Planning: the day in the bäckerei of a baker is planned."
    assert len(values(node, "responsibilities")) == 3
    assert values(node, "educationRequirements") == ["A degree or diploma."]
    assert values(node, "experienceRequirements") == ["Two years of experience."]
    assert values(node, "skills") == ["A steady hand."]
    assert values(node, "qualifications") == ["A licence to handle food."]
    (category,) = node[SCHEMA + "occupationalCategory"]
    assert (values(category, "codeValue"), values(category, "inCodeSet")) == (["51-3011"], ["SOC"])


def test_source_and_licence_stand_at_the_page_that_was_read(expand, make_profile):
    (node,) = expand(make_profile("baker"))

    (page,) = node[SCHEMA + "subjectOf"]
    assert values(page, "url") == ["https://guild.example/jobs/baker/"]
    assert values(page["http://schema.org/isPartOf"][0], "name") == ["Guild of Trades"]
    assert values(page["http://schema.org/license"][0], "name") == ["CC BY 4.0"]
    assert values(page["http://schema.org/publisher"][0], "name") == ["The Guild"]
    assert values(page, "creditText") == ["Guild of Trades, 2026"]


def test_an_unknown_licence_is_told(expand, make_profile, source):
    unknown = source.model_copy(update={"licence": None, "publisher": None, "attribution": None})
    (node,) = expand(make_profile("baker", source=unknown))

    (page,) = node[SCHEMA + "subjectOf"]
    assert SCHEMA + "license" not in page
    assert values(page, "usageInfo") == ["No licence is known."]


def test_a_licence_given_as_an_address_is_a_link(expand, make_profile, source):
    address = "https://creativecommons.org/licenses/by/4.0/"
    (node,) = expand(make_profile("baker", source=source.model_copy(update={"licence": address})))

    assert values(node[SCHEMA + "subjectOf"][0], "license") == [address]


def test_what_a_page_does_not_tell_is_left_out(expand, make_profile):
    (node,) = expand(make_profile("baker", aliases=(), summary=None, requirements=()))

    for name in ("alternateName", "description", "skills", "qualifications", "occupationalCategory"):
        assert SCHEMA + name not in node


@pytest.mark.parametrize(
    ("kind", "name"), [("language", "skills"), ("physical", "qualifications"), ("other", "qualifications")]
)
def test_kinds_without_a_property_of_their_own_go_to_the_nearest(expand, make_profile, kind, name):
    requirement = Requirement(text="Something else.", kind=kind, importance=None)
    (node,) = expand(make_profile("baker", requirements=(requirement,)))

    assert values(node, name) == ["Something else."]


def test_every_record_is_a_node_in_the_order_of_ids(expand, make_profile):
    profiles = [make_profile(slug) for slug in ("smith", "baker", "cooper")]

    nodes = expand(*profiles)
    assert [values(node, "identifier")[0] for node in nodes] == sorted(profile.id for profile in profiles)
