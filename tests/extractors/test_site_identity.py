"""What pages say of their site."""

import pytest

from extractors.source_draft.example import Example
from extractors.source_draft.site_identity import id_of_host, read_identity, spdx_of

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
PAGE = "<html><head>{head}</head><body><h1>Gilder</h1>{body}</body></html>"


def identity(head="", body=""):
    example = Example(PAGE.format(head=head, body=body).encode())
    return read_identity([example], ["https://www.guild.example/gilder"], ["en"])


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.guild.org.uk", "guild"),
        ("careers.guild.gv.at", "careers-guild"),
        ("guild.or.jp", "guild"),
        ("guild.example", "guild"),
        ("berufe.tv", "berufe"),
        ("localhost", "localhost"),
        ("10.0.0.1", "10-0-0-1"),
        ("", "site"),
    ],
)
def test_a_source_is_called_after_what_is_its_hosts_own(host, expected):
    assert id_of_host(host) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{CC_BY}deed.de", "CC-BY-4.0"),
        (f"{CC_BY}legalcode", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0", "CC-BY-NC-SA-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL-UK-3.0"),
        ("https://creativecommons.org/licenses/by/3.0/de/", None),
        ("https://creativecommons.org/licenses/devnations/2.0/", None),
        ("https://evil.example/?creativecommons.org/licenses/by/4.0/", None),
    ],
)
def test_a_licence_is_named_by_its_spdx_identifier_where_that_is_certain(address, expected):
    assert spdx_of(address) == expected


@pytest.mark.parametrize(
    "parts",
    [
        {"head": f'<link rel="license" href="{CC_BY}">'},
        {"body": f'<footer><a rel="license noopener" href="{CC_BY}">Some rights reserved</a></footer>'},
        {"head": f'<script type="application/ld+json">{{"@type": "WebPage", "license": "{CC_BY}"}}</script>'},
    ],
)
def test_the_licence_that_a_page_calls_its_own_is_that_of_its_texts(parts):
    assert identity(**parts).licence == "CC-BY-4.0"


@pytest.mark.parametrize(
    "body",
    [
        f'<p>Photo: J. Doe, <a href="{CC_BY}">CC BY</a></p>',
        f'<figure><img src="x"><figcaption><a rel="license" href="{CC_BY}">CC BY</a></figcaption></figure>',
    ],
)
def test_the_licence_of_a_picture_is_not_that_of_the_texts(body):
    found = identity(body=body)
    assert (found.licence, found.other_licences) == (None, ("CC-BY-4.0",))


def test_a_licence_without_an_identifier_is_named_by_its_address():
    found = identity(head='<link rel="license" href="https://guild.example/terms">')
    assert found.licence == "https://guild.example/terms"
    assert identity(head='<link rel="license" href="javascript:alert(1)">').licence is None


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (("Gilder | The Guild", "Weaver | The Guild"), "The Guild"),
        (("The Guild – Gilder", "The Guild – Weaver"), "The Guild"),
        (("Gilder", "Weaver"), "www.guild.example"),
        (("Gilder | The Guild",), "www.guild.example"),
        (("Co-op baker", "Co-op butcher"), "www.guild.example"),
    ],
)
def test_a_site_is_called_what_the_titles_of_its_pages_share(titles, name):
    pages = [Example(PAGE.format(head=f"<title>{title}</title>", body="").encode()) for title in titles]
    assert read_identity(pages, ["https://www.guild.example/x"], ["en"]).name == name
