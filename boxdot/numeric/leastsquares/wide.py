"""The loops of `streams` by vectors of 64 bytes, for data in double precision.

What stands some vectors ahead is asked for while these are summed: only reading takes time then.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="call-arg, var-annotated"
# These functions are types to Numba, not to mypy.

from __future__ import annotations

from numba import njit

from boxdot.numeric.leastsquares.options import OPTIONS
from boxdot.numeric.vectors import fetch, load, near, spread, store, times, total

LANES = 8
AHEAD = 256
"""So many entries ahead memory is asked for: beyond its delay, within the cache."""


@njit(**OPTIONS)
def _four(x, at, far, k):
    """Return a vector from each of four places, and ask for what will follow there."""
    one = 0.0
    fetch(x, at + k + AHEAD, one)
    fetch(x, at + far + k + AHEAD, one)
    fetch(x, at + 2 * far + k + AHEAD, one)
    fetch(x, at + 3 * far + k + AHEAD, one)
    return (
        load(x, at + k, one),
        load(x, at + far + k, one),
        load(x, at + 2 * far + k, one),
        load(x, at + 3 * far + k, one),
    )


@njit(**OPTIONS)
def sum_sheet(x, h, num, place, steps, height, width):
    """Rows are summed over, and h is the same all along a row."""
    last, whole = steps.shape[0] - 1, width - width % LANES
    px, ph, pw = steps[last - 1, 0], steps[last - 1, 1], steps[last - 1, 3]
    xs, one, q, r, squares = x.ctypes.data, spread(1.0), spread(0.0), spread(0.0), 0.0
    for n in range(height):
        ox, oh = place[0] + n * steps[last - 2, 0], place[1] + n * steps[last - 2, 1]
        ow = place[3] + n * steps[last - 2, 3]
        s, t, u, v = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
        for k in range(0, whole, LANES):
            a, b, c, d = _four(xs, ox, px, k)
            s, t, u, v = near(a, one, s), near(b, one, t), near(c, one, u), near(d, one, v)
            q, r = near(a, a, near(b, b, q)), near(c, c, near(d, d, r))
        num[ow] += total(s) * h[oh]
        num[ow + pw] += total(t) * h[oh + ph]
        num[ow + 2 * pw] += total(u) * h[oh + 2 * ph]
        num[ow + 3 * pw] += total(v) * h[oh + 3 * ph]
        for p in range(4):
            for k in range(ox + p * px + whole, ox + p * px + width):
                num[ow + p * pw] += x[k] * h[oh + p * ph]
                squares += x[k] * x[k]
    return squares + total(q) + total(r)


@njit(**OPTIONS)
def dot_sheet(x, h, num, place, steps, height, width):
    """Rows are summed over, and h varies along them; four rows share theirs."""
    last, whole = steps.shape[0] - 1, width - width % LANES
    px, pw = steps[last - 1, 0], steps[last - 1, 3]
    xs, hs, q, r, squares = x.ctypes.data, h.ctypes.data, spread(0.0), spread(0.0), 0.0
    for n in range(height):
        ox, oh = place[0] + n * steps[last - 2, 0], place[1] + n * steps[last - 2, 1]
        ow = place[3] + n * steps[last - 2, 3]
        s, t, u, v = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
        for k in range(0, whole, LANES):
            a, b, c, d = _four(xs, ox, px, k)
            f = load(hs, oh + k, 0.0)
            s, t, u, v = near(a, f, s), near(b, f, t), near(c, f, u), near(d, f, v)
            q, r = near(a, a, near(b, b, q)), near(c, c, near(d, d, r))
        num[ow] += total(s)
        num[ow + pw] += total(t)
        num[ow + 2 * pw] += total(u)
        num[ow + 3 * pw] += total(v)
        for p in range(4):
            for k in range(whole, width):
                entry = x[ox + p * px + k]
                num[ow + p * pw] += entry * h[oh + k]
                squares += entry * entry
    return squares + total(q) + total(r)


@njit(**OPTIONS)
def multiple_sheet(x, h, num, place, steps, height, width):
    """Every entry of a row has its own sum, and h is the same all along it."""
    last, whole = steps.shape[0] - 1, width - width % LANES
    px, ph = steps[last - 1, 0], steps[last - 1, 1]
    xs, sums, q, r, squares = x.ctypes.data, num.ctypes.data, spread(0.0), spread(0.0), 0.0
    for n in range(height):
        ox, oh = place[0] + n * steps[last - 2, 0], place[1] + n * steps[last - 2, 1]
        ow = place[3] + n * steps[last - 2, 3]
        s, t = spread(h[oh]), spread(h[oh + ph])
        u, v = spread(h[oh + 2 * ph]), spread(h[oh + 3 * ph])
        for k in range(0, whole, LANES):
            a, b, c, d = _four(xs, ox, px, k)
            left = near(a, s, near(b, t, load(sums, ow + k, 0.0)))
            store(sums, ow + k, near(c, u, near(d, v, left)))
            q, r = near(a, a, near(b, b, q)), near(c, c, near(d, d, r))
        for p in range(4):
            for k in range(whole, width):
                entry = x[ox + p * px + k]
                num[ow + k] += entry * h[oh + p * ph]
                squares += entry * entry
    return squares + total(q) + total(r)


@njit(**OPTIONS)
def product_sheet(x, h, num, place, steps, height, width):
    """Every entry of a row has its own sum, and h varies along it."""
    last, whole = steps.shape[0] - 1, width - width % LANES
    px, ph = steps[last - 1, 0], steps[last - 1, 1]
    xs, hs, sums = x.ctypes.data, h.ctypes.data, num.ctypes.data
    q, r, squares = spread(0.0), spread(0.0), 0.0
    for n in range(height):
        ox, oh = place[0] + n * steps[last - 2, 0], place[1] + n * steps[last - 2, 1]
        ow = place[3] + n * steps[last - 2, 3]
        for k in range(0, whole, LANES):
            a, b, c, d = _four(xs, ox, px, k)
            left = near(a, load(hs, oh + k, 0.0), load(sums, ow + k, 0.0))
            left = near(b, load(hs, oh + ph + k, 0.0), left)
            right = times(c, load(hs, oh + 2 * ph + k, 0.0))
            right = near(d, load(hs, oh + 3 * ph + k, 0.0), right)
            store(sums, ow + k, near(right, spread(1.0), left))
            q, r = near(a, a, near(b, b, q)), near(c, c, near(d, d, r))
        for p in range(4):
            for k in range(whole, width):
                entry = x[ox + p * px + k]
                num[ow + k] += entry * h[oh + p * ph + k]
                squares += entry * entry
    return squares + total(q) + total(r)
