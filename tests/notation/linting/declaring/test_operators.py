"""Operators with two meanings are found where the author says both, and nowhere else."""

from __future__ import annotations

import pytest

from boxdot.notation.linting import lint_text

TWICE = [
    r"Here $*$ denotes convolution. Later, $\ast$ is the element-wise product.",
    r"$\odot$ denotes the Hadamard product and $\otimes$ is the Kronecker product; "
    r"now $\otimes$ denotes the outer product.",
    "We write $∘$, where $∘$ denotes composition.\n\nHere $\\circ$ is the Hadamard product.",
]
ONCE = [
    r"$\odot$ is the Hadamard product. Again $\odot$ denotes the element-wise multiplication.",
    r"$\circ$ is the Hadamard product or composition. $\circ$ denotes composition.",
    r"$A \circ B$ is the outer product. $\circ$ denotes composition.",
    r"$*$ is a convolution and $\circ$ is the outer product; $x * y$ is the Hadamard product.",
    r"$*$ is a convolution. As for $\circ$ and $*$ is the outer product meant.",
]


@pytest.mark.parametrize("text", TWICE)
def test_two_meanings(text: str) -> None:
    (found,) = lint_text(text, "a.md", select="symbol-conflict")
    assert "but " in found.message


@pytest.mark.parametrize("text", ONCE)
def test_one_meaning(text: str) -> None:
    assert not lint_text(text, "a.md", select="symbol-conflict").findings
