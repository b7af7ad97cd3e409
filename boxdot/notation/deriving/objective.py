"""What is to be differentiated: the scalar of a formula, and the unknowns that it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NoReturn

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.deriving.building import Builder
from boxdot.notation.deriving.context import Context, preorder, undeclared
from boxdot.notation.deriving.preparing import prepared, spelled_out
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    BROADCASTING,
    Binary,
    Chain,
    Expr,
    Index,
    Minimise,
    Norm,
    Number,
    Op,
    Power,
    Relation,
    Symbol,
)
from boxdot.notation.expressions.walking import exchanged
from boxdot.notation.inference import Inference, infer
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_text

_BROADCASTING = BROADCASTING | {Op.PENETRATING}


@dataclass(frozen=True, slots=True)
class Objective:
    """A scalar expression of a formula, and the unknowns that an argmin around it names."""

    formula: Formula
    body: Expr
    variables: tuple[Expr, ...] = ()
    fits: bool = False


def objective_of(formula: Formula) -> Objective:
    """Return the scalar that a formula is about.

    Of ``argmin_A f`` it is f, of ``Y ≈ M`` the squared error, of ``f = …`` the last side.
    """
    *definitions, chain = formula.statements
    body, variables, fits = _body(chain)
    for definition in reversed(definitions):
        body = _with_definition(body, definition)
    return Objective(formula, spelled_out(body), variables, fits)


def _body(chain: Chain) -> tuple[Expr, tuple[Expr, ...], bool]:
    for side in chain.sides:
        if isinstance(side, Minimise):
            return side.body, side.variables, False
    if chain.relations == (Relation.APPROXIMATE,):
        error = Binary(Op.SUBTRACT, chain.sides[0], chain.sides[1])
        return Power(Norm(error, "F"), Number("2")), (), True
    return chain.sides[-1], (), False


def _with_definition(body: Expr, chain: Chain) -> Expr:
    """Put in what an earlier statement defines."""
    match chain:
        case Chain(sides=(Symbol() as name, value)):
            for node in [n for n in preorder(body) if n == name]:
                body = value if node is body else exchanged(body, node, value)
            return body
    raise UnsupportedError(
        "only definitions of symbols may stand before the expression to differentiate"
    )


def context_of(objective: Objective, wrt: str | Expr, *, number: bool = True) -> Context:
    """Return everything that the rules need, or say what is wrong with the question.

    ``number`` demands that the expression is a number.
    """
    formula = replace(objective.formula, statements=(Chain((objective.body,)),))
    inference = infer(formula, fixes=False)
    _demand_shape(formula, inference, objective)
    if number:
        _demand_number(formula, inference, objective)
    unknown = _unknown(formula, wrt)
    strict = not any(
        isinstance(node, Binary) and node.op in _BROADCASTING for node in preorder(objective.body)
    )
    ready = prepared(objective.body, inference)
    formula = replace(formula, statements=(Chain((ready,)),))
    inference = infer(formula, fixes=False)
    context = Context(formula, inference, ready, unknown, Builder(formula.convention, strict))
    if number:
        demand_presence(context)
    return context


def _demand_shape(formula: Formula, inference: Inference, objective: Objective) -> None:
    shape = inference.shape(objective.body)
    if shape is None:
        raise UnsupportedError(
            "the shape of the expression is not known", hint=undeclared(inference)
        )
    if str(inference.condition):
        raise UnsupportedError(
            f"the shapes fit only if {inference.condition}",
            hint="declare the shapes so that they fit for all sizes",
        )


def _demand_number(formula: Formula, inference: Inference, objective: Objective) -> None:
    shape = inference.shape(objective.body)
    if shape is not None and not is_scalar(shape):
        refuse_tensor(formula, shape)


def refuse_tensor(formula: Formula, shape: Shape) -> NoReturn:
    """Say that only a number has a gradient."""
    raise UnsupportedError(
        f"a gradient is that of a number; this expression has the shape {shape_text(shape)}",
        text=formula.text,
        hint="take its squared norm ‖…‖_F², its sum, or an entry's weight ⟨W, …⟩",
    )


def _unknown(formula: Formula, wrt: str | Expr) -> Expr:
    """Return the unknown as it is written in the expression."""
    node = wrt
    if isinstance(wrt, str):
        node = read(wrt, formula.symbols).statements[0].sides[0]
    if isinstance(node, Index):
        return node
    if not isinstance(node, Symbol):
        raise NotationError(f"a gradient is with respect to one symbol, not {wrt}")
    name = formula.symbols.resolve(node.name)
    names = [
        item.name
        for s in formula.statements
        for item in preorder(s.sides[0])
        if isinstance(item, Symbol)
    ]
    for candidate in names:
        if name is not None and formula.symbols.resolve(candidate) == name:
            return Symbol(candidate)
    if node.name in names:
        raise NotationError(
            f"{node.name} is not declared", hint=f"declare it, as in -d '{node.name} ∈ R^{{I×J}}'"
        )
    return node


def demand_presence(context: Context) -> None:
    """Demand that the unknown occurs in the expression."""
    if context.dependent:
        return
    names = sorted({node.name for node in preorder(context.root) if isinstance(node, Symbol)})
    raise NotationError(
        f"{to_text(context.unknown)} does not occur in the expression",
        text=context.formula.text,
        hint=f"its symbols are {', '.join(names)}" if names else "it has no symbols",
    )
