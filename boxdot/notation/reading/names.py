"""Decorated names: how a letter with its labels, indices and primes is spelled canonically."""

from __future__ import annotations

from boxdot.grammar.letters import is_combining
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Listing,
    Negate,
    Number,
    Op,
    Slice,
    Symbol,
)

_INFIX = {Op.MATMUL: "", Op.ADD: "+", Op.SUBTRACT: "−", Op.TIMES: "×", Op.DOT: "·", Op.DIVIDE: "/"}


def script_text(items: tuple[Expr, ...]) -> str | None:
    """Return what a script says as canonical text, or None if it is no label.

    >>> script_text((Binary(Op.SUBTRACT, Symbol("t"), Number("1")),))
    't−1'
    """
    texts = [_text(item) for item in items]
    known = [text for text in texts if text is not None]
    return ",".join(known) if len(known) == len(texts) else None


def _text(expr: Expr) -> str | None:
    match expr:
        case Symbol(name=name):
            return name
        case Number(text=text):
            return text
        case Constant(kind=ConstantKind.IDENTITY, sizes=None):
            return "I"
        case Slice(low=None, high=None):
            return ":"
        case Negate(operand=operand):
            inside = _text(operand)
            return None if inside is None else f"−{inside}"
        case Listing(items=items, braces=False):
            inside = script_text(items)
            return None if inside is None else f"({inside})"
        case Apply(function="[]", arguments=items):
            inside = script_text(items)
            return None if inside is None else f"[{inside}]"
        case Binary(op=op, left=left, right=right) if op in _INFIX:
            first, second = _text(left), _text(right)
            if first is None or second is None:
                return None
            return f"{first}{_INFIX[op]}{second}"
        case Index():
            return index_name(expr)
    return None


def decorated(name: str, sign: str, label: str) -> str:
    """Return a name with one more label; primes stand first, then subscripts, superscripts last.

    >>> decorated("W", "_", "xi"), decorated("H^(l)", "_", "t"), decorated("W_h", "^", "′")
    ('W_xi', 'H_t^(l)', 'W′_h')
    """
    if sign == "^" and not label.strip("′"):
        letter = name.partition("^")[0].partition("_")[0]
        return letter + label + name[len(letter) :]
    piece = sign + (label if _is_one_piece(label) else f"{{{label}}}")
    base, raised, superscripts = name.partition("^")
    if sign == "_" and raised:
        return f"{base}{piece}^{superscripts}"
    return name + piece


def _is_one_piece(label: str) -> bool:
    if label.startswith("(") and label.endswith(")") and label.count("(") == 1:
        return True
    return all(c.isalnum() or c in "′*†+∞□" or is_combining(c) for c in label) and not (
        label[:1].isdigit() and not label.isdigit()
    )


def index_name(expr: Index) -> str | None:
    """Return the name that an indexed symbol would have as a plain quantity (``I_n``)."""
    if not isinstance(expr.base, Symbol):
        return None
    name = expr.base.name
    for sign, scripts in (("_", expr.subscripts), ("^", expr.superscripts)):
        if scripts:
            label = script_text(scripts)
            if label is None:
                return None
            name = decorated(name, sign, label)
    return name
