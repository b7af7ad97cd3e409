"""A small interpreter of the Julia that is written, over the trees of tree-sitter-julia.

Julia itself cannot be installed where the tests run. The interpreter follows Julia's manual where
it differs from NumPy: vectors have one axis, broadcasting appends axes at the end, ``+`` takes
equal sizes, ``reshape`` and ``vec`` are column-major, indices count from 1, ``x' * y`` is a number.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

OPERATORS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.true_divide,
    "^": np.power,
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
SCALAR: dict[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "log1p": np.log1p,
    "expm1": np.expm1,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "floor": np.floor,
    "ceil": np.ceil,
    "round": np.round,
    "max": np.maximum,
    "min": np.minimum,
    "erf": np.vectorize(math.erf),
    "Float64": lambda x: np.asarray(x, dtype=float),
    "abs2": lambda x: np.abs(x) ** 2,
    "iszero": lambda x: np.asarray(x) == 0,
}


class Row(np.ndarray):
    """The adjoint of a vector: times a vector it is a number."""


class UniformScaling:
    """``I``: an identity without a size; called with one it is a matrix."""

    def __call__(self, size: int) -> np.ndarray:
        return np.eye(size)


class Colon:
    """``:``"""


class Places:
    """The result of ``CartesianIndex.(i, j)``."""

    def __init__(self, *indices: Any) -> None:
        self.indices = np.broadcast_arrays(*_padded(indices))


def _padded(values: Any) -> list[np.ndarray]:
    """Append axes of length 1, as Julia's broadcasting does."""
    arrays = [np.asarray(value) for value in values]
    order = max(array.ndim for array in arrays)
    return [array.reshape(array.shape + (1,) * (order - array.ndim)) for array in arrays]


def broadcast(function: Callable[..., Any], *values: Any) -> Any:
    if any(isinstance(value, UniformScaling) for value in values):
        raise TypeError("I does not broadcast")
    result = function(*_padded(values))
    arrays = [value for value in values if np.ndim(value)]
    if arrays and all(isinstance(value, Row) for value in arrays):
        return np.asarray(result).view(Row)
    return np.asarray(result) if arrays else np.asarray(result)[()]


def adjoint(value: Any) -> Any:
    array = np.asarray(value)
    if isinstance(value, Row):
        return array[0]
    return array[None, :].view(Row) if array.ndim == 1 else array.T


def _equal_sizes(left: Any, right: Any) -> None:
    ours, theirs = _padded((left, right))
    assert ours.shape == theirs.shape, f"DimensionMismatch {ours.shape} {theirs.shape}"
    assert bool(np.ndim(left)) == bool(np.ndim(right)), "MethodError"


def plain(sign: str, left: Any, right: Any) -> Any:
    """An operator without a dot."""
    if isinstance(left, UniformScaling) or isinstance(right, UniformScaling):
        (matrix,) = (side for side in (left, right) if not isinstance(side, UniformScaling))
        assert np.ndim(matrix) == 2
        assert matrix.shape[0] == matrix.shape[1]
        sides = [np.eye(len(matrix)) if s is not matrix else s for s in (left, right)]
        return plain(sign, *sides)
    scalars = (not np.ndim(left), not np.ndim(right))
    if all(scalars):
        if sign == "÷":
            return left // right
        if sign == "^" and isinstance(left, int) and not isinstance(right, int):
            left = float(left)
        return OPERATORS[sign](left, right) if sign != "\\" else right / left
    match sign:
        case "+" | "-":
            _equal_sizes(left, right)
            return broadcast(OPERATORS[sign], left, right)
        case "*" if any(scalars):
            return broadcast(np.multiply, left, right)
        case "*":
            return matmul(left, right)
        case "/" if scalars[1]:
            return broadcast(np.true_divide, left, right)
        case "/":
            assert np.ndim(right) == 2
            found = np.linalg.solve(np.asarray(right).T, np.asarray(left).T).T
            return found.view(Row) if isinstance(left, Row) else found
        case "\\":
            assert np.ndim(left) == 2
            return np.linalg.solve(left, np.asarray(right))
        case "^":
            return np.linalg.matrix_power(left, int(right))
    raise TypeError(sign)


