"""The targets: which identities lead to a form, in which direction, and what the form lacks."""

from boxdot.notation.rewriting.targets.table import TARGETS as TARGETS
from boxdot.notation.rewriting.targets.target import Stage as Stage
from boxdot.notation.rewriting.targets.target import Target as Target
