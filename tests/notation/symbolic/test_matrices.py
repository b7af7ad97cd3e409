"""Matrix expressions of SymPy have the values that the reference evaluator gives."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest
import sympy

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.reading import read
from boxdot.notation.symbolic import to_sympy

EQUATIONS = Path(__file__).parents[2] / "data" / "equations.toml"


def test_value(matrix_case, trials, agrees):
    case, known = trials(*matrix_case)
    found = to_sympy(case.formula, "matrix")
    free = to_sympy(case.formula).indices[: len(known.free)]
    for at in itertools.product(*(range(1, n + 1) for n in known.free.values())):
        value = case.explicit(found.subs(dict(zip(free, at, strict=True))))
        expected = known.matrix(at=at)
        assert value.shape == expected.shape
        assert all(agrees(value[k], x) for k, x in expected.entries.items()), (value, expected)


def identities():
    """Yield the equations of the paper whose symbols are matrices, vectors and numbers."""
    with EQUATIONS.open("rb") as stream:
        found = tomllib.load(stream)["entry"]
    for entry in found:
        small = all(len(shape) <= 2 for shape in entry.get("declare", {}).values())
        flattened = entry["id"].startswith("otgrad")  # definitions, of matrices as vectors
        if (
            small
            and not flattened
            and entry["kind"] == "identity"
            and entry["expect"].startswith("holds")
        ):
            yield entry


def declarations(entry):
    return "; ".join(
        f"{name} ∈ R^{{{'×'.join(map(str, shape))}}}" if shape else f"{name} ∈ R"
        for name, shape in entry["declare"].items()
    )


BEYOND = {"unfold-fold": "fold is no function of matrices"}
"""Identities that say what SymPy's matrices cannot."""


@pytest.mark.parametrize("entry", [*identities()], ids=lambda entry: entry["id"])
@pytest.mark.parametrize("sizes", [(2, 3), (3, 2)], ids=str)
def test_identity(entry, sizes, trial):
    if entry["id"] in BEYOND:
        with pytest.raises(UnsupportedError, match=BEYOND[entry["id"]]):
            to_sympy(read(entry["unicode"], declarations(entry)), "matrix")
        return
    names = dict(zip("IJKRMN", sizes * 3, strict=True))
    case = trial(entry["unicode"], declarations(entry), names)
    relation = to_sympy(case.formula, "matrix")
    for part in relation.args if isinstance(relation, sympy.And) else [relation]:
        left, right = (case.explicit(side) for side in part.args)
        assert left.shape == right.shape
        assert sympy.simplify(left - right) == sympy.zeros(*left.shape)
