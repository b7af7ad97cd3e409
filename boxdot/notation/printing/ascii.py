"""The ASCII spelling: ``||X .* Y||_F^2 = sum_{r=1}^{R} A^(r) .* B^(r)``."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation.expressions.nodes import ConstantKind, Op, Relation
from boxdot.notation.printing.ascii_names import ascii_name
from boxdot.notation.printing.spelling import Spelling
from boxdot.notation.printing.unicode import UNICODE, lowered, raised


def _raised(text: str) -> str:
    return f"^{text}" if text.isdigit() else raised(text)


ASCII: Spelling = replace(
    UNICODE,
    operators={
        **UNICODE.operators,
        Op.BOXDOT: ".*",
        Op.BOXPLUS: ".+",
        Op.BOXMINUS: ".-",
        Op.BOXSLASH: "./",
        Op.HADAMARD: "(*)",
        Op.OSLASH: "(/)",
        Op.SUBTRACT: "-",
        Op.DOT: "@",
        Op.TIMES: "xx",
        Op.OUTER: "(o)",
        Op.CONVOLVE: "conv",
        Op.KRONECKER: "(x)",
        Op.KHATRI_RAO: "(*)_KR",
        Op.PENETRATING: "(*)_PF",
    },
    relations={
        **UNICODE.relations,
        Relation.ASSIGN: "<-",
        Relation.APPROXIMATE: "~~",
        Relation.LESS_EQUAL: "<=",
        Relation.GREATER_EQUAL: ">=",
        Relation.NOT_EQUAL: "!=",
        Relation.EQUIVALENT: "<=>",
        Relation.PROPORTIONAL: "prop",
        Relation.DISTRIBUTED: "~",
        Relation.REWRITES: "->",
    },
    constants={
        ConstantKind.ONES: "ones",
        ConstantKind.ZEROS: "zeros",
        ConstantKind.IDENTITY: "eye",
        ConstantKind.SUPERDIAGONAL: "superdiag",
    },
    functions={"𝒫": "P"},
    number=str,
    name=ascii_name,
    function=ascii_name,
    superscript=_raised,
    exponent=_raised,
    norm_order=lowered,
    transpose="'",
    square_up="^[]",
    square_down="_[]",
    minus="-",
    mode_product="xx",
    partial="partial ",
    nabla="nabla ",
    summation="sum",
    product="prod",
    absolute=("abs(", ")"),
    norm=("||", "||"),
    inner=("<<", ">>"),
    root=("sqrt(", ")"),
    short_root=("sqrt(", ")"),
    infinity="oo",
    ellipsis="...",
    column_ellipsis="...",
    member="in",
    maps_to="->",
    by="x",
    entries={"ℝ": "R", "ℂ": "C", "ℤ": "Z", "ℕ": "N", "𝔹": "B"},
)
"""What every keyboard has."""