def matmul(left: Any, right: Any) -> Any:
    """Matrices, vectors and rows; a vector is a matrix of one column where it stands first."""
    assert max(np.ndim(left), np.ndim(right)) <= 2, "MethodError"
    first, second = np.asarray(left), np.asarray(right)
    if first.ndim == 1:
        assert second.ndim == 2, "MethodError"
        first = first[:, None]
    found = first @ second
    if isinstance(left, Row):
        return found[0] if second.ndim == 1 else found.view(Row)
    return found


def _axes(dims: Any) -> tuple[int, ...]:
    listed = (dims,) if isinstance(dims, int) else tuple(dims)
    return tuple(int(axis) - 1 for axis in listed)


def reduction(function: Callable[..., Any]) -> Callable[..., Any]:
    def reduce(*arguments: Any, dims: Any = None, **options: Any) -> Any:
        *mapped, array = arguments
        array = np.asarray(array)
        for each in mapped:
            array = broadcast(each, array)
        if dims is None:
            return function(array, **options)
        return function(array, axis=_axes(dims), keepdims=True, **options)

    return reduce


def variance(array: Any, *, corrected: bool = True, dims: Any = None) -> Any:
    return reduction(lambda a, **how: np.var(a, ddof=int(corrected), **how))(array, dims=dims)


def deviation(array: Any, **options: Any) -> Any:
    return np.sqrt(variance(array, **options))


def reshape(array: Any, *sizes: Any) -> np.ndarray:
    return np.reshape(
        np.asarray(array), [-1 if isinstance(s, Colon) else s for s in sizes], order="F"
    )


def dropdims(array: Any, *, dims: Any) -> np.ndarray:
    return np.squeeze(np.asarray(array), _axes(dims))


def only(array: Any) -> Any:
    assert np.size(array) == 1
    return np.asarray(array).ravel()[0]


def filled(value: float) -> Callable[..., np.ndarray]:
    def fill(*sizes: Any) -> np.ndarray:
        return np.full(sizes[0] if isinstance(sizes[0], tuple) else sizes, value)

    return fill


def repeat(array: Any, *counts: int) -> np.ndarray:
    array = np.asarray(array)
    order = max(array.ndim, len(counts))
    array = array.reshape(array.shape + (1,) * (order - array.ndim))
    return np.tile(array, (*counts, *(1,) * (order - len(counts))))


def cat(*arrays: Any, dims: int) -> np.ndarray:
    order = max(dims, *(np.ndim(array) for array in arrays))
    full = [np.reshape(a, np.shape(a) + (1,) * (order - np.ndim(a))) for a in arrays]
    return np.concatenate(full, axis=dims - 1)


def joined(rows: list[list[Any]]) -> np.ndarray:
    """``[A B; C D]``: rows side by side, then above each other; ``[x; y]`` stays a vector."""
    bands = [cat(*row, dims=2) if len(row) > 1 else row[0] for row in rows]
    return cat(*bands, dims=1) if len(bands) > 1 else np.asarray(bands[0])


def norm(array: Any) -> Any:
    return np.sqrt(np.sum(np.abs(np.asarray(array)) ** 2))


def dot(left: Any, right: Any) -> Any:
    assert np.shape(left) == np.shape(right)
    return np.vdot(left, right)


def diagonal(array: Any) -> np.ndarray:
    assert np.ndim(array) == 1
    return np.diag(array)


def trace(array: Any) -> Any:
    assert np.ndim(array) == 2
    return np.trace(np.asarray(array))


def size(array: Any, axis: int | None = None) -> Any:
    return np.shape(array) if axis is None else (*np.shape(array), 1, 1, 1)[axis - 1]


