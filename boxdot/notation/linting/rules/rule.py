"""What a rule is: a name, its manual page, and when a problem is proven to be one in a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boxdot.notation.diagnostics import CODES
from boxdot.notation.linting.rules.case import Case

Proof = Callable[[Case], bool]


def always(case: Case) -> bool:
    """Tell that what inference finds is proven."""
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Parameters
    ----------
    name
        Its name; the code is in ``diagnostics.CODES``.
    manual
        The manual page in Markdown: the docstring of its module.
    proven
        Whether the declared shapes of a paper prove a problem that inference found.
    default
        Whether it is on when nothing is selected.
    """

    name: str
    manual: str
    proven: Proof = always
    default: bool = True

    @property
    def code(self) -> str:
        """The stable code of the rule."""
        return CODES[self.name]

    @property
    def summary(self) -> str:
        """The first sentence of the manual page."""
        return self.manual.strip().partition("\n")[0]
