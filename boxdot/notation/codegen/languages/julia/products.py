"""Julia: products of matrices and vectors, and linear algebra of many matrices."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import POSTFIX
from boxdot.notation.codegen.languages.julia.layout import transposed
from boxdot.notation.codegen.writer import ATOM, POWER, PRODUCT, Fragment, Writer, bracketed

LINEAR_ALGEBRA = "using LinearAlgebra"


def linear_algebra(w: Writer, function: str, *arguments: p.Value) -> Fragment:
    """Return a call of a function of LinearAlgebra."""
    w.imports.add(LINEAR_ALGEBRA)
    return Fragment(f"{function}({', '.join(map(w.text, arguments))})")


def write_matmul(w: Writer, value: p.Matmul) -> Fragment:
    """``A * x``, ``dot(x, y)``, ``x' * A * y``, ``A' * x``, ``B / A``."""
    left, right = value.left, value.right
    if len(left.shape) == 1 and len(right.shape) == 2:
        matrix = w.write(right.argument) if isinstance(right, p.Permute) else _turned(w, right)
        return Fragment(f"{bracketed(matrix, PRODUCT)} * {w.at(left, PRODUCT + 1)}", PRODUCT)
    if len(left.shape) == 1:
        return _inner(w, left, right)
    return _times(w, w.at(left, PRODUCT), right)


def _turned(w: Writer, value: p.Value) -> Fragment:
    return transposed(w, w.write(value))


def _inner(w: Writer, left: p.Value, right: p.Value) -> Fragment:
    """Return the product of two vectors."""
    row = row_product(w, left)
    if row is not None:
        return _times(w, row.text, right)
    if w.word("'") == "'":
        return linear_algebra(w, "dot", left, right)
    return _times(w, transposed(w, w.write(left)).text, right)


def row_product(w: Writer, value: p.Value) -> Fragment | None:
    """Return ``x' * A`` for a vector that is such a product."""
    if not isinstance(value, p.Matmul) or len(value.left.shape) != 1 or not value.shape:
        return None
    inner = row_product(w, value.left) or transposed(w, w.write(value.left))
    return _times(w, bracketed(inner, PRODUCT), value.right)


def _times(w: Writer, left: str, right: p.Value) -> Fragment:
    if isinstance(right, p.Inverse):
        return Fragment(f"{left} / {w.at(right.argument, PRODUCT + 1)}", PRODUCT)
    return Fragment(f"{left} * {w.at(right, PRODUCT + 1)}", PRODUCT)


def write_outer(w: Writer, value: p.Outer) -> Fragment:
    """``x * y'``."""
    row = bracketed(transposed(w, w.write(value.right)), PRODUCT + 1)
    return Fragment(f"{w.at(value.left, PRODUCT)} * {row}", PRODUCT)


def write_solve(w: Writer, value: p.Solve) -> Fragment:
    r"""``A \ b``."""
    if len(value.shape) > 2:
        counted = value.left if len(value.left.shape) > 2 else value.right
        return _stacked(w, f"{_page(w, value.left)} \\ {_page(w, value.right)}", counted)
    left, right = w.at(value.left, PRODUCT + 1), w.at(value.right, PRODUCT + 1)
    return Fragment(f"{left} \\ {right}", PRODUCT)


def write_matrix_power(w: Writer, value: p.MatrixPower) -> Fragment:
    """``A^3``."""
    exponent = str(value.exponent) if value.exponent >= 0 else f"({value.exponent})"
    return Fragment(f"{w.at(value.argument, POSTFIX)}^{exponent}", POWER)


def write_inverse(w: Writer, value: p.Inverse) -> Fragment:
    """``inv(A)``; of many matrices, one after the other."""
    if len(value.shape) == 2:
        return Fragment(f"inv({w.text(value.argument)})")
    return _stacked(w, f"inv({_page(w, value.argument)})", value.argument)


def write_determinant(w: Writer, value: p.Determinant) -> Fragment:
    """``det(A)``; of many matrices, one after the other."""
    if not value.shape:
        return linear_algebra(w, "det", value.argument)
    w.imports.add(LINEAR_ALGEBRA)
    return Fragment(f"[det({_page(w, value.argument)}) for {_loop(w, value.argument)}]")


def _stacked(w: Writer, page: str, counted: p.Value) -> Fragment:
    return Fragment(f"stack({page} for {_loop(w, counted)}; dims=1)")


def _page(w: Writer, value: p.Value) -> str:
    """Return one of many matrices, or the only one."""
    if len(value.shape) == 2:
        return w.at(value, ATOM)
    return f"{w.text(value)}[{_counter(w)}, :, :]"


def _loop(w: Writer, value: p.Value) -> str:
    return f"{_counter(w)} in axes({w.text(value)}, 1)"


def _counter(w: Writer) -> str:
    """Return a name that nothing has."""
    used = {*w.names.values(), *w.sizes.values()}
    choices = ("k", "n", "page", *(f"k{n}" for n in range(len(used) + 1)))
    return next(choice for choice in choices if choice not in used)


def operands_by_name(value: p.Value) -> tuple[p.Value, ...]:
    """Return the operands that are written more than once."""
    match value:
        case p.Inverse() | p.Determinant() if len(value.argument.shape) > 2:
            return (value.argument,)
        case p.Solve() if len(value.shape) > 2:
            return (value.left, value.right)
        case _:
            return ()
