"""Programs by their entries: every value as an expression of the indices of its axes."""

from boxdot.notation.codegen.entrywise.arms import entries_with as entries_with
from boxdot.notation.codegen.entrywise.writing import write_entries as write_entries
