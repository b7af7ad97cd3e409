"""The patterns of einops: axes that are named, split and joined, as in ``b c (h w) -> b h w c``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding import rearranging, reducing
from boxdot.notation.decoding.arrays import Array, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.python.values import Value, array_of, size_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.shapes.sizes import Size

Given = Mapping[str, Value]
Groups = list[list[str]]
_PIECES = re.compile(r"\(([^()]*)\)|(\.\.\.|\S+)")


def groups_of(side: str) -> Groups:
    """Return the axes of one side of a pattern, those in parentheses together.

    >>> groups_of("b (h w) c 1 ()")
    [['b'], ['h', 'w'], ['c'], [], []]
    """
    found: Groups = []
    for match in _PIECES.finditer(side):
        names = [match[2]] if match[2] is not None else match[1].split()
        found.append([name for name in names if name != "1"])
    return found


def _sides(given: Given, order: int) -> tuple[Groups, Groups]:
    pattern = given["pattern"]
    if not isinstance(pattern, str) or pattern.count("->") != 1:
        raise Refused("a pattern is a text with one arrow", 'as in "b c h w -> b (h w) c"')
    left, right = map(groups_of, pattern.split("->"))
    dots = order - sum(group != ["..."] for group in left)
    names = [[f".{n}"] for n in range(dots)]
    return tuple(_without_dots(side, names) for side in (left, right))  # type: ignore[return-value]


def _without_dots(side: Groups, names: Groups) -> Groups:
    found: Groups = []
    for group in side:
        if group == ["..."]:
            found += names
        else:
            found.append(
                [n for name in group for n in ([x[0] for x in names] if name == "..." else [name])]
            )
    return found


def _taken_apart(
    context: Context, array: Array, groups: Groups, known: dict[str, Size]
) -> tuple[Array, list[str]]:
    """Return the array with one axis for each name, and the names."""
    if len(groups) != array.order:
        raise Refused(f"the pattern has {len(groups)} axes, the array {array.order}", raises=True)
    shape: list[Size] = []
    for group, size in zip(groups, array.shape, strict=True):
        missing = [name for name in group if name not in known]
        if len(missing) > 1:
            raise Refused(f"the lengths of {missing[0]} and {missing[1]} are not known")
        if missing:
            others = algebra.product(known[name] for name in group if name in known)
            known[missing[0]] = algebra.divide(size, others)
        context.demand_same(algebra.product(known[n] for n in group), size, "an axis is split")
        shape += [known[name] for name in group]
    names = [name for group in groups for name in group]
    return rearranging.reshaped(context, array, shape, "C"), names


def _put_together(context: Context, array: Array, names: Sequence[str], groups: Groups) -> Array:
    """Return the array with its axes in the order of a pattern, some of them joined."""
    wanted = [name for group in groups for name in group]
    if sorted(wanted) != sorted(names):
        odd = sorted(set(wanted) ^ set(names))
        raise Refused(f"{', '.join(odd)} stands on one side of the pattern only", raises=True)
    turned = view(array, [list(names).index(name) for name in wanted])
    sizes = dict(zip(wanted, turned.shape, strict=True))
    shape = [algebra.product(sizes[name] for name in group) for group in groups]
    return rearranging.reshaped(context, turned, shape, "C")


def _known(given: Given) -> dict[str, Size]:
    return {
        name: size_of(v) for name, v in given.items() if name not in ("x", "pattern", "reduction")
    }


def rearrange(context: Context, given: Given) -> Value:
    """``rearrange(x, "b c h w -> b (h w) c")``."""
    array = array_of(given["x"])
    left, right = _sides(given, array.order)
    apart, names = _taken_apart(context, array, left, _known(given))
    return _put_together(context, apart, names, right)


def reduce(context: Context, given: Given) -> Value:
    """``reduce(x, "b c h w -> b c", "mean")``."""
    array, kind = array_of(given["x"]), given["reduction"]
    if kind not in ("sum", "mean", "max", "min", "prod"):
        raise Refused("this reduction has no notation")
    left, right = _sides(given, array.order)
    apart, names = _taken_apart(context, array, left, _known(given))
    kept = {name for group in right for name in group}
    gone = [n for n, name in enumerate(names) if name not in kept]
    small = reducing.reduced(context, str(kind), apart, gone) if gone else apart
    return _put_together(context, small, [n for n in names if n in kept], right)


def repeat(context: Context, given: Given) -> Value:
    """``repeat(x, "h w -> h w c", c=3)``."""
    array, known = array_of(given["x"]), _known(given)
    left, right = _sides(given, array.order)
    apart, names = _taken_apart(context, array, left, known)
    new = [name for group in right for name in group if name not in names]
    shape = (*apart.shape, *(known[name] for name in new))
    wide = rearranging.stretched(
        context, view(apart, (*range(apart.order), *(None,) * len(new))), shape
    )
    return _put_together(context, wide, [*names, *new], right)
