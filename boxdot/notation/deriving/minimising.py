"""Least-squares minimisers: the gradient is linear in the unknown, and is solved for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving.context import Context, preorder
from boxdot.notation.deriving.derivation import Derivation, Step
from boxdot.notation.deriving.expanding import Expansion
from boxdot.notation.deriving.gradient import gradient_of
from boxdot.notation.deriving.numbering import numbers_of
from boxdot.notation.deriving.objective import Objective, context_of, objective_of
from boxdot.notation.deriving.optimality import (
    above,
    change_of,
    excess,
    is_proved,
    is_size,
    signs,
    squares_of,
)
from boxdot.notation.deriving.quadratics import Kind, Linear, linear
from boxdot.notation.deriving.substituting import substituted
from boxdot.notation.deriving.terms import Term
from boxdot.notation.deriving.timing import timely
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Constant,
    ConstantKind,
    Derivative,
    Expr,
    Inner,
    Minimise,
    Number,
    Op,
    Power,
    Relation,
    Symbol,
)
from boxdot.notation.shapes.padding import is_scalar


def minimise(formula: Formula, unknown: str | Expr | None = None) -> Derivation:
    """Return the unknown that minimises a quadratic objective, and prove that it does.

    The objective is a scalar, ``argmin_A f``, or ``Y ≈ M`` for the squared error ‖Y − M‖_F².

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> shapes = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    >>> solution = minimise(read("‖Y − A ⊡ Z‖_F²", shapes), "A")
    >>> print(solution)
    𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)
    >>> solution.condition
    '𝒫_3(Z ⊡ Z) has no zero entry: no fibre of Z along mode 3 vanishes'
    """
    try:
        with timely():
            return _minimised(objective_of(formula), unknown)
    except RecursionError:
        raise UnsupportedError("the expression is nested too deeply") from None


def _minimised(objective: Objective, unknown: str | Expr | None) -> Derivation:
    if unknown is None:
        if len(objective.variables) != 1:
            raise UnsupportedError(
                "there is no one unknown to minimise over", hint="name it: --minimise A"
            )
        (unknown,) = objective.variables
    context = context_of(objective, unknown)
    gradient = context.builder.node(gradient_of(context))
    inner = context_of(Objective(objective.formula, gradient), context.unknown, number=False)
    names = [n.name for n in preorder(context.root) if isinstance(n, Symbol)]
    inner.builder = context.builder
    scale, found = _normalised(linear(inner, Expansion(inner, names)))
    return _Solution(context, gradient, scale, found).derivation()


def _normalised(found: Linear) -> tuple[Fraction, Linear]:
    """Take the number in front of the coefficient out of both sides."""
    scale = abs(found.coefficient.number)
    coefficient, constant = found.coefficient, found.constant
    if coefficient.number < 0 and not coefficient.scalars and not coefficient.factors:
        raise UnsupportedError("the objective has a maximum, not a minimum")
    return scale, replace(
        found, coefficient=coefficient.scaled(1 / scale), constant=constant.scaled(1 / scale)
    )


class _Solution:
    """A solution in the making: the normal equation, what solves it, and why that is optimal."""

    def __init__(self, context: Context, gradient: Expr, scale: Fraction, found: Linear) -> None:
        self.context, self.gradient, self.scale, self.found = context, gradient, scale, found
        self.build = context.builder
        self.numbers = numbers_of(context)

    def derivation(self) -> Derivation:
        """Return the minimiser with its derivation."""
        result = self.build.node(self.solution())
        unknown, root = self.context.unknown, self.context.root
        problem = Minimise("argmin", (unknown,), root)
        linear_form = _equation(self.gradient, self.linear_form())
        normal = _equation(self.product(), self.build.node(self.found.constant))
        optimality, conditions, optimal = self.optimality()
        steps = [
            Step("objective", problem, problem, self.numbers.problem),
            Step("gradient", Derivative(root, unknown), self.gradient),
            Step("linear in the unknown", self.gradient, linear_form.sides[1]),
            Step("normal equation", _equation(self.gradient, _ZEROS), normal),
            Step("solution", normal, _equation(unknown, result), self.numbers.solution),
            *self.vanishing(result),
            *optimality,
        ]
        proved = optimal and is_proved(self.context, linear_form)
        symbols = self.context.formula.symbols
        return Derivation(result, "; ".join(conditions), tuple(steps), symbols, proved)

    def solution(self) -> Term:
        """Return the unknown from the normal equation."""
        found, build = self.found, self.build
        if found.kind is Kind.ENTRIES:
            return build.quotient(found.constant, found.coefficient)
        if found.constant.is_zero:
            return found.constant
        inverse = self._inverse()
        if found.kind is Kind.LEFT:
            return build.matmul(inverse, found.constant)
        return build.matmul(found.constant, inverse)

    def _inverse(self) -> Term:
        matrix = self.found.coefficient
        node = Power(self.build.node(matrix.bare), Number("-1"))
        inverse = self.build.atom(node, matrix.shape)
        flipped = tuple(replace(s, inverse=not s.inverse) for s in matrix.scalars)
        return inverse.times_scalars(1 / matrix.number, flipped)

    def product(self) -> Expr:
        """Return the left side of the normal equation."""
        found, build = self.found, self.build
        unknown = build.atom(self.context.unknown, self.context.unknown_shape)
        if found.kind is Kind.ENTRIES:
            return build.node(build.product(found.coefficient, unknown))
        if found.kind is Kind.LEFT:
            return build.node(build.matmul(found.coefficient, unknown))
        return build.node(build.matmul(unknown, found.coefficient))

    def linear_form(self) -> Expr:
        """Return the gradient as a multiple of the difference of both sides."""
        left = self.build.atom(self.product(), self.context.unknown_shape)
        difference = self.build.sum((left, self.found.constant.scaled(-1)))
        return self.build.node(difference.scaled(self.scale))

    def vanishing(self, result: Expr) -> list[Step]:
        """Return the step that shows the gradient to vanish at the solution, if it is proved.

        Of matrices it follows from what an inverse is, and is not shown again.
        """
        at = _equation(substituted(self.gradient, self.context.unknown, result), _ZEROS)
        if self.found.kind is not Kind.ENTRIES or not is_proved(self.context, at):
            return []
        return [Step("gradient at the solution", at.sides[0], _ZEROS)]

    def optimality(self) -> tuple[list[Step], list[str], bool]:
        """Return the step that shows the optimality, the conditions, and whether it is proved.

        The objective at ``A + H`` is that at A, plus what vanishes with the gradient, plus squares.
        """
        change = change_of(self.context)
        squares = squares_of(self.context, change)
        positive = None if squares is None else signs(self.context, squares)
        if squares is None or positive is None:
            rest, conditions = self.curvature(change), self.condition(definite=True)
        else:
            rest = excess(self.context, squares)
            conditions = [*positive, *self.condition(definite=False)]
        chain = above(self.context, self.gradient, rest, change)
        step = Step("optimality", chain.sides[0], chain.sides[1])
        return [step], conditions, is_proved(self.context, chain, change)

    def curvature(self, change: Symbol) -> Expr:
        """Return the second-order part of the objective as a quadratic form of the coefficient."""
        build, shape = self.build, self.context.unknown_shape
        moved = build.atom(substituted(self.product(), self.context.unknown, change), shape)
        if is_scalar(shape):
            form = build.product(moved, build.atom(change, ()))
        else:
            form = build.atom(Inner(build.node(moved), change), ())
        return build.node(form.scaled(self.scale / 2))

    def condition(self, *, definite: bool) -> list[str]:
        """Return what must hold for the solution to exist, and to be the only one."""
        matrix = self.found.coefficient
        sizes = all(is_size(self.context, scalar.node) for scalar in matrix.scalars)
        if not matrix.factors and sizes and matrix.number > 0:
            return []
        node = self.build.node(matrix, stretch=False)
        text = self.context.text(node)
        if self.found.kind is not Kind.ENTRIES:
            return [f"{text} is {'positive definite' if definite else 'invertible'}"]
        scalar = not matrix.factors
        if definite:
            return [f"{text} is positive" if scalar else f"{text} has only positive entries"]
        if scalar:
            return [f"{text} is not zero"]
        return [f"{text} has no zero entry{self._in_words(node)}"]

    def _in_words(self, node: Expr) -> str:
        """Say of ``𝒫_3(Z ⊡ Z)`` that no fibre of Z may vanish."""
        match node:
            case Apply(function="𝒫", arguments=(body,), parameters=modes):
                root = _root(body)
                numbers = [mode.text for mode in modes if isinstance(mode, Number)]
                if root is None:
                    return ""
                one = len(numbers) == 1
                where = f"along {'mode' if one else 'modes'} {_listed(numbers)}"
                what = f"{'fibre' if one else 'slice'} of {self.context.text(root)}"
                return f": no {what} {where} vanishes"
        return ""


def _listed(words: Sequence[str]) -> str:
    """Return ``1, 3 and 4``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _root(node: Expr) -> Expr | None:
    """Return ``B ⊡ C`` of ``B ⊡ B ⊡ C ⊡ C``: what is squared entry by entry."""
    factors: list[Expr] = []
    op = node.op if isinstance(node, Binary) else None
    while isinstance(node, Binary) and node.op is op and op in (Op.BOXDOT, Op.HADAMARD):
        factors.insert(0, node.right)
        node = node.left
    factors.insert(0, node)
    if op is None or factors[::2] != factors[1::2]:
        return None
    return reduce(lambda left, right: Binary(op, left, right), factors[::2])


def _equation(left: Expr, right: Expr) -> Chain:
    return Chain((left, right), (Relation.EQUAL,))


_ZEROS = Constant(ConstantKind.ZEROS)
