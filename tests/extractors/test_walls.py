"""What stands in the place of a page is told from the page."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.walls import wall_of
from schemas.page import Page

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED = "http://careers.example/jobs/harbour-pilot/"
TEXT = "<p>Harbour pilots bring ships through narrow water and know every sandbank by name.</p>" * 8
PAGES = Path(__file__).resolve().parents[1] / "pages"


def page(body="", headers=(), status=200, url=ASKED):
    redirects = () if url == ASKED else (ASKED,)
    return Page(ASKED, url, status, (("Content-Type", "text/html"), *headers), body.encode(), NOON, redirects)


@pytest.mark.parametrize("status", [200, 202, 403, 429, 503])
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ((("cf-mitigated", "challenge"),), ""),
        ((("x-amzn-waf-action", "captcha"),), ""),
        ((("X-DataDome", "protected"),), ""),
        ((), "<title>One moment</title><script>window._cf_chl_opt={}</script><p>Checking your browser"),
        ((), "<script src='https://geo.captcha-delivery.com/x.js'></script>"),
        ((), "<div id=px-captcha></div><p>Press and hold"),
        ((), "<iframe src='/_Incapsula_Resource?x=1'></iframe>"),
        ((), "<script>window.gokuProps = {}</script>"),
        ((), "<script id='anubis_challenge' type='application/json'>{}</script><p>Making sure you are human"),
        ((), "<form><div class='h-captcha'></div><p>Bitte bestätigen Sie, dass Sie ein Mensch sind"),
    ],
)
def test_a_bot_challenge_is_told_by_its_header_or_by_its_bare_page(headers, body, status):
    assert wall_of(page(body, headers, status)).kind == "bot challenge"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://careers.example/login?next=/jobs/harbour-pilot/", "login wall"),
        ("http://careers.example/wp-login.php", "login wall"),
        ("http://sso.example/start", "login wall"),
        ("http://careers.example/de/anmelden/", "login wall"),
        ("http://consent.example/collect?return=1", "consent page"),
        ("http://careers.example/cookie-wall/", "consent page"),
        ("http://careers.example/", "soft 404"),
        ("http://careers.example/de/", "soft 404"),
        ("http://careers.example/index.html", "soft 404"),
    ],
)
def test_a_page_that_led_elsewhere_is_told_by_where_it_led(url, kind):
    assert wall_of(page(TEXT, url=url)).kind == kind


def test_a_form_for_a_password_and_hardly_anything_else_is_a_login_wall():
    assert wall_of(page("<h1>Members</h1><input name=u><input type='password'>")).kind == "login wall"


def test_a_page_of_consent_and_hardly_anything_else_is_a_consent_page():
    body = "<script src='https://app.usercentrics.eu/x.js'></script><p>Wir nutzen Cookies. Zustimmen?"
    assert wall_of(page(body)).kind == "consent page"


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        TEXT + "<form><div class='g-recaptcha'></div></form>",
        TEXT
        + "<script src='/cdn-cgi/challenge-platform/x.js'></script><script>window._cf_chl_opt={}</script>",
        TEXT + "<div id=onetrust-banner>We use cookies</div>",
        TEXT + "<a href=/login>Log in</a><form><input type=password></form>",
        TEXT + "<p>404 ships a year",
        "",
        "<p>short",
    ],
)
def test_an_ordinary_page_is_no_wall(body):
    assert wall_of(page(body)) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://careers.example/jobs/pilot-of-harbours/",
        "http://www.careers.example/jobs/harbour-pilot",
        "http://careers.example/jobs/authorised-officer/",
        "http://careers.example/?page_id=7",
    ],
)
def test_a_page_that_moved_is_no_wall(url):
    assert wall_of(page(TEXT, url=url)) is None


def test_a_page_about_logins_is_no_wall():
    asked = "http://careers.example/login/clerk"
    moved = Page(asked, asked + "/", 200, (), TEXT.encode(), NOON, (asked,))
    assert wall_of(moved) is None


def test_no_saved_page_is_taken_for_a_wall():
    files = sorted(PAGES.rglob("*.html"))
    assert len(files) > 100
    alarms = [
        file.name
        for file in files
        if wall_of(Page(ASKED, ASKED, 200, (("Content-Type", "text/html"),), file.read_bytes(), NOON))
    ]
    assert alarms == []


@pytest.mark.parametrize(
    "body", ["\0" * 9_999, "<" * 50_000 + "_cf_chl_opt", "<div>" * 50_000 + "type=password"]
)
def test_hostile_pages_do_no_harm(body):
    wall_of(page(body))
