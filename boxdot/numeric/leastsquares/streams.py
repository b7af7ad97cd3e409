"""Loops over data that are read in four places at once, which hides the time that memory takes.

A sheet is walked row by row, each row in four places; see `kernels` for its arguments.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
# These functions are types to Numba, not to mypy.

from __future__ import annotations

import numpy as np
from numba import njit

from boxdot.numeric.leastsquares.options import OPTIONS


@njit(**OPTIONS)
def square(x):
    """Return |x|²."""
    return x.real * x.real + x.imag * x.imag


@njit(**OPTIONS)
def zero(xs):
    """Return the zero of the type that entries are summed in."""
    return xs.dtype.type(0) * 1.0


@njit(**OPTIONS)
def sum_sheet(x, h, num, place, steps, height, width):
    """Rows are summed over, and h is the same all along a row."""
    last = steps.shape[0] - 1
    px, ph, pw = steps[last - 1, 0], steps[last - 1, 1], steps[last - 1, 3]
    squares = 0.0
    for n in range(height):
        oh, ow = place[1] + n * steps[last - 2, 1], place[3] + n * steps[last - 2, 3]
        a, b, c, d = _four(x, place[0] + n * steps[last - 2, 0], px, width)
        s, t, u, v, q, r = zero(x), zero(x), zero(x), zero(x), 0.0, 0.0
        for k in range(width):
            s += a[k] * 1.0
            t += b[k] * 1.0
            u += c[k] * 1.0
            v += d[k] * 1.0
            q += square(a[k] * 1.0) + square(b[k] * 1.0)
            r += square(c[k] * 1.0) + square(d[k] * 1.0)
        num[ow] += s * np.conj(h[oh])
        num[ow + pw] += t * np.conj(h[oh + ph])
        num[ow + 2 * pw] += u * np.conj(h[oh + 2 * ph])
        num[ow + 3 * pw] += v * np.conj(h[oh + 3 * ph])
        squares += q + r
    return squares


@njit(**OPTIONS)
def dot_sheet(x, h, num, place, steps, height, width):
    """Rows are summed over, and h varies along them; four rows share theirs."""
    last = steps.shape[0] - 1
    px, pw = steps[last - 1, 0], steps[last - 1, 3]
    nothing, squares = num.dtype.type(0), 0.0
    for n in range(height):
        oh, ow = place[1] + n * steps[last - 2, 1], place[3] + n * steps[last - 2, 3]
        a, b, c, d = _four(x, place[0] + n * steps[last - 2, 0], px, width)
        hs = h[oh : oh + width]
        s, t, u, v, q, r = nothing, nothing, nothing, nothing, 0.0, 0.0
        for k in range(width):
            factor = np.conj(hs[k])
            s += a[k] * factor
            t += b[k] * factor
            u += c[k] * factor
            v += d[k] * factor
            q += square(a[k] * 1.0) + square(b[k] * 1.0)
            r += square(c[k] * 1.0) + square(d[k] * 1.0)
        num[ow] += s
        num[ow + pw] += t
        num[ow + 2 * pw] += u
        num[ow + 3 * pw] += v
        squares += q + r
    return squares


@njit(**OPTIONS)
def multiple_sheet(x, h, num, place, steps, height, width):
    """Every entry of a row has its own sum, and h is the same all along it."""
    last = steps.shape[0] - 1
    px, ph = steps[last - 1, 0], steps[last - 1, 1]
    squares = 0.0
    for n in range(height):
        oh, ow = place[1] + n * steps[last - 2, 1], place[3] + n * steps[last - 2, 3]
        a, b, c, d = _four(x, place[0] + n * steps[last - 2, 0], px, width)
        nums = num[ow : ow + width]
        s, t = np.conj(h[oh]), np.conj(h[oh + ph])
        u, v = np.conj(h[oh + 2 * ph]), np.conj(h[oh + 3 * ph])
        q, r = 0.0, 0.0
        for k in range(width):
            nums[k] += (a[k] * s + b[k] * t) + (c[k] * u + d[k] * v)
            q += square(a[k] * 1.0) + square(b[k] * 1.0)
            r += square(c[k] * 1.0) + square(d[k] * 1.0)
        squares += q + r
    return squares


@njit(**OPTIONS)
def product_sheet(x, h, num, place, steps, height, width):
    """Every entry of a row has its own sum, and h varies along it."""
    last = steps.shape[0] - 1
    px, ph = steps[last - 1, 0], steps[last - 1, 1]
    squares = 0.0
    for n in range(height):
        oh, ow = place[1] + n * steps[last - 2, 1], place[3] + n * steps[last - 2, 3]
        a, b, c, d = _four(x, place[0] + n * steps[last - 2, 0], px, width)
        e, f, g, i = _four(h, oh, ph, width)
        nums = num[ow : ow + width]
        q, r = 0.0, 0.0
        for k in range(width):
            left = a[k] * np.conj(e[k]) + b[k] * np.conj(f[k])
            nums[k] += left + (c[k] * np.conj(g[k]) + d[k] * np.conj(i[k]))
            q += square(a[k] * 1.0) + square(b[k] * 1.0)
            r += square(c[k] * 1.0) + square(d[k] * 1.0)
        squares += q + r
    return squares


@njit(**OPTIONS)
def _four(array, offset, step, width):
    """Return four rows: data that are read in four places at once arrive faster."""
    return (
        array[offset : offset + width],
        array[offset + step : offset + step + width],
        array[offset + 2 * step : offset + 2 * step + width],
        array[offset + 3 * step : offset + 3 * step + width],
    )
