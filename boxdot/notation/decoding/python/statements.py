"""Python statements: assignments, shapes that are taken apart, functions, what is returned."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from boxdot.grammar.errors import BoxdotError
from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.python.assigning import append, assign, augment
from boxdot.notation.decoding.python.deciding import decided, of_indices, quietly
from boxdot.notation.decoding.python.expressions import evaluate
from boxdot.notation.decoding.python.guarding import is_guard, pairs_of
from boxdot.notation.decoding.python.libraries import imported
from boxdot.notation.decoding.python.loops import loop
from boxdot.notation.decoding.python.scopes import Flow, Reading
from boxdot.notation.decoding.python.sources import error_of
from boxdot.notation.decoding.python.values import Filling, Function, Value
from boxdot.notation.decoding.refusing import Rebind, Refused
from boxdot.notation.shapes.sizes import Size

KINDS = {
    ast.While: "a loop that runs until something holds",
    ast.With: "a block with this context",
    ast.Try: "handling of errors",
    ast.ClassDef: "a class",
    ast.Delete: "a deletion",
    ast.AsyncFunctionDef: "an asynchronous function",
    ast.Break: "leaving a loop",
    ast.Continue: "leaving out what a loop does",
    ast.Global: "a global name",
    ast.Nonlocal: "a name of the function around",
}
"""What a reader calls the statements that are not read."""

CONTEXTS = frozenset({"no_grad", "inference_mode", "enable_grad", "errstate", "autocast"})
"""What may stand behind ``with``: it changes no value."""


def run(reading: Reading, body: Sequence[ast.stmt]) -> Flow:
    """Read statements; return what is returned, else the last expression or assignment."""
    last: Value = None
    for statement in body:
        try:
            flow = _statement(reading, statement)
        except Refused as refused:
            raise error_of(reading.text, statement, refused) from None
        if flow.returned:
            return flow
        last = last if flow.value is None else flow.value
    return Flow(last)


def _statement(reading: Reading, statement: ast.stmt) -> Flow:
    match statement:
        case ast.Return(value=value):
            return Flow(None if value is None else evaluate(reading, value), returned=True)
        case ast.If():
            return _choice(reading, statement)
        case ast.With(items=items, body=body) if all(map(_is_quiet, items)):
            return run(reading, body)
        case ast.For():
            return Flow(loop(reading, statement, run))
    return Flow(_simple(reading, statement))


def _simple(reading: Reading, statement: ast.stmt) -> Value:
    match statement:
        case ast.Import() | ast.ImportFrom():
            reading.libraries.update(imported(statement))
        case ast.Expr(value=ast.Constant(value=str() | None)) | ast.Pass():
            pass
        case ast.Assert(test=test):
            _assert(reading, test)
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[item])
        ):
            append(reading, name, evaluate(reading, item))
        case ast.Expr(value=value):
            return evaluate(reading, value)
        case ast.Assign(targets=targets, value=value):
            found = evaluate(reading, value)
            for target in targets:
                last = assign(reading, target, found)
            return last
        case ast.AnnAssign(target=target, value=value):
            return None if value is None else assign(reading, target, evaluate(reading, value))
        case ast.AugAssign():
            return augment(reading, statement)
        case ast.FunctionDef(args=args, body=body, name=name):
            reading.names[name] = Function(args, tuple(body), name)
        case ast.Raise():
            raise Refused("the code raises an error here", raises=True)
        case _:
            kind = KINDS.get(type(statement), "this statement")
            raise Refused(f"{kind} has no notation", "write it with whole arrays and their axes")
    return None


def _is_quiet(item: ast.withitem) -> bool:
    """Return whether a context changes no value, as ``torch.no_grad()`` does."""
    call = item.context_expr
    function = call.func if isinstance(call, ast.Call) else call
    return item.optional_vars is None and getattr(function, "attr", "") in CONTEXTS


def _choice(reading: Reading, statement: ast.If) -> Flow:
    """Read the branch that is taken; a guard that is not known to fail lets everything pass."""
    if is_guard(statement):
        _compare(reading, statement.test, ast.NotEq)
        if quietly(reading, statement.test) is True:
            raise Refused("the code raises an error here: this condition holds", raises=True)
        return Flow(None)
    taken = decided(reading, statement.test)
    condition = None if taken is not None else of_indices(reading, statement.test)
    if condition is not None and _only_adds(reading, statement):
        reading.context.conditions.append(condition)
        try:
            return run(reading, statement.body)
        finally:
            reading.context.conditions.pop()
    if taken is None:
        raise Refused(
            f"which statements are read depends on {ast.unparse(statement.test)}, not known here",
            "np.where goes by entries; what an argument is a default value tells",
        )
    return run(reading, statement.body if taken else statement.orelse)


def _only_adds(reading: Reading, statement: ast.If) -> bool:
    """Return whether a branch does nothing but add to what the loops around it make."""
    return not statement.orelse and all(
        isinstance(one, ast.AugAssign)
        and isinstance(one.target, ast.Name)
        and isinstance(reading.names.get(one.target.id), Filling)
        for one in statement.body
    )


def _assert(reading: Reading, test: ast.expr) -> None:
    _compare(reading, test, ast.Eq)
    if quietly(reading, test) is False:
        raise Refused("this assertion fails", raises=True)


def _compare(reading: Reading, test: ast.expr, wanted: type[ast.cmpop]) -> None:
    """Learn which sizes are one from what the code demands to be equal."""
    for sides in pairs_of(test, wanted):
        try:
            left, right = (evaluate(reading, side) for side in sides)
        except BoxdotError:
            continue
        pairs = [(left, right)]
        if isinstance(left, tuple) and isinstance(right, tuple):
            pairs = list(zip(left, right, strict=False))
        for one, other in pairs:
            sizes = [a.size for a in (one, other) if isinstance(a, Array) and a.size is not None]
            if len(sizes) == 2:
                _unify(reading, *sizes)


def _unify(reading: Reading, left: Size, right: Size) -> None:
    """Take two lengths for one where the code says so, and the user has not named both."""
    if reading.context.same(left, right):
        return
    given = {
        name
        for one in reading.declared.given.values()
        for size in one.shape or ()
        for name in algebra.names_of(size)
    }
    for name, other in ((right, left), (left, right)):
        if isinstance(name, str) and name not in given and name not in algebra.names_of(other):
            raise Rebind(name, other)
