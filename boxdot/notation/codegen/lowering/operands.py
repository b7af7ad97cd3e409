"""Operands: values with the indices that they carry and the way their array is to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.program import Value
from boxdot.notation.shapes.sizes import Shape


class Form(Enum):
    """How the array of an operand is to be read.

    What a reader would never build is kept back until something asks for the plain array:
    ``xᵀy`` is ``x @ y``, ``diag(y) X`` is ``y[:, None] * X``, ``A⁻¹ b`` is a solve.
    """

    PLAIN = auto()
    ROW = auto()  # a vector that stands for the 1×n matrix with its entries
    DIAGONAL = auto()  # a vector that stands for the diagonal matrix
    INVERSE = auto()  # a matrix or a scalar that stands for its inverse


@dataclass(frozen=True, slots=True)
class Operand:
    """A value whose leading axes belong to index labels, one each, and the rest to its own shape.

    ``batch`` names the labels in the order of the scope; the other axes are the ``core``.
    """

    value: Value
    batch: tuple[str, ...] = ()
    form: Form = Form.PLAIN

    @property
    def core(self) -> Shape:
        """The lengths of the array's own axes."""
        return self.value.shape[len(self.batch) :]

    @property
    def shape(self) -> Shape:
        """The shape that the operand stands for, indices aside."""
        match self.form:
            case Form.ROW:
                return (1, *self.core)
            case Form.DIAGONAL:
                return (*self.core, *self.core)
            case _:
                return self.core

    @property
    def axes(self) -> range:
        """Where the array's own axes are."""
        return range(len(self.batch), len(self.value.shape))

    @property
    def is_scalar(self) -> bool:
        """Whether the operand is one number for each value of its indices."""
        return all(size == 1 for size in self.core)

    @property
    def is_vector(self) -> bool:
        """Whether the operand is a column."""
        return self.form is Form.PLAIN and len(self.core) == 1

    def with_value(self, value: Value) -> Operand:
        """Return the same operand with another array of the same order."""
        return replace(self, value=value)


def dense(operand: Operand) -> Operand:
    """Return the operand as the plain array of its shape."""
    value, lead = operand.value, len(operand.batch)
    match operand.form:
        case Form.ROW:
            return Operand(b.expand(value, [lead]), operand.batch)
        case Form.DIAGONAL if not operand.batch:
            return Operand(b.diagonal_matrix(value))
        case Form.DIAGONAL:
            size = value.shape[-1]
            eye = b.expand(b.eye(size), range(lead))
            return Operand(b.multiply(b.expand(value, [lead + 1]), eye), operand.batch)
        case Form.INVERSE if not operand.core:
            return Operand(b.divide(b.number(1), value), operand.batch)
        case Form.INVERSE:
            return Operand(b.inverse(value), operand.batch)
        case Form.PLAIN:
            return operand


def settled(operand: Operand) -> Operand:
    """Return the operand with an inverse carried out; rows and diagonals stay what they are."""
    return dense(operand) if operand.form is Form.INVERSE else operand


def scalar(operand: Operand) -> Operand:
    """Return an operand of length-1 axes as one without axes of its own."""
    operand = settled(operand)
    return Operand(b.squeeze(operand.value, operand.axes), operand.batch)


def carrying(operand: Operand, batch: Sequence[str]) -> Operand:
    """Give the operand length-1 axes for the labels that it lacks, in the order of ``batch``."""
    missing = [n for n, label in enumerate(batch) if label not in operand.batch]
    return replace(operand, value=b.expand(operand.value, missing), batch=tuple(batch))


def padded(operand: Operand, order: int, *, leading: bool = False) -> Operand:
    """Give the operand length-1 axes of its own up to an order: trailing ones, or leading."""
    count, lead = order - len(operand.core), len(operand.batch)
    start = lead if leading else len(operand.value.shape)
    return operand.with_value(b.expand(operand.value, range(start, start + max(count, 0))))
