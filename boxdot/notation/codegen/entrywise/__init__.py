"""Programs by their entries: every value as an expression of the indices of its axes."""

from boxdot.notation.codegen.entrywise.entries import Entries as Entries
from boxdot.notation.codegen.entrywise.writing import write_entries as write_entries
