"""The rules: the table holds every file, each manual page is whole, and its examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.diagnostics import CODES
from boxdot.notation.linting import RULES, Rule, find_rule, lint_text, rules

FOLDER = Path(rules.__file__).parent
HELPERS = {"__init__", "case", "doubts", "rule", "table"}
HEADINGS = ["What it does", "Why is this bad", "Example", "Use instead", "Fix safety"]
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)


def examples(rule: Rule) -> tuple[str, str]:
    """Return the wrong and the right formula, both with the declarations of the wrong one."""
    wrong, right = re.findall(r"```latex\n(.*?)\n```", rule.manual, re.DOTALL)
    declared = wrong.partition(r"\qquad")[2]
    return wrong, right if r"\qquad" in right else rf"{right} \qquad {declared}"


def test_every_file_is_in_the_table() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - HELPERS
    assert {rule.name.replace("-", "_") for rule in RULES.values()} == files


def test_codes_are_those_that_are_published() -> None:
    assert {code: rule.name for code, rule in RULES.items()}.items() <= {
        code: name for name, code in CODES.items()
    }.items()


@every_rule
def test_manual_is_whole(rule: Rule) -> None:
    assert re.findall(r"^## (.+)$", rule.manual, re.MULTILINE) == HEADINGS
    assert rule.summary.endswith(".")


@every_rule
def test_manual_is_true(rule: Rule) -> None:
    wrong, right = examples(rule)
    select = None if rule.default else [rule.name, "BX1", "BX2"]
    found, left = (lint_text(f"$${text}$$", "a.md", select=select) for text in (wrong, right))
    assert [finding.name for finding in found] == [rule.name]
    assert [finding.name for finding in left] == []


def test_unknown_rules_are_told() -> None:
    with pytest.raises(BoxdotError, match="no rule 'BX999'"):
        find_rule("BX999")
    with pytest.raises(BoxdotError):
        lint_text("", select="nonsense")


def test_choosing_rules() -> None:
    text = r"$X + b$, $1 - X$, $X\in\mathbb{R}^{n\times d}$, $b\in\mathbb{R}^{1\times d}$"
    names = {"implicit-broadcast-add", "scalar-add"}
    assert {f.name for f in lint_text(text)} == names
    assert {f.name for f in lint_text(text, select="BX2")} == names
    assert {f.name for f in lint_text(text, select=["scalar-add"])} == {"scalar-add"}
    assert {f.name for f in lint_text(text, ignore="BX202,BX1")} == {"implicit-broadcast-add"}
    assert lint_text(text, select="BX1").findings == []
