"""A check tells whether a source is still what it was, and where to look if not."""

import socket
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from flows.checking import site_today
from flows.checking.sample_choice import chosen
from schemas.bounds import Bounds
from schemas.dataset import Identity
from schemas.link import Link

JOBS = [
    "Gilder",
    "Cooper",
    "Farrier",
    "Glazier",
    "Luthier",
    "Milliner",
    "Saddler",
    "Stonemason",
    "Thatcher",
    "Wheelwright",
]
NIGHT_AFTER = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
JOBS_LEFT = ["Gilder", "Cooper", "Farrier"]


def troubles(found, about):
    return [trouble for trouble in found.troubles if trouble.about == about]


def test_a_site_that_is_what_it_was_is_fine(published):
    found = published.check()

    assert found.outcome == "fine", found.troubles
    assert found.pages["profiles"] == found.links == 10
    assert found.compared_with == "2026-11-20T020000Z"
    assert found.learned_from == 10


def test_before_the_first_version_the_source_alone_is_checked(careers):
    found = careers.check()

    assert found.outcome == "fine", found.troubles
    assert "nothing to compare with" in found.headline()


def test_a_list_that_robots_txt_forbids_is_named(published):
    published.site.routes["/robots.txt"] = published.say(b"User-agent: *\nDisallow: /")
    (trouble,) = published.check().troubles

    assert trouble.about == "robots.txt"
    assert trouble.look_at.endswith("/jobs/")
    assert "disallows" in trouble.found


def test_pages_of_records_that_robots_txt_forbids_are_named(published):
    published.site.routes["/robots.txt"] = published.say(b"User-agent: *\nDisallow: /jobs/gilder")
    (trouble,) = published.check().troubles

    assert trouble.about == "robots.txt"
    assert trouble.look_at == published.url("Gilder")


def test_a_robots_txt_that_cannot_be_had_is_named(published):
    published.site.routes["/robots.txt"] = published.say(b"", 403)
    assert published.check().outcome == "fine"
    published.site.routes["/robots.txt"] = published.say(b"User-agent: *\nCrawl-delay: 86400")
    assert "86400" in troubles(published.check(), "robots.txt")[0].found


def test_a_list_that_moved_is_named(published):
    del published.site.routes["/jobs/"]
    (trouble,) = published.check().troubles

    assert trouble.about == "start page"
    assert "404" in trouble.found
    assert "--start-url" in trouble.advice


def test_a_host_that_does_not_answer_is_trouble_like_any_other(careers):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        start = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
    settings = careers.settings
    (trouble,) = careers.check(settings=settings, start_url=start).troubles

    assert trouble.expected == "a host that answers"
    assert trouble.look_at == start


@pytest.mark.parametrize(
    ("discover", "about", "told"),
    [
        ({"links": ".moved a"}, "selectors", "links '.moved a'"),
        ({"entries": ".letters li"}, "selectors", "entries '.letters li'"),
        ({"pattern": "/profiles/"}, "listing", "none of 10 that fits the pattern '/profiles/'"),
    ],
)
def test_what_finds_nothing_in_the_list_is_named(careers, discover, about, told):
    (trouble,) = careers.check(careers.source(discover=discover)).troubles

    assert trouble.about == about
    assert told in f"{trouble.expected} {trouble.found}"


def test_a_list_without_links_is_named(published):
    published.show([])
    (trouble,) = published.check().troubles

    assert trouble.found == "none"
    assert "discover.links" in trouble.advice


def test_a_list_that_lost_most_of_its_links_is_named(published):
    published.show(JOBS_LEFT)
    (trouble,) = published.check().troubles

    assert trouble.about == "listing"
    assert trouble.expected == "about 10 links, as version 2026-11-20T020000Z had"
    assert trouble.found == "3"


def test_a_site_that_moved_its_pages_is_told_with_the_old_and_the_new_address(published):
    published.show(folder="trades")
    (trouble,) = published.check().troubles

    assert trouble.about == "listing"
    assert trouble.found.startswith("10 of 10 at others, 10 have the title of one: ")
    assert f"{published.url('Cooper', 'trades')} was {published.url('Cooper')}" in trouble.found


