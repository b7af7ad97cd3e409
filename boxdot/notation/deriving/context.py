"""What the rules need to know of an expression: shapes, values as terms, and what depends on x."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving.building import Builder
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Binary, Expr, Negate, Op, Symbol, Transpose
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.expressions.walking import children
from boxdot.notation.indexform.budgets import spend
from boxdot.notation.inference import Inference
from boxdot.notation.printing import to_text
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape

MULTIPLES = frozenset({Op.MATMUL, Op.DOT, Op.TIMES})
TIMES = frozenset({Op.BOXDOT, Op.HADAMARD, Op.PENETRATING})
OVER = frozenset({Op.BOXSLASH, Op.OSLASH, Op.DIVIDE})
PLUS = frozenset({Op.BOXPLUS, Op.ADD})
MINUS = frozenset({Op.BOXMINUS, Op.SUBTRACT})


@dataclass(slots=True)
class Context:
    """An expression with the shapes of its nodes and the unknown it is seen as a function of."""

    formula: Formula
    inference: Inference
    root: Expr
    unknown: Expr
    builder: Builder
    dependent: set[int] = field(default_factory=set)
    conditions: dict[str, None] = field(default_factory=dict)
    slopes: dict[str, None] = field(default_factory=dict)
    """The derivatives of the author's own functions that came up: ``f′``."""

    def __post_init__(self) -> None:
        for node in reversed(list(preorder(self.root))):
            if node == self.unknown or any(id(c) in self.dependent for c in children(node)):
                self.dependent.add(id(node))

    @property
    def symbols(self) -> Symbols:
        """The declared symbols, with the derivatives of functions that came up."""
        found = [Declaration(name, None, "function", (((),), ())) for name in self.slopes]
        return self.formula.symbols.with_declarations(found) if found else self.formula.symbols

    @property
    def unknown_shape(self) -> Shape:
        """The shape of the unknown."""
        return next(self.shape(node) for node in preorder(self.root) if node == self.unknown)

    def depends(self, node: Expr) -> bool:
        """Return whether the unknown occurs in a node."""
        return id(node) in self.dependent

    def shape(self, node: Expr) -> Shape:
        """Return the shape of a node, which must be known."""
        shape = self.inference.shape(node)
        if shape is None:
            raise UnsupportedError(
                f"the shape of {self.text(node)} is not known",
                text=self.formula.text,
                span=node.span,
                hint=undeclared(self.inference),
            )
        return shape

    def term(self, node: Expr) -> Term:
        """Return the value of a node as a term: its products and multiples are taken apart."""
        spend(1)
        build, shape = self.builder, self.shape(node)
        match node:
            case Negate(operand=inner):
                return self.term(inner).scaled(-1)
            case Transpose(operand=inner):
                return build.transposed(self.term(inner))
            case Binary(op=op, left=left, right=right) if op in TIMES:
                return build.product(self.term(left), self.term(right))
            case Binary(op=op, left=left, right=right) if op in OVER:
                return build.quotient(self.term(left), self.term(right))
            case Binary(op=op, left=left, right=right) if op in MULTIPLES and not self.is_inner(
                node
            ):
                return build.matmul(self.term(left), self.term(right))
        return build.atom(node, shape)

    def is_inner(self, node: Binary) -> bool:
        """Return whether a written product is an inner product of two vectors."""
        left, right = self.shape(node.left), self.shape(node.right)
        return is_scalar(self.shape(node)) and not is_scalar(left) and not is_scalar(right)

    def unused(self, names: Iterable[str]) -> str:
        """Return the first of some names that nothing else has."""
        used = {node.name for node in preorder(self.root) if isinstance(node, Symbol)}
        used |= set(self.formula.symbols)
        shapes = (declared.shape or () for declared in self.formula.symbols.values())
        used |= {str(size) for shape in shapes for size in shape}
        return next(name for name in (*names, "Change") if name not in used)

    def suppose(self, condition: str) -> None:
        """Note what must hold for there to be a derivative."""
        self.conditions[condition] = None

    def text(self, node: Expr) -> str:
        """Print a node."""
        return to_text(node, symbols=self.formula.symbols)

    def refuse(self, node: Expr, what: str, hint: str = "") -> NoReturn:
        """Say that there is no rule for a construct."""
        raise UnsupportedError(
            f"there is no rule to differentiate {what}: {_shortened(self.text(node))}",
            text=self.formula.text if node.span is not None else "",
            span=node.span,
            hint=hint,
        )


def undeclared(inference: Inference) -> str:
    """Return what to do where a shape is not known."""
    names = ", ".join(dict.fromkeys(symbol.name for symbol in inference.unknown))
    if names:
        return f"declare {names}, as in -d 'X ∈ R^{{I×J}}'"
    return "a function of the entries is declared as in f: R → R; else write out what it computes"


def preorder(root: Expr) -> Iterator[Expr]:
    """Yield a node and everything below it, parents first, however deep.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> [type(node).__name__ for node in preorder(Negate(Symbol("X")))]
    ['Negate', 'Symbol']
    """
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(list(children(node))))


def _shortened(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
