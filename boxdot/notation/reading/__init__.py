"""From a parse tree to expressions and declarations."""

from boxdot.notation.reading.formulas import (
    LooseReading,
    read,
    read_declarations,
    read_loosely,
    read_symbols,
)

__all__ = ["LooseReading", "read", "read_declarations", "read_loosely", "read_symbols"]
