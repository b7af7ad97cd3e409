"""Which of several declarations rules, of different sections and on different evidence."""

from __future__ import annotations

import pytest

from boxdot.grammar.papers import read_document
from boxdot.notation.linting.gathering import gather
from boxdot.notation.linting.inferring import infer_declarations
from boxdot.notation.linting.scoping import Scopes
from boxdot.notation.shapes.spelling import shape_text

CASES = {
    "declared after its use": ("# A\n$X Y$.\n\nwhere $X \\in \\mathbb{R}^{n\\times d}$", 0, "n×d"),
    "the same section": (
        "# A\n$X \\in \\mathbb{R}^{a}$\n# B\n$X \\in \\mathbb{R}^{b}$\n", 1, "b",
    ),
    "the section around": (
        "# A\n$X \\in \\mathbb{R}^{a}$\n## B\nwords\n# C\n$X \\in \\mathbb{R}^{c}$\n", 1, "a",
    ),
    "all other sections agree": (
        "# A\n$X \\in \\mathbb{R}^{a}$\n# B\n$X \\in \\mathbb{R}^{a}$\n# C\nwords\n", 2, "a",
    ),
    "other sections disagree": (
        "# A\n$X \\in \\mathbb{R}^{a}$\n# B\n$X \\in \\mathbb{R}^{b}$\n# C\nwords\n", 2, None,
    ),
    "one section disagrees": ("# A\n$X \\in \\mathbb{R}^{a}$, $X \\in \\mathbb{R}^{b}$\n", 0, None),
    "a scalar of another section": ("# A\n$x \\in \\mathbb{R}$\n# B\nwords\n", 1, None),
    "a formula before words": (
        "# A\n$X \\in \\mathbb{R}^{a\\times b}$ and an $m\\times n$ matrix $X$\n", 0, "a×b",
    ),
    "words here before formulas elsewhere": (
        "# A\n$X \\in \\mathbb{R}^{a\\times b}$\n# B\nAn $m\\times n$ matrix $X$.\n", 1, "m×n",
    ),
    "a formula elsewhere before a kind here": (
        "# A\n$X \\in \\mathbb{R}^{a\\times b}$\n# B\nThe matrix $X$ is large.\n", 1, "a×b",
    ),
    "words before letters": (
        "# A\n$\\mathbf{x} + \\mathbf{y}$\n\nan $n$-dimensional vector $\\mathbf{x}$\n", 0, "n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "section", "expected"), CASES.values(), ids=CASES)
def test_what_rules(text: str, section: int, expected: str | None) -> None:
    document = read_document("paper.md", text=text)
    declared = gather(document)
    scopes = Scopes([*declared, *infer_declarations(document, declared)], document)
    name = "𝐱" if "mathbf{x}" in text else "x" if "$x" in text else "X"
    found = scopes.find(name, section)
    assert (None if found is None else shape_text(found.shape)) == expected


def test_words_stay_out_of_the_declared_shapes() -> None:
    document = read_document("paper.md", text="Let $X$ be an $m\\times n$ matrix.")
    assert Scopes(gather(document), document).find("X", -1) is None
