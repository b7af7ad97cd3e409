"""The search for a counterexample: small sizes first, small values, then smaller ones still."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import names_of, substitute
from boxdot.notation.equality.exact.arrays import Array
from boxdot.notation.equality.exact.numbers import UndecidedError, UndefinedError
from boxdot.notation.equality.forks import bind
from boxdot.notation.equality.planning import plan
from boxdot.notation.equality.proof import Counterexample
from boxdot.notation.equality.scaling import MOST_SCALED, scaled
from boxdot.notation.equality.supplying import SETS, STYLES, Values
from boxdot.notation.equality.trying import Failure, Trial
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Apply, Constant, ConstantKind, Expr, Reduce, Symbol
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import infer
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.conditions import TRUE, Condition
from boxdot.notation.shapes.sizes import Shape, Size

SIZES = (2, 3, 4, 1)
MOST_SIZES = 24
MOST_VARIED = 4
LARGEST_VOLUME = 20_000


@dataclass(slots=True)
class Search:
    """What a search found: a counterexample, or how many trials held."""

    counterexample: Counterexample | None = None
    trials: int = 0
    reasons: list[str] = field(default_factory=list)
    undefined: list[str] = field(default_factory=list)


def search(
    formula: Formula,
    condition: Condition = TRUE,
    *,
    seconds: float = 2.0,
    most_trials: int = 60,
    small: bool = True,
) -> Search:
    """Look for sizes and values at which the formula fails.

    ``condition`` is what the sizes must meet for the formula to have shapes at all; ``small``
    tells whether a counterexample is to be made as small as is seen.
    """
    result = Search()
    stop = time.monotonic() + seconds
    first: tuple[Trial, Mapping[str, int]] | None = None
    for sizes in itertools.islice(choices(size_names(formula), condition), MOST_SIZES):
        trial = _trial(formula, sizes)
        if trial is None:
            continue
        first = first or (trial, sizes)
        if _found(trial, _drawn(trial), sizes, result, stop, most_trials, small):
            return result
        if time.monotonic() > stop or result.trials >= most_trials:
            break
    if first is not None and first[0].plan.has_inequalities and most_trials > len(STYLES):
        trial, sizes = first
        values = Values(trial.formula, random.Random(0), STYLES[0])
        _failure(trial, values, Search())  # draws the values
        _found(trial, scaled(values), sizes, result, stop, 2 * MOST_SCALED, small)
    return result


def size_names(formula: Formula) -> list[str]:
    """Return the names of sizes that the formula depends on, those that are not bound."""
    names: dict[str, None] = {}
    for size in _sizes(formula):
        names.update(dict.fromkeys(names_of(size)))
    bound = {n for size in formula.sizes.values() for n in names_of(size)}
    free = [name for name in (*names, *sorted(bound)) if name not in formula.sizes]
    return list(dict.fromkeys(free))


def _sizes(formula: Formula) -> Iterator[Size]:
    shapes = [declared.shape for declared in formula.symbols.values() if declared.shape]
    declared = {name for shape in shapes for size in shape for name in names_of(size)}
    for statement in formula.statements:
        yield from statement.shape or ()
        for side in statement.sides:
            for node in (side, *descendants(side)):
                yield from _sizes_of_node(formula, node, declared)
            yield from _bounds(formula, side)


def _bounds(formula: Formula, side: Expr) -> Iterator[Size]:
    """Yield how far sums go where only they tell: R of Σ_{r=1}^{R} A_r."""
    sums = [node for node in (side, *descendants(side)) if isinstance(node, Reduce)]
    ranges = [bounds for node in sums for bounds in node.ranges]
    indices = {bounds.index for bounds in ranges}
    for bounds in ranges:
        size = None if bounds.high is None else size_of(bounds.high)
        known = {*indices, *formula.symbols, "∞"}
        if size is not None and known.isdisjoint(names_of(size)):
            yield size


def _sizes_of_node(formula: Formula, node: Expr, names: set[str]) -> Iterator[Size]:
    match node:
        case Constant(kind=kind, sizes=sizes):
            yield from sizes or ()
            if sizes is None and kind is ConstantKind.IDENTITY and "I" in names:
                yield "I"
            yield from _shape_of(formula, kind.value)
        case Symbol(name=name):
            found = _shape_of(formula, name) or _shape_of(formula, name[:1].upper() + name[1:])
            yield from found or ((name,) if name in names else ())
        case Apply(function=function):
            declared = formula.symbols.get(formula.symbols.resolve(function) or "")
            if declared is not None and declared.signature is not None:
                parameters, value = declared.signature
                yield from (size for shape in (*parameters, value) for size in shape)


def _shape_of(formula: Formula, name: str) -> Shape:
    declared = formula.symbols.get(formula.symbols.resolve(name) or "")
    return () if declared is None else declared.shape or ()


def choices(names: list[str], condition: Condition) -> Iterator[Mapping[str, int]]:
    """Yield sizes that meet a condition, small ones first, those with a size of 1 last."""
    ranks = sorted(
        itertools.product(range(len(SIZES)), repeat=min(len(names), MOST_VARIED)),
        key=lambda ranks: (
            len(SIZES) - 1 in ranks,
            sum(r * r for r in ranks),
            max(ranks, default=0),
        ),
    )
    for rank in ranks:
        chosen = [SIZES[r] for r in rank]
        chosen += [2] * (len(names) - len(chosen))
        sizes = dict(zip(names, chosen, strict=True))
        if condition.holds(sizes) if condition else True:
            yield sizes


def _trial(formula: Formula, sizes: Mapping[str, int]) -> Trial | None:
    """Return a trial at some sizes; None if the shapes do not hold or are too large."""
    bound = bind(formula, sizes)
    inference = infer(bound, fixes=False)
    if inference.errors or inference.condition or not 0 < _volume(bound) <= LARGEST_VOLUME:
        return None
    return Trial(bound, inference, plan(bound, inference))


def _drawn(trial: Trial) -> Iterator[Values]:
    """Yield values of every style."""
    for number, style in enumerate(STYLES):
        yield Values(trial.formula, random.Random(number), style)


def _found(
    trial: Trial,
    tried: Iterable[Values],
    sizes: Mapping[str, int],
    result: Search,
    stop: float,
    most: int,
    small: bool,
) -> bool:
    """Try values until a goal fails; note the counterexample."""
    for values in tried:
        if time.monotonic() > stop or result.trials >= most:
            return False
        failure = _failure(trial, values, result)
        if failure is not None:
            if small:
                values, failure = _smallest(trial, values, failure, stop)
                values.asked.clear()
                failure = _failure(trial, values, Search()) or failure
            result.counterexample = _example(values, failure, trial.formula, sizes)
            return True
    return False


def _volume(formula: Formula) -> int:
    """Return how many entries the largest symbol has, or 0 where one has none."""
    largest = 1
    for declared in formula.symbols.values():
        volume = 1
        for size in declared.shape or ():
            value = substitute(size, formula.sizes)
            if isinstance(value, int) and value < 1:
                return 0
            volume *= value if isinstance(value, int) else 1
        largest = max(largest, volume)
    return largest


def _failure(trial: Trial, values: Values, result: Search) -> Failure | None:
    try:
        failure = trial.failure(values)
    except (UndefinedError, UndecidedError) as undefined:
        if str(undefined) not in result.undefined:
            result.undefined.append(str(undefined))
        return None
    except (UnsupportedError, RecursionError) as error:
        reason = error.message if isinstance(error, UnsupportedError) else "nested too deeply"
        if reason not in result.reasons:
            result.reasons.append(reason)
        return None
    result.trials += failure is None
    return failure


# --- making a counterexample small ----------------------------------------------------------


def _smallest(
    trial: Trial, values: Values, failure: Failure, stop: float
) -> tuple[Values, Failure]:
    """Put 0, 1 and other small numbers in for entries, as long as it still fails."""
    for name, array in list(values.arrays.items()):
        for index, entry in array.entries.items():
            for smaller in _smaller(values.declared(name), entry):
                if time.monotonic() > stop:
                    return values, failure
                tried = values.with_entry(name, index, smaller)
                found = _failure(trial, tried, Search())
                if found is not None:
                    values, failure = tried, found
                    break
    return values, failure


def _smaller(declared: Declaration | None, entry: object) -> tuple[int, ...]:
    if declared is not None and declared.entries in SETS:
        return (0,) if entry == 1 and declared.entries == "{0,1}" else ()
    if not isinstance(entry, int):
        return ()
    low = 0 if declared is not None and declared.nonnegative else -1
    found = (n for n in (0, 1, 2, -1) if n >= low)
    return tuple(n for n in found if abs(n) < abs(entry) or (n > entry and n == -entry))


def _example(
    values: Values, failure: Failure, formula: Formula, sizes: Mapping[str, int]
) -> Counterexample:
    shown = {name: array.nested for name, array in values.arrays.items()}
    shown |= _functions(values)
    return Counterexample(
        {**formula.sizes, **sizes},
        shown,
        failure.left,
        failure.right,
        failure.entry,
        failure.goal.relation.value,
    )


def _functions(values: Values) -> dict[str, object]:
    """Return the values that unknown functions were given, as ``f(2)``."""
    result: dict[str, object] = {}
    for key, array in values.functions.items():
        if key not in values.asked:
            continue
        assert isinstance(key, tuple)
        name, *arguments = key
        shown = ", ".join(str(Array(s, dict(items)).nested) for s, items in arguments)
        result[f"{str(name).rstrip('_')}({shown})"] = array.nested
    return result
