"""What a page's owner reserves is read where the standards say it stands."""

from datetime import UTC, datetime

import pytest

from extractors.reservations import reservation_of
from schemas.page import Page

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "http://careers.example/a"


def kind(*headers, head=""):
    body = f"<html><head>{head}</head><body><p>Text about noindex and tdm-reservation.</body></html>".encode()
    found = reservation_of(Page(URL, URL, 200, headers, body, NOON), "jobprofiles")
    return found and found.kind


@pytest.mark.parametrize(
    "value",
    [
        "noindex",
        "NoIndex, nofollow",
        "none",
        "unavailable_after: 25 Jun 2030 15:00:00 PST, noindex",
        "jobprofiles: noindex",
        "otherbot: nofollow, jobprofiles: none",
    ],
)
def test_x_robots_tag_is_read(value):
    assert kind(("X-Robots-Tag", value)) == "noindex"


@pytest.mark.parametrize(
    "value", ["nofollow", "all", "otherbot: noindex", "otherbot: noindex, nofollow", "", ":"]
)
def test_what_is_said_to_others_or_means_something_else_is_no_reservation(value):
    assert kind(("X-Robots-Tag", value)) is None


def test_each_of_several_headers_counts():
    assert kind(("X-Robots-Tag", "otherbot: noindex"), ("X-Robots-Tag", "noindex")) == "noindex"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="robots" content="noindex">',
        "<META CONTENT='follow, NONE' NAME=Robots>",
        '<meta name="jobprofiles" content="noindex">',
    ],
)
def test_the_meta_element_is_read(head):
    assert kind(head=head) == "noindex"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="robots" content="index, follow, max-image-preview:none">',
        '<meta name="otherbot" content="noindex">',
        '<!-- <meta name="robots" content="noindex"> -->',
        '<script>var x = \'<meta name="robots" content="noindex">\'</script>',
        '<meta name="tdm-reservation" content="0">',
        "",
    ],
)
def test_what_is_no_reservation_is_none(head):
    assert kind(head=head) is None


def test_text_and_data_mining_can_be_reserved_by_header_and_by_meta_element():
    assert kind(("TDM-Reservation", "1")) == "text-and-data-mining"
    assert kind(head='<meta name="tdm-reservation" content="1">') == "text-and-data-mining"
    assert kind(("TDM-Reservation", "0")) is None
