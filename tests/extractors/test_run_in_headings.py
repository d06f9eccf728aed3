from extractors.outline import arranged


def headings(blocks):
    return [block.text for block in blocks if block.kind.value == "heading"]


FIELDS = {"The work": "tasks", "What it takes": "requirements", "Pay": "other", "Skills": "requirements"}


def test_bold_labels_that_name_different_fields_head_their_paragraphs(blocks_of):
    blocks = arranged(
        blocks_of(
            "<div><p><b>The work.</b> Tanners soak hides.</p><p><b>What it takes.</b> Strong arms.</p>"
            "<p><b>History.</b> The first pits were dug in 1802.</p></div>"
        ),
        FIELDS.get,
    )
    assert headings(blocks) == ["The work", "What it takes", "History"]
    assert [block.text for block in blocks if block.kind.value == "paragraph"] == [
        "Tanners soak hides.", "Strong arms.", "The first pits were dug in 1802.",
    ]  # fmt: skip


def test_bold_labels_of_one_field_name_statements(blocks_of):
    html = "<div><p><b>Skills:</b> a steady hand</p><p><b>What it takes:</b> patience</p></div>"
    assert headings(arranged(blocks_of(html), FIELDS.get)) == []


def test_labels_that_name_no_field_name_statements(blocks_of):
    html = "<div><p><b>Soaking:</b> hides lie in lime</p><p><b>Rinsing:</b> the lime is washed out</p></div>"
    assert headings(arranged(blocks_of(html), FIELDS.get)) == []


def test_labels_in_different_elements_do_not_stand_together(blocks_of):
    html = "<div><p><b>The work:</b> soaking</p></div><div><p><b>What it takes:</b> strength</p></div>"
    assert headings(arranged(blocks_of(html), FIELDS.get)) == []


def test_a_page_whose_paragraphs_open_with_their_headings_is_read(profile_of):
    profile = profile_of(
        "<html lang=en><h1>Tanner</h1><p>A tanner turns hides into leather for shoes, saddles and bags.</p>"
        "<p><b>Tasks.</b> Tanners soak the hides in lime for days. They scrape off the hair with a blunt knife.</p>"
        "<p><b>Requirements.</b> A strong back is required. Experience with chemicals is an advantage.</p>"
        "<p><b>Salary.</b> The pay is low in the first years.</p></html>"
    )
    assert [task.text for task in profile.tasks] == [
        "Tanners soak the hides in lime for days.", "They scrape off the hair with a blunt knife.",
    ]  # fmt: skip
    assert [requirement.text for requirement in profile.requirements] == [
        "A strong back is required.", "Experience with chemicals is an advantage.",
    ]  # fmt: skip
