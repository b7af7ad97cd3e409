"""Notation that papers use in more than one way: what leans on it is not proven."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    Constant,
    Expr,
    Index,
    Indicator,
    Inner,
    Listing,
    Norm,
    Number,
    Op,
    Power,
    Symbol,
)
from boxdot.notation.expressions.walking import children, descendants
from boxdot.notation.linting.rules.case import Case
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Size

_SEVERAL_MEANINGS = frozenset({Op.FROBENIUS, Op.STAR, Op.CONVOLVE, Op.SOLVE})
_DIFFERENTIALS = frozenset("dD𝐝δΔ𝑑∂∇")
_NUMBERS = Norm | Inner


def is_doubtful(case: Case) -> bool:
    """Tell whether a problem hangs on a notation with several meanings."""
    return any(_has_meanings(case, node) for node in case.parts())


def _has_meanings(case: Case, node: Expr) -> bool:
    match node:
        case Binary(op=op) if op in _SEVERAL_MEANINGS:
            return True
        case Binary(op=Op.MATMUL, left=Symbol(), right=right):
            return _may_be_argument(case, right)
        case Binary(op=Op.DIVIDE, right=below):
            return _is_differential(below)
        case Constant(sizes=sizes) if sizes is not None:  # 1_{i,j} may indicate something
            return any(name not in case.sizes for size in sizes for name in names_of(size))
        case Apply(function="abs", arguments=(inside,)):  # or its cardinality, or determinant
            shape = case.inference.shape(inside)
            return shape is not None and not is_scalar(shape)
        case Apply(function="∂" | "∇") | Indicator():
            return True
        case Apply(function=function, parameters=(_, *_)):  # f_k is another function than f
            return function in case.symbols
        case Power(base=base, exponent=Number(text=text)) if text.startswith("-"):
            return not _is_square(case, base)
        case Block(rows=rows):  # [a, b] may set vectors side by side or one above the other
            return any(len(row) > 1 and _has_vector(case, row) for row in rows)
    return False


def _is_square(case: Case, base: Expr) -> bool:
    shape = case.inference.shape(base)
    return shape is None or is_scalar(shape) or (len(shape) == 2 and shape[0] == shape[1])


def _has_vector(case: Case, row: tuple[Expr, ...]) -> bool:
    shapes = (case.inference.shape(cell) for cell in row)
    return any(shape is not None and len(shape) == 1 for shape in shapes)


def _may_be_argument(case: Case, right: Expr) -> bool:
    """Tell whether ``P(x)`` may apply P: only a name stands in the parentheses."""
    written = right.span.of(case.text) if right.span is not None else ""
    lone = isinstance(right, Symbol | Index | Listing)
    return lone and written.lstrip("\\leftbigB ").startswith("(")


def _is_differential(below: Expr) -> bool:
    """Tell whether a denominator such as ``d x`` or ``T ∂x`` makes a fraction a derivative."""
    match below:
        case Binary(op=Op.MATMUL | Op.DOT, left=left, right=right):
            return _is_differential(left) or _is_differential(right)
        case Apply(function="∂"):
            return True
        case Power(base=base):
            return _is_differential(base)
        case Symbol(name=name):
            return name[:1] in _DIFFERENTIALS and len(name) == 1
    return False


def may_agree(case: Case) -> bool:
    """Tell whether all sizes that differ may still be equal.

    A name may stand for a number; and where a symbol is declared in another section, a name there
    may stand for another name here.
    """
    pairs = case.disagreements()
    foreign = any(name not in case.near for name in _declared_names(case))
    return bool(pairs) and all(_may_be_equal(*pair, foreign=foreign) for pair in pairs)


def _may_be_equal(first: Size, second: Size, *, foreign: bool) -> bool:
    numbers = [size for size in (first, second) if isinstance(size, int)]
    return foreign if not numbers else len(numbers) == 1 and numbers[0] > 1


def _declared_names(case: Case) -> Iterator[str]:
    for node in descendants(case.statement):
        if isinstance(node, Symbol) and node.name in case.symbols:
            yield node.name


def undeclared(case: Case, expr: Expr) -> bool:
    """Tell whether an expression leans on a name that nothing declares, such as that of a size.

    What stands in a norm does not matter: that is a number anyway.
    """
    return any(name not in case.symbols for name in _names(expr, case.sizes))


def _names(expr: Expr, sizes: Collection[str]) -> Iterator[str]:
    if isinstance(expr, Symbol):
        yield expr.name
    elif not isinstance(expr, _NUMBERS):
        for child in children(expr):
            yield from _names(child, sizes)
