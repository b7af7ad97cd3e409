"""Arrays given by their entries: ``A = (a_{ij})_{1≤i≤n, 1≤j≤m}`` says ``A_{ij} = a_{ij}``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.expressions.nodes import Apply, Expr, Index, Number, Symbol
from boxdot.notation.reading.scripts import Script
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.reading.trees import Branch, Reader, branches, span_of

CONDITION = "{}"
"""The function that stands for a relation in a script; its parameter is the relation."""


class Entries(NamedTuple):
    """An entry in brackets, and the indices that run beside them, each with its last value."""

    entry: Expr
    indices: tuple[Symbol, ...]
    ends: tuple[Expr, ...]


def by_entries(reader: Reader, sides: list[Branch], scripts: list[list[Script]]) -> list[Expr]:
    """Return the sides ``A_{ij}`` and ``a_{ij}`` of a definition by entries, else nothing.

    Parameters
    ----------
    reader
        The text that is read.
    sides
        The two sides of an equation.
    scripts
        The scripts beside the brackets of each side, as `scripts_beside` finds their trees.
    """
    found = [_entries(reader, *pair) for pair in zip(sides, scripts, strict=True)]
    if sum(one is not None for one in found) != 1:
        return []
    given = found[0] or found[1]
    place = found.index(None)
    whole = reader.expr(sides[place])
    if given is None or not isinstance(whole, Symbol):
        return []
    _demand_ends(reader, whole, given, sides[1 - place])
    indexed = Index(whole, given.indices, span=whole.span)
    return [indexed, given.entry] if place == 0 else [given.entry, indexed]


def scripts_beside(tree: Branch) -> list[Branch]:
    """Return the trees of the scripts beside brackets that hold one thing, if a side is such."""
    while tree.data != "decorated" and len(tree.children) == 1 and (inner := branches(tree)):
        tree = inner[0]
    parts = branches(tree)
    if tree.data != "decorated" or not _holds_one_thing(parts[0]):
        return []
    scripts = parts[1:]
    alone = len(scripts) == len(tree.children) - 1 and all(s.data == "script" for s in scripts)
    return scripts if alone else []


def _holds_one_thing(bracket: Branch) -> bool:
    if bracket.data == "block":
        rows = branches(bracket)
        return len(rows) == 1 and len(branches(rows[0])) == 1
    return bracket.data == "group" and len(branches(bracket)) == 1


def _entries(reader: Reader, side: Branch, scripts: list[Script]) -> Entries | None:
    conditions = [item for script in scripts for item in script.items]
    if not conditions or not all(map(_is_condition, conditions)):
        return None
    ranges = [one for condition in conditions for one in _ranges(condition)]
    if len(ranges) < len(conditions):
        raise reader.unsupported(
            "these are no ranges of indices", side, "write (a_{ij})_{1≤i≤n, 1≤j≤m}"
        )
    indices, ends = zip(*ranges, strict=True)
    return Entries(reader.expr(_bracket(side)), indices, ends)


def _bracket(tree: Branch) -> Branch:
    while tree.data not in ("group", "block"):
        tree = branches(tree)[0]
    return tree


def _is_condition(item: Expr) -> bool:
    return isinstance(item, Apply) and item.function == CONDITION


def _ranges(condition: Expr) -> Iterator[tuple[Symbol, Expr]]:
    """Yield the index of ``1 ≤ i ≤ n`` and its end."""
    match condition:
        case Apply(arguments=(Number("1"), Symbol() as index, end), parameters=(Symbol("≤"),)):
            yield index, end


def _demand_ends(reader: Reader, whole: Symbol, given: Entries, side: Branch) -> None:
    """Raise where an index does not run over the whole of its axis."""
    declared = reader.symbols.get(whole.name)
    shape = None if declared is None else declared.shape
    if shape is None:
        return
    if len(shape) != len(given.indices):
        message = f"{whole.name} has {len(shape)} axes, and {len(given.indices)} indices run here"
        raise NotationError(message, text=reader.text, span=span_of(side))
    for axis, (length, index, end) in enumerate(
        zip(shape, given.indices, given.ends, strict=True), start=1
    ):
        size = size_of(end)
        if size is None:
            raise UnsupportedError("this is no size", text=reader.text, span=end.span)
        if size != length:
            message = (
                f"{index.name} runs to {size}, and axis {axis} of {whole.name} is {length} long"
            )
            raise NotationError(message, text=reader.text, span=end.span or span_of(side))
