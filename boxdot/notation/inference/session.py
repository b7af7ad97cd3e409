"""The state of one inference: what is declared, what was found, and what is demanded of sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from boxdot.grammar.source import Span
from boxdot.notation.algebra import names_of, substitute
from boxdot.notation.diagnostics import ERROR, WARNING, Problem
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Binary, Chain, Expr, Index, ModeProduct, Power, Symbol
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.inference.result import Inference
from boxdot.notation.inference.scopes import Reach, Scope
from boxdot.notation.shapes.broadcasting import Comparison
from boxdot.notation.shapes.conditions import TRUE, Condition
from boxdot.notation.shapes.judging import (
    Verdict,
    axis_at_fault,
    first_open_axis,
    judge,
    judge_distinct,
)
from boxdot.notation.shapes.padding import substitute_shape
from boxdot.notation.shapes.satisfying import satisfiable
from boxdot.notation.shapes.simplifying import simplified
from boxdot.notation.shapes.sizes import Shape, Size

Arm = Callable[["Session", Any, "Shape | None"], "Shape | None"]
"""Any: each arm takes the kind of node that it is filed under."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How strictly to read.

    Parameters
    ----------
    lenient
        For papers: what single formulas leave open is not called wrong.
    distinct_names
        Different names are different sizes, so that nothing is conditional.
    strict
        Warnings that have an exact reading (⊘ for ⧄) are errors.
    """

    lenient: bool = False
    distinct_names: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem and what may be tried instead, the likeliest first."""

    problem: Problem
    candidates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a session is between two statements: what these hand on to the later ones."""

    findings: int
    required: Condition
    defined: Mapping[Expr, Shape | None]

    def hands_on_as(self, other: Mark) -> bool:
        """Tell whether the statements that follow find the same."""
        return self.required == other.required and self.defined == other.defined


@dataclass(slots=True)
class Session:
    """Everything that an arm needs beside its node."""

    formula: Formula
    arms: Mapping[type, Arm]
    settings: Settings = field(default_factory=Settings)
    result: Inference = field(init=False)
    findings: list[Finding] = field(default_factory=list)
    required: Condition = TRUE
    exact: Condition = TRUE
    defined: dict[Expr, Shape | None] = field(default_factory=dict)
    scopes: list[Scope] = field(default_factory=lambda: [Scope()])
    reaches: list[Reach] = field(default_factory=list)
    """The subscripts of the statement that are computed from indices, each with its axis."""

    chain: Chain | None = None
    unknown: list[Symbol] = field(default_factory=list)
    kept: tuple[Expr, ...] = ()
    entries: bool = False
    """Whether the statement equates entries, so that an undeclared factor can only be a number."""

    groups: dict[int, tuple[list[list[Expr]], dict[int, list[Expr]]]] = field(default_factory=dict)
    """For each chain, by identity: its element-wise products and sums, and each operand's own."""

    contexts: dict[int, tuple[Expr, bool]] = field(default_factory=dict)
    """Which operators take their shape from their surroundings, by identity (kept alive)."""

    _size_names: frozenset[str] | None = None

    def __post_init__(self) -> None:
        self.result = Inference(self.formula)

    @property
    def size_names(self) -> frozenset[str]:
        """The names of sizes in declared shapes; each is a scalar."""
        if self._size_names is None:
            declared = (d.shape for d in self.formula.symbols.values() if d.shape)
            self._size_names = frozenset(n for s in declared for z in s for n in names_of(z))
        return self._size_names

    def mark(self) -> Mark:
        """Return how far the session is."""
        return Mark(len(self.findings), self.required, dict(self.defined))

    def resumed(self, mark: Mark, formula: Formula) -> Session:
        """Return a session on a formula that is the same up to a mark, with what was found so far.

        The shapes that were inferred are not taken over: nodes may stand elsewhere now.
        """
        session = Session(formula, self.arms, self.settings)
        session.findings = self.findings[: mark.findings]
        session.required, session.defined = mark.required, dict(mark.defined)
        return session

    # --- shapes -----------------------------------------------------------------------------

    def shape(self, node: Expr, expected: Shape | None = None) -> Shape | None:
        """Return the shape of a node, given the shape that its surroundings ask for, if any."""
        if self.defined and isinstance(node, Symbol | Index | Power) and node in self.defined:
            shape = self.defined[node]
        else:
            shape = self.arms[type(node)](self, node, expected)
        self.result.shapes[id(node)] = shape
        return shape

    def all_known(self, nodes: Iterable[Expr]) -> list[Shape] | None:
        """Return the shapes of all nodes, or None if one is unknown."""
        shapes = [self.shape(node) for node in nodes]
        known = [shape for shape in shapes if shape is not None]
        return known if len(known) == len(shapes) else None

    def quiet(self, node: Expr) -> Shape | None:
        """Return the shape of a node that stands elsewhere, without reporting anything."""
        if id(node) in self.result.shapes:
            return self.result.shapes[id(node)]
        scratch = Session(self.formula, self.arms, self.settings)
        scratch.defined, scratch.chain = self.defined, self.chain
        scratch.scopes = [scope.copy() for scope in self.scopes]
        scratch._size_names, scratch.groups = self._size_names, self.groups
        scratch.contexts = self.contexts
        return scratch.shape(node)

    def declaration(self, name: str) -> Declaration | None:
        """Return what is declared of a name."""
        found = self.formula.symbols.resolve(name)
        return None if found is None else self.formula.symbols[found]

    def declared_shape(self, name: str) -> Shape | None:
        """Return the declared shape of a name, with the bound sizes put in."""
        declaration = self.declaration(name)
        if declaration is None or declaration.shape is None:
            return None
        return self.bound_shape(declaration.shape)

    def bound_shape(self, shape: Shape) -> Shape:
        """Return a shape with the sizes that the formula binds."""
        return substitute_shape(shape, self.formula.sizes)

    def bound_size(self, size: Size) -> Size:
        """Return a size with the sizes that the formula binds."""
        return substitute(size, self.formula.sizes) if self.formula.sizes else size

    # --- problems ---------------------------------------------------------------------------

    def verdict(self, condition: Condition) -> Verdict:
        """Return the verdict on a condition where it stands."""
        if self.settings.distinct_names:
            return judge_distinct(condition)
        return judge(condition, self.required)

    def demand(
        self,
        comparison: Comparison,
        name: str,
        message: str,
        node: Expr,
        candidates: Iterable[Expr] = (),
        *,
        by_axis: bool = True,
        shapes: tuple[Shape, ...] | None = None,
    ) -> Verdict:
        """Demand what a comparison asks for, and report it where it is not given.

        ``candidates`` may be put right instead; ``by_axis`` says that the axes of the comparison
        are those of the operands; ``shapes`` are the operands', if not those compared.
        """
        condition = comparison.condition
        verdict = self.verdict(condition)
        if verdict is Verdict.HOLDS:
            return verdict
        if verdict is Verdict.CONDITIONAL and self.settings.distinct_names:
            return verdict
        self.exact &= condition
        if verdict is Verdict.CONDITIONAL:
            self.required &= condition
        text = condition_text(condition)
        problem = Problem(
            name,
            message if verdict is Verdict.FAILS else f"{message}: only if {text}",
            severity=ERROR if verdict is Verdict.FAILS else WARNING,
            axis=self._axis(comparison) if by_axis else None,
            span=place(node),
            shapes=(comparison.left, comparison.right) if shapes is None else shapes,
            condition=text,
            node=node,
        )
        self.findings.append(Finding(problem, tuple(candidates)))
        return verdict

    def _axis(self, comparison: Comparison) -> int | None:
        axis = None
        if not self.settings.distinct_names:
            axis = axis_at_fault(comparison, self.required)
        return first_open_axis(comparison) if axis is None else axis

    def complain(
        self,
        name: str,
        message: str,
        node: Expr,
        *,
        shapes: tuple[Shape, ...] = (),
        severity: str = ERROR,
        candidates: Iterable[Expr] = (),
    ) -> None:
        """Report what no sizes can cure."""
        problem = Problem(
            name, message, severity=severity, span=place(node), shapes=shapes, node=node
        )
        self.findings.append(Finding(problem, tuple(candidates)))

    def ill_shaped(self, message: str, node: Expr, *shapes: Shape) -> None:
        """Report an expression that has no shape; in a paper it may be a notation of its own."""
        if not self.settings.lenient:
            self.complain("ill-shaped", message, node, shapes=shapes)

    def told(self, node: Expr, fallback: str) -> str:
        """Return how a message names an expression: as it was written, if that is short."""
        text = node.span.of(self.formula.text) if node.span is not None else ""
        return text if 0 < len(text) <= 24 and "\n" not in text else fallback


def place(node: Expr) -> Span | None:
    """Return where a problem of the node is shown: at the operator, if it has one."""
    if isinstance(node, Binary | ModeProduct) and node.operator_span is not None:
        return node.operator_span
    return node.span


def condition_text(condition: Condition) -> str:
    """Return the condition as a reader wants it; nothing if it can never hold."""
    return str(simplified(condition)) if satisfiable(condition) else ""
