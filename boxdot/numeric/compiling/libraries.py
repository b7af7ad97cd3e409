"""Arrays of other libraries: seen as NumPy arrays where they are, and given back as they came.

Tensors on the processor are read in place; nothing is copied on the way in. A library is known by
the module of its arrays, so that none is imported that the caller has not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError, UnsupportedError


@dataclass(frozen=True, slots=True)
class Library:
    """How arrays of a library become NumPy arrays and come back."""

    name: str
    take: Callable[[str, Any], Any]
    give: Callable[[Any, Any], Any]


def library_of(array: Any) -> Library | None:
    """Return the library of an array, or None if NumPy takes it as it is.

    >>> library_of([1, 2]) is None
    True
    """
    if isinstance(array, np.ndarray | np.generic | int | float | complex | list | tuple):
        return None
    name = type(array).__module__.partition(".")[0]
    name = {"jaxlib": "jax"}.get(name, name)
    if name in LIBRARIES:
        return LIBRARIES[name]
    return _STANDARD if hasattr(array, "__array_namespace__") else None


def are_foreign(arrays: Mapping[str, Any]) -> bool:
    """Return whether any of the arrays is of a library that is not NumPy."""
    return any(library_of(array) is not None for array in arrays.values())


def common_library(arrays: Mapping[str, Any]) -> tuple[Library | None, Any]:
    """Return the one library that is not NumPy among the arrays, with an array of it."""
    found = {name: (library_of(array), array) for name, array in arrays.items()}
    foreign = {n: (lib, a) for n, (lib, a) in found.items() if lib is not None}
    modules = {type(a).__module__.partition(".")[0]: n for n, (_, a) in foreign.items()}
    kinds = {module.replace("jaxlib", "jax"): name for module, name in modules.items()}
    if len(kinds) > 1:
        pairs = ", ".join(f"{name} of {module}" for module, name in kinds.items())
        raise DataError(
            f"the arrays are of several libraries: {pairs}", hint="bring them to one library"
        )
    return next(iter(foreign.values()), (None, None))


def taken(arrays: Mapping[str, Any]) -> dict[str, Any]:
    """Return NumPy arrays that stand for the arrays."""
    return {name: _taken(name, array) for name, array in arrays.items()}


def _taken(name: str, array: Any) -> Any:
    library = library_of(array)
    return array if library is None else library.take(name, array)


def _from_torch(name: str, tensor: Any) -> Any:
    if tensor.device.type != "cpu":
        raise DataError(
            f"{name} is on {tensor.device}, but kernels run on the processor",
            hint=f"pass {name}.cpu(), or convert the formula to torch",
        )
    if tensor.requires_grad and sys.modules["torch"].is_grad_enabled():
        raise DataError(
            f"{name} wants a gradient, which compiled loops do not give",
            hint=f"pass {name}.detach(), or convert the formula to torch",
        )
    try:
        return tensor.detach().resolve_conj().resolve_neg().numpy()
    except (TypeError, RuntimeError) as error:
        raise DataError(f"{name} cannot be read: {error}") from None


def _to_torch(result: Any, like: Any) -> Any:
    import torch  # it is there: an argument is of it

    return torch.from_numpy(np.require(result, requirements="W"))


def _from_jax(name: str, array: Any) -> Any:
    try:
        return np.asarray(array)
    except Exception as error:  # what JAX raises for traced arrays is of its own kind
        if "Tracer" not in type(error).__name__:
            raise
        raise UnsupportedError(
            f"{name} has no values yet: it is being traced by JAX",
            hint='inside jax.jit use the code of convert(…, to="jax")',
        ) from None


def _to_jax(result: Any, like: Any) -> Any:
    import jax.numpy  # it is there: an argument is of it

    return jax.numpy.asarray(result)


def _from_standard(name: str, array: Any) -> Any:
    try:
        return np.from_dlpack(array)
    except (BufferError, RuntimeError, TypeError, ValueError) as error:
        raise DataError(
            f"{name} cannot be read by NumPy: {error}", hint="bring it to the processor"
        ) from None


def _to_standard(result: Any, like: Any) -> Any:
    return like.__array_namespace__().asarray(result)


_STANDARD = Library("array-api", _from_standard, _to_standard)
LIBRARIES: Mapping[str, Library] = {
    "torch": Library("torch", _from_torch, _to_torch),
    "jax": Library("jax", _from_jax, _to_jax),
    "dask": Library("dask", lambda name, array: array, lambda result, like: result),
}
"""The libraries that need more than the standard says."""
