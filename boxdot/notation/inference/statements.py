"""One statement: the shape of each side, what it defines, and whether the sides agree."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import Apply, Chain, Expr, Index, Relation, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference.contexts import needs_context
from boxdot.notation.inference.functions import is_known
from boxdot.notation.inference.indexform import index_form, settle
from boxdot.notation.inference.indexing import capital_of
from boxdot.notation.inference.result import IndexForm, Statement
from boxdot.notation.inference.scopes import Scope
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.sides import compare_sides
from boxdot.notation.inference.subscripts import index_name
from boxdot.notation.shapes.sizes import Shape


def statement(session: Session, chain: Chain) -> Statement:
    """Infer one statement; later ones may use what it defines."""
    session.chain, session.scopes = chain, [Scope()]
    closing = None if chain.shape is None else session.bound_shape(chain.shape)
    defined = tuple(n for n in range(len(chain.sides)) if _is_defined(session, chain, n))
    shapes = _side_shapes(session, chain, defined, closing)
    common = next((shape for shape in shapes if shape is not None), closing)
    form = index_form(session, chain, shapes)
    settle(session, session.scopes[0])
    for number in defined:
        if form is None or number > 0:
            shapes[number] = common
        _define(session, chain.sides[number], shapes[number], form)
    compare_sides(session, chain, [None if n in defined else s for n, s in enumerate(shapes)])
    read = _as_read(shapes, form)
    return Statement(chain, tuple(read), defined, session.scopes[0].known(), form)


def _side_shapes(
    session: Session, chain: Chain, defined: tuple[int, ...], closing: Shape | None
) -> list[Shape | None]:
    """Infer the sides, those last that take their shape from the others."""
    shapes: list[Shape | None] = [None] * len(chain.sides)
    plain = [n for n in range(len(shapes)) if n not in defined]
    waiting = [n for n in plain if needs_context(session, chain.sides[n])]
    for number in plain:
        if number not in waiting:
            shapes[number] = session.shape(chain.sides[number], closing)
    for number in waiting:
        common = next((shape for shape in shapes if shape is not None), closing)
        shapes[number] = session.shape(chain.sides[number], common)
    for number in defined:
        _visit_defined(session, chain.sides[number])
    return shapes


def _is_defined(session: Session, chain: Chain, number: int) -> bool:
    """Whether a side alone is a name that the statement introduces."""
    side = chain.sides[number]
    if len(chain.sides) == 1 and (chain.shape is None or not isinstance(side, Symbol)):
        return False
    if not _is_new(session, chain, number):
        return False
    others = (other for n, other in enumerate(chain.sides) if n != number)
    key = side.base if isinstance(side, Index) and not _is_slice(session, side) else side
    return not any(key == node for other in others for node in (other, *descendants(other)))


def _is_new(session: Session, chain: Chain, number: int) -> bool:
    side = chain.sides[number]
    match side:
        case Symbol(name=name):
            return not _is_name_known(session, name)
        case Apply(function=function):
            return not is_known(session, function)
        case Index(base=Symbol(name=name) as base):
            if _is_name_known(session, name) or capital_of(session, base) is not None:
                return _is_defining(chain, number) and _is_slice(session, side)
            return True
    return False


def _is_name_known(session: Session, name: str) -> bool:
    declared = session.declaration(name) is not None
    return declared or name in session.defined or name in session.size_names


def _is_defining(chain: Chain, number: int) -> bool:
    return number < len(chain.relations) and chain.relations[number] is Relation.DEFINE


def _is_slice(session: Session, side: Index) -> bool:
    """Whether an indexed name is not an entry, so that ``Y_j := …`` can introduce it."""
    return session.quiet(side) != ()


def _visit_defined(session: Session, side: Expr) -> None:
    """Infer what stands within a side that is being defined (arguments, subscripts)."""
    unknown, findings = len(session.unknown), len(session.findings)
    match side:
        case Apply(arguments=arguments):
            for argument in arguments:
                session.shape(argument)
        case Index():
            session.shape(side)
    del session.unknown[unknown:], session.findings[findings:]


def _define(session: Session, side: Expr, shape: Shape | None, form: IndexForm | None) -> None:
    """Note what a side that is being defined stands for from now on."""
    if form is not None:
        shape = _array_shape(form)
    session.result.shapes[id(side)] = () if form is not None else shape
    match side:
        case Symbol(name=name):
            session.defined[name] = shape
        case Index(base=Symbol(name=name)) if form and not _is_name_known(session, name):
            session.defined[name] = shape
        case Index(subscripts=subscripts):
            if any(index_name(session, subscript) for subscript in subscripts):
                session.defined_indexed[side] = shape


def _array_shape(form: IndexForm) -> Shape | None:
    sizes = [1 if name is None else form.sizes.get(name) for name in form.layout]
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) else None


def _as_read(shapes: list[Shape | None], form: IndexForm | None) -> list[Shape | None]:
    """In index form the sides stand for arrays over the free indices."""
    if form is None:
        return shapes
    array = _array_shape(form)
    return [array if shape == () or n == 0 else shape for n, shape in enumerate(shapes)]
