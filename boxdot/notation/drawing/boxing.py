"""Expressions as products of nodes: what is no product of tensors becomes one node, a box.

The index form is used with other arms for some nodes: every occurrence of a symbol gets a name of
its own, so that nothing is collected or cancelled, and a function, an inverse, a denominator, or a
sum inside a product is one entry whose name is its text.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from boxdot.notation.expressions import nodes
from boxdot.notation.expressions.members import member_of
from boxdot.notation.expressions.nodes import Apply, Binary, Constant, ConstantKind, Expr, Op
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.indexform.arithmetic import of_atom, total
from boxdot.notation.indexform.arithmetic import power as powered
from boxdot.notation.indexform.indices import Place, fresh, indices_of
from boxdot.notation.indexform.structure import Entry, Form, Length, Prime
from boxdot.notation.indexform.tensors import Tensor, product
from boxdot.notation.indexform.translating.arms import ARMS
from boxdot.notation.indexform.translating.context import Arm, Context
from boxdot.notation.indexform.translating.leaves import resolved
from boxdot.notation.indexform.translating.operators import combined
from boxdot.notation.printing.unicode import unicode_name

SUMS = frozenset({Op.ADD, Op.SUBTRACT, Op.BOXPLUS, Op.BOXMINUS})
QUOTIENTS = frozenset({Op.DIVIDE, Op.BOXSLASH, Op.OSLASH})
LINEAR = frozenset(
    "diag vec fold unfold permute 𝒫 bc tr Tr trace sum SUM mean Mean avg average".split()
)
"""The functions that only join, rename or sum axes."""

WHOLE_NORMS = ("", "F", "2")
LARGEST_POWER = 6


REFUSED = (nodes.Slice, nodes.Dots, nodes.Listing, nodes.Minimise, nodes.Derivative)


@dataclass(frozen=True, slots=True)
class Shown:
    """One node to be drawn: what stands in it, and whether it is more than a symbol."""

    label: str
    is_box: bool = False


@dataclass(slots=True)
class Boxing:
    """The arms that make nodes, and what each of the nodes shows."""

    shown: dict[str, Shown] = field(default_factory=dict)

    def arms(self) -> dict[type, Arm]:
        """Return the arms of the index form with those of a drawing in their place."""
        return {
            **ARMS,
            nodes.Symbol: self.symbol,
            nodes.Constant: self.constant,
            nodes.Binary: self.binary,
            nodes.Power: self.power,
            nodes.Apply: self.apply,
            nodes.Reduce: self.reduce,
            nodes.Index: self.index,
            **dict.fromkeys((nodes.Norm, nodes.Marginal, nodes.Block), self.box),
            **dict.fromkeys(REFUSED, refused),
        }

    def entry(self, shown: Shown, places: tuple[Place, ...]) -> Form:
        """Return an entry of a new node."""
        name = f"{len(self.shown):06d}"  # names sort in the order of the text
        self.shown[name] = shown
        return of_atom(Entry(name, places))

    # --- leaves -----------------------------------------------------------------------------

    def symbol(self, context: Context, node: nodes.Symbol) -> Tensor:
        """A name: a size, or a tensor; an index that is used as a number is a box."""
        name = resolved(context, node)
        if node.name in context.indices:
            return self.box(context, node)
        if name not in context.formula.symbols and name in context.size_names:
            return ARMS[nodes.Symbol](context, node)
        axes = tuple(fresh(size) for size in context.shape(node))
        member = member_of(node.name, context.indices)
        if member is None:
            return Tensor(axes, self.entry(Shown(unicode_name(node.name)), axes))
        if not member.doubt and context.values.keys() >= set(member.indices):
            label = unicode_name(member.name(context.values))
            return Tensor(axes, self.entry(Shown(label), axes))
        places = [context.indices[index] for index in member.indices]
        return Tensor(axes, self.entry(Shown(unicode_name(node.name)), (*places, *axes)))

    def index(self, context: Context, node: nodes.Index) -> Tensor:
        """An entry at a computed place, ``x_{i+k−1}``, is a box with an edge for each index."""
        computed = any(isinstance(s, Binary) for s in (*node.subscripts, *node.superscripts))
        if computed or context.inference.is_partial(node):
            return self.box(context, node)
        return ARMS[nodes.Index](context, node)

    def constant(self, context: Context, node: Constant) -> Tensor:
        """Ones, identities and super-diagonal tensors are edges; zeros are a box."""
        if node.kind is ConstantKind.ZEROS:
            return self.box(context, node)
        return ARMS[nodes.Constant](context, node)

    def box(self, context: Context, node: Expr) -> Tensor:
        """Return one node for the whole of an expression, with an edge for each axis and index."""
        axes = tuple(fresh(size) for size in context.bound_shape(context.shape(node)))
        inside = (part.name for part in _with(node) if isinstance(part, nodes.Symbol))
        members = [context.indices[n] for n in dict.fromkeys(inside) if n in context.indices]
        shown = Shown(context.text(node), is_box=True)
        return Tensor(axes, self.entry(shown, (*members, *axes)))

    # --- operators --------------------------------------------------------------------------

    def factor(self, context: Context, node: Expr) -> Tensor:
        """Return a factor of a product; a sum there is a box."""
        tensor = context.tensor(node)
        return tensor if len(tensor.form.terms) == 1 else self.box(context, node)

    def binary(self, context: Context, node: Binary) -> Tensor:
        """Sums stay sums of networks; factors are joined; a divisor is a box."""
        spine: list[Binary] = [node]
        while isinstance(spine[-1].left, Binary):
            spine.append(spine[-1].left)
        result = context.tensor(spine[-1].left)
        for part in reversed(spine):
            result = self._joined(context, part, result)
        return result

    def _joined(self, context: Context, node: Binary, left: Tensor) -> Tensor:
        if node.op in SUMS:
            return combined(context, node, left, context.tensor(node.right))
        if node.op is Op.SOLVE:
            return self.box(context, node)
        if len(left.form.terms) != 1:
            left = self.box(context, node.left)
        if node.op in QUOTIENTS:
            divisor = self._reciprocal(context, node.right)
            return product((left, divisor), context.convention)
        return combined(context, node, left, self.factor(context, node.right))

    def _reciprocal(self, context: Context, node: Expr) -> Tensor:
        """Return a number as its reciprocal, anything else as a box for the entries' ones."""
        tensor = context.tensor(node)
        if all(_is_number(atom) for term in tensor.form.terms for atom in term.factors):
            return Tensor(tensor.axes, powered(tensor.form, -1))
        whole = Binary(Op.DIVIDE, nodes.Number("1"), node)
        axes = tuple(fresh(size) for size in tensor.shape)
        free = {i for i in tensor.form.free if i not in set(indices_of(tensor.axes))}
        members = tuple(place for place in context.indices.values() if free & set(place))
        shown = Shown(context.text(whole).replace("1 / ", "1/", 1), is_box=True)
        return Tensor(axes, self.entry(shown, (*members, *axes)))

    def power(self, context: Context, node: nodes.Power) -> Tensor:
        """Small whole powers are written out; the square of a norm is a contraction."""
        exponent = node.exponent
        whole = isinstance(exponent, nodes.Number) and exponent.value.denominator == 1
        if not whole or not 2 <= int(exponent.value) <= LARGEST_POWER:  # type: ignore[union-attr]  # a number, as just asked
            return self.box(context, node)
        base = node.base
        if isinstance(base, nodes.Norm) and exponent == nodes.Number("2"):
            return self._square(context, base, node)
        if len(context.tensor(base).form.terms) != 1:
            return self.box(context, node)
        return ARMS[nodes.Power](context, node)

    def _square(self, context: Context, norm: nodes.Norm, node: nodes.Power) -> Tensor:
        if norm.kind not in WHOLE_NORMS or norm.weight is not None:
            return self.box(context, node)
        first, second = (self.factor(context, norm.operand) for _ in range(2))
        joint = product((first, second), context.convention)
        return Tensor((), total(joint.form, indices_of(joint.axes)))

    def apply(self, context: Context, node: Apply) -> Tensor:
        """A function that only arranges axes is edges, any other a box."""
        known = context.formula.symbols.resolve(node.function) is None
        if known and node.function in LINEAR:
            return ARMS[nodes.Apply](context, node)
        return self.box(context, node)

    def reduce(self, context: Context, node: nodes.Reduce) -> Tensor:
        """Sums over indices are edges; products over them a box."""
        return self.box(context, node) if node.product else ARMS[nodes.Reduce](context, node)


def refused(context: Context, node: Expr) -> Tensor:
    """What is no product of tensors."""
    raise context.unsupported(f"{context.text(node)} is no network of tensors", node)


def _with(node: Expr) -> itertools.chain[Expr]:
    return itertools.chain([node], descendants(node))


def _is_number(atom: object) -> bool:
    return isinstance(atom, Length | Prime)
