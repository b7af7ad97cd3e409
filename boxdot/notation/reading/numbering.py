"""Members of a declared family that are called by their numbers: ``A_1`` beside ``Σ_r A_r``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from boxdot.notation.expressions.members import is_numbered, member_of, ranges_of
from boxdot.notation.expressions.nodes import Chain, Expr, Index, Number, Symbol
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.reading.names import index_name


def numbered(statements: Iterable[Chain], symbols: Symbols) -> list[Declaration]:
    """Return declarations of the members that have a number where their family has an index.

    A family is a declared name that carries an index of a Σ or ∏: ``A_r ∈ ℝ^I`` under Σ_r also
    says what ``A_1`` is, unless an ``A`` is declared whose entries or slices these are.

    >>> from boxdot.notation.reading import read
    >>> read("Σ_{r=1}^{2} A_r = A_1 + A_2", "A_r ∈ R^I").symbols["A_2"].shape
    ('I',)
    """
    nodes = [node for chain in statements for node in descendants(chain)]
    called = dict.fromkeys(_called(nodes, symbols))
    families = list(_families(nodes, symbols)) if called else []
    return [
        replace(declaration, name=name)
        for name in called
        for declaration, family in families
        if is_numbered(name, family)
    ]


def _called(nodes: Iterable[Expr], symbols: Symbols) -> Iterator[str]:
    """Yield the names with a number in a script that nothing declares."""
    for node in nodes:
        match node:
            case Symbol(name=name):
                found = name if any(c.isdigit() for c in name) else None
            case Index(base=Symbol(name=name), subscripts=lower, superscripts=()):
                plain = all(isinstance(index, Number) for index in lower)
                found = index_name(node) if plain and symbols.resolve(name) is None else None
            case _:
                found = None
        if found is not None and symbols.resolve(found) is None:
            yield found


def _families(nodes: Iterable[Expr], symbols: Symbols) -> Iterator[tuple[Declaration, str]]:
    """Yield what is declared of families, with their names that have gaps for the indices."""
    indices = {bounds.index for bounds in ranges_of(nodes)}
    for declaration in symbols.values():
        member = member_of(declaration.name, indices)
        if member is not None and not member.doubt and declaration.signature is None:
            yield declaration, member.family
