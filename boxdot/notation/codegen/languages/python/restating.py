"""Values said in other words, for libraries that lack one: F order by permuting, blocks nested."""

from __future__ import annotations

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.writer import Fragment, Writer


def in_c_order(value: p.Reshape) -> p.Value:
    """Return a reshaping, first axis fastest, as one with the last axis fastest.

    >>> x = p.Load(("m", "n"), "X")
    >>> type(in_c_order(p.Reshape(("q",), x, "F")).argument).__name__
    'Permute'
    """
    if value.order == "C":
        return value
    backwards = b.permute(value.argument, range(len(value.argument.shape))[::-1])
    reshaped = b.reshape(backwards, value.shape[::-1], "C")
    return b.permute(reshaped, range(len(value.shape))[::-1])


def joined(w: Writer, value: p.Concatenate | p.Stack) -> Fragment:
    """``torch.cat([A, B], dim=0)``: one axis at a time."""
    function = w.word("concatenate") if isinstance(value, p.Concatenate) else "stack"
    texts = ", ".join(map(w.text, value.arguments))
    return w.call(function, f"[{texts}]", f"{w.word('axis')}={value.axis}")


def first_array(w: Writer) -> str | None:
    """Return the input that new arrays are made like: the first with axes, else the first."""
    loads = [*(load for load in w.inputs if load.shape), *w.inputs]
    return w.names[loads[0].name] if loads else None


def like_first_array(w: Writer, exact: bool) -> list[str]:
    """``dtype=X.dtype, device=X.device``; fractions stay fractions beside whole numbers."""
    like = first_array(w)
    if like is None:
        return []
    dtype = f"{like}.dtype" if exact else w.call("result_type", like, "1.0").text
    return [f"dtype={dtype}", f"device={like}.device"]


def rows_of(value: p.Literal, cells: list[str]) -> list[str]:
    """Return the cells of a matrix as rows in brackets; those of a vector as they are."""
    if len(value.shape) != 2:
        return cells
    height = value.shape[0]
    assert isinstance(height, int)
    width = len(cells) // height
    rows = [cells[n : n + width] for n in range(0, len(cells), width)]
    return [f"[{', '.join(row)}]" for row in rows]


def is_exact(value: p.Literal) -> bool:
    """Whether all entries are whole numbers, which every data type holds."""
    return all(isinstance(c, p.Scalar) and isinstance(c.number, int) for c in value.arguments)
