"""What reading code gives: a formula with its declarations, and what a reader should know."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.printing import to_text
from boxdot.notation.printing.face import print_declaration


@dataclass(frozen=True, slots=True)
class Decoded:
    """Code as notation.

    Parameters
    ----------
    formula
        The statements, with all declarations that they need.
    inferred
        The declarations that were not given: the code tells them.
    warnings
        Where the code does something else than the notation written alike.
    """

    formula: Formula
    inferred: tuple[Declaration, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def declarations(self) -> tuple[str, ...]:
        """The declarations that the code tells and nobody gave."""
        return tuple(print_declaration(one) for one in self.inferred)

    def text(self, spelling: str = "latex") -> str:
        r"""Return the formula, with the shapes that were not given behind ``where``."""
        text = to_text(self.formula, spelling)
        if not self.inferred:
            return text
        shapes = ", ".join(print_declaration(one, spelling) for one in self.inferred)
        return f"{text}{_WHERE[spelling]}{shapes}"


_WHERE = {"latex": r" \quad \text{where } ", "unicode": " where ", "ascii": " where "}
