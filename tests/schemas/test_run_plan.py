"""A plan cuts links into chunks: one host each for fetching, enough work each for extraction."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.link import Link
from schemas.run_plan import cut_by_host, host_of, plan_chunks

LINKS = st.lists(
    st.builds(
        lambda host, page: Link(url=f"https://{host}.example/{page}"),
        st.sampled_from("abc"),
        st.integers(0, 999),
    ),
    max_size=60,
)


@given(LINKS, st.integers(1, 10))
def test_every_link_is_in_one_chunk_of_its_host(links, size):
    chunks = list(cut_by_host(links, size))

    assert sorted(link.url for chunk in chunks for link in chunk) == sorted(link.url for link in links)
    assert all(1 <= len(chunk) <= size for chunk in chunks)
    assert all(len({host_of(link) for link in chunk}) == 1 for chunk in chunks)


@given(LINKS, st.integers(1, 10), st.integers(1, 30))
def test_every_fetch_chunk_is_in_one_extract_chunk_of_enough_pages(links, size, enough):
    chunks = list(cut_by_host(links, size))
    fetch, extract = plan_chunks(chunks, enough)

    assert [number for chunk in extract for number in chunk.fetched] == [chunk.number for chunk in fetch]
    pages = {chunk.number: chunk.pages for chunk in fetch}
    assert all(sum(pages[number] for number in chunk.fetched) >= enough for chunk in extract[:-1])


def test_links_of_a_host_keep_their_order():
    links = [Link(url=f"https://{host}.example/{page}") for page in (3, 1, 2) for host in ("b", "a")]

    assert [link.url[-1] for chunk in cut_by_host(links, 2) for link in chunk] == ["3", "1", "2"] * 2
