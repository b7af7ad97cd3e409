"""One statement: the shape of each side, what it defines, and whether the sides agree."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import Chain, Constant, Expr, Index, Relation
from boxdot.notation.inference.contexts import needs_context
from boxdot.notation.inference.definitions import define, is_defined, visit_defined
from boxdot.notation.inference.indexform import index_form, settle
from boxdot.notation.inference.reaching import check_reaches, settle_ranges
from boxdot.notation.inference.result import IndexForm, Statement
from boxdot.notation.inference.scopes import Scope
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.sides import compare_sides
from boxdot.notation.inference.subscripts import index_name
from boxdot.notation.shapes.sizes import Shape

Shapes = list[Shape | None]


def statement(session: Session, chain: Chain) -> Statement:
    """Infer one statement; later ones may use what it defines."""
    session.chain, session.scopes, session.reaches = chain, [Scope()], []
    closing = None if chain.shape is None else session.bound_shape(chain.shape)
    defined = tuple(n for n in range(len(chain.sides)) if is_defined(session, chain, n))
    shapes: Shapes = [None] * len(chain.sides)
    session.entries = _equates_entries(session, chain, defined)
    for part in _parts(chain):
        _infer_part(session, chain, part, defined, shapes, closing)
    settle_ranges(session, session.scopes[0])
    form = index_form(session, chain, shapes)
    settle(session, session.scopes[0])
    check_reaches(session)
    compare_sides(session, chain, [None if n in defined else s for n, s in enumerate(shapes)])
    for number in defined:
        shape = array_shape(form) if form is not None and number == 0 else shapes[number]
        define(session, chain.sides[number], shape, form if number == 0 else None)
    read = _as_read(shapes, form)
    return Statement(chain, tuple(read), defined, session.scopes[0].known(), form)


def _equates_entries(session: Session, chain: Chain, defined: tuple[int, ...]) -> bool:
    """Whether the left side is an entry with running indices, ``y_i`` or ``Y_{ij}``."""
    left = chain.sides[0]
    if len(chain.sides) < 2 or not isinstance(left, Index):
        return False
    runs = any(index_name(session, s) for s in (*left.subscripts, *left.superscripts))
    return runs and (0 in defined or session.quiet(left) == ())


def _parts(chain: Chain) -> list[range]:
    """Return the numbers of the sides between ⟺, which joins equations and not shapes."""
    cuts = [n for n, r in enumerate(chain.relations, start=1) if r is Relation.EQUIVALENT]
    ends = [*cuts, len(chain.sides)]
    return [range(start, stop) for start, stop in zip([0, *cuts], ends, strict=True)]


def _infer_part(
    session: Session,
    chain: Chain,
    part: range,
    defined: tuple[int, ...],
    shapes: Shapes,
    closing: Shape | None,
) -> None:
    """Infer sides that have one shape, those last that take it from the others."""
    waiting = [n for n in part if n not in defined and _waits(session, chain.sides[n])]
    for number in part:
        if number not in waiting and number not in defined:
            shapes[number] = session.shape(chain.sides[number], closing)
    for number in (*waiting, *(n for n in part if n in defined)):
        common = next((shapes[n] for n in part if shapes[n] is not None), closing)
        if number in defined:
            visit_defined(session, chain.sides[number])
            shapes[number] = common
        else:
            shapes[number] = _in_context(session, chain.sides[number], common)


def _waits(session: Session, side: Expr) -> bool:
    return _is_bare_constant(side) or needs_context(session, side)


def _is_bare_constant(side: Expr) -> bool:
    return isinstance(side, Constant) and side.sizes is None


def _in_context(session: Session, side: Expr, common: Shape | None) -> Shape | None:
    """``X ⊡ 𝟎 = 𝟎``: alone on a side, a constant has the shape of the others, declared or not."""
    shape = session.shape(side, common)
    if _is_bare_constant(side) and common is not None and len(common) > 0:
        shape = common
        session.result.shapes[id(side)] = shape
    return shape


def array_shape(form: IndexForm) -> Shape | None:
    """Return the shape of the arrays that the sides of a chain in index form stand for."""
    sizes = [1 if name is None else form.sizes.get(name) for name in form.layout]
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) else None


def _as_read(shapes: Shapes, form: IndexForm | None) -> Shapes:
    if form is None:
        return shapes
    array = array_shape(form)
    entries = range(form.count)
    return [array if n in entries else shape for n, shape in enumerate(shapes)]
