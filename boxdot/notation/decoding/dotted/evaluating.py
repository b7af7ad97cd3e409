"""Expressions of Julia and MATLAB, read one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.decoding import comparing, matrices
from boxdot.notation.decoding.arrays import Array, number, of_size, view, whole
from boxdot.notation.decoding.composing import Composer
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.declaring import Declared
from boxdot.notation.decoding.dotted.functions import (
    ENTRYWISE,
    FUNCTIONS,
    NONZERO,
    OF_ENTRIES,
    Value,
    array_of,
)
from boxdot.notation.decoding.dotted.syntax import Tree
from boxdot.notation.decoding.elementwise import combine, entrywise, negative
from boxdot.notation.decoding.indexing import EVERYTHING, Subscript, indexed
from boxdot.notation.decoding.joining import blocks
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.products import matmul
from boxdot.notation.decoding.rearranging import ravel
from boxdot.notation.decoding.refusing import CodeError, Refused
from boxdot.notation.decoding.symbols import new_symbol, symbol_of
from boxdot.notation.expressions.nodes import Block, Symbol


@dataclass(slots=True)
class Reading:
    """Names in scope, and what is collected."""

    text: str
    context: Context
    declared: Declared
    composer: Composer
    names: dict[str, Value] = field(default_factory=dict)

    @property
    def julia(self) -> bool:
        """Whether the language is Julia; in MATLAB every array has two axes at least."""
        return self.context.language == "Julia"

    def array(self, tree: Tree) -> Array:
        """Return what an expression is, which must be an array."""
        return array_of(evaluate(self, tree))


def evaluate(reading: Reading, tree: Tree) -> Value:
    """Return what an expression is; what cannot be read is shown with its place."""
    try:
        return _ARMS[tree.kind](reading, tree)
    except Refused as refused:
        kind = CodeError if refused.raises else UnsupportedError
        raise kind(refused.message, text=reading.text, span=tree.span, hint=refused.hint) from None


def _number(reading: Reading, tree: Tree) -> Value:
    text = tree.text
    return number(int(text)) if text.isdecimal() else number(float(text))


def _name(reading: Reading, tree: Tree) -> Value:
    name = tree.text
    if name in reading.names:
        return reading.names[name]
    if name in ("true", "false"):
        return name
    if name in ("pi", "π"):
        return whole(Symbol("π"), ())
    declared = reading.declared
    symbol = symbol_of(name, declared.given) or new_symbol(name)
    if declared.shape(symbol, reading.context) is None:
        if declared.is_size(symbol, reading.context):
            return of_size(declared.bound(symbol))
        if name == "I" and reading.julia:
            return "I"
        raise Refused(
            f"the shape of {name} is not known, and what the code does depends on it",
            f'declare it, as in -d "{name} ∈ R^{{…}}"',
        )
    return declared.array(symbol, name, reading.context)


def _unary(reading: Reading, tree: Tree) -> Value:
    operand = reading.array(tree.parts[0])
    if tree.text in "~!":
        return comparing.negation(reading.context, operand)
    return negative(operand) if tree.text == "-" else operand


def _binary(reading: Reading, tree: Tree) -> Value:
    sign, (left, right) = tree.text, tree.parts
    if sign == ":":
        raise Refused("a range of numbers has no notation here")
    values = evaluate(reading, left), evaluate(reading, right)
    if "I" in values:
        return _with_identity(reading, sign, *values)
    first, second = map(array_of, values)
    plain = sign.removeprefix(".") if sign.startswith(".") else None
    if sign in comparing.RELATIONS or plain in comparing.RELATIONS or sign == "~=":
        relation = {"~=": "!="}.get(sign, plain or sign)
        return comparing.compare(reading.context, relation, first, second)
    if plain == "^":
        return power(reading.context, first, second)
    if plain == "\\":
        return combine(reading.context, "/", second, first)
    if plain is not None:
        return combine(reading.context, plain, first, second)
    return _plain(reading, sign, first, second)


def _plain(reading: Reading, sign: str, left: Array, right: Array) -> Array:
    """Return an operation whose sign has no dot: of matrices as wholes."""
    context = reading.context
    if sign in "+-":
        if reading.julia and len(left.base) + len(right.base) and left.shape != right.shape:
            _demand_shapes(left, right)
        return combine(context, sign, left, right)
    if sign == "⋅":
        return matmul(context, view(ravel(left, "F"), [None, 0]), ravel(right, "F"))
    if not left.order or not right.order:
        if sign == "*" or (sign == "/" and not right.order):
            return combine(context, sign, left, right)
        if sign == "\\":
            return combine(context, "/", right, left)
    if sign == "*" and not reading.julia and _is_number(left, right):
        return combine(context, sign, left, right)  # one entry: a number in MATLAB
    if sign == "*":
        return _product(context, left, right)
    if sign == "\\":
        return matrices.solved(context, left, right)
    if sign == "/":
        turned = matrices.solved(context, _turned(right), _turned(left))
        return view(turned, [1, 0])
    return _power_of_matrix(context, left, right)


def _is_number(*arrays: Array) -> bool:
    return any(all(size == 1 for size in array.shape) for array in arrays)


def _demand_shapes(left: Array, right: Array) -> None:
    if left.shape != right.shape:
        hint = "write .+ or .- to stretch"
        raise Refused("Julia raises an error: + and - need equal shapes", hint, raises=True)


def _turned(array: Array) -> Array:
    return view(array, [1, 0] if array.order == 2 else [None, 0])


def _product(context: Context, left: Array, right: Array) -> Array:
    left, right = (_as_matrix(array) for array in (left, right))
    if left.order == 1 and right.order == 2:
        left = view(left, [0, None])  # a vector is a column here
    return matmul(context, left, right)


def _as_matrix(array: Array) -> Array:
    """Return an array without axes of length 1 behind the second one."""
    if array.order > 2 and all(size == 1 for size in array.shape[2:]):
        return view(array, [0, 1])
    return array


def _power_of_matrix(context: Context, left: Array, right: Array) -> Array:
    if not left.order:
        return power(context, left, right)
    if not isinstance(right.size, int):
        raise Refused("the power of a matrix needs a whole number written out")
    return matrices.matrix_power(context, left, right.size)


def _with_identity(reading: Reading, sign: str, left: Value, right: Value) -> Array:
    """Return ``A + I`` of Julia, where I takes its size from A."""
    other = array_of(right if left == "I" else left)
    if sign == "*" and not other.order:
        raise Refused("the size of I is not known here", "write it as a matrix")
    if sign == "*":
        return other
    if sign not in "+-" or other.order != 2:
        raise Refused("I stands beside a square matrix here")
    identity = matrices.identity(other.shape[0])
    pair = (identity, other) if left == "I" else (other, identity)
    return combine(reading.context, sign, *pair)


def _transpose(reading: Reading, tree: Tree) -> Value:
    array = reading.array(tree.parts[0])
    if array.order > 2 and any(size != 1 for size in array.shape[2:]):
        raise Refused("only matrices are transposed", raises=True)
    array = view(array, range(min(array.order, 2)))
    return _turned(array) if array.order else array


def _call(reading: Reading, tree: Tree) -> Value:
    head, *given = tree.parts
    if head.kind == "name" and not _is_array(reading, head.text):
        name, dotted = head.text, tree.kind == "dotcall"
        positional = [_argument(reading, one) for one in given if one.kind != "named"]
        named = {one.text: evaluate(reading, one.parts[0]) for one in given if one.kind == "named"}
        if name in ENTRYWISE and len(positional) == 1 and not named:
            if reading.julia and not dotted and not _is_number(array_of(positional[0])):
                raise Refused(f"{name} of a whole array is another function", f"write {name}.(…)")
            return entrywise(ENTRYWISE[name], array_of(positional[0]))
        if name not in FUNCTIONS:
            raise Refused(f"{name} has no notation", "write what it computes")
        return FUNCTIONS[name](reading.context, positional, named)
    return _index(reading, tree)


def _is_array(reading: Reading, name: str) -> bool:
    if name in reading.names:
        return True
    symbol = symbol_of(name, reading.declared.given)
    return symbol is not None and reading.declared.shape(symbol, reading.context) is not None


def _argument(reading: Reading, tree: Tree) -> Value:
    if tree.kind == "unary" and tree.text + tree.parts[0].text == NONZERO:
        return NONZERO
    if tree.kind == "name" and tree.text in OF_ENTRIES and not _is_array(reading, tree.text):
        return tree.text
    if tree.kind in ("everything", "handle"):
        return tree.text
    if tree.kind == "matrix" and not tree.parts:
        return None
    return evaluate(reading, tree)


def _index(reading: Reading, tree: Tree) -> Value:
    head, *given = tree.parts
    array = reading.array(head)
    if len(given) == 1 and given[0].kind == "everything":
        return ravel(array, "F") if reading.julia else view(ravel(array, "F"), [0, None])
    if len(given) < array.order:
        raise Refused("one subscript for several axes counts the entries, which has no notation")
    marks = [_mark(reading, one, array, n) for n, one in enumerate(given)]
    found = indexed(array, marks)
    if not reading.julia and found.order < array.order:  # single subscripts keep their axis
        own = iter(range(found.order))
        found = view(found, [next(own) if isinstance(mark, tuple) else None for mark in marks])
    return view(found, []) if found.order and all(s == 1 for s in found.shape) else found


def _mark(reading: Reading, tree: Tree, array: Array, axis: int) -> Subscript:
    """Return a subscript, which counts from 1 in the code."""
    if tree.kind == "everything":
        return EVERYTHING
    length = of_size(array.shape[axis])
    before = dict(reading.names)
    reading.names["end"] = length
    try:
        if tree.kind == "binary" and tree.text == ":":
            low, high = (array_of(evaluate(reading, part)) for part in tree.parts)
            first = combine(reading.context, "-", low, number(1)).size
            if first is None or high.size is None:
                raise Refused("only whole numbers and lengths are subscripts here")
            return (first, high.size)
        place = combine(reading.context, "-", reading.array(tree), number(1)).size
        if place is None:
            raise Refused("only whole numbers and lengths are subscripts here")
        return place
    finally:
        reading.names = before


def _matrix(reading: Reading, tree: Tree) -> Value:
    rows = [[reading.array(cell) for cell in row.parts] for row in tree.parts]
    if tree.kind == "list" and reading.julia:
        rows = [[cell] for cell in rows[0]]
    if not rows:
        raise Refused("an empty array has no notation")
    if all(not cell.order for row in rows for cell in row):
        cells = tuple(tuple(cell.node for cell in row) for row in rows)
        shape = (len(cells), len(cells[0]))
        if reading.julia and shape[1] == 1:
            return whole(Block(cells) if len(cells) > 1 else cells[0][0], shape[:1])
        return whole(Block(cells) if shape != (1, 1) else cells[0][0], shape)
    columns = [[view(c, [0, None]) if c.order == 1 else c for c in row] for row in rows]
    return blocks(reading.context, columns)


def _tuple(reading: Reading, tree: Tree) -> Value:
    return tuple(_argument(reading, part) for part in tree.parts)


def _refuse(reading: Reading, tree: Tree) -> Value:
    raise Refused("this has no notation here")


_ARMS: dict[str, Callable[[Reading, Tree], Value]] = {
    "number": _number,
    "name": _name,
    "unary": _unary,
    "binary": _binary,
    "transpose": _transpose,
    "call": _call,
    "dotcall": _call,
    "index": _index,
    "matrix": _matrix,
    "list": _matrix,
    "tuple": _tuple,
    "group": lambda reading, tree: evaluate(reading, tree.parts[0]),
    "everything": _refuse,
    "handle": _refuse,
    "text": lambda reading, tree: tree.text,
    "named": _refuse,
    "assign": _refuse,
}
