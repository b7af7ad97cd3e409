"""Loops that Numba compiles: products, squares and residuals summed in one read of the data.

Only `fused` imports this module, and only where Numba is installed. Arrays come as the whole span
of memory that they lie in, one entry beside the next; where entries are is told by steps. ``m``
(weights or a mask) and ``den`` may be None: what they would cost is then not compiled.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, call-arg"
# These functions are types to Numba, not to mypy.

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numba.core import cgutils
from numba.extending import intrinsic

from boxdot.numeric.leastsquares.options import OPTIONS
from boxdot.numeric.leastsquares.sheets import (
    dot_sheet,
    multiple_sheet,
    product_sheet,
    sum_sheet,
)
from boxdot.numeric.leastsquares.streams import square, zero

ROW = 4096
"""So many entries are summed before their sum joins the others; a row of each array fits in L1."""


@intrinsic
def bare(typing: Any, array: Any) -> Any:
    """Return an array without its owner: its slices need not count who holds them."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = context.make_array(array)(context, builder, arguments[0])
        view.meminfo = cgutils.get_null_value(view.meminfo.type)
        view.parent = cgutils.get_null_value(view.parent.type)
        return view._getvalue()

    return array(array), generate


@njit(**OPTIONS)
def sum_boxes(x, h, m, num, den, origins, steps, boxes, homes, found, rows, first, last):
    """Add to ``num`` the sums of m x conj(h), to ``den`` those of m |h|².

    Parameters
    ----------
    origins, steps
        Where the first entries of x, h, m and num are, and how far apart the next ones of each
        mode; the last mode is walked in rows, the one before in four places at once.
    boxes, homes
        The ranges of all modes for every box that is gone through, and where its sums begin.
    found
        Takes the sum of m |x|² and how many weights are no weights, for every box.
    rows
        Room for a row of x, h, m and w where entries are not side by side.
    """
    x, h, num = bare(x), bare(h), bare(num)
    if m is not None:
        m = bare(m)
    if den is not None:
        den = bare(den)
    inner = steps.shape[0] - 3
    at = np.zeros(inner + 3, np.int64)
    place, spot = np.zeros(4, np.int64), np.zeros(4, np.int64)
    for b in range(first, last):
        outer, height, places, width = _start(at, place, origins, steps, boxes[b])
        place[3] += homes[b]
        for _ in range(outer):
            for start in range(0, width, ROW):
                _shift(spot, place, steps, start)
                count = min(ROW, width - start)
                q, bad = _sheet(x, h, m, num, den, spot, steps, height, places, count, rows)
                found[b, 0] += q
                found[b, 1] += bad
            _step(at, place, steps, boxes[b], inner)
        if m is None and np.isnan(found[b, 0]):
            return  # entries are missing: all is done again with a mask


@njit(**OPTIONS)
def residual_boxes(x, h, m, w, origins, steps, boxes, homes, found, rows, first, last):
    """Put the sum of m |x - w h|² into ``found``, box by box; the rest is as in `sum_boxes`."""
    x, h, w = bare(x), bare(h), bare(w)
    if m is not None:
        m = bare(m)
    inner = steps.shape[0] - 3
    at = np.zeros(inner + 3, np.int64)
    place, spot = np.zeros(4, np.int64), np.zeros(4, np.int64)
    for b in range(first, last):
        outer, height, places, width = _start(at, place, origins, steps, boxes[b])
        for _ in range(outer):
            for start in range(0, width, ROW):
                _shift(spot, place, steps, start)
                count = min(ROW, width - start)
                found[b, 0] += _residual_sheet(x, h, m, w, spot, steps, height, places, count, rows)
            _step(at, place, steps, boxes[b], inner)


@njit(**OPTIONS)
def _start(at, place, origins, steps, box):
    """Go to the first entry of a box; return how many sheets it has, their height and width."""
    inner = steps.shape[0] - 3
    for array in range(4):
        place[array] = origins[array]
    outer = 1
    for mode in range(inner + 3):
        at[mode] = box[mode, 0]
        _move(place, steps, mode, at[mode])
        if mode < inner:
            outer *= box[mode, 1] - box[mode, 0]
    height = box[inner, 1] - box[inner, 0]
    places = box[inner + 1, 1] - box[inner + 1, 0]
    return outer, height, places, box[inner + 2, 1] - box[inner + 2, 0]


