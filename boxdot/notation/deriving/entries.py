"""Sums over entries as sums of tensors: ``Σ_{i,j} x_i Y_{ij}`` is the sum of ``x ⊡ Y``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import equal
from boxdot.notation.deriving.composing import constant
from boxdot.notation.expressions.members import member_of
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    ConstantKind,
    Expr,
    Index,
    Negate,
    Number,
    Op,
    Power,
    Reduce,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference
from boxdot.notation.inference.functions import is_activation, is_entrywise
from boxdot.notation.inference.vocabulary import ENTRYWISE
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Size

_TENSOR_KIN = {
    Op.MATMUL: Op.BOXDOT,
    Op.DOT: Op.BOXDOT,
    Op.TIMES: Op.BOXDOT,
    Op.HADAMARD: Op.BOXDOT,
    Op.BOXDOT: Op.BOXDOT,
    Op.ADD: Op.BOXPLUS,
    Op.BOXPLUS: Op.BOXPLUS,
    Op.SUBTRACT: Op.BOXMINUS,
    Op.BOXMINUS: Op.BOXMINUS,
    Op.DIVIDE: Op.BOXSLASH,
}
_LARGEST_POWER = 8


def lifted(node: Reduce, inference: Inference) -> Expr:
    """Return a sum over indices of entries as the sum of a tensor."""
    if node.product or not node.ranges or inference.formula.convention is not Convention.F:
        _refuse(inference, node)
    _refuse_families(inference, node)
    axes = [bounds.index for bounds in node.ranges]
    sizes = _ranges(node, inference)
    body = _Lifting(inference, axes).tensor(node.body)
    ones = constant(ConstantKind.ONES, tuple(sizes))
    present = {item.name for item in descendants(node) if isinstance(item, Symbol)}
    if not set(axes) <= present:
        body = Binary(Op.BOXDOT, body, ones)
    return Apply("sum", (body,))


def _refuse_families(inference: Inference, node: Reduce) -> None:
    """Refuse ``A_r`` under Σ_r: the members are not entries of one declared tensor."""
    sums = [one for one in (node, *descendants(node)) if isinstance(one, Reduce)]
    indices = {bounds.index for one in sums for bounds in one.ranges}
    for part in descendants(node):
        member = member_of(part.name, indices) if isinstance(part, Symbol) else None
        if isinstance(part, Symbol) and member is not None and member.doubt != "label":
            raise UnsupportedError(
                f"{part.name} is another array for each {member.indices[0]} of the sum",
                text=inference.formula.text,
                span=part.span,
                hint=f"declare {member.stem} with an axis for {member.indices[0]}",
            )


def _ranges(node: Reduce, inference: Inference) -> list[Size]:
    """Return the sizes of the indices, which must run over whole axes."""
    known = inference.index_sizes(node)
    sizes: list[Size] = []
    for bounds in node.ranges:
        size = known.get(bounds.index)
        high = None if bounds.high is None else size_of(bounds.high)
        low = None if bounds.low is None else size_of(bounds.low)
        whole = low in (None, 1) and (high is None or (size is not None and equal(high, size)))
        if size is None or bounds.excluded is not None or not whole:
            _refuse(inference, node)
        sizes.append(size)
    return sizes


class _Lifting:
    """Lifts the body of a sum: each index becomes an axis."""

    def __init__(self, inference: Inference, axes: Sequence[str]) -> None:
        self.inference, self.axes = inference, list(axes)

    def tensor(self, node: Expr) -> Expr:
        """Return the tensor of the values of an expression at all indices."""
        if not self.runs(node):
            return node
        match node:
            case Index(base=base, superscripts=()) if not self.runs(base):
                return self._placed(node, base)
            case Negate(operand=inner):
                return replace(node, operand=self.tensor(inner))
            case Binary(op=op, left=left, right=right) if op in _TENSOR_KIN:
                kin = _TENSOR_KIN[op]
                if kin is Op.BOXDOT and not (self.runs(left) and self.runs(right)):
                    kin = Op.MATMUL  # a multiple
                return Binary(kin, self.tensor(left), self.tensor(right))
            case Power(base=base, exponent=Number(text=text)) if text.isdigit():
                return self._power(self.tensor(base), int(text), node)
            case Apply(arguments=(inner,)) if self._goes_entry_by_entry(node):
                return replace(node, arguments=(self.tensor(inner),))
            case Reduce(ranges=ranges, product=False):
                return self._inner_sum(node, [bounds.index for bounds in ranges])
            case _:
                return _refuse(self.inference, node)

    def _goes_entry_by_entry(self, node: Apply) -> bool:
        symbols = self.inference.formula.symbols
        name = symbols.resolve(node.function)
        if name is not None:
            return is_entrywise(symbols[name])
        return node.function in ENTRYWISE or is_activation(node)

    def runs(self, node: Expr) -> bool:
        """Return whether an index occurs in an expression."""
        return any(
            isinstance(item, Symbol) and item.name in self.axes
            for item in (node, *descendants(node))
        )

    def _placed(self, node: Index, base: Expr) -> Expr:
        """Put the axes of a tensor where its indices are: ``Y_{ji}`` is Yᵀ along i, j."""
        shape = self.inference.shape(base)
        names = [item.name for item in node.subscripts if isinstance(item, Symbol)]
        places = [self.axes.index(name) for name in names if name in self.axes]
        if shape is None or not len(set(places)) == len(places) == len(node.subscripts):
            _refuse(self.inference, node)
        if len(places) != len(shape):
            _refuse(self.inference, node)
        if places == list(range(len(places))):
            return base
        if places in ([1], [1, 0]):
            return Transpose(base)
        rest = iter(range(len(places), max(places) + 1))
        order = [places.index(n) if n in places else next(rest) for n in range(max(places) + 1)]
        return Apply("permute", (base,), tuple(Number(str(n + 1)) for n in order))

    def _power(self, base: Expr, exponent: int, node: Expr) -> Expr:
        if not 1 <= exponent <= _LARGEST_POWER:
            _refuse(self.inference, node)
        total = base
        for _ in range(exponent - 1):
            total = Binary(Op.BOXDOT, total, base)
        return total

    def _inner_sum(self, node: Reduce, names: list[str]) -> Expr:
        """A sum within the sum: its axes are summed away."""
        _ranges(node, self.inference)
        inner = _Lifting(self.inference, [*self.axes, *names])
        if any(not _mentions(node.body, name) for name in names):
            _refuse(self.inference, node)
        first = len(self.axes) + 1
        modes = tuple(Number(str(n)) for n in range(first, first + len(names)))
        return Apply("𝒫", (inner.tensor(node.body),), modes)


def _mentions(node: Expr, name: str) -> bool:
    return any(isinstance(item, Symbol) and item.name == name for item in descendants(node))


def _refuse(inference: Inference, node: Expr) -> NoReturn:
    raise UnsupportedError(
        "there is no rule to differentiate entries, except in sums over whole axes",
        text=inference.formula.text,
        span=node.span,
        hint="write it with broadcast products and 𝒫, as in 𝒫_3(Y ⊡ Z)",
    )
