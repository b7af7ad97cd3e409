"""The terms of a decomposition: how many, in which order their factors, and what holds for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.notation import algebra
from boxdot.notation.problems import Decomposition, Factor, Term
from boxdot.notation.problems.naming import names_in
from boxdot.notation.reading.sizes import size_of
from boxdot.numeric.solving.posed import Posed
from boxdot.numeric.solving.solution import Array


def ordered(posed: Posed, term: Term) -> list[Factor]:
    """Return the unknown factors of a term in an order that is the same for all terms."""
    first = [posed.shape(factor) for factor in posed.problem.model[0].sought]
    left = list(term.sought)
    found: list[Factor] = []
    for shape in first:
        found.append(next(factor for factor in left if posed.shape(factor) == shape))
        left.remove(found[-1])
    return found


def rank_of(posed: Posed, given: int | None) -> int:
    """Return the number of terms: what stands above the Σ, the data or an option tell it."""
    problem = posed.problem
    assert isinstance(problem, Decomposition)
    if problem.index is None:
        return _written_terms(len(problem.model), given)
    size = None if problem.rank is None else size_of(problem.rank)
    told = None if size is None else algebra.substitute(size, posed.formula.sizes)
    for factor in problem.model[0].sought:
        if not isinstance(told, int) and factor.unknown and factor.shape != factor.unknown.shape:
            family = factor.unknown.shape[factor.unknown.family or 0]
            told = algebra.substitute(family, posed.formula.sizes)
    if isinstance(told, int):
        if given not in (None, told):
            raise DataError(f"the rank is {given}, but the formula says {told}")
        return told
    if given is None:
        name = "R" if told is None else str(told)
        hint = f"give --rank 3, or -s {name}=3"
        raise DataError(f"the number of terms {name} is not known", hint=hint)
    return given


def _written_terms(count: int, given: int | None) -> int:
    if given not in (None, count):
        written = "1 term" if count == 1 else f"{count} terms"
        hint = "more terms are written Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r"
        raise DataError(f"the rank is {given}, but the formula has {written}", hint=hint)
    return count


def kept_factor(posed: Posed, sign: int, count: int) -> list[Array]:
    """Return the product of what is given in each term as one factor that is kept, if any."""
    model = posed.problem.model
    if not any(term.data or term.sign != sign for term in model):
        return []
    values = [posed.product(term.data, term.sign * sign) for term in model]
    shape = np.broadcast_shapes(*(value.shape for value in values))
    if count == 1:
        return [np.broadcast_to(values[0], shape)]
    values *= count if len(values) == 1 else 1
    return [np.stack([np.broadcast_to(value, shape) for value in values])]


def fixed_names(posed: Posed) -> tuple[str, ...]:
    """Return the names of the factors that are given."""
    nodes = (factor.node for term in posed.problem.model for factor in term.data)
    return tuple(dict.fromkeys(n for node in nodes for n in names_in(posed.inference, node)))


def held_factors(posed: Posed, terms: Sequence[Sequence[Factor]]) -> list[bool]:
    """Tell for each factor whether it may not be negative."""
    held = posed.problem.nonnegative
    found = [[name_of_factor(factor) in held for factor in term] for term in terms]
    if any(term != found[0] for term in found):
        raise DataError("a factor is kept from being negative in one term, but not in another")
    return found[0]


def ridges_of(posed: Posed, terms: Sequence[Sequence[Factor]]) -> list[float]:
    """Return λ / c for each factor."""
    scale = posed.number(posed.problem.scale)
    said = {name: posed.number(number) for name, number in posed.problem.ridges}
    found = [[said.get(name_of_factor(factor), 0.0) / scale for factor in term] for term in terms]
    if any(term != found[0] for term in found):
        raise DataError("a factor has a ridge term in one product, but not in another")
    return found[0]


def name_of_factor(factor: Factor) -> str:
    """Return the name of what a factor seeks."""
    assert factor.unknown is not None
    return factor.unknown.name
