"""Guards: conditions on shapes whose failure raises; they tell shapes and compute nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise


def is_guard(statement: ast.If) -> bool:
    """Return whether an ``if`` does nothing but raise."""
    return not statement.orelse and all(isinstance(one, ast.Raise) for one in statement.body)


def facts(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield pairs of expressions that asserts and guards say to be equal.

    >>> [(one, other)] = facts(ast.parse("assert X.shape == (n, d)"))
    >>> ast.unparse(one), ast.unparse(other)
    ('X.shape', '(n, d)')
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            yield from pairs_of(node.test, ast.Eq)
        elif isinstance(node, ast.If) and is_guard(node):
            yield from pairs_of(node.test, ast.NotEq)


def pairs_of(test: ast.expr, wanted: type[ast.cmpop]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield pairs of expressions that a condition says to be equal, or not to be.

    >>> [(one, other)] = pairs_of(ast.parse("n == m", mode="eval").body, ast.Eq)
    >>> ast.unparse(one), ast.unparse(other)
    ('n', 'm')
    """
    if isinstance(test, ast.BoolOp):
        joins = ast.And if wanted is ast.Eq else ast.Or
        if isinstance(test.op, joins):
            for value in test.values:
                yield from pairs_of(value, wanted)
    elif isinstance(test, ast.Compare) and all(isinstance(op, wanted) for op in test.ops):
        sides = [test.left, *test.comparators]
        yield from pairwise(sides)
