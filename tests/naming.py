"""Walking and comparing expressions: ASCII has no letter styles and writes accents as words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from boxdot.notation.expressions.nodes import Apply, IndexRange, Node, Symbol
from boxdot.notation.printing.ascii_names import ascii_name


def same(left: Any, right: Any, spelling: str) -> bool:
    """Tell whether nodes are equal; in ASCII up to what ASCII can say of their names."""
    return bool(left == right) or (spelling == "ascii" and in_ascii(left) == in_ascii(right))


def nodes_of(thing: Any) -> Iterator[Node]:
    """Yield a node and all nodes in it."""
    if isinstance(thing, tuple):
        for item in thing:
            yield from nodes_of(item)
    elif isinstance(thing, Node) and is_dataclass(thing):
        yield thing
        for f in fields(thing):
            yield from nodes_of(getattr(thing, f.name))


def in_ascii(thing: Any) -> Any:
    """Return the node with its names as ASCII says them."""
    if isinstance(thing, tuple):
        return tuple(in_ascii(item) for item in thing)
    if not isinstance(thing, Node) or not is_dataclass(thing):
        return thing
    renamed = replace(thing, **{f.name: in_ascii(getattr(thing, f.name)) for f in fields(thing)})
    match renamed:
        case Symbol(name=name):
            return replace(renamed, name=ascii_name(name))
        case Apply(function=name):
            return replace(renamed, function=ascii_name(name))
        case IndexRange(index=name):
            return replace(renamed, index=ascii_name(name))
    return renamed
