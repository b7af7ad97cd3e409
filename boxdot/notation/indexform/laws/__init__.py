"""The laws of the atoms: a table from the kind of an atom to what its powers are equal to."""

from boxdot.notation.indexform.laws.raw import Law as Law
from boxdot.notation.indexform.laws.raw import Raw as Raw
from boxdot.notation.indexform.laws.table import LAWS as LAWS
