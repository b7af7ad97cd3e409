"""Python statements: assignments, shapes that are taken apart, functions, what is returned."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.comparing import where
from boxdot.notation.decoding.python.expressions import evaluate
from boxdot.notation.decoding.python.guarding import is_guard
from boxdot.notation.decoding.python.libraries import imported
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.sources import error_of
from boxdot.notation.decoding.python.values import Chosen, Function, Value
from boxdot.notation.decoding.refusing import Refused

KINDS = {
    ast.For: "a loop",
    ast.While: "a loop",
    ast.With: "a block with a context",
    ast.Try: "handling of errors",
    ast.ClassDef: "a class",
    ast.If: "a choice between statements",
    ast.Delete: "a deletion",
    ast.AsyncFunctionDef: "an asynchronous function",
}
"""What a reader calls the statements that are not read."""


def run(reading: Reading, body: Sequence[ast.stmt]) -> Value:
    """Read statements; return what is returned, else the last expression or assignment."""
    last: Value = None
    for statement in body:
        try:
            if isinstance(statement, ast.Return):
                return None if statement.value is None else evaluate(reading, statement.value)
            found = _statement(reading, statement)
            last = last if found is None else found
        except Refused as refused:
            raise error_of(reading.text, statement, refused) from None
    return last


def _statement(reading: Reading, statement: ast.stmt) -> Value:
    match statement:
        case ast.Import() | ast.ImportFrom():
            reading.libraries.update(imported(statement))
        case ast.Expr(value=ast.Constant(value=str())) | ast.Pass() | ast.Assert():
            pass
        case ast.Expr(value=value):
            return evaluate(reading, value)
        case ast.Assign(targets=[target], value=value):
            return _assign(reading, target, evaluate(reading, value))
        case ast.AnnAssign(target=target, value=value) if value is not None:
            return _assign(reading, target, evaluate(reading, value))
        case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
            both = ast.BinOp(left=ast.Name(id=name, ctx=ast.Load()), op=op, right=value)
            ast.copy_location(both, statement)
            ast.copy_location(both.left, target)
            return _assign(reading, target, evaluate(reading, both))
        case ast.FunctionDef():
            reading.names[statement.name] = Function(statement.args, tuple(statement.body))
        case ast.If() if is_guard(statement):
            pass
        case _:
            kind = KINDS.get(type(statement), "this statement")
            raise Refused(f"{kind} has no notation", "write it with whole arrays and their axes")
    return None


def _assign(reading: Reading, target: ast.expr, value: Value) -> Value:
    if isinstance(target, ast.Name):
        if isinstance(value, Array):
            value = reading.composer.assign(target.id, value)
        reading.names[target.id] = value
        return value
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, tuple):
        return _assign_each(reading, target.elts, value)
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        return _assign_masked(reading, target, target.value, value)
    raise Refused("only names are assigned here", "entries of arrays cannot be changed")


def _assign_masked(reading: Reading, target: ast.Subscript, name: ast.Name, value: Value) -> Value:
    """``x[mask] = value``: x is then ``where(mask, value, x)``."""
    chosen = evaluate(reading, target)
    if not isinstance(chosen, Chosen) or not isinstance(value, Array) or value.order:
        raise Refused("only what a mask chooses is assigned here, a number", "write np.where")
    return _assign(reading, name, where(reading.context, chosen.mask, value, chosen.array))


def _assign_each(reading: Reading, targets: Sequence[ast.expr], value: tuple[Value, ...]) -> Value:
    starred = [n for n, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if starred:
        (n,) = starred
        rest = len(targets) - n - 1
        middle = value[n : len(value) - rest]
        value = (*value[:n], middle, *value[len(value) - rest :])
    if len(targets) != len(value):
        raise Refused(f"{len(value)} values are unpacked to {len(targets)} names", raises=True)
    last: Value = None
    for target, item in zip(targets, value, strict=True):
        inner = target.value if isinstance(target, ast.Starred) else target
        last = _assign(reading, inner, item)
    return last
