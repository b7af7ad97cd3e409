"""What a statement makes of a name: the shape that it must have for the statement to be right."""

from __future__ import annotations

from dataclasses import dataclass, field

from boxdot.grammar.source import Span
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.shapes.sizes import Shape


@dataclass(frozen=True, slots=True)
class Claim:
    """A name with the shape that follows for it, and the evidence on which that rests.

    Without a shape it says that a statement defines the name, by something that is not known.

    ``solved`` says that the statement was solved for the name, which does not stand alone in it;
    ``formula``, ``section`` and ``span`` say where the statement stands.
    """

    name: str
    shape: Shape | None
    evidence: Evidence = Evidence.DECLARED
    solved: bool = False
    formula: int = field(default=-1, compare=False)
    section: int = field(default=-1, compare=False)
    span: Span = field(default_factory=lambda: Span(0, 0), compare=False)

    def as_declared(self, name: str) -> Declared:
        """Return the claim as if the paper declared the name."""
        declaration = Declaration(name, self.shape)
        return Declared(declaration, self.formula, self.section, self.span, self.evidence)
