"""The value of every node of a formula, all of whose sizes are numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import substitute
from boxdot.notation.equality.exact import arrays
from boxdot.notation.equality.exact.arrays import Array, Lengths, MultiIndex, scalar, tabulate
from boxdot.notation.equality.exact.evaluation import Indices, Supply
from boxdot.notation.equality.exact.functions import apply
from boxdot.notation.equality.exact.norms import inner, marginal, norm
from boxdot.notation.equality.exact.numbers import PI, Number, power, simplest
from boxdot.notation.equality.exact.operators import binary, mode_product
from boxdot.notation.expressions import nodes as n
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.members import Member, is_alike, is_defined_member, member_of
from boxdot.notation.inference import Inference
from boxdot.notation.inference.singles import is_single, single_indices
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import substitute_shape

MOST_TERMS = 10_000
"""The terms of all sums of a formula that are evaluated for one trial."""


@dataclass(slots=True)
class Evaluator:
    """Evaluates nodes; ``at`` has the values of the indices in scope, counted from 1."""

    formula: Formula
    inference: Inference
    supply: Supply
    definitions: dict[str, Array] = field(default_factory=dict)
    families: dict[n.Index, tuple[tuple[str, ...], Mapping[MultiIndex, Array]]] = field(
        default_factory=dict
    )
    generic: dict[str, n.Expr] = field(default_factory=dict)
    terms: int = 0
    """How many terms of sums were evaluated."""

    @property
    def leading(self) -> bool:
        """Whether leading axes of length 1 are the free ones."""
        return self.formula.convention is Convention.C

    def __call__(self, node: n.Expr, at: Indices) -> Array:
        """Return the value of a node."""
        return _ARMS[type(node)](self, node, at)

    def number(self, node: n.Expr, at: Indices) -> Number:
        """Return the value of a node that is a number."""
        return self(node, at).only

    def matrix(self, node: n.Expr, at: Indices) -> Array:
        """Return the value of a node as a matrix."""
        return arrays.as_matrix(self(node, at), leading=self.leading)

    def lengths(self, node: n.Expr) -> Lengths:
        """Return the inferred shape of a node."""
        shape = self.inference.shape(node)
        if shape is None or not all(isinstance(size, int) for size in shape):
            raise UnsupportedError("a shape is not known")
        return tuple(size for size in shape if isinstance(size, int))

    def resolved(self, node: n.Symbol) -> str:
        """Return the name under which a symbol is declared or defined."""
        name = self.inference.declared_as(node)
        return self.formula.symbols.resolve(name) or name


def _number(evaluator: Evaluator, node: n.Number, at: Indices) -> Array:
    return scalar(simplest(node.value))


def _symbol(evaluator: Evaluator, node: n.Symbol, at: Indices) -> Array:
    if node.name in at:
        return scalar(at[node.name])
    member = member_of(node.name, at)
    if member is not None:
        return _member(evaluator, node, member, at)
    name = evaluator.resolved(node)
    square = _square(evaluator, node, name, at)
    if square is not None:
        return square
    if name in evaluator.definitions:
        return evaluator.definitions[name]
    if name not in evaluator.formula.symbols and name in evaluator.formula.sizes:
        return scalar(evaluator.formula.sizes[name])
    if name == "π":
        return scalar(PI)
    if is_defined_member(evaluator.formula, evaluator.generic, name):
        raise UnsupportedError(f"{name} is a member of what is defined")
    return evaluator.supply.array(name, evaluator.lengths(node))


def _member(evaluator: Evaluator, node: n.Symbol, member: Member, at: Indices) -> Array:
    """A member of a family; one that was defined is what its definition says for these indices."""
    name = evaluator.resolved(node)
    if name in evaluator.definitions:
        generic = evaluator.generic.pop(name, None)
        if generic is None:
            raise UnsupportedError(f"{name} is defined by what it defines itself")
        try:
            return evaluator(generic, at)
        finally:
            evaluator.generic[name] = generic
    if member.doubt:
        raise UnsupportedError(f"whether {name} changes with {', '.join(member.indices)}")
    symbols, own = evaluator.formula.symbols, member.name(at)
    own = symbols.resolve(own) or own
    if own in evaluator.definitions:
        return evaluator.definitions[own]
    if not is_alike(symbols, own, name):
        raise UnsupportedError(f"{own} is declared unlike {name}")
    return evaluator.supply.array(own, evaluator.lengths(node), name)


def _square(evaluator: Evaluator, node: n.Symbol, name: str, at: Indices) -> Array | None:
    """A declaration ``B^□ ∈ R^{…}`` beside one of B says the shape of B's broadcast form."""
    base = evaluator.formula.symbols.resolve(name.removesuffix("^□"))
    if not name.endswith("^□") or name not in evaluator.formula.symbols or base is None:
        return None
    if base in evaluator.definitions:
        value = evaluator.definitions[base]
    else:
        shape = substitute_shape(
            evaluator.formula.symbols[base].shape or (), evaluator.formula.sizes
        )
        value = evaluator.supply.array(base, tuple(s for s in shape if isinstance(s, int)))
    return arrays.stretched(value, evaluator.lengths(node), leading=evaluator.leading)


