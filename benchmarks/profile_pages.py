"""Job profiles that nobody wrote, in eight layouts: as many as a benchmark wants, no two of them alike."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

HOST = "demo.jobprofiles.example"
_SEED = 6

_AREAS = "Northern Southern Eastern Western Central".split()
_GRADES = "Assistant Senior Junior Deputy Mobile Seasonal Resident Travelling Municipal Regional Coastal Alpine Urban Rural Harbour Railway Hospital Museum Theatre School".split()
_THINGS = "Amber Barge Bell Brick Bronze Canal Carpet Cask Cheese Chimney Clock Coral Cork Crane Dyke Enamel Fabric Ferry Flax Fountain Glass Glove Grain Harp Hedge Herb Ivory Kiln Lace Lantern Leather Lens Linen Loom Marble Mosaic Net Oboe Orchard Organ Paper Pearl Peat Pewter Quarry Reed Resin Rope Saddle Salt Sail Slate Stove Sundial Tapestry Thatch Tile Toy Violin Wax".split()
_TRADES = "Appraiser Binder Bleacher Builder Carver Caster Cleaner Cutter Designer Dresser Dyer Engraver Finisher Fitter Gilder Grader Inspector Keeper Layer Maker Mender Packer Painter Planner Polisher Printer Restorer Setter Sorter Spinner Stainer Surveyor Technician Tester Trimmer Tuner Turner Warden Weaver Welder".split()
_VERBS = "Inspect Repair Measure Assemble Clean Label Calibrate Sketch Catalogue Sharpen Polish Mount Adjust Pack Sort Weigh Varnish Dismantle Photograph Heat Soak Trim Level Balance Align Number Record Test Restore Replace".split()
_OBJECTS = "frames|fittings|worn edges|new deliveries|sample boards|hand tools|safety rails|drying racks|moulds|joints|surfaces|seams|bearings|hinges|housings|gauges|spare parts|order sheets|work benches|protective covers|test pieces|display cases|storage crates|lifting gear|guide ropes|filters|valves|templates|patterns|inlays".split(
    "|"
)
_PLACES = "in the lower workshop|on the quay|before each shift|at the customer’s site|behind the main hall|in the cold store|under the north roof|along the loading ramp|in the drying loft|on the upper gallery|at the weighing station|near the sluice|in the archive room|beside the furnace|on the test bench|in the paint booth|at the night desk|in the glass house|by the east gate|on the scaffolding".split(
    "|"
)
_REASONS = "so that nothing warps|and note what you find|together with the apprentices|following the season’s plan|and report defects to the foreman|before visitors arrive|with tools of your own making|as the insurer asks|and keep the dust down|while the line stands still|to the tenth of a millimetre|and sign the log|without marking the finish|for the spring fair|in pairs of two|and store the offcuts".split(
    "|"
)
_NEEDS = "A certificate as {} is required|You need two years of experience as a {}|A driving licence for work as {} is an advantage|Good eyesight and a steady hand as {}|You must be able to lift 20 kilograms as a {}|A vocational diploma for {} is preferred|Fluent English for talks with customers of a {}".split(
    "|"
)


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    title: str
    other: str
    tasks: Sequence[str]
    needs: Sequence[str]
    intro: str
    aside: str


def page_url(number: int) -> str:
    """Return the address of a page."""
    return f"http://{HOST}/profiles/{number}.html"


def page(number: int) -> bytes:
    """Return the HTML of a page: the same number, the same bytes."""
    dice = random.Random(_SEED * 1_000_003 + number)
    job = _job(number, dice)
    layout = _LAYOUTS[number % len(_LAYOUTS)]
    return _around(job, layout(job), dice).encode()


def title_of(number: int) -> str:
    """Return the title of a page's job; no two of the first 240,000 are alike."""
    rest, trade = divmod(number * 7_919, len(_TRADES))  # a prime: neighbours have little in common
    rest, thing = divmod(rest, len(_THINGS))
    area, grade = divmod(rest, len(_GRADES))
    return f"{_AREAS[area % len(_AREAS)]} {_GRADES[grade]} {_THINGS[thing]} {_TRADES[trade]}"


def _job(number: int, dice: random.Random) -> _Job:
    title = title_of(number)
    tasks = [_statement(dice) for _ in range(dice.randint(4, 9))]
    needs = [need.format(title) for need in dice.sample(_NEEDS, dice.randint(2, 5))]
    other = f"{dice.choice(_THINGS)} {dice.choice(_TRADES).lower()} {number % 97}"
    intro = f"A {title} looks after {dice.choice(_OBJECTS)} {dice.choice(_PLACES)}. " + " ".join(
        f"Most days begin {dice.choice(_PLACES)}, {dice.choice(_REASONS)}." for _ in range(3)
    )
    aside = " ".join(f"{_statement(dice)}." for _ in range(dice.randint(20, 60)))
    return _Job(number, title, other, tasks, needs, intro, aside)