@njit(**OPTIONS)
def _step(at, place, steps, box, inner):
    """Go to the next index of the modes outside the two innermost."""
    for mode in range(inner - 1, -1, -1):
        at[mode] += 1
        _move(place, steps, mode, 1)
        if at[mode] < box[mode, 1]:
            return
        _move(place, steps, mode, box[mode, 0] - box[mode, 1])
        at[mode] = box[mode, 0]


@njit(**OPTIONS)
def _move(place, steps, mode, count):
    for array in range(4):
        place[array] += count * steps[mode, array]


@njit(**OPTIONS)
def _shift(spot, place, steps, count):
    """Set ``spot`` to so many entries further in the row."""
    row = steps.shape[0] - 1
    for array in range(4):
        spot[array] = place[array] + count * steps[row, array]


@njit(**OPTIONS)
def _sheet(x, h, m, num, den, place, steps, height, places, width, rows):
    """Sum the rows of a sheet by the loop that fits; return the squares and the wrong weights."""
    last = steps.shape[0] - 1
    if m is not None:
        return _masked_sheet(x, h, m, num, den, place, steps, height, places, width, rows)
    sx, sh, sw, pw = steps[last, 0], steps[last, 1], steps[last, 3], steps[last - 1, 3]
    if den is not None:
        return _any_sheet(x, h, num, den, place, steps, height, places, width, rows), 0.0
    if places < 4 or sx != 1 or sh > 1 or sh < 0:
        return _any_sheet(x, h, num, den, place, steps, height, places, width, rows), 0.0
    if sh == 0 and sw == 0:
        return sum_sheet(x, h, num, place, steps, height, width), 0.0
    if sh == 0 and pw == 0:
        return multiple_sheet(x, h, num, place, steps, height, width), 0.0
    if sw == 0 and steps[last - 1, 1] == 0:
        return dot_sheet(x, h, num, place, steps, height, width), 0.0
    if sw == 1 and pw == 0:
        return product_sheet(x, h, num, place, steps, height, width), 0.0
    return _any_sheet(x, h, num, den, place, steps, height, places, width, rows), 0.0


@njit(**OPTIONS)
def _at(place, steps, n, p, array):
    """Return where row n begins, in one of the places that are walked at once."""
    last = steps.shape[0] - 1
    return place[array] + n * steps[last - 2, array] + p * steps[last - 1, array]


@njit(**OPTIONS)
def _entries(array, offset, step, count, room):
    """Return entries side by side: in place, or gathered."""
    if step == 1:
        return array[offset : offset + count]
    for k in range(count):
        room[k] = array[offset + k * step]
    return room[:count]


@njit(**OPTIONS)
def _any_sheet(x, h, num, den, place, steps, height, places, width, rows):
    """Sum rows of any strides, with the squares of h if they are asked for."""
    squares, last = 0.0, steps.shape[0] - 1
    for row in range(height * places):
        n, p = divmod(row, places)
        xs = _entries(x, _at(place, steps, n, p, 0), steps[last, 0], width, bare(rows[0]))
        hs = _entries(h, _at(place, steps, n, p, 1), steps[last, 1], width, bare(rows[1]))
        q = 0.0
        if steps[last, 3]:
            q = _add_products(xs, hs, num, den, _at(place, steps, n, p, 3), width)
        else:
            q = _dot(xs, hs, num, den, _at(place, steps, n, p, 3), width)
        squares += q
    return squares


@njit(**OPTIONS)
def _dot(xs, hs, num, den, ow, width):
    total, norm, squares = num.dtype.type(0), 0.0, 0.0
    for k in range(width):
        entry = xs[k] * 1.0
        total += entry * np.conj(hs[k])
        norm += square(hs[k])
        squares += square(entry)
    num[ow] += total
    if den is not None:
        den[ow] += norm
    return squares


