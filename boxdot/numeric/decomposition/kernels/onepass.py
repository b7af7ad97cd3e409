"""Three pairwise factors in one reading of the data, by two slabs at a time.

A sweep needs three products of every entry y_ijk: with b_ik c_jk for a_ij, with a_ij c_jk for b_ik,
and with a_ij b_ik for c_jk. As soon as a row has given its a_ij, it is used again for b_ik (from
the first-level cache); as soon as a slab has given its b_ik, it is used again for c_jk (from the
second-level cache, the rows read last first). Two slabs share each reading of the rows of C and of
its numerator; the next row is fetched while one is worked on.

Arrays are given by address. Rows of B, C, their numerators and denominators have a length that is a
multiple of a vector, and zeros at the end. Rows of Y may have any length: what a vector takes from
the next row meets these zeros. (Whoever calls sees to it that memory goes on after the last row.)
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
# mypy: disable-error-code="call-arg, var-annotated"
# Numba infers the types; intrinsics are called without the first argument they are written with.

from __future__ import annotations

from numba import njit

from boxdot.numeric.vectors import (
    fetch,
    get,
    load,
    near,
    put,
    spread,
    store,
    times,
    total,
)

_inner = njit(cache=True, nogil=True, error_model="numpy", forceinline=True)


@_inner
def _entry(found, a, r, q, j, low, zero):
    """Write one entry of A, the sum over its fibre times r plus q, and return it."""
    value = max(found * get(r, j, zero) + get(q, j, zero), low)
    put(a, j, value)
    return value


@_inner
def _row_of_a(y0, y1, c, b0, b1, n0, n1, d0, d1, a0, a1, r0, r1, q0, q1, j, shape, low, zero):
    """Update one row of two slabs of A, and add what they say about B; fetch the next row."""
    columns, pad, width = shape
    s0 = spread(zero)
    s1 = s0
    for k in range(0, pad, width):
        w = load(c, j * pad + k, zero)
        s0 = near(load(y0, j * columns + k, zero), times(w, load(b0, k, zero)), s0)
        s1 = near(load(y1, j * columns + k, zero), times(w, load(b1, k, zero)), s1)
    t0 = _entry(total(s0), a0, r0, q0, j, low, zero)
    t1 = _entry(total(s1), a1, r1, q1, j, low, zero)
    v0, v1, w0, w1 = spread(t0), spread(t1), spread(t0 * t0), spread(t1 * t1)
    for k in range(0, pad, width):
        fetch(y0, (j + 1) * columns + k, zero)
        fetch(y1, (j + 1) * columns + k, zero)
        w = load(c, j * pad + k, zero)
        ww = times(w, w)
        store(n0, k, near(times(load(y0, j * columns + k, zero), w), v0, load(n0, k, zero)))
        store(n1, k, near(times(load(y1, j * columns + k, zero), w), v1, load(n1, k, zero)))
        store(d0, k, near(ww, w0, load(d0, k, zero)))
        store(d1, k, near(ww, w1, load(d1, k, zero)))


@_inner
def _row_for_c(y0, y1, n, b0, b1, a0, a1, j, shape, zero):
    """Add what one row of two slabs says about C; fetch the row before it."""
    columns, pad, width = shape
    v0, v1, at = spread(get(a0, j, zero)), spread(get(a1, j, zero)), j * columns
    for k in range(0, pad, width):
        fetch(y0, at - columns + k, zero)
        fetch(y1, at - columns + k, zero)
        m = load(n, j * pad + k, zero)
        m = near(load(y0, at + k, zero), times(load(b0, k, zero), v0), m)
        m = near(load(y1, at + k, zero), times(load(b1, k, zero), v1), m)
        store(n, j * pad + k, m)


@_inner
def _row_for_c_of_four(y, slab, n, b, long, a, line, j, shape, zero):
    """Add what one row of four slabs says about C; fetch the row before it."""
    columns, pad, width = shape
    y1, y2, y3 = y + slab, y + 2 * slab, y + 3 * slab
    b1, b2, b3 = b + long, b + 2 * long, b + 3 * long
    v0, v1 = spread(get(a, j, zero)), spread(get(a + line, j, zero))
    v2, v3 = spread(get(a + 2 * line, j, zero)), spread(get(a + 3 * line, j, zero))
    at = j * columns
    for k in range(0, pad, width):
        far = at - columns + k
        fetch(y, far, zero)
        fetch(y1, far, zero)
        fetch(y2, far, zero)
        fetch(y3, far, zero)
        m = load(n, j * pad + k, zero)
        m = near(load(y, at + k, zero), times(load(b, k, zero), v0), m)
        m = near(load(y1, at + k, zero), times(load(b1, k, zero), v1), m)
        m = near(load(y2, at + k, zero), times(load(b2, k, zero), v2), m)
        m = near(load(y3, at + k, zero), times(load(b3, k, zero), v3), m)
        store(n, j * pad + k, m)


@_inner
def _pair_for_a(y0, y1, c, b0, b1, n0, n1, d0, d1, a0, a1, r0, r1, q0, q1, rows, shape, low, zero):
    """Update two slabs of A, and set the numerators and denominators of their slabs of B."""
    nothing, width = spread(zero), shape[2]
    for k in range(0, shape[1], width):
        store(n0, k, nothing)
        store(n1, k, nothing)
        store(d0, k, nothing)
        store(d1, k, nothing)
    for j in range(rows):
        _row_of_a(y0, y1, c, b0, b1, n0, n1, d0, d1, a0, a1, r0, r1, q0, q1, j, shape, low, zero)


@_inner
def _row_of_b(b, n, d, pad, rule, zero):
    """Update a slab of B: (n + μ b) / (d + λ + μ), the old entry where the denominator is 0."""
    ridge, weight, low = rule
    for k in range(pad):
        old, below = get(b, k, zero), get(d, k, zero) + ridge + weight
        if below != zero:
            put(b, k, max((get(n, k, zero) + weight * old) / below, low))


@njit(cache=True, nogil=True, error_model="numpy")
def run(
    y,
    n,
    c,
    b,
    a,
    r,
    q,
    nb,
    db,
    spare,
    first,
    last,
    sizes,
    deep,
    stride,
    parts,
    rule_a,
    rule_b,
    zero,
):
    """Update A and B from slabs ``first`` to ``last``, and add to the numerator ``n`` of C.

    ``sizes`` are rows, columns, the padded length of a row, the width of a vector and the bytes of
    a number. ``r`` and ``q`` turn a sum over a fibre into an entry of A. ``nb`` and ``db`` hold the
    numerator and the denominator of B, two slabs (``stride`` 0) or all of them (1). ``parts`` tells
    what is done: 1 A and the moments of B, 2 B itself, 4 the numerator of C. So many slabs, 2 or 4
    (``deep``), wait for the second reading. An odd slab is paired with itself, and with zeros
    (``spare``: three rows) in place of factors.
    """
    rows, columns, pad, width, size = sizes
    shape = (columns, pad, width)
    slab, line, long = rows * columns * size, rows * size, pad * size
    gap = max(pad, rows) * size
    for start in range(first, last, deep):
        stop = min(start + deep, last)
        for i in range(start, stop, 2):
            pair = i + 1 < last
            y0 = y + i * slab
            y1 = y0 + slab if pair else y0
            b0, a0, r0, q0 = b + i * long, a + i * line, r + i * line, q + i * line
            b1, a1 = (b0 + long, a0 + line) if pair else (spare, spare + gap)
            r1, q1 = (r0 + line, q0 + line) if pair else (spare + gap, spare + gap)
            n0, d0 = nb + i * stride * long, db + i * stride * long
            n1, d1 = (n0 + long, d0 + long) if pair else (spare + 2 * gap, spare + 2 * gap)
            if parts & 1:
                _pair_for_a(
                    y0, y1, c, b0, b1, n0, n1, d0, d1, a0, a1, r0, r1, q0, q1, rows, shape, rule_a,
                    zero,
                )  # fmt: skip
            if parts & 2:
                _row_of_b(b0, n0, d0, pad, rule_b, zero)
                if pair:
                    _row_of_b(b1, n1, d1, pad, rule_b, zero)
        if not parts & 4:
            continue
        y0, b0, a0 = y + start * slab, b + start * long, a + start * line
        for t in range(rows):
            j = rows - 1 - t
            if stop - start == 4:
                _row_for_c_of_four(y0, slab, n, b0, long, a0, line, j, shape, zero)
                continue
            for i in range(0, stop - start, 2):
                pair = start + i + 1 < stop
                y1, b1, a1 = y0 + i * slab, b0 + i * long, a0 + i * line
                if pair:
                    _row_for_c(y1, y1 + slab, n, b1, b1 + long, a1, a1 + line, j, shape, zero)
                else:
                    _row_for_c(y1, y1, n, b1, spare, a1, spare + gap, j, shape, zero)