FUNCTIONS: dict[str, Any] = {
    **{name: lambda *a, f=f: broadcast(f, *a) for name, f in SCALAR.items()},
    "I": UniformScaling(),
    "π": math.pi,
    "ℯ": math.e,
    "Inf": math.inf,
    "sum": reduction(np.sum),
    "prod": reduction(np.prod),
    "mean": reduction(np.mean),
    "maximum": reduction(np.max),
    "minimum": reduction(np.min),
    "count": reduction(np.sum),
    "var": variance,
    "std": deviation,
    "dropdims": dropdims,
    "only": only,
    "vec": lambda array: np.asarray(array).ravel(order="F"),
    "reshape": reshape,
    "permutedims": lambda array, axes: np.transpose(np.asarray(array), _axes(axes)),
    "transpose": adjoint,
    "dot": dot,
    "norm": norm,
    "tr": trace,
    "det": lambda array: np.linalg.det(np.asarray(array)),
    "inv": lambda array: np.linalg.inv(np.asarray(array)),
    "diag": lambda array: np.diag(np.asarray(array)),
    "Diagonal": diagonal,
    "kron": lambda left, right: np.kron(np.asarray(left), np.asarray(right)),
    "ones": filled(1.0),
    "zeros": filled(0.0),
    "fill": lambda value, *sizes: np.full(sizes, value),
    "Matrix": lambda _, rows, columns: np.eye(rows, columns),
    "repeat": repeat,
    "cat": cat,
    "stack": lambda pages, dims: np.stack(pages, axis=dims - 1),
    "size": size,
    "length": np.size,
    "axes": lambda array, axis: range(1, np.shape(array)[axis - 1] + 1),
    "CartesianIndex": Places,
    "DimensionMismatch": lambda text: ValueError(f"DimensionMismatch: {text}"),
}


def parse(code: str) -> Any:
    """Return the tree of a text; what the grammar does not know is an error."""
    import tree_sitter
    import tree_sitter_julia

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_julia.language()))
    root = parser.parse(code.encode()).root_node
    assert not root.has_error, f"Julia's grammar does not know this: {code}"
    return root