@njit(**OPTIONS)
def _add_products(xs, hs, num, den, ow, width):
    squares = 0.0
    nums = num[ow : ow + width]
    for k in range(width):
        entry = xs[k] * 1.0
        nums[k] += entry * np.conj(hs[k])
        squares += square(entry)
    if den is not None:
        dens = den[ow : ow + width]
        for k in range(width):
            dens[k] += square(hs[k])
    return squares


@njit(**OPTIONS)
def _masked_sheet(x, h, m, num, den, place, steps, height, places, width, rows):
    """Sum rows of any strides with their weights; entries that are NaN or weigh nothing are not."""
    squares, wrong, last = 0.0, 0.0, steps.shape[0] - 1
    varies = steps[last, 2] != 0 or steps[last - 1, 2] != 0 or steps[last - 2, 2] != 0
    ms = _entries(m, place[2], steps[last, 2], width, bare(rows[2]))
    for row in range(height * places):
        n, p = divmod(row, places)
        xs = _entries(x, _at(place, steps, n, p, 0), steps[last, 0], width, bare(rows[0]))
        hs = _entries(h, _at(place, steps, n, p, 1), steps[last, 1], width, bare(rows[1]))
        if varies:
            ms = _entries(m, _at(place, steps, n, p, 2), steps[last, 2], width, bare(rows[2]))
        if steps[last, 3]:
            q, bad = _add_masked_products(xs, hs, ms, num, den, _at(place, steps, n, p, 3), width)
        else:
            q, bad = _masked_dot(xs, hs, ms, num, den, _at(place, steps, n, p, 3), width)
        squares += q
        wrong += bad
    return squares, wrong


@njit(**OPTIONS)
def _masked_dot(xs, hs, ms, num, den, ow, width):
    total, norm, squares, wrong = num.dtype.type(0), 0.0, 0.0, 0.0
    for k in range(width):
        weight = ms[k] * 1.0
        seen = (xs[k] == xs[k]) & (weight > 0.0)
        weight = weight if seen else 0.0
        entry = xs[k] * 1.0 if seen else zero(xs)
        factor = hs[k] if seen else hs.dtype.type(0)
        total += entry * np.conj(factor) * weight
        norm += square(factor) * weight
        squares += square(entry) * weight
        wrong += 0.0 if ms[k] >= 0 else 1.0
    num[ow] += total
    den[ow] += norm
    return squares, wrong


@njit(**OPTIONS)
def _add_masked_products(xs, hs, ms, num, den, ow, width):
    squares, wrong = 0.0, 0.0
    nums, dens = num[ow : ow + width], den[ow : ow + width]
    for k in range(width):
        weight = ms[k] * 1.0
        seen = (xs[k] == xs[k]) & (weight > 0.0)
        weight = weight if seen else 0.0
        entry = xs[k] * 1.0 if seen else zero(xs)
        factor = hs[k] if seen else hs.dtype.type(0)
        nums[k] += entry * np.conj(factor) * weight
        dens[k] += square(factor) * weight
        squares += square(entry) * weight
        wrong += 0.0 if ms[k] >= 0 else 1.0
    return squares, wrong


@njit(**OPTIONS)
def _residual_sheet(x, h, m, w, place, steps, height, places, width, rows):
    squares, last = 0.0, steps.shape[0] - 1
    for row in range(height * places):
        n, p = divmod(row, places)
        xs = _entries(x, _at(place, steps, n, p, 0), steps[last, 0], width, bare(rows[0]))
        hs = _entries(h, _at(place, steps, n, p, 1), steps[last, 1], width, bare(rows[1]))
        ws = _entries(w, _at(place, steps, n, p, 3), steps[last, 3], width, bare(rows[3]))
        q = 0.0
        if m is None:
            for k in range(width):
                q += square(xs[k] * 1.0 - ws[k] * hs[k])
        else:
            ms = _entries(m, _at(place, steps, n, p, 2), steps[last, 2], width, bare(rows[2]))
            for k in range(width):
                seen = (xs[k] == xs[k]) & (ms[k] > 0)
                rest = xs[k] * 1.0 - ws[k] * hs[k]
                q += square(rest) * ms[k] if seen else 0.0
        squares += q
    return squares
