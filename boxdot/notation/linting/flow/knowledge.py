"""What is known of a name at a place of a paper: what is declared, and what flows there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from boxdot.grammar.papers import Document
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.linting.declaring.unsaid import has_unsaid
from boxdot.notation.linting.flow.claims import Claim
from boxdot.notation.linting.flow.equating import Equations
from boxdot.notation.linting.flow.slots import Slots
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.naming import Name, kin_of
from boxdot.notation.linting.scoping import Scopes
from boxdot.notation.linting.setting import Setting
from boxdot.notation.linting.symbols import PaperSymbols


class Knowledge:
    """The declarations of a paper with the shapes that follow from them, by name and section.

    A declaration near the formula rules; then the last definition before it or in its section, if
    that section is its own or one around it; then what the whole paper declares; then the last
    definition in another section.
    """

    def __init__(self, scopes: Scopes, document: Document) -> None:
        self.scopes = scopes
        self.equations = Equations(scopes.sizes, document)
        self.slots = Slots()
        self._found: dict[Name, dict[tuple[str, int], Declared | None]] = {}
        self._parents = [section.parent for section in document.sections]

    @property
    def sizes(self) -> frozenset[str]:
        """The names of sizes in declared shapes."""
        return self.scopes.sizes

    # --- asking -----------------------------------------------------------------------------

    def find(self, name: str, section: int) -> Declared | None:
        """Return the declaration or definition that rules a name, with its place."""
        kept = self._found.get(kin_of(name))
        if kept is None:
            kept = self._found[kin_of(name)] = {}
        key = name, section
        if key not in kept:
            kept[key] = self._search(name, section)
        return kept[key]

    def claim(self, claim: Claim) -> bool:
        """Note what a statement makes of a name, and tell whether that changes anything."""
        self._found.pop(kin_of(claim.name), None)
        return self.slots.claim(claim)

    def withdraw(self, claim: Claim) -> bool:
        """Note that a statement does not tell a shape any more, and whether that is news."""
        self._found.pop(kin_of(claim.name), None)
        return self.slots.withdraw(claim)

    def _search(self, name: str, section: int) -> Declared | None:
        declared = self.scopes.find(name, section)
        ruling = self.slots.ruling(name, section) if self.slots.knows(name) else None
        if ruling is None or self.is_declared(name, section):
            return declared
        if ruling in self._around(section):
            return self.slots.find(name, section) or _by_kind(declared)
        return declared or self.slots.find(name, section)

    def declaration(self, name: str, section: int) -> Declaration | None:
        """Return what is known of a name, or None if its shape is not known there."""
        found = self.find(name, section)
        if found is None:
            return None
        shape = self.equations.applied(found.shape, section)
        known = found.declaration
        if known.name == name and known.shape == shape:
            return known
        return replace(known, name=name, shape=shape)

    def symbols(self, section: int) -> PaperSymbols:
        """Return the symbols as they stand in a section (-1: before the first heading)."""
        return PaperSymbols(lambda name: self.declaration(name, section), self.scopes.sizes)

    def setting(self, section: int, used: Iterable[str]) -> Setting:
        """Return what is known in a section of the names that a formula uses."""
        setting = self.scopes.setting(section, ())
        around = set(self._around(section))
        found = {name: self.find(name, section) for name in used}
        homes = {name: one.section for name, one in found.items() if one}
        near = frozenset(name for name, home in homes.items() if home in around)
        elsewhere = {name: home for name, home in homes.items() if name not in near}
        return replace(setting, near=near, elsewhere=elsewhere)

    def rests_on(self, name: str, section: int, formula: int) -> bool:
        """Tell whether a name is known only since this formula was solved for it."""
        slot = self.slots.slot(name, section)
        return slot is not None and slot.solved_by == formula

    def is_declared(self, name: str, section: int) -> bool:
        """Tell whether the paper itself says near a place what a name is, with a shape or not."""
        return self.scopes.speaks_of(name, section)

    def _around(self, section: int) -> Iterable[int]:
        while section >= 0:
            yield section
            section = self._parents[section]
        yield -1


def _by_kind(declared: Declared | None) -> Declared | None:
    """Return what tells the kind of a name alone: it stands where statements disagree."""
    return declared if declared is not None and has_unsaid(declared.shape) else None
