"""What was linted: how much, what was read of it, and why the rest was not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(slots=True)
class Statistics:
    """Counts over all linted papers.

    ``formulas`` are all formulas; ``read`` of them were read in full, ``unreadable`` counts the
    statements that were not, by reason, ``passed`` the formulas that cannot hold a finding.
    ``skipped`` counts what the papers themselves hide (unclosed formulas, missing files), and
    ``internal`` the places of internal errors.
    """

    files: int = 0
    characters: int = 0
    formulas: int = 0
    examined: int = 0
    statements: int = 0
    declarations: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    internal: list[str] = field(default_factory=list)
    seconds: float = 0.0
    slowest: float = 0.0

    def add(self, other: Statistics) -> None:
        """Add the counts of other papers.

        >>> statistics = Statistics(files=1, internal=["a"])
        >>> statistics.add(Statistics(files=2, internal=["b"], slowest=0.1))
        >>> statistics.files, statistics.internal, statistics.slowest
        (3, ['a', 'b'], 0.1)
        """
        for field_ in fields(self):
            mine, theirs = getattr(self, field_.name), getattr(other, field_.name)
            both = max(mine, theirs) if field_.name == "slowest" else mine + theirs
            setattr(self, field_.name, both)

    def as_json(self) -> dict[str, Any]:
        """Return the counts as a JSON object."""
        return {
            "files": self.files,
            "characters": self.characters,
            "formulas": self.formulas,
            "examined": self.examined,
            "statements": self.statements,
            "declarations": self.declarations,
            "unreadable": dict(self.unreadable.most_common()),
            "passed": dict(self.passed.most_common()),
            "skipped": dict(self.skipped.most_common()),
            "internal_errors": self.internal,
            "seconds": round(self.seconds, 3),
            "slowest_formula": round(self.slowest, 3),
        }