class Interpreter:
    """Evaluates trees, with the arrays and what the code defines."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.names: dict[str, Any] = {**FUNCTIONS, **names}
        self.ends: list[int] = []

    def __call__(self, node: Any) -> Any:
        return getattr(self, node.type)(node)

    def _all(self, nodes: Any) -> list[Any]:
        return [self(node) for node in nodes]

    def source_file(self, node: Any) -> Any:
        return self._all(node.named_children)[-1]

    def identifier(self, node: Any) -> Any:
        name = node.text.decode()
        return self.ends[-1] if name == "end" else self.names[name]

    def integer_literal(self, node: Any) -> int:
        return int(node.text)

    def float_literal(self, node: Any) -> float:
        return float(node.text)

    def parenthesized_expression(self, node: Any) -> Any:
        (inner,) = node.named_children
        return self(inner)

    def assignment(self, node: Any) -> Any:
        target, _, value = node.named_children
        found = self(value)
        if target.type == "identifier":
            self.names[target.text.decode()] = found
            return found
        for name, one in zip(target.named_children, found, strict=False):
            self.names[name.text.decode()] = one
        return found

    def binary_expression(self, node: Any) -> Any:
        left, sign, right = node.named_children
        text = sign.text.decode()
        if text == "||":
            return self(left) or self(right)
        if text == "==" and right.type == "tuple_expression":
            return self(left) == self(right)
        if text.startswith("."):
            return broadcast(OPERATORS[text[1:]], self(left), self(right))
        return plain(text, self(left), self(right))

    def unary_expression(self, node: Any) -> Any:
        sign, operand = node.named_children
        value = self(operand)
        if sign.text == b"!":
            return lambda array: ~value(array)
        return broadcast(operator.neg, value)

    def adjoint_expression(self, node: Any) -> Any:
        return adjoint(self(node.named_children[0]))

    def operator(self, node: Any) -> Any:
        assert node.text == b":", node.text
        return Colon()

    def range_expression(self, node: Any) -> np.ndarray:
        first, last = self._all(n for n in node.named_children if n.type != "operator")
        return np.arange(int(first), int(last) + 1)

    def tuple_expression(self, node: Any) -> tuple[Any, ...]:
        return tuple(self._all(node.named_children))

    def vector_expression(self, node: Any) -> Any:
        return np.array(self._all(node.named_children))

    def matrix_expression(self, node: Any) -> np.ndarray:
        return joined([self._cells(row.named_children) for row in node.named_children])

    def _cells(self, nodes: Any) -> list[Any]:
        """Return the cells of a row: in brackets, white space separates, which the tree misses."""
        values: list[Any] = []
        for node in nodes:
            parts = node.named_children
            if node.type == "juxtaposition_expression":
                values += self._cells(parts)
            elif node.type == "binary_expression" and _is_signed_cell(*parts):
                values += [*self._cells(parts[:1]), broadcast(operator.neg, self(parts[2]))]
            else:
                values.append(self(node))
        return values

    def call_expression(self, node: Any) -> Any:
        head, listed = node.named_children
        name = head.text.decode()
        if name == "-":
            return broadcast(operator.neg, *self._all(listed.named_children))
        if name == "throw":
            raise self(listed.named_children[0])
        function = self(head)
        parts = listed.named_children
        options = {
            part.named_children[0].text.decode(): self(part.named_children[-1])
            for part in parts
            if part.type == "named_argument"
        }
        parts = [part for part in parts if part.type != "named_argument"]
        if len(parts) == 2 and parts[1].type == "for_clause":
            return function(self._each(*parts), **options)
        arguments = self._all(parts)
        if name in SCALAR and any(map(np.ndim, arguments)):
            raise TypeError(f"{name} of an array needs a dot")
        return function(*arguments, **options)

    def broadcast_call_expression(self, node: Any) -> Any:
        head, listed = node.named_children
        name, arguments = head.text.decode(), self._all(listed.named_children)
        return (
            Places(*arguments) if name == "CartesianIndex" else broadcast(SCALAR[name], *arguments)
        )

    def boolean_literal(self, node: Any) -> bool:
        return node.text == b"true"

    def comprehension_expression(self, node: Any) -> np.ndarray:
        return np.array(self._each(*node.named_children))

    def _each(self, body: Any, clause: Any) -> list[Any]:
        name, _, values = clause.named_children[0].named_children
        found = []
        for value in self(values):
            self.names[name.text.decode()] = value
            found.append(self(body))
        return found

    def index_expression(self, node: Any) -> Any:
        base, subscripts = node.named_children
        array = np.asarray(self(base))
        marks = []
        for axis, subscript in enumerate(subscripts.named_children):
            self.ends.append(array.shape[axis])
            marks.append(self(subscript))
            self.ends.pop()
        return indexed(array, marks)

    def function_definition(self, node: Any) -> Any:
        _, *body = node.named_children
        value = None
        for statement in body:
            value = self(statement)
        return value

    def return_statement(self, node: Any) -> Any:
        return self(node.named_children[0])

    def string_literal(self, node: Any) -> str:
        return "".join(
            str(self(part.named_children[0])) if part.type == "string_interpolation"
            else part.text.decode()
            for part in node.named_children
        )  # fmt: skip


def _is_signed_cell(left: Any, sign: Any, right: Any) -> bool:
    """Whether ``0 -1`` are two cells: white space before the sign and none behind it."""
    return (
        sign.text == b"-" and left.end_byte < sign.start_byte and sign.end_byte == right.start_byte
    )


def indexed(array: np.ndarray, marks: list[Any]) -> Any:
    """Take entries: the axes of every index follow each other."""
    if isinstance(marks[0], Places):
        assert all(isinstance(mark, Colon) for mark in marks[1:])
        return array[tuple(index - 1 for index in marks[0].indices)]
    assert len(marks) == array.ndim
    places = [
        np.arange(array.shape[axis]) if isinstance(mark, Colon) else np.asarray(mark) - 1
        for axis, mark in enumerate(marks)
    ]
    assert all(place.dtype.kind == "i" for place in places), "indices are whole numbers"
    assert all((place >= 0).all() for place in places), "BoundsError"
    flat = array[np.ix_(*(place.ravel(order="F") for place in places))]
    return flat.reshape([n for place in places for n in place.shape], order="F")[()]


def run(code: str, imports: tuple[str, ...], arrays: Mapping[str, np.ndarray]) -> Any:
    """Return the value of lines, or of the one function that the code defines."""
    for line in imports:
        parse(line)
    given = {name: array if np.ndim(array) else array.item() for name, array in arrays.items()}
    return np.asarray(Interpreter(given)(parse(code)))
