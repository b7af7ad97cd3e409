"""Formulas as pictures: every side of every statement a sum of networks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.drawing.boxing import Boxing
from boxdot.notation.drawing.joining import network
from boxdot.notation.drawing.networks import Network, Picture, Term
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Index as IndexNode
from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.indexform import Tensor, Translated, limited, translate
from boxdot.notation.indexform.indices import Index, MisalignedError, indices_of
from boxdot.notation.indexform.structure import Delta, Entry, Length, Monomial
from boxdot.notation.inference import Inference, Statement, infer

MOST_NODES = 40
MOST_TERMS = 12


def pictures(formula: Formula) -> list[Picture]:
    """Return one picture for each statement of a formula.

    Raises
    ------
    UnsupportedError
        A side is no sum of products of tensors, or too large to be drawn.
    """
    inference = infer(formula)
    if not inference.statements:
        raise UnsupportedError("there is nothing to draw", hint="give an expression")
    boxing = Boxing()
    translated = translate(formula, inference)
    translated.context.arms = boxing.arms()
    numbers = range(len(inference.statements))
    try:
        with limited():
            return [_picture(inference, translated, boxing, number) for number in numbers]
    except MisalignedError as error:
        if not inference.condition:
            raise
        raise UnsupportedError(
            f"which edges meet is not known: the shapes fit only if {inference.condition}",
            hint="declare equal sizes by one name, or bind them with -s",
        ) from error


def _picture(inference: Inference, translated: Translated, boxing: Boxing, number: int) -> Picture:
    statement = inference.statements[number]
    scope = translated.scopes[number]
    named = {index: name for name, place in scope.items() for index in indices_of([place])}
    numbers = range(len(statement.chain.sides))
    tensors = [_side(translated, boxing, statement, number, k) for k in numbers]
    sides = tuple(_terms(tensor, boxing, named) for tensor in tensors)
    relations = tuple(relation.value for relation in statement.chain.relations)
    return Picture(sides, relations)


def _side(
    translated: Translated, boxing: Boxing, statement: Statement, number: int, side: int
) -> Tensor:
    """Return a side; a name that is being defined has the shape of what it is defined as."""
    expression = statement.chain.sides[side]
    if side in statement.defined and isinstance(expression, IndexNode) and statement.index_form:
        layout = statement.index_form.layout  # the axes of an array that is named by its entries
        translated.context.inference.axes[id(expression)] = tuple(range(1, len(layout) + 1))
    is_new = side in statement.defined and isinstance(expression, Symbol)
    if not is_new or translated.context.inference.shape(expression) is not None:
        return translated.side(number, side)
    others = [k for k in range(len(statement.chain.sides)) if k not in statement.defined]
    if not others:
        return translated.side(number, side)
    like = translated.side(number, others[0])
    translated.context.inference.shapes[id(expression)] = like.shape
    return translated.side(number, side)


def _terms(tensor: Tensor, boxing: Boxing, named: Mapping[Index, str]) -> tuple[Term, ...]:
    terms = sorted(tensor.form.terms.items(), key=lambda term: _first(term[0]))
    if len(terms) > MOST_TERMS:
        raise UnsupportedError(f"a sum of {len(terms)} networks is too large to be drawn")
    return tuple(
        Term(_drawn(monomial, tensor, boxing, named), _sign(factor, k), _factor(monomial, factor))
        for k, (monomial, factor) in enumerate(terms)
    )


def _drawn(
    monomial: Monomial, tensor: Tensor, boxing: Boxing, named: Mapping[Index, str]
) -> Network:
    for atom in monomial.factors:
        if not isinstance(atom, Entry | Delta | Length):
            raise UnsupportedError("this is no product of tensors: it has no network")
    found = network(monomial, tensor.axes, boxing.shown, named)
    if len(found.nodes) > MOST_NODES:
        raise UnsupportedError(
            f"a network of {len(found.nodes)} nodes is too large to be drawn",
            hint="name a part of it and draw that",
        )
    return found


def _first(monomial: Monomial) -> tuple[str, ...]:
    """Return what puts the terms in the order of the text."""
    return tuple(sorted(a.name for a in monomial.factors if isinstance(a, Entry)))


def _sign(factor: Fraction, position: int) -> str:
    return "−" if factor < 0 else ("+" if position else "")


def _factor(monomial: Monomial, factor: Fraction) -> str:
    """Return the number before a network: ``2``, ``1/(H W)``, "" for 1."""
    lengths = [(a.size, e) for a, e in monomial.factors.items() if isinstance(a, Length)]
    above, below = abs(factor.numerator), factor.denominator
    over = [*([str(above)] if above != 1 else []), *_powers(lengths, 1)]
    under = [*([str(below)] if below != 1 else []), *_powers(lengths, -1)]
    bare = not any(isinstance(atom, Entry | Delta) for atom in monomial.factors)
    if not under:
        return " ".join(over) or ("1" if bare and not monomial.free else "")
    divisor = under[0] if len(under) == 1 else f"({' '.join(under)})"
    return f"{' '.join(over) or '1'}/{divisor}"


def _powers(lengths: list[tuple[str, int | Fraction]], sign: int) -> Iterator[str]:
    for size, exponent in sorted(lengths, key=lambda pair: pair[0]):
        power = exponent * sign
        if power > 0:
            yield size if power == 1 else f"{size}^{power}"
