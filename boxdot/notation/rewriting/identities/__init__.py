"""The identities as data: one file a family."""

from boxdot.notation.rewriting.identities.identity import Identity as Identity
from boxdot.notation.rewriting.identities.table import FAMILIES as FAMILIES
from boxdot.notation.rewriting.identities.table import IDENTITIES as IDENTITIES
from boxdot.notation.rewriting.identities.table import find_identities as find_identities
from boxdot.notation.rewriting.identities.table import hint_for as hint_for
from boxdot.notation.rewriting.identities.table import search_identities as search_identities
