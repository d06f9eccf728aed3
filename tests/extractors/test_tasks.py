import pytest

from extractors.tasks import read_tasks

FRAME = "<h1>Gilder</h1>{}<h2>Skills</h2><ul><li>Calm</ul><h2>Salary</h2><ul><li>Low</ul>"


@pytest.fixture
def tasks_of(reader_of):
    def tasks(html, frame=FRAME, **arguments):
        return [(f.value, f.label) for f in read_tasks(reader_of(frame.format(html), **arguments))]

    return tasks


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Tasks</h2><ul><li>Lay leaf</li><li>Burnish gold</li></ul>",
        "<h2>Tasks</h2><div><div><ul><li><p>Lay leaf</p></li><li><p>Burnish gold</p></li></ul></div></div>",
        "<h2>Tasks</h2><ol><li>Lay leaf, and</li><li>Burnish gold</li></ol>",
        "<h2>Tasks</h2><p>• Lay leaf<br>• Burnish gold</p>",
        "<h2>Tasks</h2><p>– Lay leaf</p><p>– Burnish gold</p>",
        "<h2>Tasks</h2><p>1. Lay leaf</p><p>2. Burnish gold</p>".replace("</p><p>", "<br>"),
        "<h5>Tasks</h5><ul><li>Lay leaf</li><li>Burnish gold</li></ul>",
        "<p><strong>Tasks:</strong></p><ul><li>Lay leaf</li><li>Burnish gold</li></ul>",
        "<details><summary>Tasks</summary><ul><li>Lay leaf</li><li>Burnish gold</li></ul></details>",
        "<dl><dt>Tasks</dt><dd><ul><li>Lay leaf</li><li>Burnish gold</li></ul></dd></dl>",
        "<dl><dt>Tasks</dt><dd>Lay leaf</dd><dd>Burnish gold</dd></dl>",
        "<div role=heading aria-level=2>Tasks</div><ul><li>Lay leaf</li><li>Burnish gold</li></ul>",
        "<h2><a href='#t'>Tasks</a></h2><ul><li>Lay leaf</li><li>Burnish gold</li></ul>",
        "<div><div><h2>Tasks</h2></div></div><div><ul><li>Lay leaf</li><li>Burnish gold</li></ul></div>",
        "<p>Gilders typically do the following:</p><ul><li>Lay leaf</li><li>Burnish gold</li></ul>",
        "<ul role=tablist><li><a href='#t'>Tasks</a></li></ul><div id=t hidden><ul><li>Lay leaf<li>Burnish gold</ul></div>",
        "<table><tr><th>Daily tasks</th><th>Tools</th></tr><tr><td>Lay leaf</td><td>Tip</td></tr>"
        "<tr><td>Burnish gold</td><td>Agate</td></tr></table>",
        "<h2>Tasks</h2><p>In the morning:</p><ul><li>Lay leaf</ul><p>In the afternoon:</p><ul><li>Burnish gold</ul>",
        "<h2>Tasks</h2><ul><li>Lay leaf</li><li>Lay leaf!</li><li>Burnish gold</li></ul>",
        "<h2>Tasks</h2><ul><li>Lay leaf</li><li>Burnish gold</li><li>24</li><li><a href=/x>More on gold</a></li></ul>",
    ],
)
def test_lists_of_tasks(tasks_of, html):
    assert tasks_of(html) == [("Lay leaf", None), ("Burnish gold", None)]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Tasks</h2><dl><dt>Laying</dt><dd>They lay the leaf.</dd><dt>Toning</dt><dd>They tone it.</dd></dl>",
        "<h2>Tasks</h2><table><tr><th>Laying</th><td>They lay the leaf.</td></tr><tr><th>Toning</th><td>They tone it.</td></tr></table>",
        "<h2>Tasks</h2><div><h3>Laying</h3><p>They lay the leaf.</p></div><div><h3>Toning</h3><p>They tone it.</p></div>",
        "<h2>Tasks</h2><p><b>Laying:</b> They lay the leaf.</p><p><b>Toning:</b> They tone it.</p>",
        "<h2>Tasks</h2><ul><li><b>Laying:</b> They lay the leaf.</li><li><b>Toning:</b> They tone it.</li></ul>",
        "<h2>Tasks</h2><ul><li>Laying: They lay the leaf.</li><li>Toning: They tone it.</li></ul>",
    ],
)
def test_a_label_and_its_text_are_one_statement(tasks_of, html):
    assert tasks_of(html) == [("Laying: They lay the leaf.", "Laying"), ("Toning: They tone it.", "Toning")]


def test_a_label_keeps_its_full_stop(tasks_of):
    html = "<h2>Tasks</h2><p><b>Laying.</b> They lay the leaf.</p><p><b>Toning.</b> They tone it.</p>"
    assert tasks_of(html) == [("Laying. They lay the leaf.", "Laying"), ("Toning. They tone it.", "Toning")]


def test_prose_is_read_by_the_sentence(tasks_of):
    html = "<h2>What does a gilder do?</h2><p>Gilders lay leaf on wood. They burnish e.g. with Mr. Agate’s stones.</p>"
    assert tasks_of(html) == [
        ("Gilders lay leaf on wood.", None), ("They burnish e.g. with Mr. Agate’s stones.", None),
    ]  # fmt: skip


def test_a_list_says_it_better_than_the_prose_above_it(tasks_of):
    html = "<h2>Tasks</h2><p>Gilders are busy people all day.</p><ul><li>Lay leaf<li>Burnish gold</ul>"
    assert tasks_of(html) == [("Lay leaf", None), ("Burnish gold", None)]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Related jobs</h2><ul><li>Framer<li>Painter</ul>",
        "<h2>Steps to apply</h2><ul><li>Write to us<li>Call us</ul>",
        "<aside><h2>Tasks</h2><ul><li>Subscribe now<li>Share this</ul></aside>",
        "<h2>Tasks</h2><ul><li><a href=/a>Tasks of a framer</a><li><a href=/b>Tasks of a painter</a></ul>",
        "<nav><h2>Tasks</h2><ul><li>Home<li>Jobs</ul></nav>",
        "<footer><h2>Our work</h2><ul><li>Home<li>Jobs</ul></footer>",
    ],
)
def test_what_looks_right_and_is_wrong(tasks_of, html):
    assert tasks_of(html) == []


def test_german_tasks(tasks_of):
    html = "<h2>Aufgaben</h2><ul><li>Gold auflegen,</li><li>Rahmen reinigen</li></ul>"
    assert tasks_of(html, title="Vergolder", language="de") == [
        ("Gold auflegen", None),
        ("Rahmen reinigen", None),
    ]
