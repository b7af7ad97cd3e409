"""Conventions that papers state or users set, and what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.cli.linting.options import NOTATIONS as OFFERED
from boxdot.grammar.papers import read_document
from boxdot.notation.linting import (
    LintOptions,
    LintReport,
    OptionError,
    lint_prepared,
    lint_text,
    options_from,
    prepare,
)
from boxdot.notation.linting.declaring.conventions import Stated, stated_in
from boxdot.notation.linting.declaring.styles import Style
from boxdot.notation.linting.declaring.wanted import NOTATIONS
from boxdot.notation.shapes.spelling import shape_text

TABLE = Path(__file__).parent / "conventions.tsv"
SPELLED = {Style.BOLD_SMALL: "bold small", Style.BOLD_CAPITAL: "bold capital", Style.SMALL: "small"}
BIAS = (
    r"$X W + b$ with $X \in \mathbb{R}^{n\times d}$, $W \in \mathbb{R}^{d\times h}$, "
    r"$b \in \mathbb{R}^{1 \times h}$."
)
LETTERS = r"$\mathbf{y} = \mathbf{A} \mathbf{x} + \mathbf{b}$, $1 - \mathbf{z}$."


def cases() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def spelled(stated: Stated) -> str:
    facts = [name for name in ("broadcasts", "named", "rows") if getattr(stated, name)]
    facts += ["sign"] if stated.signs else []
    letters = ((style, stated.letters[style]) for style in SPELLED if style in stated.letters)
    return "; ".join([*facts, *(f"{SPELLED[s]}: {shape_text(shape)}" for s, shape in letters)])


@pytest.mark.parametrize(("text", "expected"), cases())
def test_stated(text: str, expected: str) -> None:
    assert spelled(stated_in(read_document("paper.md", text=text))) == expected


def linted(text: str, **options: object) -> list[str]:
    report = LintReport()
    lint_prepared(
        read_document("paper.md", text=text),
        report,
        prepare(LintOptions(**options)),  # type: ignore[arg-type]
    )
    assert report.statistics.internal == []
    return [finding.code for finding in report]


def test_a_paper_that_broadcasts_in_silence_has_no_such_findings() -> None:
    assert linted(BIAS) == ["BX201"]
    assert linted("We use NumPy-style broadcasting. " + BIAS) == []
    assert linted(BIAS, notation=("implicit-broadcasting",)) == []
    assert linted("We use implicit broadcasting. " + BIAS, notation=("explicit-broadcasting",)) == [
        "BX201"
    ]


def test_what_does_not_even_broadcast_is_still_found() -> None:
    text = r"We use NumPy-style broadcasting. $X + Y$, $X \in \mathbb{R}^{n\times d}$, "
    assert linted(text + r"$Y \in \mathbb{R}^{m \times d}$") == ["BX204"]


def test_a_sign_that_is_said_to_broadcast_does() -> None:
    text = r"$X \odot m$, $X \in \mathbb{R}^{n\times d}$, $m \in \mathbb{R}^{n}$. "
    assert linted(text) == ["BX101"]
    assert linted(text + r"Here $\odot$ denotes broadcasted multiplication.") == []
    assert linted(text + r"Here $\oplus$ denotes broadcasted addition.") == ["BX101"]


def test_letters() -> None:
    assert linted(LETTERS) == []
    assert linted(LETTERS, extend_select=("BXI",)) == ["BXI202"]
    assert linted(LETTERS, extend_select=("BXI",), notation=("plain-letters",)) == []


def test_letters_that_are_declared_otherwise_say_nothing() -> None:
    other = r" $\mathbf{s}, \mathbf{t}, \mathbf{u} \in \mathbb{R}$."
    assert linted(LETTERS + other, extend_select=("BXI",)) == []
    set_by_user = linted(LETTERS + other, extend_select=("BXI",), notation=("bold-letters",))
    assert set_by_user == ["BXI202"]


def test_settings_are_offered_and_checked() -> None:
    assert tuple(NOTATIONS) == OFFERED
    assert options_from({"notation": ["row-vectors"]}).notation == ("row-vectors",)
    with pytest.raises(OptionError, match="notation must be one of"):
        options_from({"notation": ["nonsense"]})


def test_one_sum_that_broadcasts_is_no_convention() -> None:
    said = r"$X \in \mathbb{R}^{n\times d}$, $b \in \mathbb{R}^{1\times d}$, $X + b$. "
    assert [one.code for one in lint_text(said + "The sum $X + b$ is broadcast.", "a.md")] == [
        "BX201",
        "BX201",
    ]
    assert not list(lint_text(said + "$+$ denotes a broadcast sum.", "a.md"))
