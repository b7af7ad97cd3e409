"""Which formulas asked for a name, and so want to know when its shape becomes known."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from boxdot.notation.linting.naming import Name, family, split, tells_others

_Sections = dict[int, dict[int, None]]


class Askers:
    """The formulas that asked for names, by name (and family) and section.

    >>> askers = Askers()
    >>> askers.note(7, 2, ["H_0", "W"])
    >>> [list(askers.reached(name, 1, None)) for name in ("H_0", "H_t", "H_1", "V")]
    [[7], [7], [], []]
    """

    def __init__(self) -> None:
        self._asking: dict[Name, _Sections] = {}
        self._ordered: dict[Name, list[int]] = {}

    def note(self, formula: int, section: int, names: Iterable[str]) -> None:
        """Note the names that a formula asked for."""
        for name in names:
            for key in _keys(name):
                sections = self._asking.setdefault(key, {})
                if section not in sections:
                    sections[section] = {}
                    insort(self._ordered.setdefault(key, []), section)
                sections[section][formula] = None

    def reached(self, name: str, section: int, end: int | None) -> Iterator[int]:
        """Yield the formulas that news of a name reach: in a section, and up to another one."""
        kin = family(name)
        key = kin if kin is not None and tells_others(name) else split(name)
        ordered, sections = self._ordered.get(key, []), self._asking.get(key, {})
        for one in ordered[bisect_left(ordered, section) :]:
            if end is not None and one >= end:
                return
            yield from list(sections[one])


def _keys(name: str) -> tuple[Name, ...]:
    kin = family(name)
    return (split(name),) if kin is None else (split(name), kin)
