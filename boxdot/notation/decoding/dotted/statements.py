"""Statements of Julia and MATLAB: assignments, entries that are put in arrays, functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from boxdot.notation.decoding.arrays import Array, Chosen, view
from boxdot.notation.decoding.comparing import where
from boxdot.notation.decoding.dotted.evaluating import (
    evaluate,
    marks_of,
    mask_of,
)
from boxdot.notation.decoding.dotted.scopes import Reading
from boxdot.notation.decoding.dotted.tokens import Tree
from boxdot.notation.decoding.dotted.values import Own, Value, array_of
from boxdot.notation.decoding.indexing import Subscript
from boxdot.notation.decoding.putting import put_at
from boxdot.notation.decoding.refusing import Refused


def run(reading: Reading, trees: Sequence[Tree]) -> tuple[Value, bool]:
    """Read statements; return the last value, and whether it is returned."""
    last: Value = None
    for tree in trees:
        if tree.kind == "return":
            return (evaluate(reading, tree.parts[0]) if tree.parts else None), True
        found = reading.guarded(tree, partial(_statement, reading, tree))
        last = found if found is not None and not isinstance(found, Own) else last
    return last, False


def _statement(reading: Reading, tree: Tree) -> Value:
    match tree.kind:
        case "assign":
            return bind(reading, tree.text, evaluate(reading, tree.parts[0]))
        case "change":
            return _change(reading, tree)
        case "assign each":
            return _assign_each(reading, tree)
        case "function":
            *params, outputs, body = tree.parts
            reading.names[tree.text] = Own(tuple(params), body, outputs, tree.text)
            return None
        case "put or define" if not reading.is_array(tree.text) and reading.julia:
            target, value = tree.parts
            reading.names[tree.text] = Own(target.parts[1:], value, None, tree.text)
            return None
        case "put or define" | "put":
            return _put(reading, tree)
        case "dotted":
            return _dotted(reading, tree.parts[0])
        case "handle" if tree.text in ("assert", "show", "time"):
            return None
    return evaluate(reading, tree)


def _dotted(reading: Reading, tree: Tree) -> Value:
    """``@. y = x * z``: every operation goes entry by entry."""
    inner = reading.entry_by_entry()
    if tree.kind == "assign":
        return bind(reading, tree.text, evaluate(inner, tree.parts[0]))
    return _statement(inner, tree) if tree.kind == "change" else evaluate(inner, tree)


def bind(reading: Reading, name: str, value: Value) -> Value:
    """Let a name stand for a value, as a statement of the notation if it is more than a symbol."""
    if isinstance(value, Array):
        named = reading.composer.assign(name, value)
        if value.node in reading.origins:
            reading.origins[named.node] = reading.origins[value.node]
        value = replace(named, memory=value.memory or reading.new_memory(name))
    reading.names[name] = value
    return value


def _change(reading: Reading, tree: Tree) -> Value:
    """``x .= y`` and ``x .+= y`` of Julia: what else has its memory is not read any more."""
    old = reading.array(Tree("name", tree.text, (), tree.span))
    new = reading.array(tree.parts[0])
    if len(new.shape) > old.order or any(
        size not in (1, length) for size, length in zip(new.shape, old.shape, strict=False)
    ):
        raise Refused("the result does not fit into the array that is changed", raises=True)
    if new.shape != old.shape:
        raise Refused("what is put into an array is read if it has the array's shape")
    reading.changed |= old.memory
    return bind(reading, tree.text, replace(new, memory=frozenset()))


def _assign_each(reading: Reading, tree: Tree) -> Value:
    """``m, n = size(X)``, ``a, b = b, a``, ``[m, n] = size(X)``."""
    target, value = tree.parts
    names = [*target.parts] if target.kind == "tuple" else [*target.parts[0].parts]
    found = evaluate(reading, value)
    if not isinstance(found, tuple):
        raise Refused("this is not several values")
    if len(found) < len(names) or any(name.kind != "name" for name in names):
        raise Refused(f"{len(found)} values are given to {len(names)} names")
    last: Value = None
    for name, item in zip(names, found, strict=False):
        last = bind(reading, name.text, item)
    return last


def _put(reading: Reading, tree: Tree) -> Value:
    """``X(mask) = 0``, ``X[:, 1] .= v``: the name stands for the changed array from then on."""
    target, value = tree.parts
    head = target.parts[0] if target.parts else target
    if target.kind not in ("call", "index") or head.kind != "name":
        raise Refused("only names and entries of named arrays are assigned here")
    array = reading.array(head)
    new = evaluate(reading, value)
    subscripts = target.parts[1:]
    mask = mask_of(reading, array, subscripts[0]) if len(subscripts) == 1 else None
    if mask is not None:
        found = where(reading.context, mask, _under(array, mask, new), array)
    else:
        plain: list[Subscript] = []
        for mark in marks_of(reading, array, subscripts):
            if not isinstance(mark, int | str | tuple) and not _is_size(mark):
                raise Refused("entries at these places cannot be changed here")
            plain.append(mark)  # type: ignore[arg-type]
        found = put_at(reading.context, array, plain, _fitting(array, plain, array_of(new)))
    reading.changed |= array.memory if reading.julia else frozenset()
    return bind(reading, head.text, replace(found, memory=frozenset()))


def _is_size(mark: object) -> bool:
    return type(mark).__name__ == "SizeExpression"


def _under(array: Array, mask: Array, new: Value) -> Array:
    """Return what is put where a mask is true: a number, or what the mask chooses of another."""
    if isinstance(new, Chosen):
        if new.mask != mask:
            raise Refused("what is put where a mask is true was chosen by another mask")
        return new.array
    value = array_of(new)
    if value.order and any(size != 1 for size in value.shape):
        raise Refused(
            "how many entries a mask chooses depends on their values, which no shape tells",
            "put a number there, or what the same mask chooses",
        )
    return view(value, [])


def _fitting(array: Array, marks: Sequence[Subscript], new: Array) -> Array:
    """Return what is put there without the axes of length 1 that stand for single places."""
    kept = [n for n, mark in enumerate(marks) if isinstance(mark, tuple)]
    if new.order <= len(kept):
        return new
    long = [n for n, size in enumerate(new.shape) if size != 1]
    if len(long) > len(kept):
        raise Refused("what is put there has too many axes", raises=True)
    return view(new, long)
