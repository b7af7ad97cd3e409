"""Functions that the code defines, and those that it is only told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from boxdot.notation.decoding.applying import opaque
from boxdot.notation.decoding.dotted.functions import ENTRYWISE
from boxdot.notation.decoding.dotted.scopes import Reading
from boxdot.notation.decoding.dotted.values import Own, Value, array_of
from boxdot.notation.decoding.elementwise import entrywise
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.decoding.symbols import symbol_of

DEEPEST_CALL = 12


def of_user(reading: Reading, name: str, given: Sequence[Value], named: object) -> Value:
    """Return a function of the user's own, if its declaration says what shape it has."""
    declared = reading.declared.given.get(symbol_of(name, reading.declared.given) or name)
    if declared is None or declared.signature is None or named:
        raise Refused(
            f"{name} has no notation",
            f'write what it computes, or declare it: -d "{name}: R → R" if it goes entry by entry',
        )
    return opaque(reading.context, declared, [array_of(value) for value in given])


def mapped(reading: Reading, given: list[Value]) -> Value:
    """``map(f, X)``: entry by entry, of arrays with one shape."""
    function, *others = given
    arrays = [array_of(other) for other in others]
    if any(array.shape != arrays[0].shape for array in arrays[1:]):
        raise Refused("map takes arrays of one shape here", "write f.(X, Y)")
    if isinstance(function, Own):
        return called(reading, function, arrays, {}, dotted=True)
    if function in ENTRYWISE and len(arrays) == 1:
        return entrywise(ENTRYWISE[str(function)], arrays[0])
    raise Refused(f"{function} has no notation")


def called(
    reading: Reading, own: Own, given: Sequence[Value], named: Mapping[str, Value], *, dotted: bool
) -> Value:
    """Read the body of a function with its arguments put in; ``dotted``: entry by entry."""
    if reading.depth >= DEEPEST_CALL:
        raise Refused("functions call each other too deeply")
    names = [one.text for one in own.parameters]
    if len(given) > len(names):
        raise Refused("there are more arguments than parameters", raises=True)
    inner = replace(reading, names=dict(reading.names), depth=reading.depth + 1, by_entry=dotted)
    for one in own.parameters:
        if one.parts:
            inner.names[one.text] = inner.evaluate(inner, one.parts[0])
    inner.names.update(zip(names, given, strict=False))
    inner.names.update({name: value for name, value in named.items() if name in names})
    if own.body.kind != "body":
        return inner.evaluate(inner, own.body)
    last, _ = inner.run(inner, own.body.parts)
    if own.outputs is None or not own.outputs.parts:
        return last
    found = tuple(inner.evaluate(inner, one) for one in own.outputs.parts)
    return found[0] if len(found) == 1 else found
