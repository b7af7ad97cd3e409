r"""The LaTeX spelling: ``\bm{X} \boxdot \bm{y}^{\top}``, and the packages that it needs."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import partial

from boxdot.notation.expressions.nodes import ConstantKind, Op, Relation
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.printing.latex_names import latex_name
from boxdot.notation.printing.names import split_name
from boxdot.notation.printing.spelling import Fence, Grid, Spelling

_TALL = re.compile(r"\\(?:frac|sum|prod|begin)\b")


def _grow(fence: Fence, text: str) -> str:
    r"""Put the text between fences, behind ``\left`` and ``\right`` if it is tall.

    >>> _grow(("(", ")"), "x"), _grow((r"\|", r"\|"), r"\frac{a}{b}")
    ('(x)', '\\left\\| \\frac{a}{b} \\right\\|')
    """
    opening, closing = fence
    if opening.endswith("{"):
        return opening + text + closing
    if _TALL.search(text):
        return rf"\left{opening} {text} \right{closing}"
    gap = " " if opening[-1:].isalpha() else ""
    return f"{opening}{gap}{text}{closing}"


def _fraction(over: str, under: str) -> str:
    return rf"\frac{{{over}}}{{{under}}}"


def _matrix(cells: Grid, plain: bool) -> str:
    rows = r" \\ ".join(" & ".join(row) for row in cells)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def _subscript(text: str) -> str:
    return f"_{{{text}}}"


def _superscript(text: str) -> str:
    return f"^{{{text}}}"


def _number(text: str) -> str:
    """Write a number without an exponent, which LaTeX would set as a product."""
    return f"{Decimal(text):f}" if "e" in text.lower() else text


def _function(name: str) -> str:
    r"""Return a function's name: one letter as it is, a word upright.

    >>> _function("f"), _function("diag")
    ('f', '\\mathrm{diag}')
    """
    return latex_name(name)


_COMMANDS = (
    *("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan"),
    *("det", "min", "max"),
)

LATEX = Spelling(
    operators={
        Op.BOXDOT: r"\boxdot",
        Op.BOXPLUS: r"\boxplus",
        Op.BOXMINUS: r"\boxminus",
        Op.BOXSLASH: r"\boxslash",
        Op.HADAMARD: r"\odot",
        Op.OSLASH: r"\oslash",
        Op.ADD: "+",
        Op.SUBTRACT: "-",
        Op.MATMUL: "",
        Op.DOT: r"\cdot",
        Op.TIMES: r"\times",
        Op.DIVIDE: "/",
        Op.SOLVE: r"\backslash",
        Op.STAR: "*",
        Op.OUTER: r"\circ",
        Op.CONVOLVE: r"\circledast",
        Op.KRONECKER: r"\otimes",
        Op.KHATRI_RAO: r"\odot_{\mathrm{KR}}",
        Op.PENETRATING: r"\odot_{\mathrm{PF}}",
        Op.FROBENIUS: ":",
    },
    relations={
        Relation.EQUAL: "=",
        Relation.DEFINE: ":=",
        Relation.ASSIGN: r"\leftarrow",
        Relation.APPROXIMATE: r"\approx",
        Relation.LESS_EQUAL: r"\leq",
        Relation.GREATER_EQUAL: r"\geq",
        Relation.LESS: "<",
        Relation.GREATER: ">",
        Relation.NOT_EQUAL: r"\neq",
        Relation.EQUIVALENT: r"\iff",
        Relation.PROPORTIONAL: r"\propto",
        Relation.DISTRIBUTED: r"\sim",
        Relation.REWRITES: r"\to",
    },
    constants={
        ConstantKind.ONES: r"\bm{1}",
        ConstantKind.ZEROS: r"\bm{0}",
        ConstantKind.IDENTITY: r"\bm{I}",
        ConstantKind.SUPERDIAGONAL: r"\bm{\mathcal{I}}",
    },
    optimisers={
        "argmin": r"\operatorname*{argmin}",
        "argmax": r"\operatorname*{argmax}",
        "min": r"\min",
        "max": r"\max",
    },
    functions={name: f"\\{name}" for name in _COMMANDS},
    number=_number,
    name=latex_name,
    function=_function,
    subscript=_subscript,
    superscript=_superscript,
    bound=_superscript,
    exponent=_superscript,
    norm_order=_subscript,
    transpose=r"^{\top}",
    square_up=r"^{\square}",
    square_down=r"_{\square}",
    minus="-",
    cell_minus="-",
    number_gap=r"\,",
    mode_product=r"\times",
    partial=r"\partial ",
    nabla=r"\nabla ",
    summation=r"\sum",
    product=r"\prod",
    indicator=r"\mathbf{1}",
    parentheses=("(", ")"),
    braces=(r"\{", r"\}"),
    absolute=(r"\lvert", r"\rvert"),
    norm=(r"\|", r"\|"),
    inner=(r"\langle", r" \rangle"),
    root=(r"\sqrt{", "}"),
    short_root=(r"\sqrt{", "}"),
    grow=_grow,
    fraction=_fraction,
    matrix=_matrix,
    counts_space=False,
    infinity=r"\infty",
    ellipsis=r"\dots",
    column_ellipsis=r"\vdots",
    given=r"\mid",
    member=r"\in",
    maps_to=r"\to",
    by=r" \times ",
    entries={
        "ℝ": r"\mathbb{R}",
        "ℂ": r"\mathbb{C}",
        "ℤ": r"\mathbb{Z}",
        "ℕ": r"\mathbb{N}",
        "{0,1}": r"\{0,1\}",
    },
    statement_separator=r";\quad ",
)
"""amsmath with amssymb, stmaryrd and bm; letters in the style that their names have."""


def bold_latex(symbols: Symbols) -> Spelling:
    """Return the spelling that sets letters without a style by the order of their shape."""
    return replace(LATEX, name=partial(_bold_name, symbols=symbols))


def _bold_name(name: str, symbols: Symbols) -> str:
    declared = symbols.resolve(name)
    shape = symbols[declared].shape if declared is not None else None
    if not shape:
        return latex_name(name)
    capital = split_name(name)[0][:1] in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    style = r"\bm{\mathcal{%s}}" if len(shape) > 2 and capital else r"\bm{%s}"
    return latex_name(name, lambda letter: style % letter)


_PACKAGES = (
    ("amsmath", r"\\(?:begin\{[bp]?matrix\}|operatorname|text\b|iff\b|lvert\b|dots\b)"),
    ("amssymb", r"\\(?:box(?:dot|plus|minus)|circledast|square|mathbb|mathfrak|varkappa)\b"),
    ("stmaryrd", r"\\boxslash\b"),
    ("bm", r"\\bm\b"),
)


def packages(text: str) -> tuple[str, ...]:
    r"""Return the LaTeX packages that a printed text needs.

    >>> packages(r"\bm{X} \boxslash \bm{y}"), packages(r"x + y")
    (('stmaryrd', 'bm'), ())
    """
    return tuple(package for package, pattern in _PACKAGES if re.search(pattern, text))
