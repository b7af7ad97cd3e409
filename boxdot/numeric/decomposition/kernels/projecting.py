"""Moments of any factor of any order: one reading of the data, row by row, by vector instructions.

A row runs along the last merged mode. Parts of a product that vary along it are vectors, all others
are numbers, multiplied once a row. Two vectors a row are what the loops know: one of ones stands in
where there are fewer, and products of more are made in a scratch row. The next row is fetched while
one is worked on.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
# mypy: disable-error-code="call-arg, var-annotated"
# Numba infers the types; intrinsics are called without the first argument they are written with.

from __future__ import annotations

import numpy as np
from numba import njit

from boxdot.numeric.vectors import (
    fetch,
    get,
    get_flag,
    load,
    load_first,
    load_flags,
    near,
    put,
    spread,
    store,
    times,
    total,
)

_inner = njit(cache=True, nogil=True, error_model="numpy", forceinline=True)


@_inner
def _added(y, u, v, scale, out, length, width, zero):
    """out_k += scale y_k u_k v_k."""
    s, whole = spread(scale), length // width * width
    for k in range(0, whole, width):
        fetch(y, length + k, zero)
        p = times(times(load(u, k, zero), load(v, k, zero)), s)
        store(out, k, near(load(y, k, zero), p, load(out, k, zero)))
    if whole < length:
        p = times(times(load(u, whole, zero), load(v, whole, zero)), s)
        last = load_first(y, whole, length - whole, zero)
        store(out, whole, near(last, p, load(out, whole, zero)))


@_inner
def _added_both(y, w, u, v, scale, out, below, length, width, zero):
    """out_k += y_k p_k and below_k += w_k p_k² with p = scale u v."""
    s, whole = spread(scale), length // width * width
    for k in range(0, whole, width):
        fetch(y, length + k, zero)
        fetch(w, length + k, zero)
        p = times(times(load(u, k, zero), load(v, k, zero)), s)
        store(out, k, near(load(y, k, zero), p, load(out, k, zero)))
        store(below, k, near(times(load(w, k, zero), p), p, load(below, k, zero)))
    if whole < length:
        rest = length - whole
        p = times(times(load(u, whole, zero), load(v, whole, zero)), s)
        store(out, whole, near(load_first(y, whole, rest, zero), p, load(out, whole, zero)))
        weight = times(load_first(w, whole, rest, zero), p)
        store(below, whole, near(weight, p, load(below, whole, zero)))


@_inner
def _summed(y, u, v, scale, out, length, width, zero):
    """out_0 += scale Σ_k y_k u_k v_k."""
    found, whole = spread(zero), length // width * width
    for k in range(0, whole, width):
        fetch(y, length + k, zero)
        found = near(load(y, k, zero), times(load(u, k, zero), load(v, k, zero)), found)
    if whole < length:
        p = times(load(u, whole, zero), load(v, whole, zero))
        found = near(load_first(y, whole, length - whole, zero), p, found)
    put(out, 0, get(out, 0, zero) + scale * total(found))


@_inner
def _summed_both(y, w, u, v, scale, out, below, length, width, zero):
    """out_0 += Σ_k y_k p_k and below_0 += Σ_k w_k p_k² with p = scale u v."""
    found, squares, whole = spread(zero), spread(zero), length // width * width
    for k in range(0, whole, width):
        fetch(y, length + k, zero)
        fetch(w, length + k, zero)
        p = times(load(u, k, zero), load(v, k, zero))
        found = near(load(y, k, zero), p, found)
        squares = near(times(load(w, k, zero), p), p, squares)
    if whole < length:
        rest = length - whole
        p = times(load(u, whole, zero), load(v, whole, zero))
        found = near(load_first(y, whole, rest, zero), p, found)
        squares = near(times(load_first(w, whole, rest, zero), p), p, squares)
    put(out, 0, get(out, 0, zero) + scale * total(found))
    put(below, 0, get(below, 0, zero) + scale * scale * total(squares))


@_inner
def _product(target, places, count, parts, length, width, size, zero):
    """Write the product of all vectors but the last into a scratch row."""
    for k in range(0, length, width):
        p = load(parts + places[0] * size, k, zero)
        for n in range(1, count):
            p = times(p, load(parts + places[n] * size, k, zero))
        store(target, k, p)


@_inner
def _numbers(flags, target, length, width, zero):
    """Write a row of bytes as numbers, and return where."""
    whole = length // width * width
    for k in range(0, whole, width):
        fetch(flags, length + k, zero)
        store(target, k, load_flags(flags, k, zero))
    for k in range(whole, length):
        put(target, k, get_flag(flags, k, zero))
    return target


@njit(cache=True, nogil=True, error_model="numpy")
def project(
    y, w, parts, ones, scratch, out, below, lengths, strides, places, vectors, flags, size, zero
):
    """Add P(Y ⊡ Z) to ``out`` and, where weights ``w`` are given, P(W ⊡ Z ⊡ Z) to ``below``.

    Parameters
    ----------
    y, w, parts, ones, scratch, out, below
        Addresses: data, weights (or 0), all parts of Z behind each other, a row of ones, two rows,
        and the results. Memory goes on for a vector behind all but the data and the weights.
    lengths
        The lengths of the modes.
    strides
        How far each part, and in the last row the result, moves along each mode.
    places
        Where each part starts; the result at 0. Changed.
    vectors
        How many of the parts, the first ones, vary along the last mode.
    flags
        What is bytes in memory: 1 the data, 2 the weights.
    size, zero
        The bytes of a number, and a zero of its type.
    """
    order, count = len(lengths), len(places) - 1
    columns, width = lengths[order - 1], 64 // size
    rows = 1
    for mode in range(order - 1):
        rows *= lengths[mode]
    inner = strides[count, order - 1] != 0
    step = columns * size
    index = np.zeros(order, np.int64)
    for row in range(rows):
        scale = get(ones, 0, zero)
        for n in range(vectors, count):
            scale *= get(parts, places[n], zero)
        u = parts + places[0] * size if vectors > 0 else ones
        v = parts + places[vectors - 1] * size if vectors > 1 else ones
        if vectors > 2:
            _product(scratch, places, vectors - 1, parts, columns, width, size, zero)
            u = scratch
        to, under = out + places[count] * size, below + places[count] * size
        spare = scratch + step + 64
        data = (
            _numbers(y + row * columns, spare, columns, width, zero)
            if flags & 1
            else y + row * step
        )
        weight = (
            _numbers(w + row * columns, spare, columns, width, zero)
            if flags & 2
            else w + row * step
        )
        if w == 0:
            if inner:
                _added(data, u, v, scale, to, columns, width, zero)
            else:
                _summed(data, u, v, scale, to, columns, width, zero)
        elif inner:
            _added_both(data, weight, u, v, scale, to, under, columns, width, zero)
        else:
            _summed_both(data, weight, u, v, scale, to, under, columns, width, zero)
        mode = order - 2
        while mode >= 0:
            index[mode] += 1
            for n in range(count + 1):
                places[n] += strides[n, mode]
            if index[mode] < lengths[mode]:
                break
            for n in range(count + 1):
                places[n] -= strides[n, mode] * lengths[mode]
            index[mode] = 0
            mode -= 1