def _constant(evaluator: Evaluator, node: n.Constant, at: Indices) -> Array:
    unknown = evaluator.inference.shape(node) is None and node.sizes is None
    if unknown and node.kind is n.ConstantKind.IDENTITY and "I" in evaluator.formula.sizes:
        return scalar(evaluator.formula.sizes["I"])  # not 𝑰 but the size I
    shape = evaluator.lengths(node)
    match node.kind:
        case n.ConstantKind.ONES:
            return tabulate(shape, lambda k: 1)
        case n.ConstantKind.ZEROS:
            return tabulate(shape, lambda k: 0)
    return tabulate(shape, lambda k: int(len(set(k)) <= 1))


def _negate(evaluator: Evaluator, node: n.Negate, at: Indices) -> Array:
    return arrays.entrywise(lambda a: -a, evaluator(node.operand, at))


def _transpose(evaluator: Evaluator, node: n.Transpose, at: Indices) -> Array:
    value = evaluator(node.operand, at)
    return value if value.is_scalar else arrays.transpose(evaluator.matrix(node.operand, at))


def _power(evaluator: Evaluator, node: n.Power, at: Indices) -> Array:
    if _is_exponential(evaluator, node, at):
        return apply(evaluator, n.Apply("exp", (node.exponent,)), at)
    base = evaluator(node.base, at)
    exponent = evaluator.number(node.exponent, at)
    if not isinstance(exponent, int | Fraction):
        raise UnsupportedError("an exponent that is not rational")
    whole = isinstance(node.exponent, n.Number) and node.exponent.value.denominator == 1
    is_vector = len(evaluator.lengths(node.base)) < 2 and exponent > 0
    is_square = len(base.shape) > 1 and base.shape[0] == base.shape[1]
    counted = isinstance(node.exponent, n.Symbol) and (
        node.exponent.name in {*at, *evaluator.formula.sizes}
    )
    if is_square and counted and not base.is_scalar:
        raise UnsupportedError("the power of a matrix is not told by a number")
    if base.is_scalar or not whole or is_vector or _is_high(base, evaluator):
        return arrays.entrywise(lambda a: power(a, exponent), base)
    return _matrix_power(evaluator.matrix(node.base, at), int(exponent))


def _is_exponential(evaluator: Evaluator, node: n.Power, at: Indices) -> bool:
    """Whether it is ``e^x`` with Euler's number."""
    is_e = isinstance(node.base, n.Symbol) and node.base.name == "e" and "e" not in at
    declared = evaluator.formula.symbols.resolve("e") is not None
    return is_e and not declared and "e" not in evaluator.definitions


def _is_high(array: Array, evaluator: Evaluator) -> bool:
    extra = array.shape[:-2] if evaluator.leading else array.shape[2:]
    return any(length != 1 for length in extra)


def _matrix_power(matrix: Array, exponent: int) -> Array:
    factor = arrays.inverse(matrix) if exponent < 0 else matrix
    result = tabulate(matrix.shape, lambda k: int(k[0] == k[1]))
    for _ in range(abs(exponent)):
        result = arrays.matrix_product(result, factor)
    return result


def _broadcast_form(evaluator: Evaluator, node: n.BroadcastForm, at: Indices) -> Array:
    value = evaluator(node.operand, at)
    return arrays.stretched(value, evaluator.lengths(node), leading=evaluator.leading)


# --- indices --------------------------------------------------------------------------------


