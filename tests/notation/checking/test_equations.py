"""Every equation of the conformance corpus gets the verdict, the axis and the shapes it states."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from boxdot.notation.algebra import product
from boxdot.notation.checking import check
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.reading.formulas import read
from boxdot.notation.shapes.conventions import Convention

DATA = Path(__file__).parents[2] / "data" / "equations.toml"
ENTRIES = {entry["id"]: entry for entry in tomllib.loads(DATA.read_text("utf-8"))["entry"]}

GLYPH = "an operator by itself, no expression"
SETS = "a statement about sets or spaces, not about tensors"
INDICES = "index arithmetic with … and cases"
FLAT = "matrix notation that flattens tensors without saying so"
PROSE = "a statement together with prose or with the declarations only"
UNDECLARED = "the entry does not declare all that it uses"

NOT_EXPRESSIONS = {
    **dict.fromkeys([f"proposed-{n}" for n in range(1, 8)], GLYPH),
    **dict.fromkeys([f"cmd-{n}" for n in range(1, 5)], GLYPH),
    **dict.fromkeys(["def-fconv", "def-cconv", "def-bcond", "code-identify"], SETS),
    **dict.fromkeys(["eq-66", "eq-67", "eq-68", "eq-72", "def-marg-shape", "d2-sets"], SETS),
    **dict.fromkeys(["def-bc", "eq-6", "eq-7", "def-marg"], INDICES),
    **dict.fromkeys([f"otgrad-{n}" for n in (12, 13, 14, 15, 16, 17, 18, 19)], FLAT),
    "boxslash-zero": "wrong by a value (a zero divisor), not by a shape",
    "hals-residual": UNDECLARED,
    "code-hazard-theorem": UNDECLARED,
    "eq-62": "its slices Y_j, a_j, z_j are those that ls-slices defines",
    "eq-63": "a_j is declared by the name a, which makes it an entry",
}
ONLY_UNICODE = {
    **dict.fromkeys(["kr-vs-boxdot", "assoc-counterexample"], PROSE),
    **dict.fromkeys([f"cond-bad-{n}" for n in (1, 2)], PROSE),
    **dict.fromkeys([f"cond-ok-{n}" for n in range(1, 6)], PROSE),
    **dict.fromkeys(["otgrad-21", "otgrad-22"], "the letter in LaTeX is not the declared one"),
    "fig-1": "a formula for the entries in brackets",
    "submultiplicative": "followed by what A and B stand for",
}
ONLY_LATEX = {
    **dict.fromkeys([f"otgrad-{n}" for n in (2, 3, 4)], "the Unicode text writes ranges as 1..n"),
    "ones-kron": "JK is one name where K is declared by the formula only",
}
OTHER_SHAPES = {
    **dict.fromkeys([f"otgrad-{n}" for n in (2, 3, 4)], "the entry lists the flattened ones"),
    "marg-nonneg": "the entry drops free axes of length 1",
    "eq-64": "the entry lists one shape a statement",
    "def-P": "the entry lists the shapes for k = 1, 2, 3",
    "def-unfold": "the entry lists the shapes for n = 1, 2, 3",
    "fig-7-superdiag": "the reshape is described by its caption only",
    "submultiplicative": "the entry lists the factors",
    "eq-46": "the name on the left is not counted",
    "eq-61": "the name on the left is not counted",
    "eq-65": "the entry states the shape of the objective",
    "d2-PHH": "the entry lists one side",
    "eq-49": "the second side has no shape; the entry lists the corrected one",
    "ls-slices": "the entry lists one shape a statement",
    **dict.fromkeys([f"fig-2{c}" for c in "abcdef"], "the entry adds a NumPy value"),
}

VERDICTS = {
    "holds": "holds",
    "well-formed": "holds",
    "false": "holds",  # false of values, not of shapes
    "warn": "holds",
    "rewrite": "holds",
    "code-ok": "holds",
    "fails": "fails",
    "invalid": "fails",
    "conditional": "conditional",
}


CASES = [
    pytest.param(entry, spelling, id=f"{name}-{spelling}")
    for name, entry in ENTRIES.items()
    for spelling, missing in (("unicode", ONLY_LATEX), ("latex", ONLY_UNICODE))
    if name not in NOT_EXPRESSIONS and name not in missing
]


def declarations(entry):
    for name, sizes in entry.get("declare", {}).items():
        yield Declaration(name, tuple(map(_size, sizes)))


def _size(size):
    factors = size.split("*") if isinstance(size, str) else [size]
    return product(int(f) if str(f).isdigit() else f for f in factors)


def result_of(entry, spelling):
    convention = Convention(entry["convention"])
    return check(read(entry[spelling], declarations(entry), convention=convention))


@pytest.mark.parametrize(("entry", "spelling"), CASES)
def test_verdict_axis_and_shapes(entry, spelling):
    result = result_of(entry, spelling)
    kind = entry["expect"].partition(":")[0]
    axis = entry.get("check", {}).get("axis")
    if kind in VERDICTS:
        assert result.verdict == VERDICTS[kind]
    else:  # what NumPy or Julia does; the axis tells whether the F-convention allows it
        assert result.verdict == ("holds" if axis is None else "fails")
    if axis is not None:
        assert axis in [problem.axis for problem in result.problems]
    stated = entry.get("shapes")
    listed = "shape_sides" in entry.get("check", {}) or entry["id"] in OTHER_SHAPES
    if stated is not None and not listed:
        assert result.as_json()["sides"] == [[str(size) for size in shape] for shape in stated]


ON_VALUES = "x-plus-yI"
"""Its condition is on the values of the identity, not on shapes."""


@pytest.mark.parametrize("name", [n for n, e in ENTRIES.items() if "exact" in e and n != ON_VALUES])
def test_condition_is_exact(name):
    entry = ENTRIES[name]
    result = result_of(entry, "unicode")
    condition = result.inference.condition
    names = condition.names()
    for values in itertools.product((1, 2, 3), repeat=len(names)):
        at = dict(zip(names, values, strict=True))
        assert condition.holds(at) == _stated(entry["exact"], at)


def _stated(text, at):
    """Evaluate ``I=J=1 or K=2`` (what follows two spaces is a remark)."""
    alternatives = text.partition("  ")[0].split(" or ")
    values = [[at.get(t.strip(), t.strip()) for t in a.split("=")] for a in alternatives]
    return any(len({int(value) for value in chain}) == 1 for chain in values)


def test_every_exception_is_an_entry():
    assert {*NOT_EXPRESSIONS, *ONLY_UNICODE, *ONLY_LATEX, *OTHER_SHAPES} <= set(ENTRIES)


@pytest.mark.parametrize(
    ("name", "conflicts"),
    [("sym-1", True), ("sym-3", True), ("sym-4", True), ("sym-5", False), ("sym-6", False)],
)
def test_symbols_in_conflict_are_warned_of(name, conflicts):
    problems = result_of(ENTRIES[name], "unicode").problems
    assert ("symbol-conflict" in [problem.name for problem in problems]) is conflicts
