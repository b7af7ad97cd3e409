"""A finding: one thing that is wrong in a paper, where it stands, and what would be right."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from boxdot.grammar.papers import SourceFile
from boxdot.grammar.source import Span
from boxdot.notation.linting.lines import CellPlace, cell_place
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_strings


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters ``start:end`` of the file, and what would stand there instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction: in words, as the corrected source, and as edits of the file.

    ``safe`` says that it changes nothing but the spelling of what the author means; ``obstacle``
    why there are no edits.
    """

    description: str
    replacement: str
    edits: tuple[Edit, ...]
    safe: bool
    obstacle: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the fix as a JSON object."""
        edits = [{"start": e.start, "end": e.end, "text": e.text} for e in self.edits]
        return {
            "description": self.description,
            "replacement": self.replacement,
            "edits": edits,
            "safe": self.safe,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a rule.

    Parameters
    ----------
    source, span
        The file and the characters at fault: those of the operator, where there is one.
    code, name, severity, message
        The rule, and one sentence with the shapes.
    equation
        The statement as it stands in the file.
    shapes
        The shapes of the operands, padded to one order.
    fix
        What would be right, or None.
    """

    source: SourceFile
    span: Span
    code: str
    name: str
    severity: str
    message: str
    equation: str
    shapes: tuple[Shape, ...] = ()
    fix: Fix | None = None

    @property
    def file(self) -> str:
        """The path of the file, as it was given."""
        return str(self.source.path)

    @property
    def line(self) -> int:
        """The line at which it starts, counted from 1."""
        return self.source.line_and_column(self.span.start)[0]

    @property
    def column(self) -> int:
        """The column at which it starts, counted from 1 in characters."""
        return self.source.line_and_column(self.span.start)[1]

    @property
    def end_line(self) -> int:
        """The line at which it ends."""
        return self.source.line_and_column(self.span.end)[0]

    @property
    def end_column(self) -> int:
        """The column after its last character."""
        return self.source.line_and_column(self.span.end)[1]

    @property
    def cell(self) -> CellPlace | None:
        """The cell of a notebook in which it starts; None in other files."""
        return cell_place(self.source, self.span.start)

    def as_json(self) -> dict[str, Any]:
        """Return the finding as a JSON object with the keys of the contract.

        In a notebook ``cell`` has the number of the cell, and the line and column in its source.
        """
        cell = self.cell
        found = {} if cell is None else {"cell": asdict(cell)}
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            **found,
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "message": self.message,
            "equation": self.equation,
            "shapes": [shape_strings(shape) for shape in self.shapes],
            "fix": None if self.fix is None else self.fix.as_json(),
        }
