"""Names, numbers, brackets, matrices, norms: what stands between the operators."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.errors import BoxdotError, NotationError
from boxdot.grammar.trees import Tree
from boxdot.notation.expressions.nodes import (
    Block,
    Constant,
    ConstantKind,
    Dots,
    Expr,
    Inner,
    Listing,
    Norm,
    Number,
    Slice,
    Symbol,
)
from boxdot.notation.reading.scripts import Script, apply_scripts
from boxdot.notation.reading.statements import item_of, script_of, side_of
from boxdot.notation.reading.trees import (
    Branch,
    Reader,
    branches,
    opaque,
    span_of,
    text_of,
    tokens,
)

_IDENTITIES = ("I", "𝐈", "𝑰", "𝕀")


def _decorated(reader: Reader, tree: Branch) -> Expr:
    atom, *postfixes = tree.children
    assert isinstance(atom, Tree)  # the grammar puts the operand first
    scripts: list[Script] = []
    for child in postfixes:
        if isinstance(child, Tree):
            scripts.append(script_of(reader, child))
        else:
            raised = Symbol("ᵀ", span=child.span)
            scripts.append(Script("^", (raised,), child.span))
    base = reader.expr(atom)
    try:
        return apply_scripts(base, scripts, reader.symbols, reader.text)
    except BoxdotError:
        if not reader.forgiving:
            raise
        return opaque(span_of(tree), base)  # {x_i}_{i=1}^n, x_{<t}: something else than the base


def _name(reader: Reader, tree: Branch) -> Expr:
    name, span = text_of(tree), span_of(tree)
    declared = reader.symbols.resolve(name)
    if declared is not None:
        return Symbol(declared, span=span)
    if name in _IDENTITIES and not reader.declaring:
        return Constant(ConstantKind.IDENTITY, span=span)
    return Symbol(name, span=span)


def _mark(reader: Reader, tree: Branch) -> Expr:
    return Symbol(text_of(tree), span=span_of(tree))


def _number(reader: Reader, tree: Branch) -> Expr:
    return Number(text_of(tree), span=span_of(tree))


def _constant(reader: Reader, tree: Branch) -> Expr:
    return Constant(ConstantKind(text_of(tree)), span=span_of(tree))


def _dots(reader: Reader, tree: Branch) -> Expr:
    return Dots(span=span_of(tree))


def _slice(reader: Reader, tree: Branch) -> Expr:
    return Slice(span=span_of(tree))


def _group(reader: Reader, tree: Branch) -> Expr:
    items = [item_of(reader, item) for item in branches(tree, "item")]
    if len(items) == 1:
        return replace(items[0], span=span_of(tree))
    return Listing(tuple(items), span=span_of(tree))


def _braces(reader: Reader, tree: Branch) -> Expr:
    items = tuple(item_of(reader, item) for item in branches(tree, "item"))
    if tokens(tree):
        what = "a set given by a property is not an expression"
        return reader.opaque(what, tree, *items)
    return Listing(items, braces=True, span=span_of(tree))


def _block(reader: Reader, tree: Branch) -> Expr:
    rows = tuple(tuple(side_of(reader, cell) for cell in branches(row)) for row in branches(tree))
    if reader.forgiving and len({len(row) for row in rows}) > 1:
        return opaque(span_of(tree), *(cell for row in rows for cell in row))
    if len({len(row) for row in rows}) > 1:
        raise NotationError(
            "the rows of this matrix have different numbers of columns",
            text=reader.text,
            span=span_of(tree),
            hint="white space separates columns, and ';' rows: write a product as [(A x); y]",
        )
    if len(rows) == 1 and len(rows[0]) == 1:
        return replace(rows[0][0], span=span_of(tree))
    return Block(rows, span=span_of(tree))


def _norm(reader: Reader, tree: Branch) -> Expr:
    return Norm(reader.expr(branches(tree)[0]), span=span_of(tree))


def _inner(reader: Reader, tree: Branch) -> Expr:
    items = [item_of(reader, item) for item in branches(tree, "item")]
    if len(items) != 2:
        what, hint = "an inner product has two operands", "write ⟨a, b⟩"
        return reader.opaque(what, tree, *items, hint=hint)
    return Inner(items[0], items[1], span=span_of(tree))


RULES = {
    "decorated": _decorated,
    "name": _name,
    "mark": _mark,
    "square": _mark,
    "number": _number,
    "constant": _constant,
    "dots": _dots,
    "slice": _slice,
    "group": _group,
    "braces": _braces,
    "block": _block,
    "norm": _norm,
    "inner": _inner,
}
