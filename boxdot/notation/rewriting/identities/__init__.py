"""The identities as data: one file a family."""

from boxdot.notation.rewriting.identities.identity import Identity as Identity
from boxdot.notation.rewriting.identities.table import FAMILIES as FAMILIES
from boxdot.notation.rewriting.identities.table import IDENTITIES as IDENTITIES
from boxdot.notation.rewriting.identities.table import find_identities as find_identities
