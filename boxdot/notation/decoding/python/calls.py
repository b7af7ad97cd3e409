"""Calls and attributes: of libraries, of arrays, and of functions that the code defines."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, of_size, whole
from boxdot.notation.decoding.python.arguments import bind
from boxdot.notation.decoding.python.axes import matrix_transpose, reversed_axes
from boxdot.notation.decoding.python.libraries import short_name
from boxdot.notation.decoding.python.scopes import DEEPEST_CALL, Reading
from boxdot.notation.decoding.python.table import FUNCTIONS, METHODS
from boxdot.notation.decoding.python.values import Chosen, Function, Library, Method, Value
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
        case Chosen():
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
        case "dtype" | "device":
            return None
        case _:
            return Method(value, name)


def call(
    reading: Reading, function: Value, given: Sequence[Value], named: Mapping[str, Value]
) -> Value:
    """Return the value of a call."""
    match function:
        case Library(path=path):
            return _of_function(reading, path, given, named)
        case Method(array=array, name=name):
            if name not in METHODS:
                raise Refused(f"the method {name} has no notation")
            return _row(reading, name, [array, *given], named)
        case Function():
            return _own(reading, function, given, named)
        case _:
            raise Refused("this cannot be called", raises=True)


def _of_function(
    reading: Reading, path: str, given: Sequence[Value], named: Mapping[str, Value]
) -> Value:
    name = short_name(path)
    if name in KINDS_OF_NUMBER:
        name = "same"
    if name is None or name not in FUNCTIONS:
        raise Refused(f"{path} has no notation", "write what it computes")
    return _row(reading, name, given, named)


def _row(reading: Reading, name: str, given: Sequence[Value], named: Mapping[str, Value]) -> Value:
    signature, handler = FUNCTIONS[name]
    arguments = bind(signature, given, named)
    first = next(iter(signature.split()), "").lstrip("*")
    if first and first not in arguments and first != "shape":
        raise Refused(f"{name} needs an argument", raises=True)
    try:
        return handler(reading.context, arguments)
    except KeyError as error:
        raise Refused(f"{name} needs the argument {error.args[0]}", raises=True) from None


def _own(
    reading: Reading, function: Function, given: Sequence[Value], named: Mapping[str, Value]
) -> Value:
    """Read the body of a function that the code defines, with its arguments put in."""
    if reading.depth >= DEEPEST_CALL:
        raise Refused("functions call each other too deeply")
    parameters = function.parameters
    if parameters.vararg or parameters.kwarg:
        raise Refused("functions with any number of arguments are not read")
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
    inner = reading.within(found)
    if isinstance(function.body, ast.expr):
        return inner.evaluate(inner, function.body)
    return inner.run(inner, function.body)


def defaults_of(reading: Reading, parameters: ast.arguments) -> dict[str, Value]:
    """Return the parameters that have a value of their own."""
    plain = [one.arg for one in (*parameters.posonlyargs, *parameters.args)]
    pairs = [
        *zip(reversed(plain), reversed(parameters.defaults), strict=False),
        *zip((one.arg for one in parameters.kwonlyargs), parameters.kw_defaults, strict=True),
    ]
    return {name: reading.evaluate(reading, value) for name, value in pairs if value is not None}