def test_a_list_that_leads_to_other_profiles_is_told(published):
    published.show(
        ["Diver", "Pilot", "Mason", "Sexton", "Tiler", "Potter", "Dyer", "Scribe", "Cutler", "Fuller"]
    )
    (trouble,) = published.check().troubles

    assert trouble.found == "10 of 10 at others, none has the title of one of them"


def test_a_list_that_grew_is_fine(published):
    published.show([*JOBS, *(f"{kind} {job}" for kind in ("Senior", "Junior") for job in JOBS)])
    for pages in (5, 30):
        found = published.check(pages=pages)
        assert found.outcome == "fine", found.troubles


def test_fewer_links_than_profiles_are_promised_are_named(careers):
    found = careers.check(careers.source(expect=Bounds(min_profiles=20)))

    assert troubles(found, "listing")[0].expected == "at least 20 profiles"


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"max_rejected": 0.2}, "at most 20% of the pages rejected"),
        ({"min_profiles": 9}, "at least 9 profiles"),
        ({"coverage": {"aliases": 0.9}}, "aliases in at least 90% of the profiles"),
    ],
)
def test_what_the_source_promises_is_looked_at_page_by_page(careers, bounds, expected):
    for job in JOBS_LEFT:
        careers.site.routes[f"/jobs/{job.lower()}"] = careers.say(b"<h1>News</h1><p>Our shop has moved.")
    found = careers.check(careers.source(expect=Bounds(**bounds)))

    assert [trouble.expected for trouble in found.troubles] == [expected]


def test_more_profiles_than_promised_are_named(careers):
    (trouble,) = careers.check(careers.source(expect=Bounds(max_profiles=4))).troubles

    assert trouble.expected == "at most 4 profiles"


def test_when_no_page_is_a_profile_the_reason_is_told(careers):
    for job in JOBS:
        careers.site.routes[f"/jobs/{job.lower()}"] = careers.say(b"<h1>News</h1><p>Our shop has moved.")
    (trouble,) = careers.check().troubles

    assert trouble.expected == "at least one profile"
    assert trouble.found.startswith("none (10 rejected): ")


def test_records_whose_pages_are_gone_are_named(published):
    for job in ["Gilder", "Luthier", "Milliner", "Saddler"]:
        del published.site.routes[f"/jobs/{job.lower()}"]
    (trouble,) = published.check().troubles

    assert trouble.about == "pages"
    assert "none on 4 of them" in trouble.found
    assert "404" in trouble.found


def test_a_layout_in_which_tasks_vanish_is_named_with_pages_and_places(published):
    published.show(heading="Career prospects", list_class="tiles")
    found = published.check()

    (fields,) = troubles(found, "fields")
    assert fields.expected == "tasks as in 2026-11-20T020000Z"
    assert "none on 10 of 10 pages of records; the first had 3 tasks" in fields.found
    assert fields.look_at.startswith(f"{published.site.url}/jobs/")
    (layout,) = troubles(found, "layout")
    assert "tasks in ul.duties > li, as on 10 of 10 archived pages" in layout.expected
    (headings,) = troubles(found, "headings")
    assert '"What you will do"' in headings.expected


def test_a_layout_that_is_still_read_right_is_named_too(published):
    published.show(list_class="tiles")
    (trouble,) = published.check().troubles

    assert trouble.about == "layout"
    assert "but in ul.tiles > li" in trouble.found
    assert "--explain" in trouble.advice


def test_a_good_run_learns_the_layout_that_it_found(published, capture_of):
    published.show(list_class="tiles")
    published.archive(capture_of, NIGHT_AFTER, list_class="tiles")

    assert published.check().outcome == "fine"


def test_a_refused_run_teaches_nothing(published, capture_of):
    published.show(list_class="tiles")
    published.refuse(NIGHT_AFTER)
    published.archive(capture_of, NIGHT_AFTER + timedelta(minutes=1), list_class="tiles")

    assert [trouble.about for trouble in published.check().troubles] == ["layout"]


def test_names_that_machines_make_are_no_part_of_the_layout(published):
    published.show(list_class="duties css-1x2y3z")

    assert published.check().outcome == "fine"


