import pytest

from extractors.parse import PageRejected, decode, parse

TEXT = "<html><body><h1>Größe, Übung: ein Maß – „Öl“ für 5 €</h1></body></html>"


def heading(body, content_type=None):
    return parse(body, content_type).css_first("h1").text()


def test_utf_8_needs_no_declaration():
    assert decode(TEXT.encode()) == TEXT


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "us-ascii", "utf-16", "no-such-charset"])
def test_text_that_reads_as_utf_8_is_utf_8_whatever_is_declared(charset):
    declared = TEXT.replace("<body>", f'<head><meta charset="{charset}"></head><body>')
    assert decode(declared.encode(), f"text/html; charset={charset}") == declared


def test_windows_1252_is_recognised_where_nobody_declares_it():
    assert decode(TEXT.encode("cp1252")) == TEXT


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1"])
def test_a_declaration_in_the_page_counts(charset):
    declared = TEXT.replace("<body>", f'<head><meta charset="{charset}"></head><body>')
    assert decode(declared.encode("cp1252")) == declared


def test_a_declaration_in_the_header_counts():
    text = TEXT.replace("5 €", "Łódź").replace("–", "-").replace("„", '"').replace("“", '"')
    assert decode(text.encode("iso-8859-2"), "text/html; charset=iso-8859-2") == text


def test_windows_1252_that_is_declared_as_utf_8_is_recognised():
    declared = TEXT.replace("<body>", '<head><meta charset="utf-8"></head><body>')
    assert decode(declared.encode("cp1252"), "text/html; charset=utf-8") == declared


def test_one_broken_byte_does_not_spoil_a_page_of_utf_8():
    body = TEXT.encode() + ("ö" * 2_000).encode() + b"\xff"
    assert heading(body, "text/html; charset=utf-8") == "Größe, Übung: ein Maß – „Öl“ für 5 €"


def test_a_byte_order_mark_is_no_text():
    assert decode(b"\xef\xbb\xbf" + TEXT.encode()) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_byte_order_mark(encoding):
    assert heading(("\ufeff" + TEXT).encode(encoding)).startswith("Größe")


def test_nul_bytes_are_left_out():
    assert heading(b"<h1>Gil\x00der</h1>") == "Gilder"


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\x00\x00\x00"])
def test_nothing_is_rejected_as_empty(body):
    with pytest.raises(PageRejected, match="^empty$"):
        parse(body)


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n<html>",
        b"\x89PNG\r\n\x1a\n<p>",
        b"PK\x03\x04<html>",
        b"\x1f\x8b\x08<html>",
        b'{"title": "Gilder"}',
        b"<?xml version='1.0'?><urlset><url><loc>https://a.example/</loc></url></urlset>",
        b"Gilders lay gold leaf.",
        bytes(range(256)) * 20,
    ],
)
def test_what_is_not_html_is_rejected(body):
    with pytest.raises(PageRejected, match="^not HTML$"):
        parse(body)


@pytest.mark.parametrize(
    "body",
    [b"<h1>Gilder</h1>", b"<TITLE>Gilder", b"\n\n<!doctype HTML><h1>x", b"<?xml version='1.0'?><html/>"],
)
def test_a_fragment_is_html_enough(body):
    assert parse(body).body is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Größe, Übung: ein Maß"), ("fr", "Élève à l’œuvre"), ("sv", "Fågelskådare på ön"),
        ("da", "Æbleplukker på øen"), ("pt", "Formação e ação"), ("nl", "Coördinator, één dag"),
    ],
)  # fmt: skip
def test_a_language_of_the_west_is_written_in_windows_1252(language, text):
    body = f'<!doctype html><html lang="{language}"><h1>{text}</h1>'.encode("cp1252")
    assert heading(body) == text


@pytest.mark.parametrize(
    "opening", ["<html class=x lang=de-CH>", "<HTML LANG='de'>", '<html data-a="b" lang = "de">']
)
def test_the_language_is_found_however_it_is_declared(opening):
    assert heading(f"{opening}<h1>Übung</h1>".encode("cp1252")) == "Übung"


def test_a_declared_charset_goes_before_the_language():
    body = '<html lang="de"><meta charset="iso-8859-2"><h1>Žďár</h1>'.encode("iso-8859-2")
    assert heading(body) == "Žďár"


def test_text_in_another_script_is_guessed_by_its_letters():
    text = "Золотые листы кладут на рамы и алтари, а потом полируют агатом."
    assert heading(f'<html lang="ru"><h1>{text}</h1>'.encode("cp1251")) == text
