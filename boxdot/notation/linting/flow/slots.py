"""What the statements of a paper make of its names, kept by name and section."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field

from boxdot.notation.linting.flow.claims import Claim
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.naming import (
    Name,
    answers_for,
    family,
    hangs_on_index,
    split,
    tells_others,
)


@dataclass(slots=True)
class Slot:
    """What the statements of one section make of a name; once they disagree, it stays unknown."""

    claim: Claim | None = None
    spoiled: bool = False
    solved_by: int | None = None
    """The one formula that was solved for the name, if nothing else tells its shape."""

    @property
    def settled(self) -> Claim | None:
        """The surest of the claims, if those that say a shape agree."""
        return None if self.spoiled else self.claim

    def add(self, claim: Claim) -> bool:
        """Note a claim, and tell whether that changes what is settled."""
        if claim.shape is None or self.spoiled:
            return False
        if self.claim is not None and self.claim.shape != claim.shape:
            self.spoiled = True
            return True
        own = claim.solved and (self.claim is None or self.solved_by == claim.formula)
        changed = self.claim is None or claim.evidence < self.claim.evidence
        freed = self.solved_by is not None and not own
        self.solved_by = claim.formula if own else None
        self.claim = claim if changed else self.claim
        return changed or freed


@dataclass(slots=True)
class _Line:
    """The slots of one name, in the order of the sections."""

    sections: list[int] = field(default_factory=list)
    slots: dict[int, Slot] = field(default_factory=dict)

    def at(self, section: int) -> tuple[Slot, bool]:
        """Return the slot of a section, and whether it is new."""
        slot = self.slots.get(section)
        if slot is not None:
            return slot, False
        insort(self.sections, section)
        slot = self.slots[section] = Slot()
        return slot, True

    def ruling(self, section: int) -> int | None:
        """Return the last section up to this one that has a slot."""
        position = bisect_right(self.sections, section)
        return self.sections[position - 1] if position else None

    def reach(self, section: int) -> int | None:
        """Return the next section that has a slot of its own."""
        position = bisect_right(self.sections, section)
        return self.sections[position] if position < len(self.sections) else None


class Slots:
    """The slots of all names; a name with a letter for an index tells of its whole family.

    >>> slots = Slots()
    >>> slots.claim(Claim("H_t", ("n", "h"), section=1))
    True
    >>> [slots.find(name, 2).shape for name in ("H_t", "H_0")], slots.find("H_t", 0)
    ([('n', 'h'), ('n', 'h')], None)
    """

    def __init__(self) -> None:
        self._lines: dict[Name, _Line] = {}
        self._families: dict[Name, dict[str, _Line]] = {}

    def knows(self, name: str) -> bool:
        """Tell whether anything is said of a name, or of its family, in some section."""
        kin = family(name)
        return split(name) in self._lines or (kin is not None and kin in self._families)

    def claim(self, claim: Claim) -> bool:
        """Note what a statement makes of a name, and tell whether that changes anything."""
        line = self._lines.get(split(claim.name))
        if line is None:
            line = self._lines[split(claim.name)] = _Line()
            kin = family(claim.name)
            if kin is not None and tells_others(claim.name):
                self._families.setdefault(kin, {})[claim.name] = line
        slot, is_new = line.at(claim.section)
        return slot.add(claim) or is_new

    def withdraw(self, claim: Claim) -> bool:
        """Note that a statement does not tell a shape any more: the name stays unknown."""
        slot, _ = self._lines[split(claim.name)].at(claim.section)
        was, slot.spoiled = slot.spoiled, True
        return not was

    def slot(self, name: str, section: int) -> Slot | None:
        """Return the slot of the very name in the very section."""
        line = self._lines.get(split(name))
        return None if line is None else line.slots.get(section)

    def ruling(self, name: str, section: int) -> int | None:
        """Return the section whose statements rule a name, if there is one."""
        found = (line.ruling(section) for _, line in self._answering(name))
        return max((one for one in found if one is not None), default=None)

    def reach(self, name: str, section: int) -> int | None:
        """Return the section at which what is said of a name in this one ends to hold."""
        line = self._lines.get(split(name))
        return None if line is None else line.reach(section)

    def find(self, name: str, section: int) -> Declared | None:
        """Return what rules a name in a section, if the statements that do agree."""
        last = self.ruling(name, section)
        if last is None:
            return None
        lines = [(known, line) for known, line in self._answering(name) if last in line.slots]
        exact = [(known, line) for known, line in lines if split(known) == split(name)]
        settled = [line.slots[last].settled for _, line in exact or lines]
        told = [claim for claim in settled if claim is not None]
        if len(told) != len(settled) or len({claim.shape for claim in told}) != 1:
            return None
        if not exact and hangs_on_index(told[0].name, told[0].shape):
            return None
        return told[0].as_declared(name)

    def _answering(self, name: str) -> Iterator[tuple[str, _Line]]:
        parts = split(name)
        own = self._lines.get(parts)
        if own is not None:
            yield name, own
        kin = family(name)
        for known, line in self._families.get(kin, {}).items() if kin is not None else ():
            if line is not own and answers_for(known, name):
                yield known, line
