"""The catalogue as people use it: in Chromium, from the disk and from a server, with scripts and without."""

import http.server
import threading
from functools import partial
from statistics import median

import pytest

from output.catalogue.script_data import script_data

BLINK = 0.1
"""Seconds: what people feel as at once (Nielsen, Response Times, 1993). On a quiet machine it takes a fifth of that."""


@pytest.fixture
def index(publish_trades, folder):
    """The first page of the catalogue of the trades."""
    publish_trades()
    return folder / "catalogue" / "index.html"


def found(page):
    return page.locator("#entries .name").all_text_contents()


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("baker", ["Baker"]),
        ("master", ["Baker"]),
        ("MULLER", ["Éclairagiste"]),
        ("müller licht", ["Éclairagiste"]),
        ("eclair", ["Éclairagiste"]),
        ("  ", ["Baker", "Éclairagiste", "Smith"]),
        ("baker smith", []),
    ],
)
def test_search_finds_by_every_word_of_title_and_other_names(index, open_page, typed, titles):
    page = open_page(index)
    page.keyboard.press("/")
    page.keyboard.type(typed)

    assert found(page) == titles
    told = page.locator("#count").inner_text()
    assert told.startswith("No profile" if not titles else f"{len(titles)} profile")


def test_a_title_that_begins_with_the_words_comes_first(
    publish, make_result, make_profile, folder, open_page
):
    titles = {"a": "Art restorer", "b": "Restorer", "c": "Restorer of organs"}
    publish([make_result(slug, profile=make_profile(slug, title=title)) for slug, title in titles.items()])

    page = open_page(folder / "catalogue" / "index.html", "#q=restorer")
    assert found(page) == ["Restorer", "Restorer of organs", "Art restorer"]


def test_filters_narrow_the_list_and_work_together(index, open_page):
    page = open_page(index)

    page.get_by_label("Source", exact=True).select_option("atlas")
    assert found(page) == ["Éclairagiste"]
    page.get_by_label("Source", exact=True).select_option("guild")
    page.get_by_label("Missing field").select_option("aliases")
    assert found(page) == ["Smith"]
    page.get_by_label("Language").select_option("fr")
    assert found(page) == []
    page.get_by_role("button", name="Clear all").click()
    assert found(page) == ["Baker", "Éclairagiste", "Smith"]


def test_the_address_keeps_what_is_searched_and_back_leads_to_it(index, open_page):
    page = open_page(index, "#q=ec&language=fr&missing=nonsense")
    assert found(page) == ["Éclairagiste"]

    page.get_by_label("Search").fill("lichtgestalter")
    page.locator("#entries a.name").click()
    assert page.locator("h1").inner_text() == "Éclairagiste"
    page.go_back()
    assert found(page) == ["Éclairagiste"]
    assert page.get_by_label("Search").input_value() == "lichtgestalter"


def test_a_link_to_a_place_on_the_page_is_no_search(index, open_page):
    page = open_page(index, "#q=baker")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#content")
    assert found(page) == ["Baker"]


def test_without_scripts_every_profile_can_be_reached(publish_trades, folder, open_page, monkeypatch):
    monkeypatch.setattr("output.catalogue.search.ENTRIES_A_PAGE", 2)
    publish_trades()

    page = open_page(folder / "catalogue" / "index.html", java_script_enabled=False)
    assert not page.locator("#search").is_visible()
    assert found(page) == ["Baker", "Éclairagiste"]
    page.locator("#pages a").nth(1).click()
    assert found(page) == ["Smith"]
    page.locator("#entries a.name").click()
    assert page.locator("h1").inner_text() == "Smith"
    page.locator("details.evidence summary").click()
    assert page.locator("details.evidence blockquote").is_visible()


def test_it_works_from_a_server_as_from_the_disk(index, open_page):
    handler = partial(_Quiet, directory=index.parent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = open_page(f"http://127.0.0.1:{server.server_port}/index.html", "#q=master")
        assert found(page) == ["Baker"]
        page.locator("#entries a.name").click()
        assert page.locator("h1").inner_text() == "Baker"
        assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomStyle") == "solid"
        page.close()
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_a_large_dataset_shows_its_records_in_the_search(
    publish, make_result, folder, open_page, monkeypatch
):
    monkeypatch.setattr("output.catalogue.catalogue.SINGLE_PAGES_UP_TO", 2)
    publish([make_result(slug) for slug in ("baker", "cooper", "smith")])

    page = open_page(folder / "catalogue" / "index.html", "#q=smith")
    page.locator("#entries summary").click()
    page.get_by_role("link", name="Read the original page").wait_for()
    shown = page.locator("#entries details").inner_text()
    assert "Serving customers." in shown
    assert "A degree or diploma. (required)" in shown
    assert not problems(page)


def test_of_many_profiles_the_first_are_shown_and_the_others_on_request(index, open_page):
    many(index, 250)

    page = open_page(index)
    assert page.locator("#entries > li").count() == 100
    page.get_by_role("button", name="Show more: 150 left").click()
    assert page.locator("#entries > li").count() == 200
    assert page.evaluate("document.activeElement.textContent") == "Trade 00100"


def test_search_is_instant_in_ten_thousand_profiles(index, open_page):
    many(index, 10_000)

    page = open_page(index)
    assert page.locator("#count").inner_text() == "10,000 profiles"
    page.evaluate(
        """() => { window.times = []; document.getElementById("query").addEventListener("keydown", () => {
            const pressed = performance.now();
            // A message that is sent in a frame arrives when the frame has been painted.
            requestAnimationFrame(() => { const channel = new MessageChannel();
              channel.port1.onmessage = () => window.times.push(performance.now() - pressed);
              channel.port2.postMessage(0); });
        }) }"""
    )
    page.focus("#query")
    for key in "keeper 0999":
        page.keyboard.press(key)
        page.wait_for_timeout(50)
    assert page.locator("#count").inner_text() == "11 profiles of 10,000"
    times = page.evaluate("window.times")
    assert len(times) == len("keeper 0999")
    assert median(times) / 1000 < BLINK, times


def many(index, number):
    """Give the search of a catalogue so many profiles."""
    rows = [
        ["profiles/x.html", f"Trade {count:05}", [f"Kéeper of {count % 500:05}", f"Warden {count}"], 0, 0, []]
        for count in range(number)
    ]
    path = index.parent / "search-data.js"
    head, _, _ = path.read_text("utf-8").partition("catalogue.profiles = ")
    path.write_bytes(head.encode() + b"catalogue.profiles = " + script_data(rows) + b";\n")


def problems(page):
    """Return what axe-core finds, with the elements where it does."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # It would fetch the style sheets once more, which the page does not allow.
    violations = axe.run(page, options={"preload": False}).response["violations"]
    return [(found["id"], found["impact"], [node["html"] for node in found["nodes"]]) for found in violations]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(index, make_profile, open_page, scheme, width):
    profile = index.parent / "profiles" / f"{make_profile('baker').id.replace(':', '-')}.html"
    (unlicensed,) = index.parent.glob("profiles/atlas-*")

    for path in (index, profile, unlicensed, index.parent / "statistics.html"):
        page = open_page(path, color_scheme=scheme, viewport={"width": width, "height": 800})
        for details in page.locator("details").all():
            details.locator("summary").click()
        if path == index:
            page.get_by_label("Search").fill("e")
            page.locator("#entries mark").first.wait_for()
        assert not problems(page), path.name
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_alone_reaches_a_profile(index, open_page):
    page = open_page(index)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("/")
    page.keyboard.type("eclair")
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profiles/*")
    assert page.locator("h1").inner_text() == "Éclairagiste"
