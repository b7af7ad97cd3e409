"""Folds as loops: over long rows in blocks, several folds over the same labels together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boxdot.numeric.compiling.accumulating import Plan, plan_of
from boxdot.numeric.compiling.cells import Apply, Fold, Label
from boxdot.numeric.compiling.emitting import Emitter
from boxdot.numeric.compiling.functions import cast

BLOCK = 256
"""How many numbers are summed in any order before the sum is added with care."""


@dataclass(frozen=True, slots=True)
class Running:
    """A fold in the making: the names of what is kept and of the sums of a block."""

    fold: Fold
    plan: Plan
    kept: list[str]
    sums: list[str]


def emit_folds(emitter: Emitter, group: Sequence[Fold]) -> list[Running]:
    """Write the loops of folds over the same labels into the innermost loop."""
    here = emitter.scopes[-1]
    for fold in group:
        emitter.prepare(fold.argument)
    running = [_begun(emitter, fold) for fold in group]
    *outer, inner = sorted(group[0].bound, key=emitter.rank)
    for label in outer:
        emitter.open(label, ", ".join(emitter.range_of(label)))
    blocked = any(r.sums for r in running) and emitter.lengths[inner] > BLOCK
    _innermost(emitter, running, inner, blocked=blocked)
    for _ in outer:
        emitter.close()
    for r in running:
        name = emitter.fresh()
        here.lines.append(f"{name} = {r.plan.result(r.kept)}")
        here.done[id(r.fold)] = name
    return running


def _begun(emitter: Emitter, fold: Fold) -> Running:
    plan = plan_of(fold)
    kept = [emitter.fresh("a") for _ in plan.start]
    for name, text in zip(kept, plan.start, strict=True):
        emitter.line(f"{name} = {text}")
    sums = [emitter.fresh("t") for _ in plan.pieces] if plan.block is not None else []
    return Running(fold, plan, kept, sums)


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
        for n, name in enumerate(r.sums):
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
        and argument.function == "multiply"
        and argument.kind == fold.kind
        and fold.kind.kind == "f"
        and not emitter.is_done(argument)
    ):
        pairs = zip(argument.arguments, argument.loop, strict=False)
        return f"fused_multiply({', '.join(emitter.need(a, kind) for a, kind in pairs)})"
    return emitter.need(argument, fold.kind)


_BOOLEAN = np.dtype(np.bool_)