def _reduce(evaluator: Evaluator, node: n.Reduce, at: Indices) -> Array:
    names = [bounds.index for bounds in node.ranges]
    ranges = [_range(evaluator, node, bounds, at) for bounds in node.ranges]
    evaluator.terms += math.prod(map(len, ranges))
    if evaluator.terms > MOST_TERMS:
        raise UnsupportedError("sums of more terms than are tried")
    result: Array | None = None
    for values in itertools.product(*ranges):
        term = evaluator(node.body, {**at, **dict(zip(names, values, strict=True))})
        result = term if result is None else _joined(node, result, term)
    return scalar(int(node.product)) if result is None else result


def _joined(node: n.Reduce, left: Array, right: Array) -> Array:
    if node.product:
        if len(left.shape) == 2 and left.shape[0] == left.shape[1] > 1:
            raise UnsupportedError("whether ∏ is the matrix product is not clear")
        return arrays.entrywise(lambda a, b: a * b, left, right)
    return arrays.entrywise(lambda a, b: a + b, left, right)


def _range(evaluator: Evaluator, node: n.Reduce, bounds: n.IndexRange, at: Indices) -> list[int]:
    low = 1 if bounds.low is None else _bound(evaluator, bounds.low, at)
    if bounds.high is not None:
        high = _bound(evaluator, bounds.high, at)
    else:
        size = evaluator.inference.index_sizes(node).get(bounds.index)
        if size is None and bounds.index in single_indices(evaluator.inference, node):
            size = 1
        if not isinstance(size, int):
            raise UnsupportedError(f"how far {bounds.index} runs is not known")
        high = size
    excluded = None if bounds.excluded is None else _bound(evaluator, bounds.excluded, at)
    if high - low >= MOST_TERMS:
        raise UnsupportedError("sums of more terms than are tried")
    return [value for value in range(low, high + 1) if value != excluded]


def _bound(evaluator: Evaluator, node: n.Expr, at: Indices) -> int:
    if isinstance(node, n.Symbol) and node.name in at:
        return at[node.name]
    size = size_of(node)
    value = None if size is None else substitute(size, {**evaluator.formula.sizes, **at})
    if not isinstance(value, int):
        raise UnsupportedError("a bound that is no number")
    return value


def _index(evaluator: Evaluator, node: n.Index, at: Indices) -> Array:
    if node in evaluator.families:
        names, members = evaluator.families[node]
        if not all(name in at for name in names):
            raise UnsupportedError("an index that is not bound")
        return members[tuple(at[name] for name in names)]
    axes = evaluator.inference.index_axes(node)
    if axes is None:
        raise UnsupportedError("subscripts that are not clear")
    subscripts = (*node.subscripts, *node.superscripts)
    if is_single(evaluator.inference, node):
        if any(
            isinstance(s, n.Binary | n.Number) and _bound(evaluator, s, at) != 1 for s in subscripts
        ):
            raise UnsupportedError("an index beyond its axis")
        return scalar(evaluator(node.base, at).only)
    base = _indexed(evaluator, node, subscripts[len(axes) :], at)
    fixed: dict[int, int] = {}
    ranges: dict[int, range] = {}
    for axis, subscript in zip(axes, subscripts, strict=False):
        if isinstance(subscript, n.Slice):
            ranges[axis - 1] = _stretch(evaluator, subscript, base.shape[axis - 1 : axis], at)
        else:
            fixed[axis - 1] = _bound(evaluator, subscript, at) - 1
    return _taken(base, {axis - 1 for axis in axes}, fixed, ranges)


def _stretch(evaluator: Evaluator, node: n.Slice, length: tuple[int, ...], at: Indices) -> range:
    """Return the entries of ``a:b``, from 0; lengths are 1 at least, so none is empty."""
    low = 1 if node.low is None else _bound(evaluator, node.low, at)
    high = (*length, 1)[0] if node.high is None else _bound(evaluator, node.high, at)
    if high < low:
        raise UnsupportedError("an empty range")
    return range(low - 1, high)


def _indexed(
    evaluator: Evaluator, node: n.Index, members: tuple[n.Expr, ...], at: Indices
) -> Array:
    if not members:
        return evaluator(node.base, at)
    if not isinstance(node.base, n.Symbol):
        raise UnsupportedError("scripts that are not clear")
    values = ",".join(str(_bound(evaluator, member, at)) for member in members)
    family = evaluator.resolved(node.base)
    return evaluator.supply.array(f"{family}^({values})", evaluator.lengths(node.base), family)


