"""The rules: the table holds every file, each manual page is whole, and its examples are true."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.diagnostics import CODES
from boxdot.notation.linting import RULES, Rule, find_rule, lint_text, rules
from boxdot.notation.linting.rules.manual import manual
from boxdot.notation.linting.rules.table import DEFAULT, chosen_rules

FOLDER = Path(rules.__file__).parent
HELPERS = {"__init__", "manual", "paper", "rule", "table"}
HEADINGS = ["What it does", "Why is this bad", "Example", "Use instead", "Fix safety"]
DECLARED = [rule for rule in RULES.values() if not rule.inferred]
every_rule = pytest.mark.parametrize("rule", DECLARED, ids=lambda rule: rule.name)


def examples(rule: Rule) -> tuple[str, str]:
    """Return the wrong and the right formula, both with the declarations of the wrong one."""
    wrong, right = re.findall(r"```latex\n(.*?)\n```", rule.manual, re.DOTALL)
    declared = wrong.partition(r"\qquad")[2]
    return wrong, right if r"\qquad" in right else rf"{right} \qquad {declared}"


def test_every_file_is_in_the_table() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - HELPERS
    assert {rule.name.replace("-", "_") for rule in DECLARED} == files


def test_codes_are_those_that_are_published() -> None:
    published = {code: name for name, code in CODES.items()}
    assert {rule.code: rule.name for rule in DECLARED}.items() <= published.items()
    assert published.keys() - RULES.keys() == {"BX503"}  # of single formulas
    assert all(code == rule.code for code, rule in RULES.items())


def test_names_of_the_contract() -> None:
    names = """
    hadamard-mismatch hadamard-incompatible hadamard-scalar implicit-broadcast-add scalar-add
    identity-as-ones tensor-division strict-division broadcast-condition side-mismatch
    matmul-mismatch non-associative-broadcast symbol-conflict conflicting-declaration
    undeclared-shape numpy-hazard zero-denominator ambiguous-square unused-ignore
    """.split()
    assert {rule.name for rule in DECLARED} == {*names, "incompatible-add"}


def test_inferred_rules_are_off_and_say_the_same() -> None:
    inferred = [rule for rule in RULES.values() if rule.inferred]
    assert len(inferred) == 12
    for rule in inferred:
        kin = RULES[rule.code.replace("BXI", "BX")]
        assert (rule.name, rule.manual, rule.proven) == (kin.name, kin.manual, kin.proven)
        assert not rule.default
        assert "## Inferred" in rule.page


@every_rule
def test_manual_is_whole(rule: Rule) -> None:
    assert re.findall(r"^## (.+)$", rule.manual, re.MULTILINE) == HEADINGS
    assert rule.summary.endswith(".")


@every_rule
def test_manual_is_true(rule: Rule) -> None:
    wrong, right = examples(rule)
    select = None if rule.default else [rule.name, *DEFAULT]
    found, left = (lint_text(f"$${text}$$", "a.md", select=select) for text in (wrong, right))
    assert [finding.name for finding in found] == [rule.name]
    assert [finding.name for finding in left] == []


def test_the_page_of_all_rules_is_made_from_them() -> None:
    """``BOXDOT_UPDATE_DOCS=1`` writes it anew."""
    page = Path(__file__).resolve().parents[3] / "docs" / "rules.md"
    if os.environ.get("BOXDOT_UPDATE_DOCS"):
        page.write_text(manual(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == manual()


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


@pytest.mark.parametrize(
    ("select", "ignore", "extend", "chosen"),
    [
        ("BX101", "BX1", None, "BX101"),  # the closer wins, whichever it is
        ("BX1", "BX101", None, "BX102 BX103"),
        ("ALL", "BX", None, ""),
        ("BX1", "ALL", None, "BX101 BX102 BX103"),
        ("BX10", "BX1", None, "BX101 BX102 BX103"),
        ("BX1", "BX1", None, ""),  # equally close: ignored
        ("hadamard-scalar", "BX1", None, "BX103"),
        ("BX1", "hadamard-scalar", None, "BX101 BX102"),
        ("hadamard-scalar", "BX103", None, ""),
        (None, "ALL", "BX202", "BX202"),
        (None, "ALL", None, ""),
        ("scalar-add", None, "BXI202", "BX202 BXI202"),
        ("BXI2", "scalar-add", None, "BXI201 BXI203 BXI204"),  # a name ignores both
    ],
)
def test_what_is_said_more_closely_wins(select, ignore, extend, chosen) -> None:
    assert list(chosen_rules(select, ignore, extend)) == chosen.split()


def test_entries_of_known_tensors_need_no_declaration() -> None:
    text = r"$\sigma, \mathbf{x} \in \mathbb{R}^k$, $\sum_j \sigma_j + \sigma^\top \mathbf{x}_i$"
    (found,) = lint_text(text, "a.md", select="undeclared-shape")
    assert "𝐱_i" in found.message
