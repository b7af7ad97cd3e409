"""Whether two sides differ: the reference evaluator at a few sizes with random values."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

import reference_evaluator as reference

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.equality.forks import bind
from boxdot.notation.equality.searching import size_names
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Apply, Power, Relation
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference, infer

SIZES = (2, 3, 4, 5)
TOLERANCE = 1e-7
LARGEST_EXPANDED = 6
DRAWS = {
    "{0,1}": (0, 1),
    "[0,1]": (Fraction(1, 3), Fraction(2, 3), Fraction(1, 5)),
    "ℕ": (1, 2, 3),
}
SIGNED = (-3, -2, -1, 1, 2, 3)
POSITIVE = (1, 2, 3, 5, 7)


def differs(formula: Formula) -> bool | None:
    """Return whether the sides of an equation differ somewhere; None if that cannot be said."""
    if len(formula.statements) != 1 or formula.statements[0].relations != (Relation.EQUAL,):
        return None
    said: bool | None = None
    for sizes, (seed, values) in itertools.product(
        _sizes(formula), enumerate((SIGNED, POSITIVE, SIGNED))
    ):
        found = _differs(bind(formula, sizes), random.Random(seed), values)
        if found:
            return True
        said = found if said is None else said
    return said


def _sizes(formula: Formula) -> Iterator[Mapping[str, int]]:
    """Yield different sizes for the names, then equal ones."""
    names = size_names(formula)
    yield dict(zip(names, itertools.cycle(SIZES[:3])))
    yield dict.fromkeys(names, 2)


def _differs(formula: Formula, rng: random.Random, values: tuple[int, ...]) -> bool | None:
    inference = infer(formula, fixes=False)
    if inference.errors or inference.condition or _is_costly(formula, inference):
        return None
    try:
        left, right = _values(formula, inference, rng, values)
    except (ArithmeticError, ValueError, KeyError, TypeError, IndexError, BoxdotError):
        return None
    shape = reference.joint(left.shape, right.shape)
    first, second = (reference.bc(side, shape) for side in (left, right))
    pairs = [(first[k], second[k]) for k in reference.every(shape)]
    if any(isinstance(value, complex) for pair in pairs for value in pair):
        return None
    return any(abs(a - b) > TOLERANCE * max(1, abs(a), abs(b)) for a, b in pairs)


def _values(
    formula: Formula, inference: Inference, rng: random.Random, values: tuple[int, ...]
) -> list[reference.Tensor]:
    drawn = {}
    for name, declared in formula.symbols.items():
        if declared.shape is None:
            continue
        sizes = tuple(formula.sizes.get(size, size) for size in declared.shape)  # type: ignore[call-overload]
        shape = tuple(int(size) for size in sizes)
        choice = DRAWS.get(declared.entries, values)
        entries = [Fraction(rng.choice(choice)) for _ in reference.every(shape)]
        drawn[name] = reference.from_nested(shape, entries)
    evaluator = reference.Reference(formula, inference, drawn)
    statement = inference.statements[0]
    names = tuple(statement.free)
    lengths = tuple(statement.free[name] or 1 for name in names)
    return [evaluator.entries(side, names, lengths) for side in statement.chain.sides]


def _is_costly(formula: Formula, inference: Inference) -> bool:
    """Whether a determinant or an inverse is larger than the reference's expansion bears."""
    for chain in formula.statements:
        for side in chain.sides:
            for node in (side, *descendants(side)):
                match node:
                    case Apply(function="det" | "inv", arguments=(matrix,)) | Power(base=matrix):
                        if max(inference.shape(matrix) or (), default=1) > LARGEST_EXPANDED:
                            return True
    return False
