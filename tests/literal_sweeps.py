"""Eqs. 41-44 as they stand, on full arrays: a reference that knows nothing of merging or slabs."""

import numpy as np


def product(factors, term, leave_out=None):
    """Return the broadcast product of one term, without one factor."""
    result = 1
    for number, factor in enumerate(factors):
        if number != leave_out:
            result = result * factor[term]
    return result


def fitted(factors):
    return sum(product(factors, term) for term in range(len(factors[0])))


def summed(array, shape, full):
    axes = tuple(n for n, (size, there) in enumerate(zip(shape, full, strict=True)) if size == 1)
    return np.broadcast_to(array, full).sum(axis=axes, keepdims=True)


def update(Y, W, factors, number, term):
    """Least squares for one factor of one term on the residual; 0/0 keeps the old entry."""
    residual = Y - (fitted(factors) - product(factors, term))
    Z, shape = product(factors, term, number), factors[number].shape[1:]
    above = summed(W * residual * np.conj(Z), shape, Y.shape)
    below = summed(W * np.abs(Z) ** 2, shape, Y.shape)
    old = factors[number][term]
    factors[number][term] = np.where(below == 0, old, above / np.where(below == 0, 1, below))


def hals(Y, factors, sweeps, W=1.0, fixed=()):
    """Return the factors and the errors after so many sweeps."""
    factors, errors = [factor.copy() for factor in factors], []
    for _ in range(sweeps):
        for term in range(len(factors[0])):
            for number in range(len(factors)):
                if number not in fixed:
                    update(Y, W, factors, number, term)
        errors.append(np.linalg.norm(np.sqrt(W) * (Y - fitted(factors))))
    return factors, errors


def block(Y, factors, sweeps):
    """Block ALS by dense least squares, entry by entry."""
    factors = [factor.copy() for factor in factors]
    rank = len(factors[0])
    for _ in range(sweeps):
        for number, factor in enumerate(factors):
            shape = factor.shape[1:]
            parts = [np.broadcast_to(product(factors, r, number), Y.shape) for r in range(rank)]
            for index in np.ndindex(shape):
                fibre = tuple(
                    i if size != 1 else slice(None) for i, size in zip(index, shape, strict=True)
                )
                design = np.stack([np.ravel(part[fibre]) for part in parts], axis=1)
                solution = np.linalg.lstsq(design, np.ravel(Y[fibre]), rcond=None)[0]
                factor[(slice(None), *index)] = solution
    return factors
