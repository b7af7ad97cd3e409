"""UnicodeMath, the linear format of PowerPoint and Word: ``‖X⊡y‖_F^2``, ``(a+b)/c``."""

from __future__ import annotations

import re
from dataclasses import replace

from boxdot.notation.expressions.nodes import Op
from boxdot.notation.printing.names import is_one_letter, split_name
from boxdot.notation.printing.spelling import Grid
from boxdot.notation.printing.unicode import UNICODE

_WORDS = frozenset(
    {
        *("exp", "log", "ln", "sin", "cos", "tan", "sinh", "cosh", "tanh"),
        *("arcsin", "arccos", "arctan", "det", "min", "max"),
    }
)
"""Functions that PowerPoint and Word set upright by themselves."""


def _grouped(text: str) -> str:
    """Return a text as one operand: in parentheses, which vanish when it is built up.

    >>> _grouped("n"), _grouped("t+1"), _grouped("(r)")
    ('n', '(t+1)', '((r))')
    """
    single = text.isdigit() or is_one_letter(text) or text in ("□", "∞", ":", "⊤", "′")
    return text if single else f"({text})"


def unicodemath_name(name: str) -> str:
    """Return a name: words upright in quotes, scripts grouped.

    >>> unicodemath_name("W_t+1"), unicodemath_name("A^(r)"), unicodemath_name("loss")
    ('W_(t+1)', 'A^((r))', '"loss"')
    """
    base, scripts = split_name(name)
    word = base.isalpha() and len(base) > 1 and base.isascii()
    quoted = f'"{base}"' if word else base
    return quoted + "".join(mark + _grouped(content) for mark, content in scripts)


def _function(name: str) -> str:
    return name if name in _WORDS else unicodemath_name(name)


def _lowered(text: str) -> str:
    return f"_{_grouped(text)}"


def _raised(text: str) -> str:
    return f"^{_grouped(text)}"


def _operand(text: str) -> str:
    """Return the numerator or the denominator of a fraction."""
    plain = re.fullmatch(r"[\w.′‖|]+(?:[_^](?:\w+|\([^()]*\)))*", text)
    return text if plain else f"({text})"


def _fraction(over: str, under: str) -> str:
    """Return a fraction: the slash builds it up.

    >>> _fraction("1", "n"), _fraction("a + b", "c_i")
    ('1/n', '(a + b)/c_i')
    """
    return f"{_operand(over)}/{_operand(under)}"


def _matrix(cells: Grid, plain: bool) -> str:
    """Return a matrix: ``[■(1&2@3&4)]``."""
    return f"[■({'@'.join('&'.join(row) for row in cells)})]"


UNICODEMATH = replace(
    UNICODE,
    optimisers={"argmin": '"argmin"', "argmax": '"argmax"', "min": "min", "max": "max"},
    operators={
        **UNICODE.operators,
        Op.STAR: "∗",
        Op.SOLVE: "∖",
        Op.KHATRI_RAO: '⊙_"KR"',
        Op.PENETRATING: '⊙_"PF"',
    },
    name=unicodemath_name,
    function=_function,
    subscript=_lowered,
    superscript=_raised,
    bound=_raised,
    exponent=_raised,
    norm_order=_lowered,
    transpose="^⊤",
    cell_minus="−",
    number_gap="⋅",
    summation="∑",
    fraction=_fraction,
    matrix=_matrix,
    column_ellipsis="⋮",
)
"""Typed or pasted into an equation; a space or Enter builds it up."""
