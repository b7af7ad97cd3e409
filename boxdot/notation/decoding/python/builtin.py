"""Functions of Python itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import entrywise
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.python import filling, looping
from boxdot.notation.decoding.python.values import Items, Value, array_of
from boxdot.notation.decoding.refusing import Refused

Given = Sequence[Value]
Named = Mapping[str, Value]


def _listed(context: Context, given: Given, named: Named) -> Value:
    items = looping.items_of(given[0]) if given else ()
    return given[0] if items is None else Items(items)


def _total(context: Context, given: Given, named: Named) -> Value:
    start = given[1] if len(given) > 1 else named.get("start")
    return looping.total(context, given[0], start)


def _extremum(name: str) -> Callable[[Context, Given, Named], Value]:
    def function(context: Context, given: Given, named: Named) -> Value:
        if named:
            raise Refused(f"the arguments of {name} are not understood here")
        return looping.outermost(context, name, given)

    return function


BUILTINS: dict[str, Callable[[Context, Given, Named], Value]] = {
    "len": lambda context, given, named: filling.length(context, {"x": given[0]}),
    "float": lambda context, given, named: filling.as_number(given[0]),
    "int": lambda context, given, named: filling.as_whole(given[0]),
    "abs": lambda context, given, named: entrywise("abs", array_of(given[0])),
    "pow": lambda context, given, named: power(context, *map(array_of, given[:2])),
    "sum": _total,
    "max": _extremum("max"),
    "min": _extremum("min"),
    "range": lambda context, given, named: looping.span(given),
    "zip": lambda context, given, named: looping.zipped(context, given),
    "enumerate": lambda context, given, named: looping.enumerated([*given, *named.values()]),
    "reversed": lambda context, given, named: looping.backwards(given),
    "list": _listed,
    "tuple": lambda context, given, named: tuple(looping.items_of(given[0]) or ()),
    "print": lambda context, given, named: None,
}
"""What the functions of Python do."""
