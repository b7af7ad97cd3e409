"""Reductions along axes that are not the innermost: columns side by side, in tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from boxdot.numeric.compiling import nests
from boxdot.numeric.compiling.accumulating import Plan, plan_of
from boxdot.numeric.compiling.cells import Fold, Label
from boxdot.numeric.compiling.emitting import Emitter, fetched, stored
from boxdot.numeric.compiling.folding import joining
from boxdot.numeric.compiling.kinds import Unfusible

TILE = 1024
"""How many columns are reduced side by side."""
WIDE = 2 * TILE
"""So many columns are shared among threads; of fewer the rows are."""
MOST = 2**16
"""Most accumulators that do not stand in one row."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the loops over columns share: the accumulators and the labels inside and outside."""

    task: nests.Task
    fold: Fold
    plan: Plan
    outside: list[Label]
    across: list[Label]
    loops: list[Label]
    size: int


def write_columns(task: nests.Task, root: Fold) -> nests.Nest:
    """Return the kernel of a reduction with kept labels inside of reduced ones."""
    order, axes = task.order, set(task.axes)
    outside = order[: min(order.index(label) for label in root.bound)]
    last = max(order.index(label) for label in axes)
    within = [label for label in order[last + 1 :] if label in root.bound]
    across = [label for label in order if label in axes and label not in outside]
    loops = [label for label in order[len(outside) : last + 1] if label in axes | root.bound]
    size = TILE
    if len(across) > 1:
        size = _product(task, across)
        if size > MOST:
            raise Unfusible("too many columns")
    fold = _outer_fold(root, frozenset(within))
    columns = Columns(task, fold, plan_of(root), outside, across, loops, size)
    return _written(columns, root)


def _outer_fold(root: Fold, within: frozenset[Label]) -> Fold:
    """Return the fold over the outer labels of the fold over the inner ones."""
    if not within:
        return root
    inner = replace(root, labels=root.argument.labels - within, bound=within)
    function = "sum" if root.function == "count" else root.function
    return replace(root, function=function, argument=inner, bound=root.bound - within)


def _product(task: nests.Task, labels: Sequence[Label]) -> int:
    size = 1
    for label in labels:
        size *= task.lengths[label]
    return size


def _written(columns: Columns, root: Fold) -> nests.Nest:
    task = columns.task
    ranged = _ranged(columns)
    emitter = nests.emitter_of(task, task.order, ranged)
    emitter.folds = [fold for fold in emitter.folds if fold is not root]
    if columns.fold is not root:
        inner = columns.fold.argument
        assert isinstance(inner, Fold)
        emitter.folds = [*emitter.folds, inner]
    for label in columns.outside:
        emitter.open(label)
    tiled = len(columns.across) == 1
    if tiled:
        _open_tiles(emitter, columns.across[0])
    _clear(emitter, columns)
    for label in columns.loops:
        emitter.open(label)
    _update(emitter, columns)
    for _ in columns.loops:
        emitter.close()
    partial = ranged in root.bound
    if not partial:
        _finish(emitter, columns)
    for _ in range(tiled + len(columns.outside)):
        emitter.close()
    nest = nests.nest_of(task, emitter, ranged)
    kept = len(columns.plan.start)
    grain = TILE if ranged in columns.across else 1
    planes = (columns.plan.plane, kept, columns.size)
    return replace(nest, planes=planes, partial=root if partial else None, grain=grain)


def _ranged(columns: Columns) -> Label:
    """Return the label that threads share: kept ones if they can, else a reduced one."""
    if columns.outside:
        return columns.outside[0]
    if len(columns.across) == 1 and columns.task.lengths[columns.across[0]] >= WIDE:
        return columns.across[0]
    first = columns.loops[0]
    tiled = len(columns.across) == 1
    if tiled and columns.task.lengths[columns.across[0]] > TILE:
        return columns.across[0]
    return first


def _open_tiles(emitter: Emitter, label: Label) -> None:
    start, stop = emitter.range_of(label)
    emitter.open_block([f"for c0 in range({start}, {stop}, {TILE}):"])
    emitter.line(f"c1 = min(c0 + {TILE}, {stop})")
    emitter.bounds[label] = ("c0", "c1")


def _column(emitter: Emitter, columns: Columns) -> str:
    """Return the text of the place of an accumulator in its plane."""
    if len(columns.across) == 1:
        return f"i{columns.across[0]} - c0"
    terms, step = [], 1
    for label in reversed(columns.across):
        terms.append(f"i{label} * {emitter.parameter(f'm{label}', step)}")
        step *= columns.task.lengths[label]
    return " + ".join(terms)


def _planes(columns: Columns) -> range:
    return range(len(columns.plan.start))


def _clear(emitter: Emitter, columns: Columns) -> None:
    kind, address = columns.plan.plane, emitter.parameter("a0")
    for label in columns.across:
        emitter.open(label)
    place = _column(emitter, columns)
    for n in _planes(columns):
        where = f"{place} + {n * columns.size}"
        for line in stored(kind, address, where, columns.plan.start[n]):
            emitter.line(line)
    for _ in columns.across:
        emitter.close()


def _update(emitter: Emitter, columns: Columns) -> None:
    plan, kind, address = columns.plan, columns.plan.plane, emitter.parameter("a0")
    text, place = emitter.fresh("x"), emitter.fresh("k")
    emitter.line(f"{text} = {joining(emitter, columns.fold)}")
    emitter.line(f"{place} = {_column(emitter, columns)}")
    each = len(plan.start) // len(plan.pieces)
    for n, piece in enumerate(plan.pieces):
        planes = range(each * n, each * (n + 1))
        kept = [emitter.fresh("h") for _ in planes]
        for name, plane in zip(kept, planes, strict=True):
            where = f"{place} + {plane * columns.size}"
            emitter.line(f"{name} = {fetched(kind, address, where, 'reget')}")
        wide = f"float({piece.format(text)})" if plan.block is not None else piece.format(text)
        for joined, plane in zip(plan.join(kept, wide), planes, strict=True):
            where = f"{place} + {plane * columns.size}"
            for line in stored(kind, address, where, joined):
                emitter.line(line)


def _finish(emitter: Emitter, columns: Columns) -> None:
    """Write the results of a tile."""
    plan, kind, address = columns.plan, columns.plan.plane, emitter.parameter("a0")
    for label in columns.across:
        emitter.open(label)
    place = _column(emitter, columns)
    kept = [emitter.fresh("h") for _ in _planes(columns)]
    for n, name in enumerate(kept):
        text = fetched(kind, address, f"{place} + {n * columns.size}", "reget")
        emitter.line(f"{name} = {text}")
    result = emitter.fresh()
    emitter.line(f"{result} = {plan.result(kept)}")
    nests.store(columns.task, emitter, result)
    for _ in columns.across:
        emitter.close()
