"""The same content gives the same bytes."""

from pydantic import BaseModel

from output.canonical_json import canonical, document


class Anything(BaseModel):
    content: object


def test_numbers_are_written_as_ecmascript_does():
    numbers = [1.0, 0.98, 1e21, 1e-7, 1e16, -0.0]

    assert canonical(Anything(content=numbers)) == b'{"content":[1,0.98,1e+21,1e-7,10000000000000000,0]}'


def test_keys_are_sorted_by_utf_16_code_units():
    keys = {"\ufb33": 1, "\U0001f600": 2, "a": 3}

    expected = '{"content":{"a":3,"\U0001f600":2,"\ufb33":1}}'
    assert canonical(Anything(content=keys)) == expected.encode()


def test_documents_for_people_are_indented_and_keep_letters_as_they_are():
    assert document({"b": "Bäcker", "a": []}) == '{\n  "b": "Bäcker",\n  "a": []\n}\n'.encode()
