"""The identities as they are read, kept beside them so that no process reads hundreds of texts.

``python -m boxdot.notation.rewriting.tables`` writes the table anew after a change of identities
or of how texts are read (a test tells when). An identity whose text has changed is read anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from boxdot.notation.algebra import SizeExpression
from boxdot.notation.expressions import nodes
from boxdot.notation.expressions.nodes import Expr, Node
from boxdot.notation.reading import read
from boxdot.notation.rewriting.identities import IDENTITIES, Identity
from boxdot.notation.shapes.sizes import Shape

TABLE = Path(__file__).parent / "identities.json"
_UNSAID = frozenset({"span", "operator_span"})
_ENUMS: Mapping[str, type[Enum]] = {
    kind.__name__: kind for kind in (nodes.Op, nodes.ConstantKind, nodes.Relation)
}


class Sides(NamedTuple):
    """The two sides of an identity and the shapes of its symbols."""

    left: Expr
    right: Expr
    shapes: Mapping[str, Shape | None]


def sides_of(identity: Identity) -> Sides:
    """Return the sides of an identity, from the table if it has them."""
    stored = _stored().get(identity.name)
    if stored is None or stored[0] != made_of(identity):
        return read_sides(identity)
    _, left, right, shapes = stored
    return Sides(_decoded(left), _decoded(right), {n: _decoded(s) for n, s in shapes.items()})


def read_sides(identity: Identity) -> Sides:
    """Return the sides of an identity as its text reads."""
    formula = read(identity.equation, identity.shapes)
    left, right = formula.statements[0].sides
    return Sides(left, right, {n: declared.shape for n, declared in formula.symbols.items()})


def made_of(identity: Identity) -> str:
    """Return the digest of what is read of an identity."""
    text = f"{identity.equation}; {identity.shapes}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _stored() -> dict[str, Any]:
    try:
        stored = json.loads(TABLE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


# --- nodes as plain data ----------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """Any: a node or what a field of one holds. A list begins with the name of what it was."""
    match value:
        case Node():
            said = [_plain(getattr(value, f.name)) for f in fields(value) if f.name not in _UNSAID]
            return [type(value).__name__, *said]
        case tuple():
            return ["", *map(_plain, value)]
        case Enum():
            return [type(value).__name__, value.value]
        case SizeExpression():
            return ["Size", _plain(value.terms)]
        case Fraction():
            return ["Fraction", str(value)]
    return value


def _decoded(value: Any) -> Any:
    """Any: what `_plain` made."""
    if not isinstance(value, list):
        return value
    name, *parts = value
    if name in _ENUMS:
        return _ENUMS[name](*parts)
    match name:
        case "":
            return tuple(map(_decoded, parts))
        case "Size":
            return SizeExpression(_decoded(parts[0]))
        case "Fraction":
            return Fraction(parts[0])
    kind = getattr(nodes, name)
    names = (f.name for f in fields(kind) if f.name not in _UNSAID)
    return kind(**dict(zip(names, map(_decoded, parts), strict=True)))


def table() -> dict[str, Any]:
    """Return the table of all identities as they are read now."""
    result = {}
    for identity in IDENTITIES.values():
        left, right, shapes = read_sides(identity)
        declared = {name: _plain(shape) for name, shape in shapes.items()}
        result[identity.name] = [made_of(identity), _plain(left), _plain(right), declared]
    return result


def main() -> None:
    """Write the table."""
    rows = (f"{json.dumps(n)}:{_json(row)}" for n, row in table().items())
    TABLE.write_text("{" + ",\n".join(rows) + "}\n", encoding="utf-8")


def _json(row: Any) -> str:
    return json.dumps(row, separators=(",", ":"), ensure_ascii=False)


if __name__ == "__main__":
    main()
