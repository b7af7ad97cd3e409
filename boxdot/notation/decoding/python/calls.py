"""Calls and attributes: of libraries, of arrays, and of functions that the code defines."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, Chosen, of_size, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import extremum
from boxdot.notation.decoding.indexing import EVERYTHING, indexed
from boxdot.notation.decoding.python.arguments import bind
from boxdot.notation.decoding.python.axes import matrix_transpose, reversed_axes
from boxdot.notation.decoding.python.builtin import BUILTINS
from boxdot.notation.decoding.python.libraries import short_name
from boxdot.notation.decoding.python.looping import family, running
from boxdot.notation.decoding.python.operating import operate
from boxdot.notation.decoding.python.reductions import MASKED
from boxdot.notation.decoding.python.scopes import DEEPEST_CALL, Reading
from boxdot.notation.decoding.python.table import FUNCTIONS, METHODS, SHARING, signature_of
from boxdot.notation.decoding.python.values import (
    Family,
    Filling,
    Function,
    Items,
    Library,
    Mapped,
    Masked,
    Method,
    Updating,
    Value,
    array_of,
    several,
    whole_of,
)
from boxdot.notation.decoding.python.values import Sequence as Going
from boxdot.notation.decoding.rearranging import place_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Apply, Expr, Number, Symbol

CONSTANTS: dict[str, Expr] = {
    "pi": Symbol("π"),
    "inf": Symbol("∞"),
    "e": Apply("exp", (Number("1"),)),
}
"""The numbers of a library."""

KINDS_OF_NUMBER = frozenset(
    "float16 float32 float64 int32 int64 bool bool_ double long complex64 complex128".split()
)


def attribute(reading: Reading, value: Value, name: str) -> Value:
    """Return ``value.name``."""
    match value:
        case Library(path=path):
            return _of_library(f"{path}.{name}")
        case Array():
            return _of_array(reading, value, name)
        case Family():
            return _of_array(reading, value.stacked(0), name)
        case Filling(before=Array() as array) if name in ("shape", "ndim", "size", "dtype"):
            return _of_array(reading, array, name)
        case Masked(array=array) if name in ("shape", "ndim", "dtype", "device"):
            return _of_array(reading, array, name)
        case Chosen() | Masked() | Updating():
            return Method(value, name)
        case tuple() if name in ("values", "indices") and value:
            return value[0 if name == "values" else 1]
        case _:
            raise Refused(f".{name} is not understood here")


def _of_library(path: str) -> Value:
    short = short_name(path)
    if short == "newaxis":
        return None
    if short is not None and short in CONSTANTS:
        return whole(CONSTANTS[short], ())
    return Library(path)


def _of_array(reading: Reading, value: Array, name: str) -> Value:
    given = {"x": value}
    match name:
        case "shape":
            return tuple(map(of_size, value.shape))
        case "T":
            return reversed_axes(reading.context, given)
        case "mT":
            return matrix_transpose(reading.context, given)
        case "ndim":
            return of_size(value.order)
        case "size" if reading.context.language != "PyTorch":
            return of_size(algebra.product(value.shape))
        case "real" | "data":
            return value
        case "dtype" | "device" | "itemsize":
            return None
        case _:
            return Method(value, name)


def call(
    reading: Reading, function: Value, given: Sequence[Value], named: Mapping[str, Value]
) -> Value:
    """Return the value of a call."""
    match function:
        case Library(path=path):
            return _of_library_function(reading, path, given, named)
        case Method(array=Updating() as updating, name=name):
            return _updated(reading, updating, name, given)
        case Method(array=array, name=name):
            plain = name[:-1] if is_in_place(reading.context, name) else name
            if plain not in METHODS:
                raise Refused(f"the method {name} has no notation", "write what it computes")
            return _row(reading, plain, [array, *given], named)
        case Function():
            return _own(reading, function, given, named)
        case Mapped():
            return _mapped(reading, function, given, named)
        case _:
            raise Refused("this cannot be called", raises=True)


def is_in_place(context: Context, name: str) -> bool:
    """Return whether a method of PyTorch changes its array: ``x.mul_(2)``."""
    return context.language == "PyTorch" and name.endswith("_") and name[:-1] in METHODS


def _of_library_function(
    reading: Reading, path: str, given: Sequence[Value], named: Mapping[str, Value]
) -> Value:
    if path.startswith("builtins."):
        own = path.removeprefix("builtins.")
        if own not in BUILTINS:
            raise Refused(f"{own} has no notation")
        return BUILTINS[own](reading.context, given, named)
    short = short_name(path)
    if short in KINDS_OF_NUMBER:
        short = "as_number"
    name = short
    if name in ("jit", "vmap"):
        return _transformed(name, given, named)
    if path == "einops.repeat":
        name = "einops.repeat"
    if name is not None and name.partition(".")[2] in _UFUNC_METHODS:
        return _of_ufunc(reading, name, given, named)
    if name is None or name not in FUNCTIONS:
        raise Refused(
            f"{path} has no notation",
            "write what it computes, or call it by a name of your own that is declared",
        )
    return _row(reading, name, given, named)


def _row(reading: Reading, name: str, given: Sequence[Value], named: Mapping[str, Value]) -> Value:
    handler = FUNCTIONS[name].handler
    signature = signature_of(name, reading.context.language)
    arguments = bind(signature, given, named)
    first = next(iter(signature.split()), "").lstrip("*")
    if first and first not in arguments and first != "shape":
        raise Refused(f"{name} needs an argument", raises=True)
    if any(isinstance(value, Masked) for value in arguments.values()) and name in MASKED:
        handler = MASKED[name]
    try:
        found = handler(reading.context, arguments)
    except KeyError as error:
        raise Refused(f"{name} needs the argument {error.args[0]}", raises=True) from None
    shared = _memory(tuple(arguments.values())) if name in SHARING else frozenset[str]()
    return _with_memory(found, shared)


def _memory(value: Value) -> frozenset[str]:
    """Return the memory of all arrays in a value."""
    if isinstance(value, tuple):
        return frozenset[str]().union(*map(_memory, value))
    return value.memory if isinstance(value, Array) else frozenset()


def _with_memory(value: Value, memory: frozenset[str]) -> Value:
    if isinstance(value, tuple):
        items = tuple(_with_memory(item, memory) for item in value)
        return Items(items) if isinstance(value, Items) else items
    return replace(value, memory=memory) if isinstance(value, Array) else value


_UPDATES: Mapping[str, ast.operator] = {
    "add": ast.Add(),
    "subtract": ast.Sub(),
    "multiply": ast.Mult(),
    "mul": ast.Mult(),
    "divide": ast.Div(),
}


def _updated(reading: Reading, updating: Updating, name: str, given: Sequence[Value]) -> Value:
    """``x.at[places].set(value)`` of JAX, and ``add``, ``multiply`` … alike."""
    if name not in ("set", "max", "min", *_UPDATES):
        raise Refused(f"the method {name} has no notation")
    (value,) = given

    def change(part: Array | Chosen) -> Value:
        if name == "set":
            return value
        if name in ("max", "min"):
            return extremum(reading.context, name, array_of(part), array_of(value))
        return operate(reading.context, _UPDATES[name], part, value)

    return updating.put(change)


_UFUNC_METHODS = frozenset({"outer", "reduce", "accumulate"})
_REDUCTIONS = {"add": "sum", "multiply": "prod", "maximum": "max", "minimum": "min"}
_RUNNING = {"add": "cumsum", "multiply": "cumprod"}


def _of_ufunc(
    reading: Reading, name: str, given: Sequence[Value], named: Mapping[str, Value]
) -> Value:
    """``np.add.outer(x, y)``, ``np.add.reduce(x, axis=0)``, ``np.add.accumulate(x)``."""
    ufunc, _, method = name.partition(".")
    if method == "outer" and ufunc in FUNCTIONS and len(given) == 2:
        left, right = map(array_of, given)
        columns = indexed(left, [*(EVERYTHING,) * left.order, *(None,) * right.order])
        return _row(reading, ufunc, [columns, right], named)
    known = _REDUCTIONS if method == "reduce" else _RUNNING
    if ufunc not in known:
        raise Refused(f"{name} has no notation", "write what it computes")
    axis = {"axis": of_size(0)} if len(given) == 1 and "axis" not in named else {}
    return _row(reading, known[ufunc], given, {**axis, **named})


def _transformed(name: str, given: Sequence[Value], named: Mapping[str, Value]) -> Value:
    """``jax.jit(f)`` is f; ``jax.vmap(f, in_axes, out_axes)`` is f along axes."""
    if name == "jit":
        return given[0]
    axes = given[1] if len(given) > 1 else named.get("in_axes", named.get("in_dims", of_size(0)))
    out = given[2] if len(given) > 2 else named.get("out_axes", named.get("out_dims", of_size(0)))
    return Mapped(given[0], axes, whole_of(out))


def _mapped(
    reading: Reading, function: Mapped, given: Sequence[Value], named: Mapping[str, Value]
) -> Value:
    """Read a function once, for any entry along the axes that are gone through together."""
    axes = several(function.axes)
    axes = axes * len(given) if len(axes) == 1 else axes
    if named or len(axes) != len(given):
        raise Refused("the arguments of a function that goes along axes are given by their places")
    pairs = [
        (array_of(value), None if axis is None else place_of(whole_of(axis), array_of(value).order))
        for value, axis in zip(given, axes, strict=True)
    ]
    counts = [array.shape[axis] for array, axis in pairs if axis is not None]
    if not counts:
        raise Refused("one axis at least is gone through", raises=True)
    for count in counts[1:]:
        reading.context.demand_same(count, counts[0], "what is gone through together differs")
    with running(reading.context, Going(counts[0], of_size)) as (letter, place):
        parts = [
            array if axis is None else indexed(array, [*(EVERYTHING,) * axis, place])
            for array, axis in pairs
        ]
        found = array_of(call(reading, function.function, parts, {}))
        return family(reading.context, letter, counts[0], found).stacked(function.out)


def _own(
    reading: Reading, function: Function, given: Sequence[Value], named: Mapping[str, Value]
) -> Value:
    """Read the body of a function that the code defines, with its arguments put in."""
    if reading.depth >= DEEPEST_CALL:
        raise Refused("functions call each other too deeply")
    parameters = function.parameters
    demand_sound(parameters, function.name)
    names = [one.arg for one in (*parameters.posonlyargs, *parameters.args)]
    if len(given) > len(names):
        raise Refused("there are more arguments than parameters", raises=True)
    found = dict(reading.names)
    found.update(defaults_of(reading, parameters))
    found.update(zip(names, given, strict=False))
    for name, value in named.items():
        if name not in (*names, *(one.arg for one in parameters.kwonlyargs)):
            raise Refused(f"there is no parameter {name}", raises=True)
        found[name] = value
    for name in names[len(given) :]:
        if name not in named and name not in _with_defaults(parameters):
            raise Refused(f"{function.name} is called without {name}", raises=True)
    inner = reading.within(found)
    if isinstance(function.body, ast.expr):
        return inner.evaluate(inner, function.body)
    flow = inner.run(inner, function.body)
    return flow.value if flow.returned else None


def demand_sound(parameters: ast.arguments, name: str) -> None:
    """Refuse functions with any number of arguments."""
    if parameters.vararg or parameters.kwarg:
        raise Refused(f"{name} takes any number of arguments, which is not read")


def _with_defaults(parameters: ast.arguments) -> set[str]:
    plain = [one.arg for one in (*parameters.posonlyargs, *parameters.args)]
    count = len(parameters.defaults)
    return set(plain[len(plain) - count :]) if count else set()


def defaults_of(reading: Reading, parameters: ast.arguments) -> dict[str, Value]:
    """Return the parameters that have a value of their own."""
    plain = [one.arg for one in (*parameters.posonlyargs, *parameters.args)]
    pairs = [
        *zip(reversed(plain), reversed(parameters.defaults), strict=False),
        *zip((one.arg for one in parameters.kwonlyargs), parameters.kw_defaults, strict=True),
    ]
    return {name: reading.evaluate(reading, value) for name, value in pairs if value is not None}
