"""Contractions: sums of products over shared axes, as ``@`` where it says the same."""

from __future__ import annotations

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.operands import Operand


def contract(
    context: Context, left: tuple[Operand, str], right: tuple[Operand, str], result: str
) -> Operand:
    """Multiply two operands whose own axes are lettered and sum over what ``result`` lacks.

    Without indices the product of vectors and matrices is a matrix product; with indices it is an
    einsum over the letters and the labels.
    """
    (first, rows), (second, columns) = left, right
    batch = context.ordered((*first.batch, *second.batch))
    if not batch:
        return Operand(b.matmul(first.value, second.value))
    labels = [(*first.batch, *rows), (*second.batch, *columns)]
    return Operand(b.einsum([first.value, second.value], labels, (*batch, *result)), batch)


def summed_product(context: Context, factors: list[Operand], gone: set[str]) -> Operand:
    """Return the sum over labels of a product of numbers; what lacks the labels stays outside."""
    batch = context.ordered(label for factor in factors for label in factor.batch)
    kept = tuple(label for label in batch if label not in gone)
    if len(factors) == 1:
        (factor,) = factors
        axes = [n for n, label in enumerate(factor.batch) if label in gone]
        return Operand(b.reduce("sum", factor.value, axes), kept)
    values = [factor.value for factor in factors]
    return Operand(b.einsum(values, [factor.batch for factor in factors], kept), kept)
