"""What the subscripts of an entry say: index names, numbers, slices."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import Binary, Expr, Number, Symbol
from boxdot.notation.inference.scopes import Scope
from boxdot.notation.inference.session import Session
from boxdot.notation.shapes.sizes import Size


def index_name(session: Session, subscript: Expr) -> str | None:
    """Return the name of an index that runs, None for a number, a size or anything else."""
    if not isinstance(subscript, Symbol):
        return None
    name = subscript.name
    if any(name in scope.sizes for scope in session.scopes):
        return name
    known = session.declaration(name) is not None or name in session.size_names
    return None if known else name


def note(session: Session, subscript: Expr, size: Size | None, node: Expr) -> None:
    """Note that a subscript runs over an axis of this size (None: not known)."""
    name = index_name(session, subscript)
    if name is not None:
        scope_of(session, name).see(name, size, node)
        session.result.shapes[id(subscript)] = ()
    else:
        note_names(session, subscript)


def note_names(session: Session, expression: Expr) -> None:
    """Note the indices in ``i + 1``, whose axis says nothing of their size."""
    match expression:
        case Symbol():
            if (name := index_name(session, expression)) is not None:
                scope_of(session, name).see(name, None, expression)
            session.result.shapes[id(expression)] = ()
        case Number():
            session.result.shapes[id(expression)] = ()
        case Binary(left=left, right=right):
            note_names(session, left)
            note_names(session, right)


def scope_of(session: Session, name: str) -> Scope:
    """Return the innermost scope that binds an index, else the outermost scope."""
    bound = (scope for scope in reversed(session.scopes) if name in scope.sizes)
    return next(bound, session.scopes[0])
