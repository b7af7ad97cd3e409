"""What a statement defines: a name that stands alone on a side and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.expressions.nodes import Apply, Chain, Expr, Index, Power, Relation, Symbol
from boxdot.notation.expressions.walking import children, descendants
from boxdot.notation.inference.functions import is_known
from boxdot.notation.inference.indexing import capital_of
from boxdot.notation.inference.result import IndexForm
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.subscripts import index_name, note_names
from boxdot.notation.inference.unary import is_euler
from boxdot.notation.shapes.sizes import Shape


def is_defined(session: Session, chain: Chain, number: int) -> bool:
    """Return whether a side introduces the name that it consists of."""
    side = chain.sides[number]
    if len(chain.sides) == 1 and (chain.shape is None or not isinstance(side, Symbol)):
        return False
    if not _is_new(session, chain, number):
        return False
    others = [other for n, other in enumerate(chain.sides) if n != number]
    if isinstance(side, Apply) and _calls(side.function, [*others, *_earlier(session, chain)]):
        return False
    key = side.base if isinstance(side, Index) and not _is_slice(session, side) else side
    return not any(key == node for other in others for node in (other, *descendants(other)))


def _is_new(session: Session, chain: Chain, number: int) -> bool:
    side = chain.sides[number]
    match side:
        case Symbol() | Power(base=Symbol()):
            return _is_new_name(session, side)
        case Apply(function=function, arguments=arguments):  # f(x), but not H = φ(X W + b)
            plain = all(isinstance(argument, Symbol | Index) for argument in arguments)
            distinct = len(set(arguments)) == len(arguments)
            return plain and distinct and not is_known(session, function)
        case Index(base=base):
            if _is_new_name(session, base) and not _has_capital(session, base):
                return True
            introduces = number < len(chain.relations) and (
                chain.relations[number] is Relation.DEFINE
            )
            return introduces and isinstance(base, Symbol) and _is_slice(session, side)
    return False


def _calls(function: str, sides: list[Expr]) -> bool:
    """Whether a function is applied somewhere in the sides, so that it is not being defined."""
    nodes = (node for side in sides for node in (side, *descendants(side)))
    return any(isinstance(node, Apply) and node.function == function for node in nodes)


def _earlier(session: Session, chain: Chain) -> Iterator[Expr]:
    """Yield the sides of the statements before this one."""
    for statement in session.formula.statements:
        if statement is chain:
            return
        yield from statement.sides


def _is_new_name(session: Session, node: Expr) -> bool:
    """Whether a symbol, or an undeclared one with a superscript (``G^X``), is not known yet."""
    match node:
        case Symbol(name=name):
            return session.declaration(name) is None and node not in session.defined
        case Power(base=Symbol() as base, exponent=Symbol()) if not is_euler(session, base):
            return _is_new_name(session, base) and node not in session.defined
    return False


def _has_capital(session: Session, base: Expr) -> bool:
    return isinstance(base, Symbol) and capital_of(session, base) is not None


def _is_slice(session: Session, side: Index) -> bool:
    """Whether an indexed name is not an entry, so that ``Y_j := …`` can introduce it."""
    return session.quiet(side) != ()


def visit_defined(session: Session, side: Expr) -> None:
    """Infer what stands within a side that is being defined: arguments and subscripts."""
    unknown, findings = len(session.unknown), len(session.findings)
    match side:
        case Apply():
            for argument in children(side):
                session.shape(argument)
        case Index(subscripts=lower, superscripts=upper):
            for subscript in (*lower, *upper):
                note_names(session, subscript)
    del session.unknown[unknown:], session.findings[findings:]


def define(session: Session, side: Expr, shape: Shape | None, form: IndexForm | None) -> None:
    """Note what a side that is being defined stands for from now on."""
    session.result.shapes[id(side)] = shape if form is None else ()
    match side:
        case Symbol() | Power():
            session.defined[side] = shape
        case Index(base=base) if form is not None:
            session.defined[base] = shape
            session.result.shapes[id(base)] = shape
        case Index(subscripts=subscripts):
            if any(index_name(session, subscript) for subscript in subscripts):
                session.defined[side] = shape
