"""A naive evaluator: equations (6) and (7) index by index, in plain Python loops.

It shares nothing with the array programs: a tensor is a shape and a dictionary from multi-indices
(from 0) to numbers, which stay exact fractions as long as the operations allow. Index notation
is evaluated for one value of every index at a time. Shapes of what takes its shape from its
surroundings (𝟏, X^□, fold) are asked of the inference, with numbers for all sizes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from boxdot.notation.expressions import nodes as n
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference.result import Inference

Number = Any  # int, Fraction, float or complex
MultiIndex = tuple[int, ...]


@dataclass(frozen=True)
class Tensor:
    """A shape and its entries."""

    shape: tuple[int, ...]
    entries: Mapping[MultiIndex, Number]

    def __getitem__(self, index: MultiIndex) -> Number:
        """Return an entry; indices beyond the order are those of axes of length 1."""
        return self.entries[tuple(index[: len(self.shape)])]


def every(shape: tuple[int, ...]) -> Iterator[MultiIndex]:
    return itertools.product(*map(range, shape))


def tabulate(shape: tuple[int, ...], entry: Callable[[MultiIndex], Number]) -> Tensor:
    return Tensor(shape, {index: entry(index) for index in every(shape)})


def number(value: Number) -> Tensor:
    return Tensor((), {(): value})


def from_nested(shape: tuple[int, ...], flat: list[Number]) -> Tensor:
    """Return a tensor from its entries, last index fastest."""
    return Tensor(shape, dict(zip(every(shape), flat, strict=True)))


def padded(shape: tuple[int, ...], order: int) -> tuple[int, ...]:
    return (*shape, *(1,) * (order - len(shape)))


def joint(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    order = max(len(left), len(right))
    pairs = list(zip(padded(left, order), padded(right, order), strict=True))
    assert all(i == j or i == 1 or j == 1 for i, j in pairs), (left, right)
    return tuple(max(pair) for pair in pairs)


def bc(tensor: Tensor, size: tuple[int, ...]) -> Tensor:
    """Equation (6): index 1 where the axis has length 1, else the index itself."""
    shape = joint(tensor.shape, size)
    own = padded(tensor.shape, len(shape))
    return tabulate(
        shape, lambda k: tensor[tuple(0 if i == 1 else kn for i, kn in zip(own, k, strict=True))]
    )


def entrywise(function: Callable[..., Number], *tensors: Tensor) -> Tensor:
    """Equation (7) for any function of the entries."""
    shape: tuple[int, ...] = ()
    for tensor in tensors:
        shape = joint(shape, tensor.shape)
    stretched = [bc(tensor, shape) for tensor in tensors]
    return tabulate(shape, lambda k: function(*(tensor[k] for tensor in stretched)))


def matrix(tensor: Tensor) -> Tensor:
    """Return a tensor as a matrix: a vector is a column."""
    assert all(size == 1 for size in tensor.shape[2:])
    shape = padded(tensor.shape, 2)[:2]
    return tabulate(shape, lambda k: tensor[(*k, *(0,) * len(tensor.shape))])


def is_scalar(tensor: Tensor) -> bool:
    return all(size == 1 for size in tensor.shape)


def only(tensor: Tensor) -> Number:
    assert is_scalar(tensor)
    return next(iter(tensor.entries.values()))


def product(left: Tensor, right: Tensor) -> Tensor:
    if is_scalar(left) or is_scalar(right):
        if is_scalar(left):
            left, right = right, left
        factor = only(right)
        return tabulate(left.shape, lambda k: left[k] * factor)
    left, right = matrix(left), matrix(right)
    (rows, inner), (same, columns) = left.shape, right.shape
    assert inner == same, (left.shape, right.shape)
    return tabulate(
        (rows, columns),
        lambda k: sum(left[k[0], m] * right[m, k[1]] for m in range(inner)),
    )


def transpose(tensor: Tensor) -> Tensor:
    tensor = matrix(tensor)
    return tabulate(tensor.shape[::-1], lambda k: tensor[k[::-1]])


def determinant(tensor: Tensor) -> Number:
    """Leibniz: a sum over permutations."""
    tensor = matrix(tensor)
    size = tensor.shape[0]
    total: Number = 0
    for order in itertools.permutations(range(size)):
        inversions = sum(a > b for a, b in itertools.combinations(order, 2))
        term: Number = (-1) ** inversions
        for row, column in enumerate(order):
            term *= tensor[row, column]
        total += term
    return total


def inverse(tensor: Tensor) -> Tensor:
    """Cramer: cofactors over the determinant."""
    tensor = matrix(tensor)
    size, whole = tensor.shape[0], determinant(tensor)

    def cofactor(k: MultiIndex) -> Number:
        rows = [r for r in range(size) if r != k[1]]
        columns = [c for c in range(size) if c != k[0]]
        minor = tabulate((size - 1, size - 1), lambda m: tensor[rows[m[0]], columns[m[1]]])
        return _quotient((-1) ** sum(k) * determinant(minor), whole)

    return tabulate((size, size), cofactor)


def _quotient(left: Number, right: Number) -> Number:
    exact = isinstance(left, int | Fraction) and isinstance(right, int | Fraction)
    return Fraction(left) / Fraction(right) if exact else left / right


def column_major(shape: tuple[int, ...]) -> list[MultiIndex]:
    """Return all multi-indices, the first index fastest."""
    return [k[::-1] for k in every(shape[::-1])]


def vec(tensor: Tensor) -> Tensor:
    order = column_major(tensor.shape)
    return from_nested((len(order),), [tensor[k] for k in order])


def unfold(tensor: Tensor, mode: int) -> Tensor:
    shape = padded(tensor.shape, mode)
    rest = column_major((*shape[: mode - 1], *shape[mode:]))
    return tabulate(
        (shape[mode - 1], len(rest)),
        lambda k: tensor[(*rest[k[1]][: mode - 1], k[0], *rest[k[1]][mode - 1 :])],
    )


def fold(tensor: Tensor, mode: int, shape: tuple[int, ...]) -> Tensor:
    shape = padded(shape, mode)
    rest = column_major((*shape[: mode - 1], *shape[mode:]))
    places = {k: column for column, k in enumerate(rest)}
    return tabulate(
        shape, lambda k: matrix(tensor)[k[mode - 1], places[(*k[: mode - 1], *k[mode:])]]
    )


def diag(tensor: Tensor) -> Tensor:
    vector = vec(tensor)
    size = vector.shape[0]
    return tabulate((size, size), lambda k: vector[k[0],] if k[0] == k[1] else 0)


def sum_modes(tensor: Tensor, modes: set[int]) -> Tensor:
    shape = padded(tensor.shape, max(modes))
    kept = tuple(1 if m + 1 in modes else size for m, size in enumerate(shape))
    totals: dict[MultiIndex, Number] = dict.fromkeys(every(kept), 0)
    for k in every(shape):
        totals[tuple(0 if m + 1 in modes else i for m, i in enumerate(k))] += tensor[k]
    return Tensor(kept, totals)


def mode_product(tensor: Tensor, factor: Tensor, mode: int) -> Tensor:
    shape, factor = padded(tensor.shape, mode), matrix(factor)
    result = (*shape[: mode - 1], factor.shape[0], *shape[mode:])

    def entry(k: MultiIndex) -> Number:
        fibre = ((*k[: mode - 1], m, *k[mode:]) for m in range(shape[mode - 1]))
        return sum(tensor[at] * factor[k[mode - 1], m] for m, at in enumerate(fibre))

    return tabulate(result, entry)


def kronecker(left: Tensor, right: Tensor) -> Tensor:
    left, right = matrix(left), matrix(right)
    (p, q), (r, s) = left.shape, right.shape
    return tabulate(
        (p * r, q * s), lambda k: left[k[0] // r, k[1] // s] * right[k[0] % r, k[1] % s]
    )


def khatri_rao(left: Tensor, right: Tensor) -> Tensor:
    left, right = matrix(left), matrix(right)
    rows = right.shape[0]
    return tabulate(
        (left.shape[0] * rows, left.shape[1]),
        lambda k: left[k[0] // rows, k[1]] * right[k[0] % rows, k[1]],
    )


def outer(left: Tensor, right: Tensor) -> Tensor:
    left, right = _longer(left), _longer(right)
    split = len(left.shape)
    return tabulate((*left.shape, *right.shape), lambda k: left[k[:split]] * right[k[split:]])


def _longer(tensor: Tensor) -> Tensor:
    kept = [m for m, size in enumerate(tensor.shape) if size != 1]
    entries = {tuple(k[m] for m in kept): value for k, value in tensor.entries.items()}
    return Tensor(tuple(tensor.shape[m] for m in kept), entries)


def marginal(tensor: Tensor, kept: tuple[int, ...]) -> Tensor:
    """Return the root of the summed squares over the axes that ``kept`` has as 1."""
    shape = padded(tensor.shape, len(kept))
    squares = tabulate(shape, lambda k: abs(tensor[k]) ** 2)
    modes = {m + 1 for m, size in enumerate(padded(kept, len(shape))) if size == 1}
    total = sum_modes(squares, modes) if modes else squares
    return tabulate(total.shape, lambda k: math.sqrt(total[k]))


def norm(tensor: Tensor, kind: str) -> Number:
    sizes = [abs(value) for value in tensor.entries.values()]
    match kind:
        case "" | "F" | "2":
            return math.sqrt(sum(size**2 for size in sizes))
        case "0":
            return sum(size != 0 for size in sizes)
        case "1":
            return sum(sizes)
        case "∞":
            return max(sizes)
    return sum(float(size) ** float(kind) for size in sizes) ** (1 / float(kind))


BINARY: dict[n.Op, Callable[[Tensor, Tensor], Tensor]] = {
    n.Op.BOXDOT: lambda x, y: entrywise(lambda a, b: a * b, x, y),
    n.Op.HADAMARD: lambda x, y: entrywise(lambda a, b: a * b, x, y),
    n.Op.PENETRATING: lambda x, y: entrywise(lambda a, b: a * b, x, y),
    n.Op.BOXPLUS: lambda x, y: entrywise(lambda a, b: a + b, x, y),
    n.Op.ADD: lambda x, y: entrywise(lambda a, b: a + b, x, y),
    n.Op.BOXMINUS: lambda x, y: entrywise(lambda a, b: a - b, x, y),
    n.Op.SUBTRACT: lambda x, y: entrywise(lambda a, b: a - b, x, y),
    n.Op.BOXSLASH: lambda x, y: entrywise(_quotient, x, y),
    n.Op.OSLASH: lambda x, y: entrywise(_quotient, x, y),
    n.Op.DIVIDE: lambda x, y: entrywise(_quotient, x, y),
    n.Op.MATMUL: product,
    n.Op.TIMES: product,
    n.Op.SOLVE: lambda x, y: product(inverse(x), y),
    n.Op.OUTER: outer,
    n.Op.KRONECKER: kronecker,
    n.Op.KHATRI_RAO: khatri_rao,
    n.Op.FROBENIUS: lambda x, y: number(sum(x[k] * y[k] for k in every(x.shape))),
}

ENTRYWISE: dict[str, Callable[[Number], Number]] = {
    "sqrt": math.sqrt,
    "abs": abs,
    "exp": math.exp,
    "ln": math.log,
    "tanh": math.tanh,
    "sin": math.sin,
    "cos": math.cos,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "σ": lambda x: 1 / (1 + math.exp(-x)),
}


NAMED = {"π": math.pi, "e": math.e}


@dataclass
class Reference:
    """Evaluates the nodes of one formula, whose sizes are all numbers."""

    formula: Formula
    inference: Inference
    values: Mapping[str, Tensor]
    running: dict[int, int] = field(default_factory=dict)
    """The subscripts of a cell that stand for others, by identity, and what they are now."""

    def __call__(self, node: n.Expr, at: Mapping[str, int] | None = None) -> Tensor:
        """Return the value of a node where the indices have the values ``at`` (from 1)."""
        at = at or {}
        match node:
            case n.Number():
                return number(self.running.get(id(node), node.value))
            case n.Symbol(name=name):
                return number(at[name]) if name in at else self._symbol(node)
            case n.Constant():
                return self._constant(node)
            case n.Negate(operand=x):
                return entrywise(lambda a: -a, self(x, at))
            case n.Transpose(operand=x):
                return transpose(self(x, at))
            case n.Power():
                return self._power(self(node.base, at), only(self(node.exponent, at)))
            case n.Binary(op=n.Op.DOT, left=x, right=y):
                return self._dot(self(x, at), self(y, at))
            case n.Binary(op=n.Op.OUTER, left=x, right=y) if self._is_hadamard(node):
                return entrywise(lambda a, b: a * b, self(x, at), self(y, at))
            case n.Binary(op=op, left=x, right=y):
                return BINARY[op](self(x, at), self(y, at))
            case n.ModeProduct():
                mode = int(only(self(node.mode, at)))
                return mode_product(self(node.left, at), self(node.right, at), mode)
            case n.BroadcastForm(operand=x):
                return bc(self(x, at), self._shape(node))
            case n.Marginal(operand=x):
                return marginal(self(x, at), self._shape(node))
            case n.Norm():
                return self._norm(node, at)
            case n.Inner():
                return self._inner(node, at)
            case n.Reduce():
                return self._reduce(node, at)
            case n.Index():
                return self._index(node, at)
            case n.Indicator():
                left, right = (only(self(side, at)) for side in node.relation.sides)
                return number(int(left == right))
            case n.Block():
                return self._block(node, at)
            case n.Apply():
                return self._apply(node, at)
        raise NotImplementedError(type(node).__name__)

    def entries(self, node: n.Expr, indices: tuple[str, ...], sizes: tuple[int, ...]) -> Tensor:
        """Return the tensor of an expression whose free indices are its leading axes."""
        parts = {
            k: self(node, {i: m + 1 for i, m in zip(indices, k, strict=True)}) for k in every(sizes)
        }
        own = next(iter(parts.values())).shape
        return tabulate((*sizes, *own), lambda k: parts[k[: len(sizes)]][k[len(sizes) :]])

    def _symbol(self, node: n.Symbol) -> Tensor:
        name = self.inference.declared_as(node)
        name = self.formula.symbols.resolve(name) or name
        if name in self.values:
            return self.values[name]
        return number(NAMED[name] if name in NAMED else self.formula.sizes[name])

    def _shape(self, node: n.Expr) -> tuple[int, ...]:
        shape = self.inference.shape(node)
        assert shape is not None
        assert all(isinstance(size, int) for size in shape), shape
        return tuple(size for size in shape if isinstance(size, int))

    def _constant(self, node: n.Constant) -> Tensor:
        shape = self._shape(node)
        match node.kind:
            case n.ConstantKind.ONES:
                return tabulate(shape, lambda k: 1)
            case n.ConstantKind.ZEROS:
                return tabulate(shape, lambda k: 0)
        return tabulate(shape, lambda k: int(len(set(k)) <= 1))

    def _power(self, base: Tensor, exponent: Number) -> Tensor:
        if is_scalar(base):
            value = only(base)
            whole = isinstance(exponent, int | Fraction) and Fraction(exponent).denominator == 1
            if whole and exponent < 0:
                return number(_quotient(1, value**-exponent))
            return number(value**exponent)
        if len(set(padded(base.shape, 2))) > 1:
            return entrywise(lambda a: a**exponent, base)
        base = matrix(base)
        factor = inverse(base) if exponent < 0 else base
        result = factor
        for _ in range(abs(int(exponent)) - 1):
            result = product(result, factor)
        return result

    def _dot(self, left: Tensor, right: Tensor) -> Tensor:
        columns = all(padded(x.shape, 2)[1:] == (1,) for x in (left, right))
        if columns and not is_scalar(left) and not is_scalar(right):
            return product(transpose(left), right)
        return product(left, right)

    def _norm(self, node: n.Norm, at: Mapping[str, int]) -> Tensor:
        x = self(node.operand, at)
        if node.weight is None:
            return number(norm(x, node.kind))
        total = only(product(product(transpose(x), self(node.weight, at)), x))
        return number(math.sqrt(total))

    def _inner(self, node: n.Inner, at: Mapping[str, int]) -> Tensor:
        left, right = self(node.left, at), self(node.right, at)
        if node.weight is not None:
            return product(product(transpose(right), self(node.weight, at)), left)
        return number(sum(left[k] * right[k] for k in every(left.shape)))

    def _reduce(self, node: n.Reduce, at: Mapping[str, int]) -> Tensor:
        ranges = [self._range(node, bounds, at) for bounds in node.ranges]
        names = [bounds.index for bounds in node.ranges]
        terms = [
            self(node.body, {**at, **dict(zip(names, values, strict=True))})
            for values in itertools.product(*ranges)
        ]
        total = terms[0]
        for term in terms[1:]:
            total = (
                product(total, term) if node.product else entrywise(lambda a, b: a + b, total, term)
            )
        return total

    def _range(self, node: n.Reduce, bounds: n.IndexRange, at: Mapping[str, int]) -> list[int]:
        low = 1 if bounds.low is None else int(only(self(bounds.low, at)))
        if bounds.high is None:
            size = self.inference.index_sizes(node)[bounds.index]
            high = 1 if size is None else size  # an axis of length 1 tells nothing
        else:
            high = int(only(self._bound(bounds.high, at)))
        excluded = None if bounds.excluded is None else only(self(bounds.excluded, at))
        return [k for k in range(low, high + 1) if k != excluded]

    def _bound(self, node: n.Expr, at: Mapping[str, int]) -> Tensor:
        """Return a bound; the letter I is there a size, not the identity."""
        if isinstance(node, n.Constant) and node.kind is n.ConstantKind.IDENTITY:
            return number(self.formula.sizes["I"])
        return self(node, at)

    def _index(self, node: n.Index, at: Mapping[str, int]) -> Tensor:
        base = self(node.base, at)
        subscripts = (*node.subscripts, *node.superscripts)
        axes = self.inference.index_axes(node) or tuple(range(1, len(subscripts) + 1))
        fixed: dict[int, int] = {}
        parts = {m: range(size) for m, size in enumerate(base.shape)}
        for axis, subscript in zip(axes, subscripts, strict=False):
            if not isinstance(subscript, n.Slice):
                fixed[axis - 1] = int(only(self(subscript, at))) - 1
                continue
            low = 1 if subscript.low is None else int(only(self._bound(subscript.low, at)))
            if subscript.high is not None:
                high = int(only(self._bound(subscript.high, at)))
                parts[axis - 1] = range(low - 1, high)
            elif low > 1:
                parts[axis - 1] = range(low - 1, base.shape[axis - 1])
        named = {axis - 1 for axis in axes}
        if len(named) < len(base.shape) and all(
            base.shape[m] == 1 for m in range(len(base.shape)) if m not in named
        ):
            fixed |= {m: 0 for m in range(len(base.shape)) if m not in named}
        free = [m for m in range(len(base.shape)) if m not in fixed]
        shape = tuple(len(parts[m]) for m in free)

        def entry(k: MultiIndex) -> Number:
            places = {**fixed, **{m: parts[m][i] for m, i in zip(free, k, strict=True)}}
            return base[tuple(places[m] for m in range(len(base.shape)))]

        return tabulate(shape, entry)

    def _block(self, node: n.Block, at: Mapping[str, int]) -> Tensor:
        if any(isinstance(cell, n.Dots) for row in node.rows for cell in row):
            cells = [c for row in node.rows for c in row]
            if cells[0] != cells[-1]:
                return self._family(cells[0], cells[-1], len(node.rows) > 1, at)
            cell = matrix(self(cells[0], at))
            rows, columns = cell.shape
            return tabulate(
                padded(self._shape(node), 2), lambda k: cell[k[0] % rows, k[1] % columns]
            )
        entries: dict[MultiIndex, Number] = {}
        top = left = 0
        for row in node.rows:
            left = 0
            for cell in (matrix(self(cell, at)) for cell in row):
                entries |= {(top + k[0], left + k[1]): cell[k] for k in every(cell.shape)}
                height, left = cell.shape[0], left + cell.shape[1]
            top += height
        return Tensor((top, left), entries)

    def _is_hadamard(self, node: n.Binary) -> bool:
        """Whether ∘ stands between matrices of one shape, where it is read as element-wise."""
        shapes = [self.inference.shape(part) for part in (node, node.left, node.right)]
        return len(shapes[0] or ()) > 1 and shapes[0] == shapes[1] == shapes[2]

    def _family(self, first: n.Expr, last: n.Expr, below: bool, at: Mapping[str, int]) -> Tensor:
        """Put the cells beside or below each other: the first one with 1, 2, … below it."""
        pairs = zip(descendants(first), descendants(last), strict=True)
        ends = [(low, high) for low, high in pairs if low != high and isinstance(low, n.Number)]
        found: dict[MultiIndex, Number] = {}
        top = left = 0
        for value in range(1, int(only(self._bound(ends[0][1], at))) + 1):
            self.running = {id(low): value for low, _ in ends}
            cell = matrix(self(first, at))
            found |= {(top + k[0], left + k[1]): cell[k] for k in every(cell.shape)}
            top, left = (top + cell.shape[0], 0) if below else (0, left + cell.shape[1])
        self.running = {}
        return Tensor((top, cell.shape[1]) if below else (cell.shape[0], left), found)

    def _modes(self, node: n.Apply) -> list[int]:
        flat: list[int] = []
        pending = list(node.parameters)
        while pending:
            item = pending.pop(0)
            if isinstance(item, n.Listing):
                pending = [*item.items, *pending]
            else:
                flat.append(int(only(self(item))))
        return flat

    def _apply(self, node: n.Apply, at: Mapping[str, int]) -> Tensor:
        x = self(node.arguments[0], at)
        match node.function:
            case "diag":
                return diag(x)
            case "vec":
                return vec(x)
            case "tr":
                return number(sum(matrix(x)[m, m] for m in range(x.shape[0])))
            case "det":
                return number(determinant(x))
            case "unfold":
                return unfold(x, self._modes(node)[0])
            case "fold":
                return fold(x, self._modes(node)[0], self._shape(node))
            case "𝒫":
                return sum_modes(x, set(self._modes(node)))
            case "bc":
                return bc(x, self._shape(node))
            case "permute":
                modes = self._modes(node)
                shape = padded(x.shape, len(modes))
                back = {mode - 1: place for place, mode in enumerate(modes)}
                return tabulate(
                    tuple(shape[mode - 1] for mode in modes),
                    lambda k: x[tuple(k[back[m]] for m in range(len(modes)))],
                )
            case "mean":
                return number(_quotient(sum(x.entries.values()), len(x.entries)))
            case "var":
                mean = _quotient(sum(x.entries.values()), len(x.entries))
                squares = sum((value - mean) ** 2 for value in x.entries.values())
                return number(_quotient(squares, len(x.entries)))
            case "log":
                bases = self._modes(node)
                return entrywise(lambda a: math.log(a, bases[0]) if bases else math.log(a), x)
            case "max" if len(node.arguments) == 2:
                return entrywise(max, x, self(node.arguments[1], at))
            case "softmax":
                powers = [math.exp(value) for value in x.entries.values()]
                return from_nested(x.shape, [power / sum(powers) for power in powers])
        return entrywise(ENTRYWISE[node.function], x)
