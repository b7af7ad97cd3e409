"""Which loops a value needs: one pass over rows, sums of columns in tiles, or one total."""

from __future__ import annotations

from boxdot.numeric.compiling.columns import write_columns
from boxdot.numeric.compiling.kinds import Unfusible
from boxdot.numeric.compiling.nests import Nest, Task
from boxdot.numeric.compiling.rows import write_rows, write_total
from boxdot.numeric.compiling.slicing import order_by_slices


def write(task: Task) -> Nest:
    """Return the kernel that computes a task."""
    task.order = order_by_slices(task)
    root = task.root
    if root is None or not root.bound:
        return write_rows(task)
    if root.labels != frozenset(task.axes):
        raise Unfusible("a fold of what does not depend on its indices")
    if not task.axes:
        return write_total(task, root)
    last = max(task.order.index(label) for label in task.axes)
    first = min(task.order.index(label) for label in root.bound)
    return write_rows(task) if last < first else write_columns(task, root)
