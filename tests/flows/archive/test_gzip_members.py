"""Members of a gzip file, one by one."""

import gzip
from io import BytesIO

import pytest

from flows.archive.gzip_members import BrokenMember, Member, read_members

SMALL, LARGE = gzip.compress(b"small"), gzip.compress(b"\0" * 300_000)


@pytest.mark.parametrize("bound", [5, 99, 1_000, 65_536, 299_999])
def test_a_member_beyond_the_bound_is_passed_over_and_the_next_one_read(bound):
    members = list(read_members(BytesIO(SMALL + LARGE + SMALL), bound))
    assert members == [
        Member(0, len(SMALL), b"small"),
        Member(len(SMALL), len(LARGE), None),
        Member(len(SMALL) + len(LARGE), len(SMALL), b"small"),
    ]


def test_a_member_of_just_the_bound_is_read():
    assert list(read_members(BytesIO(LARGE), 300_000)) == [Member(0, len(LARGE), b"\0" * 300_000)]


def test_a_member_that_breaks_off_is_told_with_its_offset():
    members = read_members(BytesIO(SMALL + LARGE[:-1]), 10**6)
    assert next(members).content == b"small"
    with pytest.raises(BrokenMember, match="ends in the middle") as broken:
        next(members)
    assert broken.value.offset == len(SMALL)


def test_many_members_have_their_offsets():
    file = BytesIO(SMALL * 5_000)
    assert [member.offset for member in read_members(file, 10)] == [len(SMALL) * n for n in range(5_000)]
