"""The array libraries that code is written for: how arrays get in, and values out again."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.names import identifiers


def _torch(array: np.ndarray) -> Any:
    import torch

    return torch.tensor(array)


def _jax(array: np.ndarray) -> Any:
    import jax

    jax.config.update("jax_enable_x64", True)  # else all is rounded to 32 bits
    return jax.numpy.asarray(array)


def _strict(array: np.ndarray) -> Any:
    import array_api_strict

    return array_api_strict.asarray(array)


@dataclass(frozen=True)
class Target:
    """A language that runs in this process."""

    name: str
    package: str
    array: Callable[[np.ndarray], Any]

    @property
    def is_here(self) -> bool:
        return importlib.util.find_spec(self.package) is not None


TARGETS = [
    Target("numpy", "numpy", lambda array: array),
    Target("torch", "torch", _torch),
    Target("jax", "jax", _jax),
    Target("array-api", "array_api_strict", _strict),
    Target("numba", "numba", lambda array: array if array.ndim else array.item()),
]

each_target = pytest.mark.parametrize(
    "target",
    [
        pytest.param(
            target,
            marks=pytest.mark.skipif(
                not target.is_here, reason=f"{target.package} is not installed"
            ),
        )
        for target in TARGETS
    ],
    ids=[target.name for target in TARGETS],
)
"""Runs a test for each target whose library is installed."""


def run(target: Target, code: Code, arrays: Mapping[str, np.ndarray]) -> Any:
    """Run code on arrays of the target, in a namespace with nothing but its imports and them."""
    namespace: dict[str, Any] = {}
    exec("\n".join(code.imports), namespace)
    names = identifiers(arrays)
    namespace |= {names[name]: target.array(array) for name, array in arrays.items()}
    *before, last = ast.parse(code.code).body
    exec(compile(ast.Module(before, []), "code", "exec"), namespace)
    if isinstance(last, ast.FunctionDef):
        arguments = [namespace[argument.arg] for argument in last.args.args]
        exec(compile(ast.Module([last], []), "code", "exec"), namespace)
        return namespace[last.name](*arguments)
    return eval(compile(ast.Expression(last.value), "code", "eval"), namespace)


def to_numpy(value: Any) -> np.ndarray:
    """Return a value of any of the libraries as a NumPy array."""
    if type(value).__module__.startswith("array_api_strict"):
        return np.from_dlpack(value) if value.shape else np.asarray(value.__array__())
    return np.asarray(value)
