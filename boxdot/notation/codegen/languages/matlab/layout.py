"""MATLAB: the axes of an array in another order; those of length 1 at the end are free."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.codegen.languages.columnmajor.entries import POSTFIX
from boxdot.notation.codegen.writer import Fragment, bracketed


def rearranged(fragment: Fragment, order: int, axes: Sequence[int | None]) -> Fragment:
    """Return ``A.'`` or ``permute(B, [1 3 2])``; None is a new axis, what is missing is dropped.

    >>> rearranged(Fragment("B"), 2, (0, None, 1)).text
    'permute(B, [1 3 2])'
    >>> rearranged(Fragment("B"), 2, (0, 1, None)).text
    'B'
    """
    wanted = list(axes)
    while wanted and wanted[-1] is None:
        wanted.pop()
    if wanted == list(range(len(wanted))):
        return fragment
    if order <= 2 and len(wanted) <= 2:
        return Fragment(f"{bracketed(fragment, POSTFIX)}.'", POSTFIX)
    if len(wanted) == 1:
        return Fragment(f"reshape({fragment.text}, [], 1)")
    if order == 1:
        ones = "".join("1, " for _ in wanted[:-1])
        return Fragment(f"reshape({fragment.text}, {ones}[])")
    return Fragment(f"permute({fragment.text}, [{' '.join(map(str, _complete(wanted, order)))}])")


def _complete(wanted: Sequence[int | None], order: int) -> list[int]:
    """Return every axis once, from 1; a new one is a dropped one or one beyond the end."""
    free = [n for n in range(order + len(wanted)) if n not in wanted]
    axes = [free.pop(0) if axis is None else axis for axis in wanted]
    last = max(*axes, order - 1)
    return [axis + 1 for axis in (*axes, *(n for n in free if n <= last))]