def _taken(base: Array, named: set[int], fixed: dict[int, int], ranges: dict[int, range]) -> Array:
    order = max(len(base.shape), *(axis + 1 for axis in named), 0)
    base = arrays.reshaped(base, arrays.padded(base.shape, order))
    others = [axis for axis in range(order) if axis not in named]
    if named and all(base.shape[axis] == 1 for axis in others):
        fixed = {**fixed, **dict.fromkeys(others, 0)}
    free = [axis for axis in range(order) if axis not in fixed]

    def entry(k: MultiIndex) -> Number:
        places = {**fixed, **dict(zip(free, k, strict=True))}
        places |= {axis: one[places[axis]] for axis, one in ranges.items() if axis in free}
        index = tuple(places[axis] for axis in range(order))
        if any(not 0 <= i < length for i, length in zip(index, base.shape, strict=True)):
            raise UnsupportedError("an index beyond its axis")
        return base[index]

    shape = tuple(len(ranges.get(axis, range(base.shape[axis]))) for axis in free)
    return tabulate(shape, entry)


def _indicator(evaluator: Evaluator, node: n.Indicator, at: Indices) -> Array:
    if len(node.relation.sides) != 2:
        raise UnsupportedError("an indicator of several relations")
    left, right = (_bound(evaluator, side, at) for side in node.relation.sides)
    return scalar(int(_RELATIONS[node.relation.relations[0]](left, right)))


_RELATIONS: dict[n.Relation, Callable[[int, int], bool]] = {
    n.Relation.EQUAL: lambda a, b: a == b,
    n.Relation.NOT_EQUAL: lambda a, b: a != b,
    n.Relation.LESS: lambda a, b: a < b,
    n.Relation.LESS_EQUAL: lambda a, b: a <= b,
    n.Relation.GREATER: lambda a, b: a > b,
    n.Relation.GREATER_EQUAL: lambda a, b: a >= b,
}


# --- blocks ---------------------------------------------------------------------------------


def _block(evaluator: Evaluator, node: n.Block, at: Indices) -> Array:
    if len(node.rows) == 1 and len(node.rows[0]) == 1:
        return evaluator(node.rows[0][0], at)
    if any(isinstance(cell, n.Dots) for row in node.rows for cell in row):
        return _repeated(evaluator, node, at)
    entries: dict[MultiIndex, Number] = {}
    top = width = 0
    for row in node.rows:
        left = height = 0
        for cell in row:
            value = evaluator.matrix(cell, at)
            entries |= {(top + r, left + c): x for (r, c), x in value.entries.items()}
            height, left = value.shape[0], left + value.shape[1]
        top, width = top + height, left
    result = tabulate((top, width), lambda k: entries[k])
    return arrays.reshaped(result, (top,)) if width == 1 else result


def _repeated(evaluator: Evaluator, node: n.Block, at: Indices) -> Array:
    cells = [cell for row in node.rows for cell in row if not isinstance(cell, n.Dots)]
    if not cells or any(cell != cells[0] for cell in cells):
        raise UnsupportedError("a matrix whose … are not clear")
    cell = evaluator.matrix(cells[0], at)
    shape = arrays.padded(evaluator.lengths(node), 2)[:2]
    rows, columns = cell.shape
    return tabulate(shape, lambda k: cell[k[0] % rows, k[1] % columns])


def _refused(evaluator: Evaluator, node: n.Expr, at: Indices) -> Array:
    raise UnsupportedError(f"a {type(node).__name__.lower()} has no value")


_ARMS: dict[type, Callable[..., Array]] = {
    n.Number: _number,
    n.Symbol: _symbol,
    n.Constant: _constant,
    n.Negate: _negate,
    n.Transpose: _transpose,
    n.Power: _power,
    n.Binary: binary,
    n.ModeProduct: mode_product,
    n.Apply: apply,
    n.BroadcastForm: _broadcast_form,
    n.Marginal: marginal,
    n.Norm: norm,
    n.Inner: inner,
    n.Reduce: _reduce,
    n.Index: _index,
    n.Indicator: _indicator,
    n.Block: _block,
    **dict.fromkeys((n.Slice, n.Dots, n.Listing, n.Minimise, n.Derivative), _refused),
}
