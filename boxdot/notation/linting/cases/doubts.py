"""Notation that papers use in more than one way: what leans on it is not proven."""

from __future__ import annotations

from collections.abc import Iterator

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
    Transpose,
)
from boxdot.notation.expressions.walking import children, descendants
from boxdot.notation.linting.cases.case import Case
from boxdot.notation.linting.declaring.unsaid import ROW, VECTOR, has_unsaid, is_unsaid
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Size

_SEVERAL_MEANINGS = frozenset({Op.FROBENIUS, Op.STAR, Op.CONVOLVE, Op.SOLVE})
_SIZED = frozenset({"matmul-mismatch", "side-mismatch", "ill-shaped"})
_DIFFERENTIALS = frozenset("dD𝐝δΔ𝑑∂∇")


def is_doubtful(case: Case) -> bool:
    """Tell whether a problem hangs on a notation with several meanings."""
    parts = list(case.parts())
    return (
        any(_has_meanings(case, node) for node in parts)
        or any(leans_on_size(case, node) for node in case.faulty())
        or _is_applied(case)
    )


def _is_applied(case: Case) -> bool:
    """Tell whether the divisor of a fraction may be a function: ``σ`` of ``x / σ(x)``."""
    fraction = case.problem.node
    if not (isinstance(fraction, Binary) and fraction.op is Op.DIVIDE):
        return False
    return _ends_in_name(fraction.right) and any(
        isinstance(node, Binary)
        and node.op is Op.MATMUL
        and (node.left is fraction or getattr(node.left, "right", None) is fraction)
        and _may_be_argument(case, node.right)
        for node in descendants(case.statement)
    )


def _has_meanings(case: Case, node: Expr) -> bool:
    match node:
        case Binary(op=op) if op in _SEVERAL_MEANINGS:
            return True
        case Binary(op=Op.OUTER):  # element-wise, a composition or the outer product
            return node is not case.problem.node or case.problem.name == "side-mismatch"
        case Binary(op=Op.MATMUL, left=left, right=right) if _ends_in_name(left):
            doubtful = _may_be_argument(case, right) or _may_be_inner(case, left, right)
            return doubtful or _are_vectors(case, node, left, right)
        case Binary(op=Op.MATMUL, left=left, right=right):
            return _are_vectors(case, node, left, right)
        case Index(base=Transpose()):  # q^⊤_i: a row of the transpose, or a transposed row
            return case.inference.shape(node) is not None
        case Binary(op=Op.DIVIDE, right=below):
            return _is_differential(below)
        case Index(base=base, subscripts=(Number(text=text),)):  # X_{12}: an entry, or a row
            return len(text) == len(case.inference.shape(base) or ()) > 1
        case Constant(sizes=sizes) if sizes is not None:  # 1_{i,j} may indicate something
            return any(name not in case.setting.sizes for size in sizes for name in names_of(size))
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


def _ends_in_name(left: Expr) -> bool:
    """Tell whether a factor may be a function: ``f``, or ``2 σ²`` in ``2 σ²(x)``."""
    match left:
        case Symbol() | Power(base=Symbol()):
            return True
        case Binary(op=Op.MATMUL, right=right):
            return _ends_in_name(right)
    return False


def _may_be_inner(case: Case, left: Expr, right: Expr) -> bool:
    """Tell whether ``p qᵀ`` is an inner product of rows, where only the kinds are known."""
    first, second = case.inference.shape(left), case.inference.shape(right)
    return first == VECTOR and second == ROW


def _are_vectors(case: Case, node: Expr, left: Expr, right: Expr) -> bool:
    """Tell whether a product may be an inner or an element-wise one: ``σ ε`` of two vectors."""
    if node is case.problem.node:
        return False
    shapes = (case.inference.shape(left), case.inference.shape(right))
    return all(shape is not None and len(shape) == 1 for shape in shapes)


def _may_be_argument(case: Case, right: Expr) -> bool:
    """Tell whether ``P(x)`` may apply P, or ``S[a]`` take an entry: only a name is in brackets."""
    written = right.span.of(case.text) if right.span is not None else ""
    lone = isinstance(right, Symbol | Index | Listing | Number)
    return lone and written.lstrip("\\leftbigB ").startswith(("(", "["))


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

    A name may stand for a number; and where symbols are declared in several sections, a name in
    one may stand for another name in the next. A size that is not said may be any but 1; products
    and sides of which a size is not said prove nothing.
    """
    if case.problem.name in _SIZED and any(has_unsaid(shape) for shape in case.problem.shapes):
        return True
    pairs = case.disagreements()
    if case.problem.name == "tensor-division":  # whatever the sizes, it is no division
        pairs = [pair for pair in pairs if not any(map(is_unsaid, pair))]
    foreign = not case.setting.is_of_one_section(_declared_names(case))
    return bool(pairs) and all(_may_be_equal(*pair, foreign=foreign) for pair in pairs)


def _may_be_equal(first: Size, second: Size, *, foreign: bool) -> bool:
    if is_unsaid(first) or is_unsaid(second):
        return 1 not in (first, second)
    numbers = [size for size in (first, second) if isinstance(size, int)]
    return foreign if not numbers else len(numbers) == 1 and numbers[0] > 1


def _declared_names(case: Case) -> Iterator[str]:
    for node in descendants(case.statement):
        if isinstance(node, Symbol) and node.name in case.symbols:
            yield node.name


def leans_on_size(case: Case, expr: Expr) -> bool:
    """Tell whether an expression leans on the letter of a size, which may mean something else.

    ``h`` of ``ℝ^{n×h}`` is a number in ``1/h`` and ``√h``, but often a vector elsewhere.
    """
    match expr:
        case Symbol(name=name):
            return name not in case.symbols and case.inference.shape(expr) == ()
        case Norm() | Inner() | Index() | Apply(function="sqrt" | "log"):
            return False
        case Binary(op=Op.DIVIDE, left=above):
            return leans_on_size(case, above)
        case Power(base=base):
            return leans_on_size(case, base)
    return any(leans_on_size(case, child) for child in children(expr))
