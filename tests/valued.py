"""Formulas that have a value: with arrays for their symbols and what the reference says."""

from __future__ import annotations

import csv
import math
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from agreement import draw, numbers, reference_value
from typed_expressions import SYMBOLS, expression

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.lowering.definitions import read_statement
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain
from boxdot.notation.inference import infer
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

DATA = Path(__file__).parent / "data"
PRIMES = {"I": 3, "J": 4, "K": 2, "H": 3, "W": 4, "N": 2, "C": 3, "R": 2, "L": 5, "D": 4}
PRIMES |= {"m": 3, "n": 4, "p": 3, "k": 2, "q": 3, "T": 5}
LARGEST = 4000
"""The reference evaluator has plain loops: arrays with more entries are left to other tests."""

NO_VALUE = (
    BoxdotError,
    ArithmeticError,
    AssertionError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
)
"""What the reference evaluator says of relations, lists, definitions and ill-shaped formulas."""
SINGLE = {**PRIMES, "n": 1, "I": 1, "J": 1}
SMALL = {"n": 2, "m": 3}  # the reference inverts nm×nm matrices by minors
WANTED = (("I", "J"), ("J", "I"), ("I", "I"), ("J",), ())


@dataclass(frozen=True)
class Valued:
    """A formula, arrays for its symbols, and its value."""

    name: str
    formula: Formula
    arrays: Mapping[str, np.ndarray]
    value: np.ndarray
    sizes: Mapping[str, int]


def valued(name: str, formula: Formula, sizes: Mapping[str, int], seed: int = 0) -> Valued:
    shapes = [numbers(d.shape, sizes) for d in formula.symbols.values() if d.shape is not None]
    if any(math.prod(shape) > LARGEST for shape in shapes):
        raise ValueError("too large for plain loops")
    if infer(replace(formula, sizes=sizes)).errors:
        raise ValueError("ill-shaped")
    arrays = draw(formula, sizes, seed)
    bound = replace(formula, sizes=sizes)
    for count, statement in enumerate(formula.statements[:-1], 1):
        defined = read_statement(formula, statement).name
        value = reference_value(replace(bound, statements=formula.statements[:count]), arrays)
        arrays |= {defined: value} if defined else {}
    return Valued(name, formula, arrays, reference_value(bound, arrays), sizes)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def table(path: Path, sizes: Mapping[str, int]) -> list[Valued]:
    """Return the formulas of a table of ``formula`` and ``declarations``."""
    return [
        valued(row["formula"], read(row["formula"], row["declarations"]), sizes)
        for row in rows(path)
    ]


def with_single_axes(path: Path) -> list[Valued]:
    """Return the formulas of a table where some axes have length 1, with the interpreter's value.

    What takes a second entry of such an axis is left out, and ∘, which drops bound lengths of 1.
    """
    found: list[Valued] = []
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in rows:
            if "∘" in row["formula"]:
                continue
            try:
                found += interpreted({row["formula"]: row["declarations"]}, SINGLE)
            except NO_VALUE:
                continue
    return found


def interpreted(texts: Mapping[str, str], sizes: Mapping[str, int]) -> list[Valued]:
    """Return formulas whose functions only the interpreter knows, with the value it gives."""
    found = []
    for text, declarations in texts.items():
        formula = read(text, declarations)
        arrays = draw(formula, sizes)
        found.append(Valued(text, formula, arrays, evaluate(formula, arrays), sizes))
    return found


FUNCTIONS = {
    "mean_1(X) ⊡ var_{1,3}(X)": "X ∈ R^{I×J×K}",
    "std(X) ⊞ var_2(X)": "X ∈ R^{I×J}",
    "max(X) − min(X)": "X ∈ R^{I×J}",
    "softmax(X)": "X ∈ R^{I×J}",
    "softmax_1(X)": "X ∈ R^{I×J×K}",
    "sigmoid(X ⊡ y) + ReLU(X)": "X ∈ R^{I×J}; y ∈ R^I",
    "softplus(−x)": "x ∈ R^n",
    "gelu(x) ⊡ silu(x)": "x ∈ R^n",
    "erf(x) ⊡ max(x, y)": "x, y ∈ R^n",
    "arctan(x) + sinh(x) − floor(x)": "x ∈ R^n",
    "X ⊗ Y": "X ∈ R^{I×J×K}; Y ∈ R^{2×1×2}",
}
"""Formulas for ``interpreted``."""


