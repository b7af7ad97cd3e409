"""The loops for a sheet: by vectors of 64 bytes where data and sums are in double precision."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
# These functions are types to Numba, not to mypy.

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import overload

from boxdot.numeric.leastsquares import streams, wide


def sum_sheet(x, h, num, place, steps, height, width):
    """See `streams.sum_sheet`; only compiled code calls it."""
    raise NotImplementedError


def dot_sheet(x, h, num, place, steps, height, width):
    """See `streams.dot_sheet`; only compiled code calls it."""
    raise NotImplementedError


def multiple_sheet(x, h, num, place, steps, height, width):
    """See `streams.multiple_sheet`; only compiled code calls it."""
    raise NotImplementedError


def product_sheet(x, h, num, place, steps, height, width):
    """See `streams.product_sheet`; only compiled code calls it."""
    raise NotImplementedError


def _choose(sheet: Any) -> None:
    """Let compiled calls of a sheet take the loop that fits the types."""
    plain, vectors = getattr(streams, sheet.__name__), getattr(wide, sheet.__name__)

    @overload(sheet)
    def choose(x, h, num, place, steps, height, width):
        doubles = all(array.dtype == types.float64 for array in (x, h, num))
        loop = vectors if doubles else plain

        def run(x, h, num, place, steps, height, width):
            return loop(x, h, num, place, steps, height, width)

        return run


for _sheet in (sum_sheet, dot_sheet, multiple_sheet, product_sheet):
    _choose(_sheet)
