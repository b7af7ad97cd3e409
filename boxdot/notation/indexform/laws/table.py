"""Which law is for which kind of atom."""

from __future__ import annotations

from boxdot.notation.indexform.laws.calls import call
from boxdot.notation.indexform.laws.idempotents import delta, entry, support
from boxdot.notation.indexform.laws.inverses import opaque
from boxdot.notation.indexform.laws.ordinals import ordinal
from boxdot.notation.indexform.laws.positions import at
from boxdot.notation.indexform.laws.ranges import over
from boxdot.notation.indexform.laws.raw import Law
from boxdot.notation.indexform.laws.roots import prime, wrapped
from boxdot.notation.indexform.structure import (
    At,
    Call,
    Delta,
    Entry,
    Opaque,
    Ordinal,
    Over,
    Prime,
    Support,
    Wrapped,
)

LAWS: dict[type, Law] = {
    Entry: entry,
    At: at,
    Delta: delta,
    Support: support,
    Prime: prime,
    Wrapped: wrapped,
    Call: call,
    Ordinal: ordinal,
    Over: over,
    Opaque: opaque,
}
