"""Libraries by the names that code gives them, and functions by their place in a library."""

from __future__ import annotations

import ast

USUAL = {
    "np": "numpy",
    "numpy": "numpy",
    "jnp": "jax.numpy",
    "jax": "jax",
    "torch": "torch",
    "F": "torch.nn.functional",
    "nn": "torch.nn",
    "math": "math",
    "xp": "numpy",
    "einops": "einops",
    "rearrange": "einops.rearrange",
    "reduce": "einops.reduce",
    "repeat": "einops.repeat",
    "einsum": "numpy.einsum",
    "vmap": "jax.vmap",
}
"""The names that are taken for granted where nothing is imported."""

_ROOMS = (
    "numpy.lib.stride_tricks.",
    "einops.",
    "jax.numpy.",
    "jax.scipy.special.",
    "jax.scipy.",
    "jax.nn.",
    "jax.lax.",
    "jax.",
    "torch.nn.functional.",
    "torch.special.",
    "torch.",
    "scipy.special.",
    "scipy.",
    "numpy.",
    "math.",
)


def imported(statement: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """Return what an import gives a name to.

    >>> imported(ast.parse("import numpy as np").body[0])
    {'np': 'numpy'}
    >>> imported(ast.parse("from torch.nn import functional as F").body[0])
    {'F': 'torch.nn.functional'}
    """
    if isinstance(statement, ast.Import):
        return {
            alias.asname or alias.name.partition(".")[0]: alias.name
            if alias.asname
            else alias.name.partition(".")[0]
            for alias in statement.names
        }
    module = statement.module or ""
    return {alias.asname or alias.name: f"{module}.{alias.name}" for alias in statement.names}


def short_name(path: str) -> str | None:
    """Return a function's name within its library, or None for what is of no known library.

    >>> short_name("numpy.linalg.norm"), short_name("torch.nn.functional.softmax")
    ('linalg.norm', 'softmax')
    """
    for room in _ROOMS:
        if path.startswith(room):
            return path.removeprefix(room)
    return None
