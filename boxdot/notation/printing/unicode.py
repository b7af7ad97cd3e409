"""The Unicode spelling: ``‖X ⊡ Y‖_F² = Σ_{r=1}^{R} A^(r) ⊡ B^(r)``."""

from __future__ import annotations

import re

from boxdot.grammar.letters import SUPERSCRIPTS
from boxdot.notation.expressions.nodes import ConstantKind, Op, Relation
from boxdot.notation.printing.ascii_names import plain_script
from boxdot.notation.printing.names import is_one_letter, split_name
from boxdot.notation.printing.spelling import Fence, Grid, Spelling

_RAISED = str.maketrans({plain: raised for raised, plain in SUPERSCRIPTS.items()})
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def unicode_name(name: str) -> str:
    """Return a name as it is read: canonical, in braces where a script is no single word.

    >>> unicode_name("A^(r)"), unicode_name("W_t+1")
    ('A^(r)', 'W_{t+1}')
    """
    base, scripts = split_name(name)
    return base + "".join(mark + plain_script(content) for mark, content in scripts)


def lowered(text: str) -> str:
    """Return the text as a subscript.

    >>> lowered("n"), lowered("3"), lowered("(3)"), lowered("ij")
    ('_n', '_3', '_(3)', '_{ij}')
    """
    return f"_{text}" if _needs_no_braces(text) else f"_{{{text}}}"


def raised(text: str) -> str:
    """Return the text as a superscript.

    >>> raised("n"), raised("n+1")
    ('^n', '^{n+1}')
    """
    bare = is_one_letter(text) or re.fullmatch(r"\(\w+\)", text)
    return f"^{text}" if bare else f"^{{{text}}}"


def braced(text: str) -> str:
    """Return the text as a superscript in braces: ``^{R}``."""
    return f"^{{{text}}}"


def _needs_no_braces(text: str) -> bool:
    return text.isdigit() or is_one_letter(text) or text in (":", "□", "∞") or _is_listed(text)


def _is_listed(text: str) -> bool:
    """Tell whether one pair of parentheses holds the whole text."""
    return re.fullmatch(r"\([^()]*\)", text) is not None


def small_or_raised(text: str) -> str:
    """Return the text as an exponent, in small digits if it is a whole number.

    >>> small_or_raised("2"), small_or_raised("−1"), small_or_raised("n")
    ('²', '⁻¹', '^n')
    """
    return text.translate(_RAISED) if re.fullmatch(r"−?\d+", text) else raised(text)


def small_or_lowered(text: str) -> str:
    """Return the order of a norm as a subscript: ``₂``, ``_F``."""
    return text.translate(_LOWERED) if text.isdigit() else lowered(text)


def join_fence(fence: Fence, text: str) -> str:
    """Put the text between the fences."""
    return fence[0] + text + fence[1]


def bracket_matrix(cells: Grid, plain: bool) -> str:
    """Write a matrix in brackets.

    >>> bracket_matrix((("1", "2"), ("3", "4")), True), bracket_matrix((("y", "…", "y"),), False)
    ('[1 2; 3 4]', '[y, …, y]')
    """
    separator = " " if plain else ", "
    return f"[{'; '.join(separator.join(row) for row in cells)}]"


def _number(text: str) -> str:
    return text.replace("-", "−") if text.startswith("-") else text


UNICODE = Spelling(
    operators={op: op.value for op in Op},
    relations={relation: relation.value for relation in Relation},
    constants={kind: kind.value for kind in ConstantKind},
    optimisers={kind: kind for kind in ("argmin", "argmax", "min", "max")},
    functions={},
    number=_number,
    name=unicode_name,
    function=unicode_name,
    subscript=lowered,
    superscript=raised,
    bound=braced,
    exponent=small_or_raised,
    norm_order=small_or_lowered,
    transpose="ᵀ",
    square_up="^□",
    square_down="_□",
    minus="−",
    cell_minus="-",
    number_gap=" ",
    mode_product="×",
    partial="∂",
    nabla="∇",
    summation="Σ",
    product="∏",
    indicator="1",
    parentheses=("(", ")"),
    braces=("{", "}"),
    absolute=("|", "|"),
    norm=("‖", "‖"),
    inner=("⟨", "⟩"),
    root=("√(", ")"),
    short_root=("√", ""),
    grow=join_fence,
    fraction=None,
    matrix=bracket_matrix,
    counts_space=True,
    infinity="∞",
    ellipsis="…",
    column_ellipsis="…",
    given="|",
    member="∈",
    maps_to="→",
    by="×",
    entries={},
    statement_separator="; ",
)
"""How formulas are written in this project's documentation."""
