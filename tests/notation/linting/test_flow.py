"""Shapes that flow through a paper: what is known of each name in the end, and on what it rests."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from boxdot.grammar.papers import read_document
from boxdot.notation.linting import LintReport, lint_text
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.flow import Flow
from boxdot.notation.linting.gathering import gather
from boxdot.notation.shapes.spelling import shape_text

GIVEN = r"$X \in \mathbb{R}^{n\times d}$, $W \in \mathbb{R}^{d\times k}$, $x \in \mathbb{R}^{d}$"


def known(text: str, name: str, section: int = -1) -> tuple[str, Evidence] | None:
    document = read_document(Path("paper.md"), text=f"{GIVEN}\n\n{text}\n")
    knowledge = Flow(document, gather(document)).run()
    found = knowledge.find(name, section)
    shape = knowledge.declaration(name, section)
    return None if found is None or shape is None else (shape_text(shape.shape), found.evidence)


@pytest.mark.parametrize(
    ("text", "name", "shape"),
    [
        ("$H = X W$", "H", "n×k"),
        ("$H := X W$", "H", "n×k"),
        (r"$H \leftarrow X W$", "H", "n×k"),
        (r"$H = \sigma(X W)$ and $Y = H^\top$", "Y", "k×n"),
        (r"$Y = H^\top$ where $H = X W$", "Y", "k×n"),
        ("$X W = H$", "H", "n×k"),
        (r"$Y \in \mathbb{R}^{n\times m}$, $Y = X V$", "V", "d×m"),
        (r"$Y \in \mathbb{R}^{m\times d}$, $Y = V X$", "V", "m×n"),
        (r"$y \in \mathbb{R}^{m}$, $y = V x$", "V", "m×d"),
        (r"$Y \in \mathbb{R}^{n\times m}$, $Y = X W V$", "V", "k×m"),
        (r"$Y \in \mathbb{R}^{n\times m}$, $Y = \tanh(X V)$", "V", "d×m"),
        (r"$Y \in \mathbb{R}^{m\times n}$, $Y = (X V)^\top$", "V", "d×m"),
        ("$h_{t} = W^{\\top} x$", "h_t", "k"),
        ("$h_{t} = W^{\\top} x$", "h_t−1", "k"),
        ("$s = x^\\top x$", "s", "scalar"),
    ],
)
def test_what_follows_from_declarations(text: str, name: str, shape: str) -> None:
    assert known(text, name) == (shape, Evidence.DECLARED)


@pytest.mark.parametrize(
    ("text", "name", "shape"),
    [
        ("$H = X W + b$", "H", "n×k"),
        (r"$h_t = \tanh(U h_{t-1} + W^\top x)$", "h_t", "k"),
        (r"$m = \frac{1}{n} x$ and $u = \frac{1}{N} x$", "u", "d"),
        (r"$Y \in \mathbb{R}^{n\times m}$, $Y = X V + c$", "V", "d×m"),
    ],
)
def test_what_follows_if_nothing_odd_is_meant(text: str, name: str, shape: str) -> None:
    assert known(text, name) == (shape, Evidence.USE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("$Y = X W + b$", "b"),
        (r"$Y \in \mathbb{R}^{n\times k}$, $Y = X W + b$", "b"),
        (r"$Y \in \mathbb{R}^{n\times d}$, $Y = X c$", "c"),
        (r"$Y \in \mathbb{R}^{n\times d}$, $Y = X \odot c$", "c"),
        ("$h_0 = 0$", "h_0"),
        ("$Z = X W$, then $Z = X^\\top X$", "Z"),
        ("$Z = f(X)$", "Z"),
        ("$Z = X Q$", "Z"),
        ("$Z = W X$", "Z"),  # undefined: no shape either
        ("$Z X = X W$", "Z"),
        ("$Z = Z X$", "Z"),
        (r"$Z \ne X W$", "Z"),
        (r"$Z \propto X W$", "Z"),
        ("$n = x^\\top x$", "n"),  # a size
        (r"$X_{12} = x$", "X"),
    ],
)
def test_what_stays_unknown(text: str, name: str) -> None:
    found = known(text, name)
    assert found is None or name == "X"


def test_a_conflict_undoes_what_followed() -> None:
    text = r"$Z = X W$, $Y = Z^\top$, $Q = Y^\top$ and again $Z = X^\top X$"
    assert [known(text, name) for name in "ZYQ"] == [None, None, None]


def test_a_definition_holds_in_its_section_and_after() -> None:
    text = "# A\n$H = X W$\n## B\n$H$\n# C\n$H$\n# D\n$H = f(X)$\n# E\n$H = x$\n"
    found = [known(text, "H", section) for section in range(-1, 5)]
    assert found == [
        None,
        *[("n×k", Evidence.DECLARED)] * 3,
        None,
        ("d", Evidence.DECLARED),
    ]


def test_what_is_equated_is_one_size() -> None:
    text = r"# A" "\n" r"with $d = k$: $V \in \mathbb{R}^{k\times k}$" "\n# B\n$V$\n"
    assert known(text, "V", 0) == ("d×d", Evidence.DECLARED) or known(text, "V", 0) == (
        "k×k",
        Evidence.DECLARED,
    )
    assert known(text, "W", 0) in (("d×d", Evidence.DECLARED), ("k×k", Evidence.DECLARED))
    assert known(text, "W", 1) == ("d×k", Evidence.DECLARED)


def work(report: LintReport) -> int:
    return report.statistics.examined


def paper(length: int) -> str:
    """Return a paper in which everything is defined again and again, out of order."""
    lines = [
        rf"# S{n}"
        "\n"
        rf"$Q = \tanh(Y) + Z$, $Y = A Z + b$, $Z = H_{{{n}}}^\top X$, $H_{{{n}}} = X W$"
        for n in range(length)
    ]
    return GIVEN + r", $A \in \mathbb{R}^{d\times k}$" + "\n\n" + "\n\n".join(lines)


def seconds(text: str) -> float:
    """Return the processor time of linting, the least of three runs: others' garbage is no cost."""
    times = []
    for _ in range(3):
        start = time.process_time()
        assert lint_text(text, "paper.md").statistics.internal == []
        times.append(time.process_time() - start)
    return min(times)


def test_the_cost_is_linear() -> None:
    short, long = (seconds(paper(length)) for length in (40, 160))
    assert long < 9 * short  # four times the text; sixteen times would be quadratic
