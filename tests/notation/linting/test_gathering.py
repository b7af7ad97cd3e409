"""What formulas declare, as a table; and lists that run over several formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.grammar.papers import read_document
from boxdot.notation.linting.gathering import Declared, gather
from boxdot.notation.shapes.spelling import shape_text

TABLE = Path(__file__).parent / "declarations.tsv"


def cases() -> list[tuple[str, str]]:
    lines = TABLE.read_text(encoding="utf-8").split("\n")
    rows = [line.partition("\t") for line in lines if line and not line.startswith("#")]
    return [(formula, said) for formula, _, said in rows]


def spelled(declared: Declared) -> str:
    signature = declared.declaration.signature
    if signature is None:
        return f"{declared.name}: {shape_text(declared.shape)}"
    arguments = ", ".join(shape_text(shape) for shape in signature[0])
    return f"{declared.name}: {arguments} → {shape_text(signature[1])}"


def declared(text: str) -> list[str]:
    found = gather(read_document("paper.md", text=text))
    said = [d for d in found if d.shape is not None or d.declaration.signature is not None]
    return [spelled(d) for d in said]


@pytest.mark.parametrize(("formula", "said"), cases())
def test_declaration(formula: str, said: str) -> None:
    assert "; ".join(declared(f"${formula}$")) == said


def test_lists_over_several_formulas() -> None:
    text = r"weights $W_q$, $W_k$ and $W_v \in \mathbb{R}^{d}$"
    assert sorted(declared(text)) == ["W_k: d", "W_q: d", "W_v: d"]


@pytest.mark.parametrize(
    "text",
    [
        r"the matrix $A$ and $b \in \mathbb{R}^{d}$",
        r"$W_q$ is square, $W_k \in \mathbb{R}^{d}$",
        r"$W_q x$, $W_k \in \mathbb{R}^{d}$",
    ],
)
def test_no_list(text: str) -> None:
    assert len(declared(text)) == 1
