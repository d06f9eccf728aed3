"""The manifest, held against what others validate with."""

import json
import subprocess
import sysconfig
from hashlib import sha256
from pathlib import Path

import pytest

from output.retraction import retract

FRICTIONLESS = Path(sysconfig.get_path("scripts")) / "frictionless"


def manifest(publication):
    return json.loads((publication.path / "datapackage.json").read_bytes())


def validate(folder):
    return subprocess.run(
        [FRICTIONLESS, "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_file_is_listed_with_type_size_and_checksum(publish, make_result):
    publication = publish([make_result()])

    resources = {resource["path"]: resource for resource in manifest(publication)["resources"]}
    on_disk = {path.name: path.read_bytes() for path in publication.path.iterdir()}
    del on_disk["datapackage.json"]
    assert resources.keys() == on_disk.keys()
    for name, content in on_disk.items():
        assert resources[name]["bytes"] == len(content)
        assert resources[name]["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert resources[name]["type"] in ("table", "json")
        assert resources[name]["format"] == name.rpartition(".")[2]
        assert resources[name]["mediatype"].startswith("application/")


def test_an_empty_table_is_a_file(publish, make_result):
    publication = publish([make_result("shell", "rejected")])

    types = {resource["path"]: resource["type"] for resource in manifest(publication)["resources"]}
    assert types["profiles.jsonl"] == types["evidence.jsonl"] == types["delta.jsonl"] == "file"


@pytest.mark.parametrize("empty_delta", [False, True])
def test_frictionless_finds_the_package_valid(publish, make_result, make_profile, source, empty_delta):
    sparse = make_profile(
        "smith", summary=None, aliases=(), tasks=(), published=None, modified=None, codes=()
    )
    pages = [make_result("baker"), make_result("smith", profile=sparse), make_result("shell", "rejected")]
    publication = publish(pages)
    if empty_delta:
        unknown = source.model_copy(update={"licence": None})
        publication = publish(pages, sources=[unknown])
        assert (publication.path / "delta.jsonl").read_bytes() == b""

    report = validate(publication.path)
    assert report.returncode == 0, report.stdout
    assert json.loads(report.stdout)["valid"] is True


def test_frictionless_finds_a_changed_file(publish, make_result):
    publication = publish([make_result()])
    path = publication.path / "profiles.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Baker", b"Maker"))

    assert validate(publication.path).returncode == 1


def test_licence_and_attribution_stand_by_source(publish, make_result):
    descriptor = manifest(publish([make_result()]))

    assert descriptor["licenses"] == [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}]
    (told,) = descriptor["sources"]
    assert (told["id"], told["licence"], told["attribution"]) == (
        "guild",
        "CC BY 4.0",
        "Guild of Trades, 2026",
    )
    assert "Attribution: Guild of Trades, 2026" in descriptor["description"]


def test_a_licence_given_as_an_address_is_a_path(publish, make_result, source):
    address = "https://creativecommons.org/licenses/by/4.0/"
    freed = source.model_copy(update={"licence": address})

    assert manifest(publish([make_result()], sources=[freed]))["licenses"] == [{"path": address}]


def test_one_source_without_licence_leaves_the_whole_without(publish, make_result, source):
    unknown = source.model_copy(update={"id": "another", "name": "Another", "licence": None})
    descriptor = manifest(publish([make_result()], sources=[source, unknown]))

    assert "licenses" not in descriptor
    assert [told["licence"] for told in descriptor["sources"]] == [None, "CC BY 4.0"]
    assert descriptor["sources"][0]["terms"].startswith("No licence is known")
    assert "- Another (another): No licence is known" in descriptor["description"]


def test_the_version_before_is_named(publish, make_result):
    first = publish([make_result()])
    second = publish([make_result(), make_result("smith")])

    assert manifest(first)["previous"] is None
    assert manifest(second)["previous"] == first.version
    assert manifest(second)["created"] == "2026-11-23T09:30:00Z"


def test_frictionless_finds_a_package_with_parquet_and_one_after_a_retraction_valid(
    publish, make_result, make_profile, datasets, night
):
    publication = publish([make_result(slug) for slug in ("baker", "smith", "cooper")], parquet=True)
    assert validate(publication.path).returncode == 0
    retract(datasets / "guild", make_profile("baker").id, reason="asked for", now=night)
    (left,) = (datasets / "guild/v").iterdir()
    report = validate(left)
    assert report.returncode == 0, report.stdout
