"""What an arm of the conversion to array expressions needs beside its node."""

from __future__ import annotations

from typing import Any, NoReturn

from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.symbolic.arrays.contracting import Array, stretched
from boxdot.notation.symbolic.conversion import Conversion


class Context(Conversion[Array]):
    """The state of one conversion."""

    __slots__ = ()
    lacks = "is no array expression of SymPy"

    def array(self, node: Expr) -> Array:
        """Convert a node."""
        return self.convert(node)

    def along(self, array: Array, order: int) -> range:
        """Return which axes of a tensor of an order are those of an array."""
        spare = max(order - len(array.shape), 0)
        start = spare if self.formula.convention is Convention.C else 0
        return range(start, start + len(array.shape))

    def stretch(self, array: Array, shape: Shape) -> Any:
        """Return the array in a joint shape."""
        return stretched(array, shape, self.along(array, len(shape)))

    def refuse(self, node: Expr, message: str, hint: str = 'try form="sum"') -> NoReturn:
        """Say that the node is understood but is no array expression of SymPy."""
        Conversion.refuse(self, node, message, hint or 'try form="sum"')
