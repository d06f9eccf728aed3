"""A catalogue as a publication writes it, and what a browser makes of it."""

import json

import pytest

from flows.fetching.browser import NoBrowser, browser_path
from schemas.profile import Code


@pytest.fixture
def folder(datasets):
    """The dataset's folder."""
    return datasets / "guild"


@pytest.fixture
def trades(make_result, make_profile, source):
    """Pages of two sources and languages; some records lack a field, one page was rejected."""
    atlas = source.model_copy(update={"id": "atlas", "name": "Atlas of Work", "licence": None})
    return [
        make_result("baker"),
        make_result(
            "smith", profile=make_profile("smith", aliases=(), codes=(Code(scheme="SOC", code="51-4"),))
        ),
        make_result(
            "lighting",
            source="atlas",
            profile=make_profile(
                "lighting",
                title="Éclairagiste",
                aliases=("Lichtgestalter Müller",),
                language="fr",
                tasks=(),
                source=atlas,
            ),
        ),
        make_result("shop", "rejected", reason="vacancy: an employer speaks to applicants"),
    ]


@pytest.fixture
def publish_trades(publish, source, trades):
    """Give a function that publishes the trades and the pages given besides."""

    def run(*more):
        atlas = source.model_copy(update={"id": "atlas", "name": "Atlas of Work", "licence": None})
        return publish([*trades, *more], sources=[source, atlas])

    return run


@pytest.fixture
def search_data(folder):
    """Give a function that returns what the search of the catalogue reads."""

    def read():
        script = (folder / "catalogue" / "search-data.js").read_text("utf-8")
        head, profiles = script.removeprefix("const catalogue = ").split(";\ncatalogue.profiles = ")
        rows = json.loads(profiles.removesuffix("];\n").removesuffix(",\n") + "]")
        return {**json.loads(head), "profiles": rows}

    return read


@pytest.fixture(scope="module")
def browser():
    """A real Chromium; where there is none, the test is skipped with the reason."""
    try:
        program = browser_path()
    except NoBrowser as missing:
        pytest.skip(str(missing))
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - where it is missing, the test is skipped

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, folder):
    """Give a function that opens a file; at the end, no page may have complained or asked for anything elsewhere."""
    opened, complaints, asked = [], [], []

    def start(path, anchor="", **settings):
        context = browser.new_context(**settings)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((path if isinstance(path, str) else path.as_uri()) + anchor)
        return page

    yield start
    for context in opened:
        context.close()
    assert not complaints
    home = ((folder / "catalogue").as_uri() + "/", "http://127.0.0.1:")
    assert asked
    assert all(url.startswith(home) for url in asked), asked
