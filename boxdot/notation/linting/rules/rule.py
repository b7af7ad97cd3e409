"""What a rule is: a name, its manual page, what it looks for, and when that is proven."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from boxdot.notation.diagnostics import CODES, Problem, inferred_code
from boxdot.notation.expressions.nodes import Chain
from boxdot.notation.inference import Inference
from boxdot.notation.linting.cases.case import Case
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.rules.paper import Paper

Proof = Callable[[Case], bool]
Survey = Callable[[Paper], Iterator[Finding]]
Search = Callable[[Chain, Inference], Iterator[Problem]]

_INFERRED = """

## Inferred
Under this code, a shape that the rule leans on is not declared by a set, but inferred: from the
words of the paper, the style of its letters, or how a symbol is used. It is off unless it is
selected: `--extend-select BXI` for all rules of this kind."""


def always(case: Case) -> bool:
    """Tell that what inference finds is proven."""
    return True


def nothing(chain: Chain, inference: Inference) -> Iterator[Problem]:
    """Find nothing beside what inference finds."""
    return iter(())


def nowhere(paper: Paper) -> Iterator[Finding]:
    """Find nothing in the paper as a whole."""
    return iter(())


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
        Whether the declared shapes of a paper prove a problem that was found.
    search
        What finds the problem in a statement, if inference does not.
    survey
        What finds it in the paper as a whole, if it is about more than a formula.
    default
        Whether it is on when nothing is selected.
    inferred
        Whether it is about shapes that are inferred, not declared.
    """

    name: str
    manual: str
    proven: Proof = always
    search: Search = nothing
    survey: Survey = nowhere
    default: bool = True
    inferred: bool = False

    @property
    def code(self) -> str:
        """The stable code of the rule."""
        return inferred_code(self.name) if self.inferred else CODES[self.name]

    @property
    def summary(self) -> str:
        """The first sentence of the manual page."""
        first = self.manual.strip().partition("\n")[0]
        return f"{first[:-1]} (inferred shapes)." if self.inferred else first

    @property
    def page(self) -> str:
        """The manual page, as it is shown."""
        return self.manual.strip() + (_INFERRED if self.inferred else "")

    def of_inferred_shapes(self) -> Rule:
        """Return the same rule for shapes that are inferred: off, with a code of its own."""
        return replace(self, default=False, inferred=True)
