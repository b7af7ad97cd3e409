"""The distances as functions of JAX arrays, with `jax.custom_vjp`: `jax.grad` goes through them.

``import boxdot.numeric.markov.jax as markov``; the functions have the names and arguments of those
in `boxdot.numeric.markov` and return JAX arrays. They work under `jax.jit` and, one item after the
other, under `jax.vmap`. They compute on the host in the arrays' own precision; JAX keeps float32
unless ``jax_enable_x64`` is set. The way back finds the solution of the way there among the last
ones; where it is gone it is computed again.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from threading import Lock
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from boxdot.numeric.markov.bridges import BRIDGES

Array = Any  # JAX arrays, or what becomes one

KEPT = 1 << 28
"""About how many bytes of solutions are kept for ways back; the last one always is."""

_kept: OrderedDict[Any, Any] = OrderedDict()
_lock = Lock()


def discounted_wl(
    mX: Array, mY: Array, C: Array, epsilon: Any, delta: Any, **options: Any
) -> Array:
    """Return the fixed point C^∞ (n×m, or b×n×m), as `boxdot.numeric.markov.discounted_wl` does.

    >>> m = jnp.array([[0.5, 0.5], [0.25, 0.75]])
    >>> gradient = jax.grad(lambda C: discounted_wl(m, m, C, 0.1, 0.5).sum())
    >>> gradient(1 - jnp.eye(2)).sum().round(3).item()
    4.0
    """
    return _solved("discounted_wl", options, mX, mY, C, epsilon, delta)


def discounted_wl_distance(
    mX: Array,
    mY: Array,
    C: Array,
    epsilon: Any,
    delta: Any,
    muX: Array | None = None,
    muY: Array | None = None,
    **options: Any,
) -> Array:
    """Return the distance of two chains; laws that are not given are stationary, and move."""
    return _solved("discounted_wl_distance", options, mX, mY, C, epsilon, delta, muX, muY)


def discounted_wl_k(
    mX: Array,
    mY: Array,
    C: Array,
    epsilon: Any,
    delta: Any,
    k: int,
    muX: Array | None = None,
    muY: Array | None = None,
    **options: Any,
) -> Array:
    """Return the discounted distance of depth k."""
    return _solved("discounted_wl_k", {"k": k, **options}, mX, mY, C, epsilon, delta, muX, muY)


def wl_k(
    mX: Array,
    mY: Array,
    C: Array,
    epsilon: Any,
    k: int,
    muX: Array | None = None,
    muY: Array | None = None,
    **options: Any,
) -> Array:
    """Return the undiscounted distance of depth k."""
    return _solved("wl_k", {"k": k, **options}, mX, mY, C, epsilon, muX, muY)


def sinkhorn_distance(a: Array, b: Array, C: Array, epsilon: Any, **options: Any) -> Array:
    """Return the entropic transport cost of two distributions; leading axes broadcast."""
    return _solved("sinkhorn_distance", options, a, b, C, epsilon)


def _solved(name: str, options: dict[str, Any], *given: Any) -> Any:
    """Return the value of a bridge for what is given; arguments that are None stay away."""
    present = tuple(value is not None for value in given)
    function = _function(name, tuple(sorted(options.items())), present)
    return function(*(jnp.asarray(value, _kind(value)) for value in given if value is not None))


def _kind(value: Any) -> Any:
    """Return the precision of an argument: its own, or JAX's for whole numbers."""
    # Not by promotion: a traced Python number is weakly typed and would give way to float32.
    own = getattr(value, "dtype", None)
    return own if own is not None and jnp.issubdtype(own, jnp.floating) else jnp.result_type(float)


@cache
def _function(name: str, options: tuple[tuple[str, Any], ...], present: tuple[bool, ...]) -> Any:
    """Return the function of JAX for a bridge with these options and arguments."""
    solver = _Solver(name, options, present)

    @jax.custom_vjp
    def function(*given: Any) -> Any:
        like = jax.ShapeDtypeStruct(_shape(name, given), given[0].dtype)
        return jax.pure_callback(solver.value, like, *given, vmap_method="sequential")

    def there(*given: Any) -> Any:
        return function(*given), given

    def back(given: Any, outer: Any) -> Any:
        like = tuple(jax.ShapeDtypeStruct(value.shape, value.dtype) for value in given)
        return jax.pure_callback(solver.gradients, like, outer, *given, vmap_method="sequential")

    function.defvjp(there, back)
    return function


def _shape(name: str, given: Any) -> tuple[int, ...]:
    """Return the shape of a value."""
    if name == "discounted_wl":
        return tuple(given[2].shape)
    if name == "sinkhorn_distance":
        a, b, cost = (value.shape for value in given[:3])
        return tuple(np.broadcast_shapes(a[:-1], b[:-1], cost[:-2]))
    return tuple(given[0].shape[:-2])


class _Solver:
    """A bridge with its options, on arrays of NumPy."""

    def __init__(
        self, name: str, options: tuple[tuple[str, Any], ...], present: tuple[bool, ...]
    ) -> None:
        self.bridge = BRIDGES[name]
        self.key, self.options = (name, options), dict(options)
        pairs = zip(self.bridge.arguments, present, strict=True)
        self.arguments = tuple(argument for argument, here in pairs if here)

    def value(self, *given: Any) -> Any:
        """Return the value in the precision of the first argument."""
        arrays = [np.asarray(array) for array in given]
        return np.asarray(self.bridge.valued(self._result(arrays)), arrays[0].dtype)

    def gradients(self, outer: Any, *given: Any) -> tuple[Any, ...]:
        """Return the gradient by every argument that is given."""
        arrays = [np.asarray(array) for array in given]
        found = self.bridge.gradients(self._result(arrays, last=True), np.asarray(outer, float))
        named = zip(self.arguments, arrays, strict=True)
        return tuple(
            np.asarray(found[name], array.dtype).reshape(array.shape) for name, array in named
        )

    def _result(self, arrays: list[Any], *, last: bool = False) -> Any:
        """Return the solution for these arrays: the one that is kept, or a new one.

        A solution whose last use this is is kept no longer.
        """
        key = (self.key, *((array.shape, array.dtype.str, array.tobytes()) for array in arrays))
        with _lock:
            if key in _kept:
                return _kept.pop(key)[0] if last else _kept[key][0]
        result = self.bridge.solve(dict(zip(self.arguments, arrays, strict=True)), self.options)
        if not last:
            _keep(key, result, self._size(arrays))
        return result

    def _size(self, arrays: list[Any]) -> int:
        """Return about how many bytes a solution takes: two potentials for every pair of states."""
        cost = arrays[self.arguments.index("C")]
        n, m = cost.shape[-2:]
        steps: int = self.options.get("k", 1)
        return int(8 * cost.size * (n + m) * max(steps, 1))


def _keep(key: Any, result: Any, size: int) -> None:
    """Keep a solution, and let the oldest ones go."""
    with _lock:
        _kept[key] = result, size
        while len(_kept) > 1 and sum(one for _, one in _kept.values()) > KEPT:
            _kept.popitem(last=False)
