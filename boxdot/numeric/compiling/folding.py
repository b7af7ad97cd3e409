"""Folds as loops: over long rows in blocks, several folds over the same labels together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boxdot.numeric.compiling.accumulating import Plan, plan_of
from boxdot.numeric.compiling.cells import Apply, Cell, Fold, Label, Number
from boxdot.numeric.compiling.emitting import Emitter
from boxdot.numeric.compiling.functions import cast

BLOCK = 256
"""How many numbers are summed in any order before the sum is added with care."""


@dataclass(frozen=True, slots=True)
class Running:
    """A fold in the making: the names of what is kept and of the sums of a block.

    A sum that is one block is its result: then nothing else is kept.
    """

    fold: Fold
    plan: Plan
    kept: list[str]
    sums: list[str]


def emit_folds(emitter: Emitter, group: Sequence[Fold], *, partial: bool = False) -> list[Running]:
    """Write the loops of folds over the same labels into the innermost loop.

    What is kept of a ``partial`` fold is put together with that of other threads.
    """
    here = emitter.scopes[-1]
    for fold in group:
        emitter.prepare(fold.argument)
    group = [fold for fold in group if id(fold) not in here.done]  # made while others were
    *outer, inner = sorted(group[0].bound, key=emitter.rank)
    blocked = emitter.lengths[inner] > BLOCK
    running = [_begun(emitter, fold, alone=not (outer or blocked or partial)) for fold in group]
    for label in outer:
        emitter.open(label, ", ".join(emitter.range_of(label)))
    blocked = blocked and any(r.sums for r in running)
    _innermost(emitter, running, inner, blocked=blocked)
    for _ in outer:
        emitter.close()
    for r in running:
        name = emitter.fresh()
        here.lines.append(f"{name} = {_result(r)}")
        here.done[id(r.fold)] = name
    return running


def _begun(emitter: Emitter, fold: Fold, *, alone: bool) -> Running:
    plan = plan_of(fold)
    sums = [emitter.fresh("t") for _ in plan.pieces] if plan.block is not None else []
    kept = [] if alone and sums else [emitter.fresh("a") for _ in plan.start]
    for name, text in zip(kept, plan.start, strict=False):
        emitter.line(f"{name} = {text}")
    return Running(fold, plan, kept, sums)


def _result(r: Running) -> str:
    """Return the text of what a fold results in."""
    if r.kept:
        return r.plan.result(r.kept)
    text = r.sums[0] if len(r.sums) == 1 else f"complex({', '.join(r.sums)})"
    assert r.fold.kind is not None
    return f"np.{r.fold.kind.name}({text})"


def _innermost(
    emitter: Emitter, running: Sequence[Running], label: Label, *, blocked: bool
) -> None:
    start, stop = emitter.range_of(label)
    if blocked:
        block = emitter.fresh("b")
        emitter.open_block([f"for {block} in range({start}, {stop}, {BLOCK}):"])
        start, stop = block, f"min({block} + {BLOCK}, {stop})"
    for r in running:
        for name in r.sums:
            assert r.plan.block is not None
            emitter.line(f"{name} = np.{r.plan.block.name}(0)")
    emitter.open(label, f"{start}, {stop}")
    for r in running:
        _join(emitter, r)
    emitter.close()
    for r in running:
        each = len(r.kept) // max(len(r.sums), 1)
        for n, name in enumerate(r.sums if r.kept else ()):
            join_kept(emitter, r.plan, r.kept[each * n : each * (n + 1)], f"float({name})")
    if blocked:
        emitter.close()


def _join(emitter: Emitter, r: Running) -> None:
    """Write how one number joins the sum of its block, or what is kept."""
    text = joining(emitter, r.fold)
    if not r.sums:
        join_kept(emitter, r.plan, r.kept, text)
    for name, piece in zip(r.sums, r.plan.pieces, strict=False):
        emitter.line(f"{name} = reordered_add({name}, {piece.format(text)})")


def join_kept(emitter: Emitter, plan: Plan, kept: list[str], text: str) -> None:
    """Write how a number joins what is kept."""
    if len(kept) == 1:
        emitter.line(f"{kept[0]} = {plan.join(kept, text)[0]}")
        return
    new = plan.join(kept, text)
    emitter.line(f"{', '.join(kept)} = {', '.join(new)}")


def joining(emitter: Emitter, fold: Fold) -> str:
    """Return the text of the number that joins a fold."""
    argument = fold.argument
    assert fold.kind is not None
    if fold.function == "count":
        return cast(cast(emitter.need(argument), argument.kind, _BOOLEAN), _BOOLEAN, fold.kind)
    if (
        fold.function == "sum"
        and isinstance(argument, Apply)
        and argument.kind == fold.kind
        and fold.kind.kind == "f"
        and (factors := _factors(argument))
        and not emitter.is_done(argument)
    ):
        pairs = zip(factors, argument.loop, strict=False)
        return f"fused_multiply({', '.join(emitter.need(a, kind) for a, kind in pairs)})"
    return emitter.need(argument, fold.kind)


def _factors(cell: Apply) -> tuple[Cell, ...]:
    """Return the two factors of a product or a square."""
    match cell:
        case Apply(function="multiply"):
            return cell.arguments
        case Apply(function="power", arguments=(base, Number(kind=None, value=2))):
            return (base, base)
        case _:
            return ()


_BOOLEAN = np.dtype(np.bool_)