def _statement(dice: random.Random) -> str:
    return f"{dice.choice(_VERBS)} {dice.choice(_OBJECTS)} {dice.choice(_PLACES)} {dice.choice(_REASONS)}"


def _items(texts: Sequence[str]) -> str:
    return "".join(f"<li>{escape(text)}.</li>\n" for text in texts)


def _lists(job: _Job) -> str:
    return f"<p>{job.intro}</p><h2>Tasks</h2><ul>{_items(job.tasks)}</ul><h2>Requirements</h2><ul>{_items(job.needs)}</ul>"


def _lead_ins(job: _Job) -> str:
    needs = " ".join(f"{need}." for need in job.needs)
    return f"<p>{job.intro}</p><p>Typical tasks include:</p><ul>{_items(job.tasks)}</ul><p>{needs}</p>"


def _accordion(job: _Job) -> str:
    return (
        f"<p>{job.intro}</p><details><summary>What you will do</summary><ol>{_items(job.tasks)}</ol></details>"
        f"<details><summary>What you need</summary><ul>{_items(job.needs)}</ul></details>"
    )


def _definitions(job: _Job) -> str:
    tasks = "".join(f"<dd>{escape(task)}.</dd>" for task in job.tasks)
    needs = "".join(f"<dd>{escape(need)}.</dd>" for need in job.needs)
    return f"<p>{job.intro}</p><dl><dt>Duties</dt>{tasks}<dt>Requirements</dt>{needs}</dl>"


def _table(job: _Job) -> str:
    rows = "".join(
        f"<tr><th>{place}</th><td>{escape(task)}.</td></tr>" for place, task in enumerate(job.tasks, 1)
    )
    return f"<p>{job.intro}</p><h2>Your tasks</h2><table>{rows}</table><h3>Skills and training</h3><ul>{_items(job.needs)}</ul>"


def _prose(job: _Job) -> str:
    tasks = " ".join(f"You {task[0].lower()}{task[1:]}." for task in job.tasks)
    needs = " ".join(f"{need}." for need in job.needs)
    return f"<p>{job.intro}</p><h2>What does the work look like?</h2><p>{tasks}</p><h2>How do you get in?</h2><p>{needs}</p>"


def _bold_lines(job: _Job) -> str:
    return (
        f"<p>{job.intro}</p><p><strong>Duties</strong></p><ul>{_items(job.tasks)}</ul>"
        f"<p><b>Entry requirements</b></p><ul>{_items(job.needs)}</ul>"
        f"<h4>Other names</h4><p>Also known as {job.other}.</p>"
    )


def _cards(job: _Job) -> str:
    cards = "".join(
        f'<div class="card"><h3>Step {place}</h3><p>{escape(task)}.</p></div>'
        for place, task in enumerate(job.tasks, 1)
    )
    return f"<p>{job.intro}</p><h2>Responsibilities</h2>{cards}<h2>Qualifications</h2><ul>{_items(job.needs)}</ul>"


_LAYOUTS: Sequence[Callable[[_Job], str]] = (
    _lists, _lead_ins, _accordion, _definitions, _table, _prose, _bold_lines, _cards,
)  # fmt: skip


def _around(job: _Job, content: str, dice: random.Random) -> str:
    """Put a page's menus, teasers and footer around its content, as long as such things are."""
    menu = "".join(
        f'<li><a href="/{dice.choice(_THINGS).lower()}/">{thing} careers</a></li>' for thing in _THINGS
    )
    teasers = "".join(
        f'<article class="teaser"><a href="{page_url(dice.randrange(100_000))}">{title_of(dice.randrange(100_000))}</a>'
        f"<p>{dice.choice(_PLACES).capitalize()}, {dice.choice(_REASONS)} …</p></article>"
        for _ in range(12)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{job.title} | Northlight</title>'
        f'<link rel="canonical" href="{page_url(job.number)}"></head><body><header><nav><ul>{menu}</ul></nav></header>'
        f"<main><h1>{job.title}</h1>{content}<h2>A day at work</h2><p>{job.aside}</p></main>"
        f'<aside class="related"><h2>Related careers</h2>{teasers}</aside>'
        "<footer><p>All jobs of this site are invented.</p></footer></body></html>\n"
    )
