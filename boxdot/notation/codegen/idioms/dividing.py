"""Products with an inverse on the right, for languages that solve equations from the left only."""

from __future__ import annotations

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules


def _matmul(value: p.Matmul) -> p.Value:
    """``np.linalg.solve(A.T, B.T).T`` for B A⁻¹."""
    left, right = value.left, value.right
    if not isinstance(right, p.Inverse) or len(right.shape) != 2 or len(left.shape) > 2:
        return value
    turned = b.swap_last(right.argument)
    if len(left.shape) == 1:
        return b.solve(turned, left)
    return b.swap_last(b.solve(turned, b.swap_last(left)))


DIVIDING: Rules = {p.Matmul: _matmul}
