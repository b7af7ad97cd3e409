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


APPLY = "\u2061"
"""What joins a function and its argument; it has no glyph."""

QUOTED = frozenset("□⊘")
"""Signs that draw a box or a fraction unless they stand in quotes."""


def _grouped(text: str) -> str:
    """Return a text as one operand: in parentheses, which vanish when it is built up.

    >>> _grouped("n"), _grouped("t+1"), _grouped("(r)")
    ('n', '(t+1)', '((r))')
    """
    if text in QUOTED:
        return f'"{text}"'
    single = text.isdigit() or is_one_letter(text) or text in ("∞", ":", "⊤", "′")
    return text if single else f"({text})"


def _call(head: str, argument: str) -> str:
    """Return a function with its argument: a word is applied, a letter stands before it.

    >>> [text.replace(APPLY, "|") for text in (_call("exp", "(x)"), _call("f_1", "(x)"))]
    ['exp|(x)', 'f_1 (x)']
    """
    base = re.split(r"[_^]", head, maxsplit=1)[0]
    if base in _WORDS or base.startswith('"'):
        return head + APPLY + argument
    return head + (" " if base != head else "") + argument


def _hidden(text: str) -> str:
    """Return a text as one piece, in brackets that are not shown."""
    return f"〖{text}〗"


def _scripted(text: str) -> str:
    """Return what has a script: of a root or a function the argument would have it.

    >>> _scripted("√x"), _scripted("(a+b)")
    ('〖√x〗', '(a+b)')
    """
    applied = re.match(rf"√|[^(\[‖|]*{APPLY}", text)
    return _hidden(text) if applied else text


def _bind(head: str, body: str) -> str:
    """Return a sum with its body, which would else be what follows by chance.

    >>> _bind("∑_i", "x_i"), _bind("∑_i", "x_i y_i")
    ('∑_i▒〖x_i〗', '∑_i▒〖x_i y_i〗')
    """
    return f"{head}▒{_hidden(body)}"


def unicodemath_name(name: str) -> str:
    """Return a name: words upright in quotes, scripts grouped.

    >>> unicodemath_name("W_t+1"), unicodemath_name("A^(r)"), unicodemath_name("e1")
    ('W_(t+1)', 'A^((r))', '"e1"')
    """
    base, scripts = split_name(name)
    word = base.isalnum() and len(base) > 1 and base.isascii()
    quoted = f'"{base}"' if word else base
    return quoted + "".join(mark + _grouped(content) for mark, content in scripts)


def _function(name: str) -> str:
    return name if name in _WORDS else unicodemath_name(name)


def _lowered(text: str) -> str:
    return f"_{_grouped(text)}"


def _raised(text: str) -> str:
    return f"^{_grouped(text)}"


def _operand(text: str) -> str:
    """Return the numerator or the denominator of a fraction.

    White space ends a script before it ends a fraction, so that ``a/b_1 c`` would be ``a/(b_1 c)``.
    """
    return text if re.fullmatch(r"[^\W_]+(\.\d+)?", text) else f"({text})"


def _fraction(over: str, under: str) -> str:
    """Return a fraction: the slash builds it up.

    >>> _fraction("1", "n"), _fraction("a + b", "c_i")
    ('1/n', '(a + b)/(c_i)')
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
        Op.OSLASH: '"⊘"',
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
    square_up='^"□"',
    square_down='_"□"',
    cell_minus="−",
    number_gap="⋅",
    summation="∑",
    fraction=_fraction,
    matrix=_matrix,
    column_ellipsis="⋮",
    call=_call,
    bind=_bind,
    factor=_hidden,
    scripted=_scripted,
)
"""Typed or pasted into an equation; a space or Enter builds it up."""
