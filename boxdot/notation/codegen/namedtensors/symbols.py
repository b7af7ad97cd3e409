r"""Symbols whose axes are renamed, joined and split: ``A_{\mathsf{i} \rightarrow \mathsf{j}}``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boxdot.notation.codegen.entrywise.digits import Digit
from boxdot.notation.codegen.namedtensors.context import (
    ATOM,
    PRODUCT,
    Named,
    Piece,
    axis,
    free_axes,
    is_axis,
    refuse,
)
from boxdot.notation.expressions.nodes import (
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Number,
    Op,
    Symbol,
)
from boxdot.notation.printing import to_text
from boxdot.notation.printing.sizes import size_expression


def stretched(node: Expr, own: Sequence[Digit]) -> Expr:
    r"""Return a node with all axes of the result: ``x \odot \mathbf{1}_{\mathsf{n}[N]}``."""
    there = free_axes(node)
    pairs = [(d.index, size_expression(d.size)) for d in own if isinstance(d.index, Symbol)]
    missing = [(index, length) for index, length in pairs if index.name not in there]
    return Binary(Op.MATMUL, node, ones(missing)) if missing else node


def ones(axes: Sequence[tuple[Expr, Expr]]) -> Expr:
    """Return ones with these axes; their lengths stand raised."""
    indices, lengths = zip(*axes, strict=True)
    return Index(Constant(ConstantKind.ONES), indices, lengths)


def _ones(n: Named, node: Index) -> Piece:
    pairs = zip(node.subscripts, node.superscripts, strict=True)
    axes = [f"{n.axis(i.name)}[{to_text(m, 'latex')}]" for i, m in pairs if isinstance(i, Symbol)]
    return rf"\mathbf{{1}}_{{{', '.join(axes)}}}", ATOM


def print_index(n: Named, node: Index) -> Piece:
    """Print a symbol; an axis that has another name here is renamed, a merged one split."""
    if isinstance(node.base, Constant):
        return _ones(n, node)
    if not isinstance(node.base, Symbol):
        refuse("an inverse")
    name = node.base.name
    own = n.axes.own(name)
    if twice := _repeated(node):
        return _diagonal(n, node, own, twice)
    scripts = [
        script
        for old, subscript in zip(own, node.subscripts, strict=False)
        if (script := _script(n, old, subscript))
    ]
    base = to_text(node.base, "latex")
    if not scripts:
        return base, ATOM
    base = f"({base})" if "_" in base else base
    return f"{base}_{{{', '.join(scripts)}}}", ATOM


def _repeated(node: Index) -> int | None:
    """Return the place of a subscript that stands before it as well."""
    places = (k for k, s in enumerate(node.subscripts) if s in node.subscripts[:k])
    return next((k for k in places if isinstance(node.subscripts[k], Symbol)), None)


def _diagonal(n: Named, node: Index, own: Sequence[str], place: int) -> Piece:
    r"""Print entries of a diagonal; two axes of one array never have one name.

    ``A \mathbin{\underset{\mathsf{n'}}{\odot}} \mathbf{I}_{\mathsf{n}, \mathsf{n'}}``.
    """
    twice = node.subscripts[place]
    assert isinstance(twice, Symbol)
    other = own[place]
    while other in n.taken or other in own[:place]:
        other += "'"
    subscripts = (*node.subscripts[:place], Symbol(other), *node.subscripts[place + 1 :])
    inner = replace(n, taken=n.taken | {other})
    array = inner.text(Index(node.base, subscripts), PRODUCT)
    identity = rf"\mathbf{{I}}_{{{n.axis(twice.name)}, {axis(other)}}}"
    return rf"{array} \mathbin{{\underset{{{axis(other)}}}{{\odot}}}} {identity}", PRODUCT


def _script(n: Named, old: str, subscript: Expr) -> str:
    """Return what becomes of an axis; nothing if it keeps its name."""
    if subscript in n.digits:
        return rf"{axis(old)} \rightarrow {joined(n, n.digits[subscript])}"
    match subscript:
        case Symbol(name=new) if is_axis(new):
            return "" if n.axis(new) == axis(old) else rf"{axis(old)} \rightarrow {n.axis(new)}"
        case Number(text=place):
            return f"{axis(old)}({place})"
        case _:
            return refuse("a shifted axis")


def joined(n: Named, digits: Sequence[Digit]) -> str:
    r"""Return what one axis is made of: ``(\mathsf{i}, \mathsf{j})``, the fastest axis first."""
    names = [digit.index.name for digit in digits if isinstance(digit.index, Symbol)]
    if len(names) != len(digits):
        refuse("a fixed entry of an axis that is divided")
    return f"({', '.join(map(n.axis, names))})"


def print_symbol(n: Named, node: Symbol) -> Piece:
    """Print a number that has a name."""
    if is_axis(node.name):
        refuse("counting along an axis")
    return to_text(node, "latex"), ATOM
