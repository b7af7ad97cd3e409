"""Matrices in brackets: how cells are kept apart."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    Expr,
    Minimise,
    ModeProduct,
    Negate,
    Number,
    Op,
    Reduce,
)
from boxdot.notation.printing.operators import SCRIPTED
from boxdot.notation.printing.precedence import RULES, Level, level
from boxdot.notation.printing.printer import Place, Printer


def block(node: Block, p: Printer, last: bool) -> str:
    """Print ``[1 2; 3 4]`` or ``[y, …, y]``."""
    words = p.spelling
    by_space = words.counts_space and all(len(row) == 1 for row in node.rows)
    inside = p.at(Place.CELL | Place.BRACKETED)
    cells = tuple(tuple(_cell(cell, inside, by_space) for cell in row) for row in node.rows)
    if len(node.rows) > 1 and len(node.rows[0]) == 1:
        cells = tuple((words.column_ellipsis if c == words.ellipsis else c,) for (c,) in cells)
    return words.matrix(cells, all(_is_plain(cell) for row in node.rows for cell in row))


def _cell(cell: Expr, p: Printer, by_space: bool) -> str:
    """Print a cell; where white space separates columns, its own is kept in parentheses."""
    return p.parenthesised(cell) if by_space and _has_gap(cell, p) else p.expression(cell)


def _has_gap(node: Expr, p: Printer) -> bool:
    """Tell whether two operands stand side by side in what is printed, outside brackets."""
    match node:
        case Binary(op=op) if op is Op.MATMUL or op in SCRIPTED:
            return True
        case ModeProduct() | Reduce() | Minimise():
            return True
        case Negate(operand=operand):
            return _has_gap(operand, p)
        case Binary(op=op, left=left, right=right) if _is_open(node, p):
            sides = ((left, RULES[op].left), (right, RULES[op].right))
            return any(level(side) >= least and _has_gap(side, p) for side, least in sides)
    return False


def _is_open(node: Expr, p: Printer) -> bool:
    """Tell whether an operator stands between its operands, not drawn around them."""
    return level(node, drawn=p.spelling.drawn) < Level.PREFIX


def _is_plain(cell: Expr) -> bool:
    """Tell whether a cell can be told from its neighbours by white space alone."""
    match cell:
        case Number() | Negate(operand=Number()) | Apply(function="sqrt", arguments=(Number(),)):
            return True
    return False
