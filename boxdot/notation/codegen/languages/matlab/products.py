"""MATLAB: products of matrices, rows and columns."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import POSTFIX
from boxdot.notation.codegen.languages.matlab.filling import write_range
from boxdot.notation.codegen.languages.matlab.layout import rearranged
from boxdot.notation.codegen.languages.matlab.reducing import with_ones
from boxdot.notation.codegen.writer import ATOM, POWER, PRODUCT, Fragment, Writer, bracketed


def write_row(w: Writer, value: p.Value) -> Fragment:
    """Return a vector as a row: ``x.'``, ``x.' * A``, ``1:n``."""
    match value:
        case p.Matmul(left=left, right=right) if len(left.shape) == 1 and len(right.shape) == 2:
            row = bracketed(write_row(w, left), PRODUCT)
            return _times(w, row, right)
        case p.Arange():
            return Fragment(f"({write_range(w, value)})")
        case p.Fill():
            name = "ones" if value.number else "zeros"
            return Fragment(f"{name}(1, {w.size(value.shape[0])})")
        case p.Reduce(axes=(0,), keep=False) if len(value.argument.shape) == 2:
            return with_ones(w, value)
        case _:
            return Fragment(f"{w.at(value, POSTFIX)}.'", POSTFIX)


def write_matmul(w: Writer, value: p.Matmul) -> Fragment:
    """``A * x``, ``x.' * y``, ``A.' * x``, ``B / A``."""
    left, right = value.left, value.right
    if len(left.shape) == 1 and len(right.shape) == 2:
        transposed = rearranged(w.write(_untransposed(right)), 2, _turned(right))
        return Fragment(f"{bracketed(transposed, PRODUCT)} * {w.at(left, PRODUCT + 1)}", PRODUCT)
    if len(left.shape) == 1:
        return _times(w, bracketed(write_row(w, left), PRODUCT), right)
    return _times(w, w.at(left, PRODUCT), right)


def _untransposed(value: p.Value) -> p.Value:
    return value.argument if isinstance(value, p.Permute) else value


def _turned(value: p.Value) -> tuple[int, int]:
    return (0, 1) if isinstance(value, p.Permute) else (1, 0)


def _times(w: Writer, left: str, right: p.Value) -> Fragment:
    if isinstance(right, p.Inverse):
        return Fragment(f"{left} / {w.at(right.argument, PRODUCT + 1)}", PRODUCT)
    return Fragment(f"{left} * {w.at(right, PRODUCT + 1)}", PRODUCT)


def write_outer(w: Writer, value: p.Outer) -> Fragment:
    """``x * y.'``."""
    row = bracketed(write_row(w, value.right), PRODUCT + 1)
    return Fragment(f"{w.at(value.left, PRODUCT)} * {row}", PRODUCT)


def write_solve(w: Writer, value: p.Solve) -> Fragment:
    r"""``A \ b``."""
    if len(value.shape) > 2:
        return _solve_pages(w, value)
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
    return _pages(w, value, f"inv({_page(w, value.argument)})")


def write_determinant(w: Writer, value: p.Determinant) -> Fragment:
    """``det(A)``; of many matrices, one after the other."""
    if not value.shape:
        return Fragment(f"det({w.text(value.argument)})")
    pages = _range(w, value.argument)
    return Fragment(f"arrayfun(@({_counter(w)}) det({_page(w, value.argument)}), {pages})")


def _solve_pages(w: Writer, value: p.Solve) -> Fragment:
    left, right = _page(w, value.left), _page(w, value.right)
    return _pages(w, value, f"{left} \\ {right}", value.left)


def _pages(w: Writer, value: p.Value, page: str, source: p.Value | None = None) -> Fragment:
    """Return matrices computed one by one, side by side along the first axis."""
    operand = p.children(value)[0] if source is None or len(source.shape) == 3 else None
    counted = operand or p.children(value)[1]
    sizes = ", ".join(w.size(size) for size in value.shape[1:])
    call = f"@({_counter(w)}) reshape({page}, 1, {sizes})"
    pages = _range(w, counted)
    return Fragment(f"cell2mat(arrayfun({call}, {pages}, 'UniformOutput', false))")


def _page(w: Writer, value: p.Value) -> str:
    """Return one of many matrices, or the only one."""
    if len(value.shape) == 2:
        return w.at(value, ATOM)
    name = w.text(value)
    return f"reshape({name}({_counter(w)}, :, :), size({name}, 2), size({name}, 3))"


def _range(w: Writer, value: p.Value) -> str:
    return f"(1:size({w.text(value)}, 1)).'"


def _counter(w: Writer) -> str:
    """Return a name that nothing has."""
    used = {*w.names.values(), *w.sizes.values()}
    return next(
        name for name in ("k", "n", "page", *(f"k{n}" for n in range(999))) if name not in used
    )
