"""Functions and what stands between fences: calls, roots, norms, lists."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.expressions.nodes import Apply, Inner, Listing, Norm, Number, Symbol
from boxdot.notation.printing.precedence import Level, Script
from boxdot.notation.printing.printer import Arm, Place, Printer


def apply(node: Apply, p: Printer, last: bool) -> str:
    """Print a function with its arguments, or the sign that it has of its own."""
    special = _SPECIAL_HEADS.get(node.function)
    if special is not None and len(node.arguments) == 1 and node.given is None:
        return special(node, p, last)
    return call(node, p)


def call(node: Apply, p: Printer, exponent: str = "") -> str:
    """Print ``f^p_m(x, y)``; ``exponent`` is printed already."""
    head = _head_of(node.function, p) + exponent
    if node.parameters:
        head += p.spelling.subscript(p.script(node.parameters))
    if node.given is None:
        return p.spelling.call(head, p.within(p.spelling.parentheses, node.arguments))
    inside = p.at(Place.BRACKETED)
    texts = [inside.expression(argument) for argument in node.arguments]
    parts = (texts[: node.given], texts[node.given :])
    given = f" {p.spelling.given} ".join(p.comma.join(part) for part in parts)
    return p.spelling.call(head, p.spelling.grow(p.spelling.parentheses, given))


def _head_of(function: str, p: Printer) -> str:
    """Return the spelled name of a function; ``permute⁻¹`` is the inverse of one."""
    name = function.removesuffix("⁻¹")
    head = p.spelling.functions.get(name) or p.spelling.function(name)
    return head if name == function else head + p.spelling.exponent(p.spelling.minus + "1")


def _root(node: Apply, p: Printer, last: bool) -> str:
    operand = node.arguments[0]
    short = isinstance(operand, Number | Symbol) and p.expression(operand).isalnum()
    fence = p.spelling.short_root if short else p.spelling.root
    return p.within(fence, node.arguments, Level.SUM)


def _absolute(node: Apply, p: Printer, last: bool) -> str:
    return p.fenced(p.spelling.absolute, node.arguments[0])


def _unfold(node: Apply, p: Printer, last: bool) -> str:
    operand = node.arguments[0]
    named = isinstance(operand, Symbol) and len(node.parameters) == 1
    if not named or isinstance(node.parameters[0], Listing):
        return call(node, p)
    return p.base(operand, Script.SUB) + p.spelling.subscript(f"({p.script(node.parameters)})")


def _partial(node: Apply, p: Printer, last: bool) -> str:
    sign = p.spelling.partial if node.function == "∂" else p.spelling.nabla
    if node.parameters:
        sign = f"{sign.rstrip()}{p.spelling.subscript(p.script(node.parameters))} "
    return sign + p.expression(node.arguments[0], Level.POSTFIX)


_SPECIAL_HEADS: Mapping[str, Arm] = {
    "sqrt": _root,
    "abs": _absolute,
    "unfold": _unfold,
    "∂": _partial,
    "∇": _partial,
}
"""Functions of one argument that are not written as a call."""


def norm(node: Norm, p: Printer, last: bool) -> str:
    """Print ``‖X‖_F``."""
    text = p.fenced(p.spelling.norm, node.operand)
    if node.weight is not None:
        return text + p.spelling.subscript(p.script((node.weight,)))
    kind = p.spelling.infinity if node.kind == "∞" else node.kind
    return text + p.spelling.norm_order(kind) if kind else text


def inner(node: Inner, p: Printer, last: bool) -> str:
    """Print ``⟨a, b⟩_M``."""
    text = p.within(p.spelling.inner, (node.left, node.right))
    if node.weight is None:
        return text
    return text + p.spelling.subscript(p.script((node.weight,)))


def listing(node: Listing, p: Printer, last: bool) -> str:
    """Print ``(I, J)`` or ``{2, 4}``."""
    return p.within(p.spelling.braces if node.braces else p.spelling.parentheses, node.items)
