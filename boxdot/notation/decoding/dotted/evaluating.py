"""Expressions of Julia and MATLAB, read one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.algebra.arithmetic import terms_of
from boxdot.notation.decoding import comparing, entries
from boxdot.notation.decoding.arrays import Array, Chosen, number, of_size, view, whole
from boxdot.notation.decoding.dotted.calling import called, mapped, of_user
from boxdot.notation.decoding.dotted.functions import ENTRYWISE, FUNCTIONS, OF_ENTRIES
from boxdot.notation.decoding.dotted.norms import NONZERO
from boxdot.notation.decoding.dotted.operators import is_number, of_wholes, turned, with_identity
from boxdot.notation.decoding.dotted.scopes import Reading
from boxdot.notation.decoding.dotted.subscripting import Mark, Together, taken
from boxdot.notation.decoding.dotted.tokens import Tree
from boxdot.notation.decoding.dotted.values import Own, Uniform, Value, array_of
from boxdot.notation.decoding.elementwise import combine, entrywise, negative
from boxdot.notation.decoding.indexing import EVERYTHING
from boxdot.notation.decoding.joining import blocks
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.rearranging import ravel
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.decoding.symbols import new_symbol, symbol_of
from boxdot.notation.expressions.nodes import Block, Symbol
from boxdot.notation.shapes.sizes import Size


def evaluate(reading: Reading, tree: Tree) -> Value:
    """Return what an expression is; what cannot be read is shown with its place."""
    return reading.guarded(tree, lambda: _ARMS[tree.kind](reading, tree))


def _number(reading: Reading, tree: Tree) -> Value:
    text = tree.text
    return number(int(text)) if text.isdecimal() else number(float(text))


def _name(reading: Reading, tree: Tree) -> Value:
    name = tree.text
    if name in reading.names:
        return _sound(reading, name, reading.names[name])
    if name in ("Inf", "inf") and not reading.is_array(name):
        return whole(Symbol("∞"), ())
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
            return Uniform(number(1))
        raise Refused(
            f"the shape of {name} is not known, and what the code does depends on it",
            f'declare it, as in -d "{name} ∈ R^{{…}}"',
        )
    array = declared.array(symbol, name, reading.context)
    return _sound(reading, name, replace(array, memory=frozenset({name})))


def _sound(reading: Reading, name: str, value: Value) -> Value:
    if isinstance(value, Array) and value.memory & reading.changed:
        raise Refused(
            f"{name} shares its memory with an array that was changed in place before",
            "make a copy first, or use another name for what is changed",
        )
    return value


def _unary(reading: Reading, tree: Tree) -> Value:
    found = evaluate(reading, tree.parts[0])
    if isinstance(found, Uniform) and tree.text == "-":
        return Uniform(negative(found.factor))
    operand = array_of(found)
    if tree.text in "~!":
        return comparing.negation(reading.context, operand)
    return negative(operand) if tree.text == "-" else operand


def _binary(reading: Reading, tree: Tree) -> Value:
    sign, (left, right) = tree.text, tree.parts
    if sign == ":":
        return _range(reading, tree)
    if sign in ("|>", ".|>"):
        call = Tree("dotcall" if sign == ".|>" else "call", "", (right, left), tree.span)
        return evaluate(reading, call)
    values = evaluate(reading, left), evaluate(reading, right)
    if sign in _LOGIC:
        return _logical(reading, sign, tree, *map(array_of, values))
    if any(isinstance(value, Uniform) for value in values):
        return with_identity(reading.context, sign, *values)
    first, second = map(array_of, values)
    plain = sign.removeprefix(".") if sign.startswith(".") or reading.by_entry else None
    if sign in comparing.RELATIONS or plain in comparing.RELATIONS or sign == "~=":
        relation = {"~=": "!="}.get(sign, plain or sign)
        return comparing.compare(reading.context, relation, first, second)
    if plain == "^":
        return power(reading.context, first, second)
    if plain == "\\":
        return combine(reading.context, "/", second, first)
    if plain is not None:
        return combine(reading.context, plain, first, second)
    return of_wholes(reading.context, sign, first, second)


_LOGIC = frozenset({"&", "|", ".&", ".|", "&&", "||"})


def _logical(reading: Reading, sign: str, tree: Tree, left: Array, right: Array) -> Array:
    """Return ``a .& b`` and ``a | b`` of conditions."""
    bare = [
        part for part in tree.parts if part.kind == "binary" and part.text.strip(".~") in "<>=!="
    ]
    if bare and reading.julia and sign not in ("&&", "||"):
        raise Refused(f"{sign} of Julia holds tighter than a comparison", "write parentheses")
    join = comparing.both if "&" in sign else comparing.either
    return join(reading.context, left, right)


def _range(reading: Reading, tree: Tree) -> Array:
    """``a:b`` and ``a:step:b``, in MATLAB a row."""
    low, step, high = _ends(reading, tree)
    length = algebra.subtract(algebra.add(high, step), low)
    if step != 1:
        length = _steps_in(length, step)
    if isinstance(length, int) and length < 1:
        raise Refused("this range is empty")
    found = entries.counted(reading.context, low, length, step)
    return found if reading.julia else view(found, [None, 0])


def _steps_in(length: Size, step: int) -> Size:
    """Return how many steps go into a length, the rest left out."""
    if isinstance(length, int):
        return length // step
    terms = terms_of(length) if not isinstance(length, str) else ()
    fixed = int(sum(factor for monomial, factor in terms if not monomial))
    found = algebra.divide(algebra.subtract(length, fixed), step)
    whole_ = all(factor.denominator == 1 for _, factor in getattr(found, "terms", ()))
    if not whole_ or isinstance(length, str):
        raise Refused("how many numbers this range has depends on the rest of a division")
    return algebra.add(found, fixed // step)


def _ends(reading: Reading, tree: Tree) -> tuple[Size, int, Size]:
    """Return where a range begins, its step, and where it ends."""
    left, right = tree.parts
    parts = [*left.parts, right] if left.kind == "binary" and left.text == ":" else [left, right]
    sizes = [reading.array(part).size for part in parts]
    found = [size for size in sizes if size is not None]
    if len(found) < len(sizes):
        raise Refused("only whole numbers and lengths are subscripts here")
    low, high = found[0], found[-1]
    step = found[1] if len(found) == 3 else 1
    if not isinstance(step, int) or step == 0:
        raise Refused("the step of a range must be written out")
    return low, step, high


def _transpose(reading: Reading, tree: Tree) -> Value:
    array = reading.array(tree.parts[0])
    if array.order > 2 and any(size != 1 for size in array.shape[2:]):
        raise Refused("only matrices are transposed", raises=True)
    array = view(array, range(min(array.order, 2)))
    return turned(array) if array.order else array


def _call(reading: Reading, tree: Tree) -> Value:
    head, *given = tree.parts
    if head.kind == "name" and not reading.is_array(head.text):
        name, dotted = head.text, tree.kind == "dotcall" or reading.by_entry
        positional = [
            value for one in given if one.kind != "named" for value in _arguments(reading, one)
        ]
        named = {one.text: evaluate(reading, one.parts[0]) for one in given if one.kind == "named"}
        if name == "view" and given and given[0].kind == "name":
            return _view(reading, Tree("view", "", tuple(given), tree.span))
        own = reading.names.get(name)
        if isinstance(own, Own):
            return called(reading, own, positional, named, dotted=dotted)
        if name in ("map", "broadcast", "arrayfun") and isinstance(positional[0], Own | str):
            return mapped(reading, positional)
        if positional and isinstance(positional[0], Own) and name in FUNCTIONS:
            inner = called(reading, positional[0], positional[1:2], {}, dotted=True)
            positional = [inner, *positional[2:]]
        if reading.by_entry and name not in _OF_NUMBERS and name not in ENTRYWISE:
            raise Refused(f"{name} with a dot goes entry by entry", "take it out of @.")
        if name in ENTRYWISE and len(positional) == 1 and not named:
            if reading.julia and not dotted and not is_number(array_of(positional[0])):
                raise Refused(f"{name} of a whole array is another function", f"write {name}.(…)")
            return entrywise(ENTRYWISE[name], array_of(positional[0]))
        if name == "CartesianIndex" and dotted:
            ones = [combine(reading.context, "-", array_of(a), number(1)) for a in positional]
            return Together(tuple(ones))
        if name not in FUNCTIONS:
            return of_user(reading, name, positional, named)
        found = FUNCTIONS[name](reading.context, positional, named)
        if name in SHARING and isinstance(found, Array):
            before = array_of(positional[0])
            reading.origins.setdefault(found.node, before)
            found = replace(found, memory=before.memory)
        return found
    return _index(reading, tree)


_OF_NUMBERS = frozenset({"max", "min", "clamp", "ifelse"})
"""Functions of several numbers."""


def _arguments(reading: Reading, tree: Tree) -> tuple[Value, ...]:
    """Return an argument, or those that ``…`` spreads."""
    if tree.kind != "spread":
        return (_argument(reading, tree),)
    found = evaluate(reading, tree.parts[0])
    if not isinstance(found, tuple):
        raise Refused("only a shape or a tuple can be spread with ...")
    return found


def _lambda(reading: Reading, tree: Tree) -> Value:
    *params, body = tree.parts
    return Own(tuple(params), body)


def _argument(reading: Reading, tree: Tree) -> Value:
    if tree.kind == "unary" and tree.text + tree.parts[0].text == NONZERO:
        return NONZERO
    if tree.kind == "name" and tree.text in OF_ENTRIES and not reading.is_array(tree.text):
        return tree.text
    if tree.kind in ("everything", "handle"):
        return tree.text
    if tree.kind == "matrix" and not tree.parts:
        return None
    return evaluate(reading, tree)


def _index(reading: Reading, tree: Tree) -> Value:
    head, *given = tree.parts
    found_head = evaluate(reading, head)
    if isinstance(found_head, tuple):
        return _item(reading, found_head, given)
    array = array_of(found_head)
    if len(given) == 1 and given[0].kind == "everything":
        flat = ravel(array, "F") if reading.julia else view(ravel(array, "F"), [0, None])
        reading.origins.setdefault(flat.node, array)
        return flat
    if len(given) == 1 and (mask := mask_of(reading, array, given[0])) is not None:
        return Chosen(array, mask)
    marks = marks_of(reading, array, given)
    found = taken(reading.context, array, marks, reading.origins.get(array.node))
    if not reading.julia and found.order < array.order:  # single subscripts keep their axis
        found = _with_kept_axes(found, array, marks)
    return view(found, []) if found.order and all(s == 1 for s in found.shape) else found


SHARING = frozenset({"reshape", "vec", "transpose", "adjoint", "dropdims"})
"""The functions of Julia whose value has the memory of their argument."""


def _view(reading: Reading, tree: Tree) -> Value:
    """``@view X[:, 1]``: entries that share the memory of X."""
    found = array_of(_index(reading, tree))
    return replace(found, memory=reading.array(tree.parts[0]).memory)


def _item(reading: Reading, items: tuple[Value, ...], given: Sequence[Tree]) -> Value:
    """Return ``size(X)[2]``."""
    place = reading.array(given[0]).size if len(given) == 1 else None
    if not isinstance(place, int) or not 1 <= place <= len(items):
        raise Refused(f"there are {len(items)} items, counted from 1", raises=True)
    return items[place - 1]


def marks_of(reading: Reading, array: Array, given: Sequence[Tree]) -> list[Mark]:
    """Return what stands for each axis."""
    return [_mark(reading, one, array, n) for n, one in enumerate(given)]


def _with_kept_axes(found: Array, array: Array, marks: list[Mark]) -> Array:
    """Return what MATLAB gives: an axis of length 1 for each single subscript, columns of lists."""
    if len(marks) < array.order:
        return view(found, [0, None]) if found.order == 1 else found
    own = iter(range(found.order))
    return view(found, [None if _is_single(mark) else next(own, None) for mark in marks])


def _is_single(mark: Mark) -> bool:
    return not isinstance(mark, tuple | Array | Together)


def mask_of(reading: Reading, array: Array, tree: Tree) -> Array | None:
    """Return a condition between brackets, None if it is something else."""
    if tree.kind not in ("name", "binary", "unary") or tree.text in (":", "end"):
        return None
    names = dict(reading.names)
    reading.names["end"] = of_size(algebra.product(array.shape))
    try:
        value = evaluate(reading, tree)
    finally:
        reading.names = names
    if isinstance(value, Array) and value.truth and value.shape == array.shape:
        return value
    return None


def _mark(reading: Reading, tree: Tree, array: Array, axis: int) -> Mark:
    """Return a subscript, which counts from 1 in the code, counted from 0."""
    if tree.kind == "everything":
        return EVERYTHING
    last = array.shape[axis] if axis < array.order else 1
    before = dict(reading.names)
    reading.names["end"] = of_size(last)
    try:
        if tree.kind == "binary" and tree.text == ":":
            low, step, high = _ends(reading, tree)
            if step == 1:
                return (algebra.subtract(low, 1), high)
        value = evaluate(reading, tree)
    finally:
        reading.names = before
    if isinstance(value, Together):
        return value
    found = array_of(value)
    if found.size is not None:
        return algebra.subtract(found.size, 1)
    if found.counting is not None:
        return combine(reading.context, "-", found, number(1))
    if found.truth:
        raise Refused("a mask stands alone between brackets here")
    return found


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
    "lambda": _lambda,
    "view": _view,
    "spread": _refuse,
    "group": lambda reading, tree: evaluate(reading, tree.parts[0]),
    "everything": _refuse,
    "handle": _refuse,
    "text": lambda reading, tree: tree.text,
    "named": _refuse,
    "assign": _refuse,
}
