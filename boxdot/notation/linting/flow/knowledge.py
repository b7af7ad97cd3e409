"""What is known of a name at a place of a paper: what is declared, and what flows there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from boxdot.grammar.papers import Document
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.linting.declaring.unsaid import has_unsaid
from boxdot.notation.linting.flow.claims import Claim
from boxdot.notation.linting.flow.equating import Equations
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.naming import (
    Name,
    answers_for,
    hangs_on_index,
    kin_of,
    split,
    tells_others,
)
from boxdot.notation.linting.scoping import Scopes
from boxdot.notation.linting.setting import Setting
from boxdot.notation.linting.symbols import PaperSymbols


@dataclass(slots=True)
class _Slot:
    """What the statements of one section make of a name; once they disagree, it stays unknown."""

    claims: dict[tuple[int, int], Claim] = field(default_factory=dict)
    spoiled: bool = False

    def settled(self) -> Claim | None:
        """Return the surest of the claims, if those that say a shape agree."""
        told = [claim for claim in self.claims.values() if claim.shape is not None]
        if self.spoiled or not told:
            return None
        return min(told, key=lambda claim: claim.evidence)


class Knowledge:
    """The declarations of a paper with the shapes that follow from them, by name and section.

    A declaration near the formula rules; then a definition in the same section or one around it;
    then what the whole paper declares; then a definition in another section before it.
    """

    def __init__(self, scopes: Scopes, document: Document) -> None:
        self.scopes = scopes
        self.equations = Equations(scopes.sizes, document)
        self._parents = [section.parent for section in document.sections]
        self._slots: dict[Name, dict[tuple[str, int], _Slot]] = {}
        self._telling: dict[Name, dict[tuple[str, int], _Slot]] = {}  # those that tell others
        self._found: dict[Name, dict[Name, dict[tuple[str, int], Declared | None]]] = {}

    @property
    def sizes(self) -> frozenset[str]:
        """The names of sizes in declared shapes."""
        return self.scopes.sizes

    # --- asking -----------------------------------------------------------------------------

    def find(self, name: str, section: int) -> Declared | None:
        """Return the declaration or definition that rules a name, with its place."""
        parts, kin = split(name), kin_of(name)
        if parts not in self._slots and kin not in self._telling:
            return self.scopes.find(name, section)
        found = self._found.setdefault(kin, {}).setdefault(parts, {})
        key = (name, section)
        if key not in found:
            found[key] = self._search(name, section)
        return found[key]

    def declaration(self, name: str, section: int) -> Declaration | None:
        """Return what is known of a name, or None if its shape is not known there."""
        found = self.find(name, section)
        if found is None:
            return None
        shape = self.equations.applied(found.shape, section)
        return replace(found.declaration, name=name, shape=shape)

    def symbols(self, section: int) -> PaperSymbols:
        """Return the symbols as they stand in a section (-1: before the first heading)."""
        return PaperSymbols(lambda name: self.declaration(name, section), self.scopes.sizes)

    def setting(self, section: int, used: Iterable[str]) -> Setting:
        """Return what is known in a section of the names that a formula uses."""
        setting = self.scopes.setting(section, ())
        around = set(self._around(section))
        found = {name: self.find(name, section) for name in used}
        near = frozenset(name for name, one in found.items() if one and one.section in around)
        return replace(setting, near=near)

    def rests_on(self, name: str, section: int, formula: int) -> bool:
        """Tell whether a name is known only since this formula was solved for it."""
        slot = self._slots.get(split(name), {}).get((name, section))
        claims = slot.claims.values() if slot is not None else ()
        return bool(claims) and all(one.solved and one.formula == formula for one in claims)

    def is_declared(self, name: str, section: int) -> bool:
        """Tell whether the paper itself says near a place what a name is, with a shape or not."""
        return self.scopes.speaks_of(name, section)

    def _search(self, name: str, section: int) -> Declared | None:
        declared = self.scopes.find(name, section)
        if self.is_declared(name, section):
            return declared
        slots = self._answering(name)
        around = list(self._around(section))
        for one in around:
            near = [(known, slot) for (known, at), slot in slots if at == one]
            if near:
                return _agreed(name, near) or _by_kind(declared)
        if declared is not None:
            return declared
        before = [(known, slot) for (known, at), slot in slots if at < section]
        return _agreed(name, before) if before else None

    def _answering(self, name: str) -> list[tuple[tuple[str, int], _Slot]]:
        parts = split(name)
        exact = list(self._slots.get(parts, {}).items())
        telling = self._telling.get(kin_of(name), {}).items()
        kindred = [(k, s) for k, s in telling if split(k[0]) != parts and answers_for(k[0], name)]
        return exact + kindred

    def _around(self, section: int) -> Iterable[int]:
        while section >= 0:
            yield section
            section = self._parents[section]
        yield -1

    # --- telling ----------------------------------------------------------------------------

    def claim(self, place: tuple[int, int], claim: Claim, section: int) -> bool:
        """Note what a statement makes of a name, and tell whether that changes anything."""
        slots = self._slots.setdefault(split(claim.name), {})
        is_new = (claim.name, section) not in slots
        slot = slots.setdefault((claim.name, section), _Slot())
        if is_new and tells_others(claim.name):
            self._telling.setdefault(kin_of(claim.name), {})[claim.name, section] = slot
        before = slot.settled()
        others = {one.shape for one in slot.claims.values()} - {None, claim.shape}
        slot.spoiled = slot.spoiled or (claim.shape is not None and bool(others))
        slot.claims[place] = claim
        return self._changed(claim.name, is_new or before != slot.settled())

    def withdraw(self, place: tuple[int, int], name: str, section: int) -> bool:
        """Note that a statement makes nothing of a name any more: its shape stays unknown."""
        slot = self._slots[split(name)][name, section]
        before = slot.settled()
        slot.spoiled = slot.spoiled or place in slot.claims
        return self._changed(name, before != slot.settled())

    def _changed(self, name: str, changed: bool) -> bool:
        if changed and tells_others(name):
            self._found.pop(kin_of(name), None)
        elif changed:
            self._found.get(kin_of(name), {}).pop(split(name), None)
        return changed


def _by_kind(declared: Declared | None) -> Declared | None:
    """Return what tells the kind of a name alone: it stands where statements disagree."""
    return declared if declared is not None and has_unsaid(declared.shape) else None


def _agreed(name: str, near: list[tuple[str, _Slot]]) -> Declared | None:
    """Return what all claims say of a name; those of the very name go before its family."""
    exact = [(known, slot) for known, slot in near if split(known) == split(name)]
    chosen = exact or [(known, slot) for known, slot in near if tells_others(known)]
    claims = [slot.settled() for _, slot in chosen]
    told = [claim for claim in claims if claim is not None]
    if not told or len(told) != len(claims) or len({claim.shape for claim in told}) != 1:
        return None
    found = told[0]
    if not exact and hangs_on_index(found.name, found.shape):
        return None
    return found.as_declared(name)