def test_a_single_page_that_is_laid_out_differently_is_no_drift(published, profile_page):
    published.site.routes["/jobs/gilder"] = published.say(profile_page("Gilder", list_class="tiles"))

    assert published.check().outcome == "fine"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"content": "article.job"}, "content 'article.job'"),
        ({"drop": (".ad", ".newsletter")}, "drop '.newsletter'"),
        ({"headings": {"tasks": ("Daily round",)}}, 'the heading "Daily round" (tasks)'),
    ],
)
def test_what_the_source_says_of_its_pages_and_no_page_has_is_named(published, given, told):
    found = published.check(published.source(**given))

    assert [trouble for trouble in found.troubles if told in trouble.expected], found.troubles


def test_what_the_source_says_of_its_pages_and_pages_have_is_fine(published):
    given = {"content": "main", "drop": (".ad",), "headings": {"tasks": ("What you will do",)}}

    assert published.check(published.source(**given)).outcome == "fine"


def test_a_damaged_last_version_is_trouble(published):
    (records,) = published.folder.glob("data/datasets/careers/v/*/profiles.jsonl")
    records.write_bytes(b"")
    (trouble,) = published.check().troubles

    assert trouble.about == "last version"
    assert "SHA-256" in trouble.found


def test_a_page_whose_record_was_retracted_is_not_fetched(published):
    identities = published.folder / "data/datasets/careers/identities.jsonl"
    first = Identity.model_validate_json(identities.read_bytes().splitlines()[0])
    retracted = first.model_copy(update={"retracted": NIGHT_AFTER})
    identities.write_text(f"{retracted.model_dump_json()}\n")
    found = published.check()

    assert found.links == 9
    assert not published.site.asked(urlsplit(first.url).path)


def test_where_retracted_records_cannot_be_read_nothing_is_fetched(published):
    (published.folder / "data/datasets/careers/identities.jsonl").write_text("damaged\n")
    found = published.check()

    assert troubles(found, "last version")
    assert not published.site.log


def test_without_the_archive_all_but_the_layout_is_compared(published):
    for segment in published.folder.glob("data/archive/careers/*"):
        segment.unlink()
    found = published.check()

    assert found.outcome == "fine"
    assert "the archive has 0 pages" in found.headline()


def test_what_a_page_says_cannot_steer_a_terminal(careers):
    careers.site.routes["/jobs/"] = careers.say(b"", 302, (("Location", "http://127.0.0.1/\x1b[31mred"),))
    found = careers.check()

    assert found.troubles
    assert all(line.isprintable() for line in map(str, found.troubles))


def test_nothing_is_written_by_looking(published):
    before = {path: path.stat().st_mtime_ns for path in published.folder.rglob("data/**/*")}
    published.check()

    assert {path: path.stat().st_mtime_ns for path in published.folder.rglob("data/**/*")} == before


def test_the_same_pages_are_looked_at_every_day_and_few_others_when_the_list_grows():
    links = [Link(url=f"https://careers.example/{number}") for number in range(200)]
    sample = chosen(links, 10)

    assert sample == chosen(links, 10)
    assert len({link.url for link in sample} & {link.url for link in chosen(links[:-1], 10)}) >= 9
    assert chosen(links, 500) == links
    assert [links.index(link) for link in sample] == sorted(links.index(link) for link in sample)


def test_a_site_without_end_ends_the_check(published, monkeypatch):
    monkeypatch.setattr(site_today, "PATIENCE_SECONDS", 0.3)
    drop_by_drop = published.say.raw(*[b"HTTP/1.1 200 OK\r\n", *[b"X-Wait: yes\r\n"] * 20], pause=0.1)
    published.site.routes["/jobs/"] = drop_by_drop
    (trouble,) = published.check().troubles

    assert trouble.expected == "an end of the check"


def test_pages_that_their_owner_reserves_since_then_are_named(published):
    for job in JOBS:
        published.site.routes[f"/jobs/{job.lower()}"] = published.say(
            b"<p>page", headers=(("Content-Type", "text/html"), ("X-Robots-Tag", "noindex"))
        )
    (trouble,) = published.check().troubles

    assert trouble.about == "pages"
    assert "10 refused" in trouble.found
    assert "noindex" in trouble.found