@cache
def conversions() -> list[Valued]:
    """Return the conversion cases in both spellings, with the value of their NumPy."""
    cases = rows(DATA / "convert_cases.tsv")
    return [_conversion(row, spelling) for row in cases for spelling in ("unicode", "latex")]


def formulas_of_conversions() -> list[tuple[str, Formula]]:
    """Return the conversion cases in both spellings."""
    found = []
    for row in rows(DATA / "convert_cases.tsv"):
        for spelling in ("unicode", "latex"):
            found.append((f"{row['id']} {spelling}", _conversion_formula(row, spelling)))
    return found


@cache
def formulas_of_equations() -> list[tuple[str, Formula]]:
    """Return the equations of the corpus, in both spellings, that have NumPy code."""
    entries = tomllib.loads((DATA / "equations.toml").read_text("utf-8"))["entry"]
    found = []
    for entry in entries:
        for spelling in ("unicode", "latex"):
            formula = _equation_formula(entry, spelling)
            try:
                if formula is not None and not infer(formula).errors and convert(formula).code:
                    found.append((f"{entry['id']} {spelling}", formula))
            except BoxdotError:
                continue
    return found


def _conversion_formula(row: Mapping[str, str], spelling: str) -> Formula:
    declarations = re.sub(r"\([^()]*(slice|row)[^()]*\)", "", row["shapes"]).replace(":", " ∈")
    first = declarations != row["shapes"].replace(":", " ∈")
    return read(row[spelling], declarations, first_slices=first)


def _conversion(row: Mapping[str, str], spelling: str) -> Valued:
    formula = _conversion_formula(row, spelling)
    arrays = draw(formula, PRIMES)
    if row["id"] == "p07":
        arrays["P"] = arrays["P"] @ arrays["P"].T
    value = np.asarray(eval(row["expected_numpy"], {"np": np, **arrays}))
    return Valued(f"{row['id']} {spelling}", formula, arrays, value, PRIMES)


@cache
def equations() -> list[Valued]:
    """Return the equations of the corpus that have a value, in both spellings."""
    entries = tomllib.loads((DATA / "equations.toml").read_text("utf-8"))["entry"]
    found = (_equation(entry, spelling) for entry in entries for spelling in ("unicode", "latex"))
    return [case for case in found if case is not None]


def _equation_formula(entry: Mapping[str, object], spelling: str) -> Formula | None:
    shapes = entry.get("declare", {})
    text = str(entry.get(spelling, ""))
    written = "; ".join(
        f"{name} ∈ R^{{{'×'.join(map(str, shape))}}}" if shape else f"{name} ∈ R"
        for name, shape in shapes.items()  # type: ignore[attr-defined]
    )
    try:
        return read(text, written)
    except BoxdotError:
        return None


def _equation(entry: Mapping[str, object], spelling: str) -> Valued | None:
    """Return an entry with its value; one that is no formula or ill-shaped has none."""
    formula = _equation_formula(entry, spelling)
    if formula is None:
        return None
    names = sorted({n for d in formula.symbols.values() for n in _names(d.shape)})
    different = {name: (PRIMES | SMALL).get(name, 2 + n % 3) for n, name in enumerate(names)}
    for sizes in (different, dict.fromkeys(names, 2)):
        try:
            return _without_indices(entry, valued(f"{entry['id']} {spelling}", formula, sizes))
        except NO_VALUE:
            continue
    return None


def _without_indices(entry: Mapping[str, object], case: Valued) -> Valued:
    """Return the case; where another side has indices, one value of them is enough."""
    if entry["id"] != "eq-64":
        return case
    return replace(case, value=evaluate(case.formula, case.arrays))


def _names(shape: object) -> Iterator[str]:
    from boxdot.notation import algebra

    for size in shape or ():  # type: ignore[attr-defined]
        yield from algebra.names_of(size)


@cache
def random_expressions(count: int, depth: int = 3) -> list[Valued]:
    """Return random expressions of matrices, vectors and numbers."""
    found: list[Valued] = []
    seed = 0
    while len(found) < count:
        rng = random.Random(seed)
        seed += 1
        node = expression(rng, rng.choice(WANTED), depth)
        formula = Formula("", (Chain((node,), ()),), SYMBOLS)
        formula = replace(formula, text=to_text(formula))
        inference = infer(formula, fixes=False)
        if not inference.errors and not inference.condition:
            found.append(valued(f"{seed}: {formula.text}", formula, {"I": 3, "J": 4}, seed))
    return found
