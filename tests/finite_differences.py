"""Values of formulas on random arrays, and derivatives by central differences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from boxdot.notation.algebra import names_of, substitute
from boxdot.notation.expressions.nodes import Chain
from boxdot.numeric.evaluating.evaluate import evaluate


def sizes_of(formula):
    """Return a length for each size name: 2, 3, 4, 2, …, mostly different."""
    shapes = (d.shape for d in formula.symbols.values() if d.shape)
    names = sorted({name for shape in shapes for size in shape for name in names_of(size)})
    return {name: 2 + n % 3 for n, name in enumerate(names)}


def arrays_of(formula, sizes, seed=0):
    """Return random arrays away from 0, square matrices that are well conditioned."""
    rng = np.random.default_rng(seed)
    found = {}
    for name, declared in formula.symbols.items():
        if declared.shape is not None and declared.signature is None:
            shape = [int(substitute(size, sizes)) for size in declared.shape]
            square = len(shape) == 2 and shape[0] == shape[1]
            found[name] = rng.uniform(0.3, 1.2, shape) + (2 * np.eye(shape[0]) if square else 0)
    return found


def value_of(node, formula, data, sizes):
    """Return the value of an expression in a formula's symbols."""
    shown = replace(formula, text="", statements=(Chain((node,)),), sizes=sizes)
    return np.asarray(evaluate(shown, data), dtype=float)


def differences(formula, data, name, sizes, step=1e-5):
    """Return the derivative of the formula's last side: first its axes, then those of the name."""
    body = formula.statements[-1].sides[-1]
    columns = []
    for entry in np.ndindex(data[name].shape):
        ends = []
        for sign in (1, -1):
            moved = np.array(data[name])
            moved[entry] += sign * step
            ends.append(value_of(body, formula, {**data, name: moved}, sizes))
        columns.append((ends[0] - ends[1]) / (2 * step))
    return np.stack(columns, axis=-1)
