"""What linting costs, counted in calls of functions: no clock, so that a busy machine is no matter.

The cost is linear in the length of a paper, and a formula is read no more often than it must be.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from boxdot.grammar.papers import read_document
from boxdot.notation.linting import lint_text
from boxdot.notation.linting.declaring.plainly import plain_declarations
from boxdot.notation.linting.examining import Examined
from boxdot.notation.linting.flow import Flow
from boxdot.notation.linting.gathering import Declared, gather
from boxdot.notation.linting.plainreading import read_plainly

LAYER = r"""
\section{{Layer {n}}}
Let $\bm{{X}}_{{{n}}} \in \mathbb{{R}}^{{n \times d}}$, $\bm{{b}}_{{{n}}} \in
\mathbb{{R}}^{{1 \times h}}$ and $W_{{{n}}} \in \mathbb{{R}}^{{d \times h}}$. It computes
$$Y_{{{n}}} = \bm{{X}}_{{{n}}} W_{{{n}}} + \bm{{b}}_{{{n}}}, \quad Z_{{{n}}} = Y_{{{n}}} \odot X$$
"""
GIVEN = r"Let $X, W \in \mathbb{R}^{n\times n}$ and $X_0 \in \mathbb{R}^{n \times n}$. "

PAPERS: dict[str, Callable[[int], str]] = {
    "layers with names of their own": lambda count: "".join(
        LAYER.format(n=number) for number in range(count)
    ),
    "many names for one product": lambda count: (
        GIVEN + "\n\n".join(rf"$$Y_{{{n}}} = X \odot X$$" for n in range(3 * count))
    ),
    "one name, declared in each section": lambda count: "".join(
        rf"\section{{A}} $X \in \mathbb{{R}}^{{n_{{{n}}} \times d}}$, $X \odot X$. "
        for n in range(2 * count)
    ),
    "a chain of definitions": lambda count: (
        GIVEN + "\n\n".join(rf"$$X_{{{n + 1}}} = X_{{{n}}} W$$" for n in range(2 * count))
    ),
    "a chain that is told from its end": lambda count: (
        "\n\n".join(rf"$$X_{{{n + 1}}} = X_{{{n}}} W$$" for n in reversed(range(2 * count))) + GIVEN
    ),
    "the same formula in each section": lambda count: (
        GIVEN + "".join(r"\section{A} $$H = X W + b$$" for _ in range(2 * count))
    ),
}


def calls(work: Callable[[], object]) -> int:
    """Return how many functions a piece of work calls, written in Python or in C."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_the_cost_is_linear(make: Callable[[int], str]) -> None:
    lint_text(make(3))  # tables and patterns are loaded once
    small, large = (calls(partial(lint_text, make(count))) for count in (20, 80))
    assert large < 1.25 * 4 * small


def examinations(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    document = read_document(Path("paper.md"), text=text)
    flow = Flow(document, gather(document))
    seen: list[int] = []
    read = flow.read

    def watched(number: int, asked: dict[str, Declared | None] | None = None) -> Examined:
        seen.append(number)
        return read(number, asked)

    monkeypatch.setattr(flow, "read", watched)
    flow.run()
    return len(seen)


def test_a_formula_is_not_examined_anew_for_what_it_says_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = r"$X \in \mathbb{R}^{n \times n}$. "
    assert examinations(given + r"$$Y = X X, \quad Z = Y \odot Y$$", monkeypatch) == 1
    # here the first statement needs what the second one tells
    assert examinations(given + r"$$Z = Y \odot Y, \quad Y = X X$$", monkeypatch) == 2
    # and here a later formula tells it
    assert examinations(given + "$$Z = Y \\odot X$$\n\n$$Y = X X$$", monkeypatch) == 3


@pytest.mark.parametrize(
    "text",
    [
        r"X \in \mathbb{R}^{n \times d}",
        r"\mathbf{X}_{12} \in \mathbb{R}^{n\times d}.",
        r"\bm{X}_t, \bm{H}_{0} \in \mathbb R^{2h}",
        r"\mathbf W_{xh}, b \in \mathbb{R}^{d \times 4}",
        r"\hat{y}, \theta^{(l)} \in \mathbb{R}^{n_{k}}",
        r"I, I_3 \in \mathbb{R}^{n \times n}",
        r"x \in \mathbb{R}",
    ],
)
def test_plain_declarations_are_read_as_every_formula_is(text: str) -> None:
    plain = plain_declarations(text)
    assert plain is not None
    closely = read_plainly(text).declarations
    assert [(one.name, one.shape, one.span) for one in plain] == [
        (one.name, one.shape, one.span) for one in closely
    ]


@pytest.mark.parametrize(
    "text",
    [
        r"A X \in \mathbb{R}^{n}",
        r"x^{2} \in \mathbb{R}^{n}",
        r"f(x) \in \mathbb{R}^{n}",
        r"x \in \mathbb{C}^{n}",
        r"x \in \mathbb{R}^{m * n}",
        r"x \in \mathbb{R}^{n} \to \mathbb{R}",
        r"x \in \mathbb{R}^{n}, y \in \mathbb{R}^{m}",
        r"x = y \in \mathbb{R}^{n}",
    ],
)
def test_what_is_not_plain_is_left_to_a_closer_look(text: str) -> None:
    assert plain_declarations(text) is None
