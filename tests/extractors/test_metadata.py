import pytest

from extractors.metadata import text_of, types_of


def test_a_page_may_say_nothing_of_itself(metadata_of):
    metadata = metadata_of("<p>one</p>")
    assert (metadata.canonical, metadata.language, metadata.title, metadata.nodes) == ("", "", "", ())


def test_what_the_head_says_comes_out_clean(metadata_of):
    metadata = metadata_of("""<html lang="en-GB"><title> Gilder &amp;amp; co </title>
    <meta property="og:title" content="Gil&shy;der"><meta property="og:site_name" content="Guild">
    <meta name="description" content="Gilders lay &lt;b&gt;leaf&lt;/b&gt;"></html>""")
    assert (metadata.title, metadata.og_title, metadata.site_name) == ("Gilder & co", "Gilder", "Guild")
    assert (metadata.description, metadata.language) == ("Gilders lay leaf", "en")


def test_the_first_of_several_counts(metadata_of):
    assert (
        metadata_of(
            '<meta name="description" content="one"><meta name="description" content="two">'
        ).description
        == "one"
    )


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=DE>", "de"), ("<html lang='pt_BR'>", "pt"), ("<html xml:lang=fr>", "fr"),
        ("<meta property='og:locale' content='sv_SE'>", "sv"), ("<html lang=''>", ""),
        ("<meta http-equiv='content-language' content='nl'>", "nl"),
    ],
)  # fmt: skip
def test_the_language_is_a_short_code(metadata_of, html, language):
    assert metadata_of(html).language == language


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        ('<link rel="canonical" href="https://a.example/gilder#x">', "https://a.example/gilder"),
        ('<link rel="Canonical" href="/gilder">', "https://a.example/gilder"),
        ('<meta property="og:url" content="https://a.example/gilder">', "https://a.example/gilder"),
        ('<link rel="canonical" href="javascript:alert(1)">', ""),
        ('<link rel="canonical" href="file:///etc/passwd">', ""),
        ('<link rel="canonical" href="https://[::1">', ""),
    ],
)
def test_a_canonical_link_is_an_absolute_web_address_or_none(metadata_of, html, canonical):
    assert metadata_of(html, "https://a.example/jobs/").canonical == canonical


def test_a_relative_canonical_link_of_a_file_is_none(metadata_of):
    assert metadata_of('<link rel="canonical" href="/gilder">').canonical == ""


def ld(text):
    return f'<script type="application/ld+json">{text}</script>'


def test_every_object_of_the_json_ld_is_found(metadata_of):
    html = ld(
        '{"@graph": [{"@type": "WebSite", "name": "Guild"}, {"a": {"@type": ["Thing", "schema:Occupation"]}}]}'
    )
    metadata = metadata_of(html + ld('{"@type": "http://schema.org/WebPage"}'))
    assert [len(metadata.of_type(name)) for name in ("WebSite", "Occupation", "WebPage", "Person")] == [
        1,
        1,
        1,
        0,
    ]
    assert metadata.site_name == "Guild"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "3",
        '"text"',
        "[[[]]]",
        "[" * 100_000,
        '{"@type": null}',
        '{"@type": [1, {}]}',
        "<!-- {} -->",
        "NaN",
    ],
)
def test_broken_json_ld_does_no_harm(metadata_of, text):
    assert metadata_of(ld(text) + ld('{"@type": "Occupation"}')).of_type("Occupation") == [
        {"@type": "Occupation"}
    ]


def test_only_so_many_objects_are_looked_at(metadata_of):
    assert len(metadata_of(ld(f"[{','.join(['{}'] * 9_000)}]")).nodes) < 2_001


def test_a_value_that_should_be_a_text_may_be_an_object():
    assert text_of({"@value": " gold "}) == text_of({"name": "gold"}) == text_of("gold")
    assert text_of(3) == text_of(None) == text_of([]) == text_of({"name": 3}) == ""
    assert types_of({"@type": "https://schema.org/Occupation"}) == {"Occupation"}
