"""How findings are written: for people, and as JSON with the keys of the contract."""

from __future__ import annotations

import json

from boxdot.notation.linting import (
    Edit,
    as_json,
    as_text,
    lint_paths,
    lint_text,
    statistics_text,
)

PAPER = r"""Let $X \in \mathbb{R}^{n \times d}$ and $b \in \mathbb{R}^{1 \times d}$.
\begin{equation}
  Y = \exp(X + b),
\end{equation}
and $1 - X$, $b X$.
"""
TEXT = r"""paper.tex:3:14: BX201 [implicit-broadcast-add] + takes equal shapes; \
X is n×d and b is 1×d
  3 |   Y = \exp(X + b),
    |              ^
  help: write X \boxplus b

paper.tex:5:8: BX202 [scalar-add] − takes equal shapes; 1 is a scalar and the other is n×d
  5 | and $1 - X$, $b X$.
    |        ^
  help: write \mathbf{1} - X

paper.tex:5:15: BX502 [matmul-mismatch] a matrix product needs equal inner sizes; \
b is 1×d and X is n×d
  5 | and $1 - X$, $b X$.
    |               ^^^
  help: write b X^\top

Found 3 findings in 1 file (1 file, 5 formulas).""".replace("\\\n", "")


def test_text() -> None:
    assert as_text(lint_text(PAPER)) == TEXT


def test_json_has_the_keys_of_the_contract() -> None:
    first, second, third = json.loads(as_json(lint_text(PAPER)))
    fix = first.pop("fix")
    assert first == {
        "file": "paper.tex",
        "line": 3,
        "column": 14,
        "end_line": 3,
        "end_column": 15,
        "code": "BX201",
        "name": "implicit-broadcast-add",
        "severity": "error",
        "message": "+ takes equal shapes; X is n×d and b is 1×d",
        "equation": r"Y = \exp(X + b)",
        "shapes": [["n", "d"], ["1", "d"]],
    }
    assert fix["replacement"] == r"X \boxplus b"
    assert fix["safe"] is True
    assert second["fix"]["safe"] is False
    assert third["fix"]["edits"] == [{"start": 141, "end": 141, "text": r"^\top"}]
    assert third["fix"]["safe"] is False


def test_edits_make_the_fix() -> None:
    text = r"$X+b$, $X \in \mathbb{R}^{n\times d}$, $b \in \mathbb{R}^{1 \times d}$"
    (finding,) = lint_text(text)
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert edit == Edit(2, 3, r"\boxplus ")
    fixed = text[: edit.start] + edit.text + text[edit.end :]
    assert fixed.startswith(r"$X\boxplus b$")
    assert lint_text(fixed).findings == []


def test_an_operator_of_a_macro_is_not_edited() -> None:
    text = r"""\newcommand{\shift}[2]{#1 + #2}
$\shift{X}{b}$, $X \in \mathbb{R}^{n\times d}$, $b \in \mathbb{R}^{1 \times d}$"""
    (finding,) = lint_text(text)
    assert finding.fix is not None
    assert finding.fix.edits == ()


def test_clean_papers_are_said_to_be_clean() -> None:
    assert as_text(lint_text("$X + b$")) == "All checks passed: 1 file, 1 formula."


def test_statistics_tell_what_was_not_read(tmp_path) -> None:
    paper = tmp_path / "a.md"
    paper.write_text(r"$X \in \mathbb{R}^d$, $X + ) 1$, $Y + ) 1$, $a$", encoding="utf-8")
    quick, thorough = (lint_paths([paper], thorough=t).statistics for t in (False, True))
    assert (quick.formulas, quick.examined, quick.declarations) == (4, 1, 1)
    assert (thorough.formulas, thorough.examined) == (4, 4)
    assert (quick.unreadable.total(), thorough.unreadable.total()) == (1, 2)
    said = statistics_text(quick)
    assert "0 internal errors" in said
    assert "passed over: 3 × no declared tensor in it" in said
    assert json.loads(json.dumps(quick.as_json()))["unreadable"]
