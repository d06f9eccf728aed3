import pytest

from extractors.codes import read_codes


@pytest.fixture
def codes_of(blocks_of, metadata_of):
    def codes(html):
        found = read_codes(blocks_of(html), metadata_of(html))
        return [(code.scheme, code.code) for code, _ in found]

    return codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SOC 47-2121", ("SOC", "47-2121")), ("SOC code: 47-2121", ("SOC", "47-2121")),
        ("O*NET-SOC 47-2121.00", ("O*NET-SOC", "47-2121.00")), ("ISCO-08: 7316", ("ISCO-08", "7316")),
        ("NOC 2021 72014", ("NOC", "72014")), ("KldB 2010: 93393", ("KldB", "93393")),
        ("ROME B1302", ("ROME", "B1302")), ("ANZSCO 399611", None),
        ("Rome 2023", None), ("the number 47-2121", None), ("SOCKS 1234", None), ("SOC", None),
    ],
)  # fmt: skip
def test_a_code_counts_where_its_scheme_is_named(codes_of, text, code):
    assert codes_of(f"<p>{text}</p>") == ([code] if code else [])


def test_a_code_is_read_once(codes_of):
    assert codes_of("<p>SOC 47-2121</p><p>See SOC 47-2121 and ISCO 7316</p>") == [
        ("SOC", "47-2121"),
        ("ISCO", "7316"),
    ]


def occupation(category):
    return f'<script type="application/ld+json">{{"@type": "Occupation", "occupationalCategory": {category}}}</script>'


@pytest.mark.parametrize(
    ("category", "codes"),
    [
        ('"47-2121.00"', [("O*NET-SOC", "47-2121.00")]),
        ('"47-2121 Glaziers"', [("SOC", "47-2121")]),
        (
            '[{"inCodeSet": "ISCO-08", "codeValue": "7316"}, "15-1252.00"]',
            [("ISCO-08", "7316"), ("O*NET-SOC", "15-1252.00")],
        ),
        ('{"inCodeSet": {"name": "ISCO-08"}, "codeValue": "7316"}', [("ISCO-08", "7316")]),
        ('[null, 3, {}, {"inCodeSet": "ISCO-08"}, "glass"]', []),
    ],
)
def test_schema_org_names_codes(codes_of, category, codes):
    assert codes_of(occupation(category)) == codes
