"""The numbers that the paper prints (tests/data/equations.toml), exactly."""

from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate, evaluate_sides

EQUATIONS = Path(__file__).parents[2] / "data" / "equations.toml"

SPELLINGS = [
    (r"l0\(bmul\((\w+),(\w+)\)\)", r"‖\1 ⊡ \2‖₀"),
    (r"l0\((\w+)\)", r"‖\1‖₀"),
    (r"fro\(bmul\((\w+),(\w+)\)\)\*\*2", r"‖\1 ⊡ \2‖_F²"),
    (
        r"fro\(had\(marg\((\w+),size\(\w+\)\),marg\((\w+),size\(\w+\)\)\)\)\*\*2",
        r"‖\1_□ ⊙ \2_□‖_F²",
    ),
    (r"sl\(bmul\((\w+),(\w+)\),(\d)\)", r"(\1 ⊡ \2)_\3"),
    (r"sl\(bc\((\w+),size\((\w+)\)\),(\d)\)", r"(bc(\1, size(\2)))_\3"),
    (r"sl\(superdiag\(3,3\),(\d)\)", r"(𝓘 ×_3 [1 0 0; 0 1 0; 0 0 1])_\1"),
    (r"bmul\((\w+),(\w+)\)", r"\1 ⊡ \2"),
    (r"bc\((\w+),size\((\w+)\)\)", r"bc(\1, size(\2))"),
    (r"kr\((\w+),(\w+)\)", r"\1 ⊙_KR \2"),
    (r"marg\((\w+),size\((\w+)\)\)", r"\1_□ ⊙ (\2_□ ⊘ \2_□)"),
    (r"had\((\w+),(\w+)\)", r"\1 ⊙ \2"),
    (r"had\(X,\[\[7,8\],\[7,8\],\[7,8\]\]\)", r"X ⊙ [7 8; 7 8; 7 8]"),
    (r"vcat\(y,y,y\)", r"[y; y; y]"),
    (r"([\d*+]+)", r"\1"),
]
"""How the calls of reference.py are written in the notation."""


def entries() -> list[dict]:
    with EQUATIONS.open("rb") as stream:
        found = tomllib.load(stream)["entry"]
    return [entry for entry in found if entry["kind"] == "numeric-example"]


def written(call: str) -> str:
    for pattern, spelling in SPELLINGS:
        if re.fullmatch(pattern, call):
            return re.sub(pattern, spelling, call).replace("*", " · ")
    raise AssertionError(call)


def exact(want) -> np.ndarray:
    """Return numbers of which some are roots: 'sqrt(35)'."""
    if isinstance(want, list):
        return np.array([exact(item) for item in want])
    root = re.fullmatch(r"sqrt\((\d+)\)", str(want))
    return np.array(math.sqrt(int(root[1])) if root else want)


def data(entry: dict) -> dict[str, np.ndarray]:
    """Return the arrays of an entry; ``X_1, X_2, …`` are the frontal slices of X."""
    given = {name: np.array(value) for name, value in entry["check"].get("given", {}).items()}
    for setup in entry["check"].get("setup", []):
        name, slices = re.fullmatch(r"(\w+) = stack3\(([\w,]+)\)", setup).groups()
        given[name] = np.stack([given[one] for one in slices.split(",")], axis=2)
    return given


def declarations(entry: dict) -> str:
    return "; ".join(
        f"{name} ∈ R^{{{'×'.join(map(str, shape))}}}" for name, shape in entry["declare"].items()
    )


CASES = [
    pytest.param(entry, value["py"], value["want"], id=f"{entry['id']}: {value['py']}")
    for entry in entries()
    for value in entry["check"].get("values", [])
]


@pytest.mark.parametrize(("entry", "call", "want"), CASES)
def test_numbers(entry, call, want):
    value = evaluate(read(written(call), declarations(entry)), data(entry))
    expected = exact(want)
    assert value.size == expected.size
    assert np.allclose(value.reshape(expected.shape), expected, rtol=1e-14)
    if expected.dtype.kind == "i" and "_□" not in written(call) and "_F" not in written(call):
        assert np.array_equal(value.reshape(expected.shape), expected)


@pytest.mark.parametrize("identifier", ["eq-3", "eq-4", "eq-4-kr"])
def test_chains(identifier):
    """All sides of a printed chain have one value, the literal ones included."""
    (entry,) = (entry for entry in entries() if entry["id"] == identifier)
    for spelling in ("unicode", "latex"):
        sides = evaluate_sides(read(entry[spelling], declarations(entry)), data(entry))
        assert len(sides) >= 2
        assert all(np.array_equal(side, sides[0]) for side in sides)
