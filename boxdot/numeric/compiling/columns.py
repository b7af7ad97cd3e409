"""Reductions along axes that are not the innermost: columns side by side, in tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
ROWS = 32
"""How many rows are summed plainly before the sum is added with care."""
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

    @property
    def blocked(self) -> bool:
        """Whether sums of a few rows are made first."""
        return len(self.plan.start) == 2 * len(self.plan.pieces)


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
    if columns.blocked:
        _update_in_blocks(emitter, columns)
    else:
        _loops(emitter, columns.loops, lambda: _update(emitter, columns))
    partial = ranged in root.bound
    if not partial:
        _finish(emitter, columns)
    for _ in range(tiled + len(columns.outside)):
        emitter.close()
    nest = nests.nest_of(task, emitter, ranged)
    kept = len(columns.plan.start) + columns.blocked * len(columns.plan.pieces)
    grain = TILE if ranged in columns.across else 1
    planes = (columns.plan.plane, kept, columns.size)
    targets = tuple((task.lengths[label], task.target[label]) for label in columns.across)
    fold = root if partial else None
    return replace(nest, planes=planes, partial=fold, grain=grain, targets=targets)


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


def _loops(emitter: Emitter, labels: Sequence[Label], body: Callable[[], None]) -> None:
    """Write a body inside the loops over some labels."""
    for label in labels:
        emitter.open(label)
    body()
    for _ in labels:
        emitter.close()


def _planes(columns: Columns) -> range:
    return range(len(columns.plan.start))


def _put(emitter: Emitter, columns: Columns, place: str, plane: int, text: str) -> None:
    where = f"{place} + {plane * columns.size}"
    for line in stored(columns.plan.plane, emitter.parameter("a0"), where, text):
        emitter.line(line)


def _get(emitter: Emitter, columns: Columns, place: str, plane: int) -> str:
    name = emitter.fresh("h")
    where = f"{place} + {plane * columns.size}"
    text = fetched(columns.plan.plane, emitter.parameter("a0"), where, "reget")
    emitter.line(f"{name} = {text}")
    return name


def _clear(emitter: Emitter, columns: Columns) -> None:
    def body() -> None:
        for n in _planes(columns):
            _put(emitter, columns, _column(emitter, columns), n, columns.plan.start[n])

    _loops(emitter, columns.across, body)


def _update(emitter: Emitter, columns: Columns) -> None:
    """Write how an entry joins what is kept of its column."""
    plan = columns.plan
    text, place = emitter.fresh("x"), emitter.fresh("k")
    emitter.line(f"{text} = {joining(emitter, columns.fold)}")
    emitter.line(f"{place} = {_column(emitter, columns)}")
    for n, piece in enumerate(plan.pieces):
        kept = _get(emitter, columns, place, n)
        wide = f"float({piece.format(text)})" if plan.block is not None else piece.format(text)
        (joined,) = plan.join([kept], wide)
        _put(emitter, columns, place, n, joined)


def _update_in_blocks(emitter: Emitter, columns: Columns) -> None:
    """Sum a few rows plainly, then add their sums with care."""
    rows = max(columns.loops.index(label) for label in columns.fold.bound)
    label, inner = columns.loops[rows], columns.loops[rows + 1 :]
    for outer in columns.loops[:rows]:
        emitter.open(outer)
    start, stop = emitter.range_of(label)
    emitter.open_block([f"for r0 in range({start}, {stop}, {ROWS}):"])
    _loops(emitter, inner, lambda: _clear_block(emitter, columns))
    emitter.open(label, f"r0, min(r0 + {ROWS}, {stop})")
    _loops(emitter, inner, lambda: _add_plainly(emitter, columns))
    emitter.close()
    _loops(emitter, inner, lambda: _add_carefully(emitter, columns))
    emitter.close()
    for _ in columns.loops[:rows]:
        emitter.close()


def _clear_block(emitter: Emitter, columns: Columns) -> None:
    for n in range(len(columns.plan.pieces)):
        _put(emitter, columns, _column(emitter, columns), len(columns.plan.start) + n, "0.0")


def _add_plainly(emitter: Emitter, columns: Columns) -> None:
    text, place = emitter.fresh("x"), emitter.fresh("k")
    emitter.line(f"{text} = {joining(emitter, columns.fold)}")
    emitter.line(f"{place} = {_column(emitter, columns)}")
    for n, piece in enumerate(columns.plan.pieces):
        plane = len(columns.plan.start) + n
        kept = _get(emitter, columns, place, plane)
        _put(emitter, columns, place, plane, f"{kept} + {piece.format(text)}")


def _add_carefully(emitter: Emitter, columns: Columns) -> None:
    plan, place = columns.plan, _column(emitter, columns)
    for n in range(len(plan.pieces)):
        block = _get(emitter, columns, place, len(plan.start) + n)
        kept = [_get(emitter, columns, place, 2 * n), _get(emitter, columns, place, 2 * n + 1)]
        for plane, joined in enumerate(plan.join(kept, block)):
            _put(emitter, columns, place, 2 * n + plane, joined)


def _finish(emitter: Emitter, columns: Columns) -> None:
    """Write the results of a tile."""
    for label in columns.across:
        emitter.open(label)
    place = _column(emitter, columns)
    kept = [_get(emitter, columns, place, n) for n in _planes(columns)]
    result = emitter.fresh()
    emitter.line(f"{result} = {columns.plan.result(kept)}")
    nests.store(columns.task, emitter, result)
    for _ in columns.across:
        emitter.close()
