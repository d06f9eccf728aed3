"""Content encodings undone, bombs and all."""

import gzip
import tracemalloc
import zlib
from functools import partial

import brotli
import pytest

from flows.fetching.content_decoding import CannotDecode, decoder_for, zstd
from flows.fetching.fetch_failures import FetchFailed, FetchRefused

TEXT = b"<p>Managing the production budget" * 50


def decode(encoding, data, max_bytes=10_000, piece=7):
    decoder = decoder_for(encoding)
    decoded = b"".join(
        decoder.feed(data[start : start + piece], max_bytes) for start in range(0, len(data), piece)
    )
    decoder.finish()
    return decoded


def raw_deflate(data):
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        (None, TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        (" X-GZip ", gzip.compress(TEXT, mtime=0)),
        ("gzip", gzip.compress(TEXT[:90], mtime=0) + gzip.compress(TEXT[90:], mtime=0)),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"\n<!-- served by a proxy -->"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
        ("zstd", zstd.compress(TEXT[:90]) + zstd.compress(TEXT[90:])),
    ],
)
@pytest.mark.parametrize("piece", [10, 100_000])
def test_what_was_offered_is_undone(encoding, data, piece):
    assert decode(encoding, data, piece=piece) == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", None])
def test_an_empty_body_is_empty(encoding):
    assert decode(encoding, b"") == b""


@pytest.mark.parametrize("encoding", ["gzip, gzip", "compress", "dcb"])
def test_what_was_not_offered_is_named(encoding):
    with pytest.raises(CannotDecode, match="offered was 'gzip, deflate, br, zstd'"):
        decoder_for(encoding)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
    ],
)
def test_a_stream_that_breaks_off_or_is_none_cannot_be_decoded(encoding, data):
    with pytest.raises(CannotDecode, match="in the middle"):
        decode(encoding, data[:-9])
    with pytest.raises(CannotDecode, match="not compressed as its header says"):
        decode(encoding, b"\x1f\x8b<p>plain text")


def test_gzip_members_without_end_are_refused():
    with pytest.raises(CannotDecode, match="members"):
        decode("gzip", gzip.compress(b"", mtime=0) * 1_001, piece=100_000)


def test_zstandard_frames_without_end_are_refused():
    with pytest.raises(CannotDecode, match="frames"):
        decode("zstd", zstd.compress(b"") * 1_001, piece=100_000)


def test_a_zstandard_window_beyond_the_standard_is_refused():
    wide = {
        zstd.CompressionParameter.window_log: 27,
        zstd.CompressionParameter.enable_long_distance_matching: 1,
    }
    compressor = zstd.ZstdCompressor(options=wide)
    with pytest.raises(CannotDecode):
        decode("zstd", compressor.compress(TEXT) + compressor.flush(), piece=100_000)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_bomb_is_refused_before_it_goes_off(site, say, fetch, encoding):
    zeros = b"\0" * 200_000_000
    pack = {"gzip": gzip.compress, "br": partial(brotli.compress, quality=1), "zstd": zstd.compress}
    bomb = pack[encoding](zeros)
    del zeros
    site.routes["/bomb"] = say(bomb, headers=(("Content-Type", "text/html"), ("Content-Encoding", encoding)))
    tracemalloc.start()
    try:
        with pytest.raises(FetchRefused, match="larger than 1,000,000 bytes after decompression"):
            fetch(f"{site.url}/bomb", max_body_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_compressed_page_arrives_decoded(site, say, fetch):
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    site.routes["/a"] = say(gzip.compress(TEXT, mtime=0), headers=headers)
    assert fetch(f"{site.url}/a").body == TEXT


def test_a_compressed_page_that_breaks_off_is_no_page(site, say, fetch):
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    site.routes["/a"] = say(gzip.compress(TEXT, mtime=0)[:-9], headers=headers)
    with pytest.raises(FetchFailed, match="in the middle of its gzip stream"):
        fetch(f"{site.url}/a")


def test_a_page_in_an_encoding_that_was_not_offered_fails(site, say, fetch):
    site.routes["/a"] = say(b"?", headers=(("Content-Type", "text/html"), ("Content-Encoding", "compress")))
    with pytest.raises(FetchFailed, match="'compress'"):
        fetch(f"{site.url}/a")
