"""The geometry of the plots: shares of the width across, pixels down, so that text keeps its size on any screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil

HEIGHT = 160
"""Of the area in which columns stand, in pixels."""
WIDEST = 9.0
"""Of a column, in percent of the width."""


@dataclass(frozen=True, slots=True)
class Row:
    """A bar that lies: a name, a value as people write it, and its share of the longest."""

    name: str
    shown: str
    percent: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a column."""

    style: str
    """Its class in the style sheet."""
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A bar that stands, of one part or more."""

    left: float
    """Percent of the width, as `width` and `middle`."""
    width: float
    middle: float
    parts: tuple[Part, ...]
    label: str
    """Below it; empty where there is no room."""
    told: str
    """The whole in words."""


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line across with its value."""

    top: float
    label: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A plot of standing bars."""

    columns: tuple[Column, ...]
    grid: tuple[GridLine, ...]
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Stack:
    """The values of one column, from the bottom up."""

    label: str
    told: str
    values: Sequence[tuple[str, int]]
    """Style and value."""


def rows(values: Sequence[tuple[str, float, str]], longest: float | None = None) -> list[Row]:
    """Return bars for names with values and the words for these; `longest` is the value of a full one."""
    full = longest or max((value for _, value, _ in values), default=0) or 1
    return [Row(name, shown, _rounded(100 * value / full)) for name, value, shown in values]


def columns(stacks: Sequence[Stack], labels: int = 8) -> Columns:
    """Return a plot of the stacks, with at most so many labels below."""
    highest = max((sum(value for _, value in stack.values) for stack in stacks), default=0)
    grid_step = _grid_step(highest)
    top = max(ceil(highest / grid_step), 1) * grid_step
    step = 100 / max(len(stacks), 1)
    width = min(step * 0.76, WIDEST)
    every = ceil(len(stacks) / labels) or 1
    return Columns(
        columns=tuple(
            Column(
                left=_rounded((number + 0.5) * step - width / 2),
                width=_rounded(width),
                middle=_rounded((number + 0.5) * step),
                parts=tuple(_parts(stack, top)),
                label=stack.label if number % every == 0 else "",
                told=stack.told,
            )
            for number, stack in enumerate(stacks)
        ),
        grid=tuple(
            GridLine(_rounded(HEIGHT * (1 - value / top)), f"{value:,}")
            for value in range(0, top + 1, grid_step)
        ),
    )


def _parts(stack: Stack, top: int) -> list[Part]:
    parts, bottom = [], float(HEIGHT)
    for style, value in stack.values:
        height = HEIGHT * value / top
        bottom -= height
        if value:
            parts.append(Part(style, _rounded(bottom), _rounded(max(height, 1))))
    return parts


def _grid_step(highest: int) -> int:
    """Return 1, 2 or 5, with zeros: the smallest that needs at most five lines."""
    steps = (int(digit + "0" * zeros) for zeros in count() for digit in "125")
    return next(step for step in steps if step * 5 >= highest)


def _rounded(number: float) -> float:
    """Return what a plot needs of a number: two places, the same on every machine."""
    return round(number, 2)
