"""Arrays for code that is read: lengths that differ, random entries, masks and labels."""

from __future__ import annotations

import numpy as np

from boxdot.notation.algebra import names_of, substitute

LENGTHS = (2, 3, 4, 5, 2, 3, 4)


def lengths(decoded, given):
    """Return a number for each size: neighbours differ, so that no axis passes for another."""
    names = dict.fromkeys(
        name
        for declared in decoded.formula.symbols.values()
        for size in declared.shape or ()
        for name in names_of(size)
    )
    return {
        name: given.get(name, LENGTHS[n % len(LENGTHS)]) for n, name in enumerate(sorted(names))
    } | given


def number_of(size, sizes):
    """Return a length as a number."""
    found = substitute(size, sizes)
    assert isinstance(found, int), size
    return found


def positive(declare):
    """Return the names that are declared in ℝ_+, which the notation takes for plain numbers."""
    parts = [part.partition("∈") for part in declare.split(";") if "R_+" in part]
    return {name.strip() for names, _, _ in parts for name in names.split(",")}


def arrays(decoded, sizes, seed, declare):
    """Return random data for the symbols: positive where the set says so, masks of 0 and 1."""
    random = np.random.default_rng(seed)
    found = {}
    for name, declared in decoded.formula.symbols.items():
        shape = tuple(number_of(size, sizes) for size in declared.shape)
        if declared.entries.replace(" ", "") == "{0,1}":
            found[name] = random.integers(0, 2, shape).astype(bool)
        elif declared.entries == "ℤ":  # labels, which every axis is long enough for
            found[name] = random.integers(0, min(LENGTHS), shape)
        elif name in positive(declare):
            found[name] = random.uniform(0.5, 2, shape)
        else:
            found[name] = random.normal(size=shape)
    return found


def squeezed(shape):
    """Return a shape without length-1 axes at the end; a row of the code is a column here."""
    shape = list(shape)
    while shape and shape[-1] == 1:
        shape.pop()
    return shape
