"""Nothing stops a run: broken papers, odd formulas, and errors of our own."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.linting import judging, lint_paths, lint_text

FIXTURES = Path(__file__).parent / "fixtures"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in FIXTURES.glob("*.[tm][ed]*")}
GLYPHS = r"\{}$&_^()[]|,;:.+-*/=<>'% " + "\n" + "Xb⊙∈ℝ²"


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_truncated_papers(name: str) -> None:
    text, chance = TEXTS[name], random.Random(1)
    for _ in range(20):
        report = lint_text(text[: chance.randrange(len(text))], name)
        assert report.statistics.internal == []


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_mutated_papers(name: str) -> None:
    chance = random.Random(2)
    for _ in range(20):
        characters = list(TEXTS[name])
        for _ in range(20):
            at = chance.randrange(len(characters))
            characters[at : at + chance.randrange(3)] = chance.choice(GLYPHS)
        report = lint_text("".join(characters), name)
        assert report.statistics.internal == []


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 10_000 + "X" + ")" * 10_000,
        "X" * 50_000,
        r"\frac{" * 500,
        "X + " * 20_000 + "X",
        "{" * 5000,
    ],
    ids=["nested", "long", "fractions", "sum", "braces"],
)
def test_odd_formulas_are_passed_over(formula: str) -> None:
    report = lint_text(rf"$X \in \mathbb{{R}}^{{d}}$ and $1 + X$ and ${formula}$", "a.md")
    assert [finding.name for finding in report][:1] == ["scalar-add"]
    assert report.statistics.internal == []


def test_an_error_of_ours_is_counted_and_costs_nothing_else(monkeypatch) -> None:
    text = r"$X \in \mathbb{R}^d$, $1 + X$, $X - 1$"
    real = judging.repair
    calls: list[object] = []

    def broken(*arguments):
        calls.append(arguments)
        return 1 / 0 if len(calls) == 1 else real(*arguments)

    monkeypatch.setattr(judging, "repair", broken)
    report = lint_text(text, "a.md")
    assert [finding.column for finding in report] == [35]
    (place,) = report.statistics.internal
    assert place.startswith("a.md:1:24: ZeroDivisionError")


def test_bad_paths_are_told(tmp_path) -> None:
    with pytest.raises(BoxdotError, match="no such file"):
        lint_paths([tmp_path / "missing.tex"])
    with pytest.raises(BoxdotError, match="no paper"):
        lint_paths([tmp_path])
    latin = tmp_path / "latin.tex"
    latin.write_bytes("Größe $X$".encode("latin-1"))
    with pytest.raises(BoxdotError):
        lint_paths([latin])
