from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from flows.demo_site.demo_pages import GONE, MOVED, load_answers
from flows.demo_site.demo_server import HOST

MISSING = "/careers/switchboard-operator/"
LISTS = ("/careers/", "/careers/page/2/", "/careers/page/3/")
ANSWERS = load_answers()


def links_of(path):
    tree = LexborHTMLParser(ANSWERS[path].body)
    return [urlsplit(anchor.attributes["href"]).path for anchor in tree.css(".az-list a[href]")]


def test_a_folder_and_a_file_answer_at_the_addresses_that_sites_use():
    assert ANSWERS["/careers/"].status == 200
    assert ANSWERS["/guide/museum-registrar"] == ANSWERS["/guide/museum-registrar.html"]
    assert "/careers" not in ANSWERS


def test_files_of_an_unknown_type_are_not_served(tmp_path):
    (tmp_path / "notes.html").write_bytes(b"<p>seen</p>")
    (tmp_path / "secret.py").write_bytes(b"unseen")
    served = set(load_answers(tmp_path)) - set(MOVED) - GONE
    assert served == {"/notes.html", "/notes"}


@pytest.mark.parametrize("target", MOVED.values())
def test_what_moved_leads_to_a_page(target):
    assert ANSWERS[target].status == 200


def test_every_listed_link_has_an_answer_but_the_one_that_is_meant_to_be_missing():
    listed = [link for path in LISTS for link in links_of(path)]
    assert len(listed) == len(set(listed)) == 22
    assert [link for link in listed if link not in ANSWERS] == [MISSING]
    assert set(listed) >= {*MOVED, *GONE, "/drafts/lighthouse-keeper/"}


def test_every_page_names_its_own_address_as_canonical():
    for path, answer in ANSWERS.items():
        if not answer.content_type.startswith("text/html") or answer.status != 200:
            continue
        link = LexborHTMLParser(answer.body).css_first('link[rel="canonical"]')
        address = urlsplit(link.attributes["href"])
        assert address.netloc == HOST, path
        assert ANSWERS[address.path] is answer, path


def test_every_link_of_every_page_stays_on_the_site_and_leads_somewhere():
    for path, answer in ANSWERS.items():
        if not answer.content_type.startswith("text/html"):
            continue
        for anchor in LexborHTMLParser(answer.body).css("a[href]"):
            target = urlsplit(anchor.attributes["href"])
            if target.scheme == "mailto" or not target.path:
                continue
            assert target.netloc in {"", HOST}, (path, target)
            assert target.path in ANSWERS or target.path == MISSING, (path, target)
