"""Gradients that are linear in the unknown: ``D ⊡ A − C`` entry by entry, or ``M A − C``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving.composing import multiples
from boxdot.notation.deriving.context import Context, preorder
from boxdot.notation.deriving.expanding import Expansion
from boxdot.notation.deriving.terms import Factor, Term
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Op
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.shapes.padding import is_scalar


class Kind(Enum):
    """How the coefficient acts on the unknown."""

    ENTRIES = "entry by entry"
    LEFT = "as a matrix from the left"
    RIGHT = "as a matrix from the right"


@dataclass(frozen=True, slots=True)
class Linear:
    """``coefficient · unknown − constant``, what the gradient is."""

    kind: Kind
    coefficient: Term
    constant: Term


def linear(context: Context, expansion: Expansion) -> Linear:
    """Return a gradient as a linear function of the unknown, or say why it is none."""
    terms = expansion.terms(context.root)
    constant = [term.scaled(-1) for term in terms if not _count(context, term)]
    first = [term for term in terms if _count(context, term)]
    for term in first:
        if _count(context, term) > 1:
            _refuse(context, term, "is not quadratic")
    if not first:
        raise UnsupportedError(
            "the objective is linear in the unknown, so that it has no minimum",
            hint="add a squared norm, as in + λ ‖A‖_F²",
        )
    kind, parts = _parts(context, first)
    shape = context.unknown_shape
    whole = context.builder.sum(parts, stretch=kind is not Kind.ENTRIES)
    rest = context.builder.sum(constant) if constant else Term(number=whole.number * 0)
    return Linear(kind, whole, replace(rest, shape=shape))


def _count(context: Context, term: Term) -> int:
    """Return how often the unknown occurs in a term."""
    nodes = (f.node for f in (*term.scalars, *term.factors))
    return sum(item == context.unknown for node in nodes for item in preorder(node))


def _parts(context: Context, terms: Sequence[Term]) -> tuple[Kind, list[Term]]:
    """Return what the unknown is multiplied by in each term."""
    entries = [_beside(context, term) for term in terms]
    known = [term for term in entries if term is not None]
    if len(known) == len(terms):
        return Kind.ENTRIES, known
    is_matrix = matrix_of(context.unknown_shape, context.formula.convention) is not None
    for kind in (Kind.LEFT, Kind.RIGHT) if is_matrix else ():
        matrices = [_matrix(context, term, kind) for term in terms]
        found = [term for term in matrices if term is not None]
        if len(found) == len(terms):
            return kind, found
    culprit = next(t for t, e in zip(terms, entries, strict=True) if e is None)
    return _refuse(context, culprit, "does not separate")


def _refuse(context: Context, term: Term, why: str) -> tuple[Kind, list[Term]]:
    unknown, text = context.text(context.unknown), context.text(context.builder.node(term))
    raise UnsupportedError(
        f"the objective {why} in {unknown}: its gradient has the term {text}",
        hint=f"a solution needs a gradient of the form D ⊡ {unknown} − C or M {unknown} − C",
    )


def _beside(context: Context, term: Term) -> Term | None:
    """Return the other factors of a term that has the unknown for a factor; none are stretched."""
    unknown = Factor(context.unknown, context.unknown_shape)
    if is_scalar(unknown.shape):
        unknown = replace(unknown, shape=())
        if unknown not in (replace(s, shape=()) for s in term.scalars):
            return None
        rest = [s for s in term.scalars if s.node != context.unknown]
        return replace(term, scalars=tuple(rest))
    if any(f.node == context.unknown and not f.inverse for f in term.factors):
        return replace(term, factors=tuple(f for f in term.factors if f.node != context.unknown))
    return _scalar_behind(context, term)


def _scalar_behind(context: Context, term: Term) -> Term | None:
    """Return s of ``a s`` for a column a and a product of matrices s that is a number."""
    chain = _chain(term)
    matrix = matrix_of(context.unknown_shape, context.formula.convention)
    if chain is None or matrix is None or matrix[1] != 1:
        return None
    if chain[0] != context.unknown or len(chain) == 1:
        return None
    scalar = context.builder.atom(multiples(chain[1:]), ())
    whole = scalar.times_scalars(term.number, term.scalars)
    return replace(whole, shape=term.shape)


def _chain(term: Term) -> list[Expr] | None:
    """Return the matrices whose product a term is."""
    match term.factors:
        case (Factor(node=node, inverse=False),):
            chain = []
            while isinstance(node, Binary) and node.op is Op.MATMUL:
                chain.append(node.right)
                node = node.left
            return [node, *reversed(chain)]
    return None


def _matrix(context: Context, term: Term, kind: Kind) -> Term | None:
    """Return the matrix that multiplies the unknown from one side."""
    rows, columns = context.builder.matrix(context.unknown_shape)
    size = rows if kind is Kind.LEFT else columns
    beside = _beside(context, term)
    if beside is not None:
        if not beside.factors:
            whole = context.builder.identity(size)
        elif len(context.unknown_shape) == 1 and kind is Kind.LEFT:
            diagonal = Apply("diag", (context.builder.node(beside.bare),))
            whole = context.builder.atom(diagonal, (size, size))
        else:
            return None
        return whole.times_scalars(term.number, beside.scalars)
    chain = _chain(term)
    if chain is None:
        return None
    if kind is Kind.RIGHT:
        chain.reverse()
    *others, last = chain
    if last != context.unknown or context.unknown in others:
        return None
    if kind is Kind.RIGHT:
        others.reverse()
    whole = context.builder.atom(multiples(others), (size, size))
    return whole.times_scalars(term.number, term.scalars)
