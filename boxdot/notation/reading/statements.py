"""Chains, and expressions where the grammar allows a chain but only one side makes sense."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.source import Span
from boxdot.notation.expressions.nodes import (
    Apply,
    Chain,
    Constant,
    ConstantKind,
    Expr,
    Relation,
    Symbol,
)
from boxdot.notation.reading.entries import by_entries, scripts_beside
from boxdot.notation.reading.scripts import Script
from boxdot.notation.reading.trees import Branch, Reader, branches, span_of, text_of, tokens


def chain_of(reader: Reader, tree: Branch) -> Chain:
    """Build a chain; a choice (argmin) may be a side."""
    parts = branches(tree)
    sides = _by_entries(reader, parts) or tuple(map(reader.expr, parts))
    relations = tuple(Relation(token.text) for token in tokens(tree))
    if len(sides) > 1 and _is_identity(sides[0]):
        sides = (_named_i(reader.text, sides[0]), *sides[1:])
    return Chain(sides, relations, span=span_of(tree))


def _by_entries(reader: Reader, parts: list[Branch]) -> tuple[Expr, ...]:
    """Return ``A_{ij}`` and ``a_{ij}`` for ``A = (a_{ij})_{1≤i≤n, 1≤j≤m}``, else nothing."""
    if len(parts) != 2:
        return ()
    trees = [scripts_beside(part) for part in parts]
    if not any(trees):
        return ()
    try:
        scripts = [[script_of(reader, script) for script in beside] for beside in trees]
        return tuple(by_entries(reader, parts, scripts))
    except BoxdotError:
        if not reader.forgiving:
            raise
        return ()


def side_of(reader: Reader, tree: Branch) -> Expr:
    """Build a chain that must be one expression."""
    sides = branches(tree)
    if len(sides) != 1:
        what = "an equation inside an expression is not supported"
        return reader.opaque(what, tree, *map(reader.expr, sides))
    return reader.expr(sides[0])


def item_of(reader: Reader, item: Branch) -> Expr:
    """Build one item of a list, a bracket or a script."""
    parts = branches(item)
    if len(parts) != 1:
        what = "a membership inside an expression is not supported"
        return reader.opaque(what, item, side_of(reader, parts[0]))
    return side_of(reader, parts[0])


def script_of(reader: Reader, tree: Branch) -> Script:
    """Build a script."""
    items = branches(tree, "item")
    built = tuple(_item_or_relation(reader, item) for item in items)
    return Script(text_of(tree), built, span_of(tree), _brackets(items))


def _item_or_relation(reader: Reader, item: Branch) -> Expr:
    """Build ``i=k`` in a script as an application of ``{}`` with the relation as its parameter."""
    parts = branches(item)
    chain = chain_of(reader, parts[0])
    if len(parts) == 1 and len(chain.sides) == 1:
        return chain.sides[0]
    relation = chain.relations[0].value if chain.relations else "∈"
    return Apply("{}", chain.sides, (Symbol(relation),), span=span_of(item))


def _brackets(items: list[Branch]) -> str:
    """Return "()" or "[]" where the only item of a script stands in such brackets."""
    if len(items) != 1:
        return ""
    tree = items[0]
    while len(tree.children) == 1 and (inner := branches(tree)):
        tree = inner[0]
        if tree.data in ("group", "block"):
            return "()" if tree.data == "group" else "[]"
    return ""


def _is_identity(expr: Expr) -> bool:
    return isinstance(expr, Constant) and expr == Constant(ConstantKind.IDENTITY)


def _named_i(text: str, expr: Expr) -> Expr:
    """Return the symbol I that a first side ``I = …`` defines."""
    span = expr.span or Span(0, 0)
    written = span.of(text)
    return replace(Symbol(written if len(written) == 1 else "I"), span=span)
