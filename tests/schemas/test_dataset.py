"""How a refusal reads, and what readers of a dataset's documents put up with."""

from schemas.dataset import Latest, Refusal


def test_a_refusal_reads_as_one_line():
    refusal = Refusal(
        source="guild",
        expected="at least 4 profiles",
        found="3",
        pages=("https://guild.example/a", "https://guild.example/b"),
    )

    assert str(refusal) == (
        "guild: expected at least 4 profiles, found 3 (see https://guild.example/a, https://guild.example/b)"
    )


def test_a_reader_passes_over_what_a_later_version_adds():
    latest = Latest.model_validate(
        {
            "dataset": "guild",
            "version": "2026-11-22T093000Z-2",
            "path": "v/2026-11-22T093000Z-2",
            "published": "2026-11-22T09:30:00Z",
            "checked": "2026-11-22T09:30:00Z",
            "schema_version": "1.0.0",
            "schema_id": "urn:jobprofiles:schema:profile:1.0.0",
            "counts": {"profiles": 1, "merged": 2},
            "manifest": "v/2026-11-22T093000Z-2/datapackage.json",
            "manifest_sha256": "0" * 64,
            "catalogue": "catalogue/index.html",
        }
    )

    assert latest.counts.profiles == 1
