"""Changes in place: the array gets a new value, under all names that it is known by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from boxdot.notation.decoding.arrays import Array, Chosen, view
from boxdot.notation.decoding.comparing import where
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.indexing import Subscript, indexed
from boxdot.notation.decoding.putting import put_at
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.values import Value, array_of
from boxdot.notation.decoding.refusing import Refused

Change = Callable[[Array | Chosen], Value]
"""What is made of the entries that are changed."""


def rebound(reading: Reading, name: str, old: Array, new: Array) -> Array:
    """Bind a name to an array that was changed where it stands; other views of it are stale."""
    inner = reading.context.running_in(new.node)
    value = new if inner else reading.composer.assign(name, new)
    value = replace(value, memory=frozenset())
    if reading.context.language == "JAX" or not old.order:
        return array_of(reading.bind(name, value))
    if new.shape != old.shape and not _stretches(reading.context, new, old):
        raise Refused("the result does not fit into the array that is changed", raises=True)
    known = {n: v for n, v in reading.names.items() if isinstance(v, Array)}
    same = [n for n, v in known.items() if v == old and v.memory & old.memory]
    same += [n for n in old.memory if n not in known and reading.is_input(n, old)]
    reading.changed |= old.memory
    value = array_of(reading.bind(name, value))
    for other in same:
        reading.names[other] = value
    return value


def _stretches(context: Context, new: Array, old: Array) -> bool:
    if new.order > old.order:
        return False
    pairs = zip(reversed(new.shape), reversed(old.shape), strict=False)
    return all(context.same(*pair) for pair in pairs)


def demand_mutable(context: Context) -> None:
    """Refuse to change arrays of JAX."""
    if context.language == "JAX":
        raise Refused("arrays of JAX cannot be changed", "write x.at[…].set(…)", raises=True)


def with_mask(context: Context, chosen: Chosen, change: Change) -> Array:
    """Return an array that is changed where a mask is true."""
    array, mask = chosen.array, behind(chosen)
    new = change(chosen)
    if isinstance(new, Chosen):
        if new.mask != chosen.mask:
            raise Refused("what is put where a mask is true was chosen by another mask")
        return where(context, mask, new.array, array)
    value = array_of(new)
    if value.order > array.order - chosen.mask.order:
        raise Refused(
            "how many entries a mask chooses depends on their values, which no shape tells",
            "put a number there, or what the same mask chooses",
        )
    return where(context, mask, value, array)


def behind(chosen: Chosen) -> Array:
    """Return a mask with new axes behind it, so that it has as many as what it chooses of."""
    missing = chosen.array.order - chosen.mask.order
    return view(chosen.mask, (*range(chosen.mask.order), *(None,) * missing))


def with_entries(context: Context, array: Array, marks: list[Subscript], change: Change) -> Array:
    """Return an array with entries put at places: what is before, what is put, what is behind."""
    part = indexed(array, marks)
    new = array_of(change(part))
    if new.order > part.order and any(size != 1 for size in new.shape[: -part.order or None]):
        raise Refused("what is put there has too many axes", raises=True)
    return put_at(context, array, marks, new)
