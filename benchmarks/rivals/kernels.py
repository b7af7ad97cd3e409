"""The same computations written by hand: NumPy, numexpr, JAX and Numba."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any

import numpy as np

Arrays = Mapping[str, Any]
Function = Callable[..., Any]


def numpy_functions() -> dict[str, Function]:
    """Return what a careful person writes in NumPy."""

    def softmax(X: Any) -> Any:
        powers = np.exp(X - X.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def statistics(X: Any) -> Any:
        mean = X.mean(axis=(0, 2, 3), keepdims=True)
        return (X - mean) / (X.var(axis=(0, 2, 3), keepdims=True) + 1) ** 0.5

    return {
        "batch norm": lambda X, m, s, g, b: ((X - m) / s) * g + b,
        "batch statistics": statistics,
        "FiLM": lambda F, g, b: F * g + b,
        "blending": lambda X, Y, A: X * A[:, :, None] + Y * (1 - A[:, :, None]),
        "softmax": softmax,
        "distances": lambda X, Y: ((X[:, None] - Y[None]) ** 2).sum(axis=2),
        "sum of products": lambda Y, Z: np.einsum("ijk,jk->ij", Y, Z),
    }


def numexpr_functions() -> dict[str, Function]:
    """Return what numexpr can say: it has sums, but no maximum along an axis of what it makes."""
    if not find_spec("numexpr"):
        return {}
    import numexpr as ne

    def evaluate(text: str, **arrays: Any) -> Any:
        return ne.evaluate(text, local_dict=arrays)

    def softmax(X: Any) -> Any:
        powers = evaluate("exp(X - top)", X=X, top=X.max(axis=1, keepdims=True))
        total = powers.sum(axis=1, keepdims=True)
        return evaluate("powers / total", powers=powers, total=total)

    return {
        "batch norm": lambda X, m, s, g, b: evaluate(
            "((X - m) / s) * g + b", X=X, m=m, s=s, g=g, b=b
        ),
        "FiLM": lambda F, g, b: evaluate("F * g + b", F=F, g=g, b=b),
        "blending": lambda X, Y, A: evaluate("X * A + Y * (1 - A)", X=X, Y=Y, A=A[:, :, None]),
        "softmax": softmax,
        "distances": lambda X, Y: evaluate("sum((X - Y) ** 2, axis=2)", X=X[:, None], Y=Y[None]),
        "sum of products": lambda Y, Z: evaluate("sum(Y * Z, axis=2)", Y=Y, Z=Z[None]),
    }


def jax_functions() -> dict[str, Function]:
    """Return the functions compiled by JAX for the processor; arrays are converted beforehand."""
    if not find_spec("jax"):
        return {}
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]  # JAX has it untyped
    written: dict[str, Function] = {
        **numpy_functions(),
        "softmax": lambda X: jax.nn.softmax(X, axis=1),
        "distances": lambda X, Y: ((X[:, None] - Y[None]) ** 2).sum(axis=2),
        "sum of products": lambda Y, Z: jnp.einsum("ijk,jk->ij", Y, Z),
    }

    def waiting(function: Function) -> Function:
        compiled = jax.jit(function)
        return lambda **arrays: compiled(**arrays).block_until_ready()

    return {name: waiting(function) for name, function in written.items()}


def numba_functions() -> dict[str, Function]:
    """Return loops written by hand, parallel over the outermost axis."""
    if not find_spec("numba"):
        return {}
    from numba import njit, prange

    jit = njit(parallel=True, fastmath=True, error_model="numpy")

    def batch_norm(X, m, s, g, b):  # type: ignore[no-untyped-def]  # Numba infers its types
        out = np.empty_like(X)
        N, C, H, W = X.shape
        for n in prange(N):
            for c in range(C):
                for h in range(H):
                    for w in range(W):
                        value = (X[n, c, h, w] - m[0, c, 0, 0]) / s[0, c, 0, 0]
                        out[n, c, h, w] = value * g[0, c, 0, 0] + b[0, c, 0, 0]
        return out

    def film(F, g, b):  # type: ignore[no-untyped-def]
        out = np.empty_like(F)
        N, C, H, W = F.shape
        for n in prange(N):
            for c in range(C):
                for h in range(H):
                    for w in range(W):
                        out[n, c, h, w] = F[n, c, h, w] * g[n, c, 0, 0] + b[n, c, 0, 0]
        return out

    def blending(X, Y, A):  # type: ignore[no-untyped-def]
        out = np.empty_like(X)
        for h in prange(X.shape[0]):
            for w in range(X.shape[1]):
                for c in range(X.shape[2]):
                    out[h, w, c] = X[h, w, c] * A[h, w] + Y[h, w, c] * (1 - A[h, w])
        return out

    def statistics(X):  # type: ignore[no-untyped-def]
        out = np.empty_like(X)
        N, C, H, W = X.shape
        for c in prange(C):
            total = 0.0
            for n in range(N):
                for h in range(H):
                    for w in range(W):
                        total += X[n, c, h, w]
            mean = total / (N * H * W)
            squares = 0.0
            for n in range(N):
                for h in range(H):
                    for w in range(W):
                        squares += (X[n, c, h, w] - mean) ** 2
            deviation = np.sqrt(squares / (N * H * W) + 1)
            for n in range(N):
                for h in range(H):
                    for w in range(W):
                        out[n, c, h, w] = (X[n, c, h, w] - mean) / deviation
        return out

    def softmax(X):  # type: ignore[no-untyped-def]
        out = np.empty_like(X)
        for n in prange(X.shape[0]):
            top = X[n, 0]
            for c in range(X.shape[1]):
                top = max(top, X[n, c])
            total = 0.0
            for c in range(X.shape[1]):
                out[n, c] = np.exp(X[n, c] - top)
                total += out[n, c]
            for c in range(X.shape[1]):
                out[n, c] /= total
        return out

    def distances(X, Y):  # type: ignore[no-untyped-def]
        out = np.empty((X.shape[0], Y.shape[0]), X.dtype)
        for i in prange(X.shape[0]):
            for j in range(Y.shape[0]):
                total = 0.0
                for k in range(X.shape[1]):
                    total += (X[i, k] - Y[j, k]) ** 2
                out[i, j] = total
        return out

    def products(Y, Z):  # type: ignore[no-untyped-def]
        out = np.empty(Y.shape[:2], Y.dtype)
        for i in prange(Y.shape[0]):
            for j in range(Y.shape[1]):
                total = 0.0
                for k in range(Y.shape[2]):
                    total += Y[i, j, k] * Z[j, k]
                out[i, j] = total
        return out

    return {
        "batch norm": jit(batch_norm),
        "FiLM": jit(film),
        "batch statistics": jit(statistics),
        "blending": jit(blending),
        "softmax": jit(softmax),
        "distances": jit(distances),
        "sum of products": jit(products),
    }


RIVALS: Mapping[str, Callable[[], dict[str, Function]]] = {
    "NumPy": numpy_functions,
    "numexpr": numexpr_functions,
    "JAX": jax_functions,
    "Numba": numba_functions,
}
"""Who is compared; each is left out where it is not installed."""
