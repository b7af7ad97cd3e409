"""How far a ``/`` reaches: ``1/n Σ_i x_i`` is (1/n) Σ_i x_i, and ``a/2b`` is a/(2b).

What stands beside a denominator belongs to it as long as it is a plain scalar: a number, a name,
a glued root. It ends before everything that nobody divides by in that way: Σ ∏ ∫, a function, a
bracket, a norm, an operand known to be a tensor; behind a bracket or a spaced root; and, of
numbers alone (``1/2 x``), at white space.
"""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.grammar.trees import Tree
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Constant,
    Expr,
    Index,
    Negate,
    Number,
    Op,
    Power,
    Symbol,
    Transpose,
)
from boxdot.notation.reading.indices import declared_order
from boxdot.notation.reading.trees import Branch, Reader, branches, span_of, text_of, tokens

_EXPECTATIONS = frozenset({"𝔼", "ℙ", "𝕍"})
_PLAIN = frozenset({"name", "number", "decorated", "root"})
_PRODUCTS = frozenset({"binary", "binary_signed"})


def denominator(reader: Reader, over: Branch, term: Branch) -> tuple[Branch, list[Branch]]:
    """Part the juxtaposed ``term`` behind a ``/`` into the denominator and what multiplies.

    ``over`` is what is divided.
    """
    factors = list(_factors(term))
    kept = 1
    while kept < len(factors) and _continues(reader, over, factors[: kept + 1]):
        kept += 1
    if kept == len(factors):
        return term, []
    tree = factors[0]
    for factor in factors[1:kept]:
        tree = Tree("juxtaposed", [tree, factor])
    return tree, factors[kept:]


def last_factor(tree: Branch) -> tuple[Branch, Branch] | None:
    """Part ``X ⊡ −1/2`` into the product and its last factor ``1/2``, without a sign.

    None where there is no written product: quotients group to the left.
    """
    if tree.data not in _PRODUCTS:
        return None
    if tokens(tree)[0].text != "/":
        return tree, branches(tree)[-1]
    quotient, *under = tree.children
    found = last_factor(quotient) if isinstance(quotient, Tree) else None
    return found and (found[0], Tree(tree.data, [found[1], *under]))


def _factors(term: Branch) -> Iterator[Branch]:
    """Yield what stands side by side, without recursion."""
    waiting = [term]
    while waiting:
        tree = waiting.pop()
        if tree.data == "juxtaposed":
            waiting += reversed(branches(tree))
        else:
            yield tree


def _continues(reader: Reader, over: Branch, factors: list[Branch]) -> bool:
    """Tell whether the last factor belongs to the denominator that the others begin."""
    before, factor = factors[-2:]
    if not all(_base(tree).data in _PLAIN for tree in (before, factor)):
        return False
    spaced = reader.text[span_of(factor).start - 1].isspace()
    roots = "root" in (_base(before).data, _base(factor).data)
    numbers = len(factors) == 2 and _is_number(over) and _is_number(before)
    if spaced and (roots or numbers):
        return False
    return not _is_tensor(reader, reader.expr(factor))


def _base(tree: Branch) -> Branch:
    """Return what carries the scripts."""
    return branches(tree)[0] if tree.data == "decorated" else tree


def _is_number(tree: Branch) -> bool:
    """Tell whether it ends in a number by itself: the 1 of ``X ⊡ 1``."""
    if (found := last_factor(tree)) is not None:
        tree = found[1]
    return tree.data == "number" and text_of(tree)[0].isdigit()


def _is_tensor(reader: Reader, expr: Expr) -> bool:
    """Tell whether an operand is known to be more than a scalar, or an expectation."""
    match expr:
        case Transpose() | Constant():
            return True
        case Symbol(name=name) if name in _EXPECTATIONS:
            return True
        case Symbol():
            return bool(declared_order(expr, reader.symbols))
        case Index(base=Symbol() as base, subscripts=lower, superscripts=upper):
            return (declared_order(base, reader.symbols) or 0) > len(lower) + len(upper)
        case Power(base=inner) | Negate(operand=inner) | Apply(function="sqrt", arguments=(inner,)):
            return _is_tensor(reader, inner)
        case Binary(op=Op.MATMUL | Op.DIVIDE, left=left, right=right):
            return _is_tensor(reader, left) or _is_tensor(reader, right)
        case Number():
            return False
    return False
