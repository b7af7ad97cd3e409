"""Rewriting by identities: matching, targets, verified derivations."""

from boxdot.notation.rewriting.derivation import derivation as derivation
from boxdot.notation.rewriting.identities import FAMILIES as FAMILIES
from boxdot.notation.rewriting.identities import IDENTITIES as IDENTITIES
from boxdot.notation.rewriting.identities import Identity as Identity
from boxdot.notation.rewriting.identities import find_identities as find_identities
from boxdot.notation.rewriting.identities import hint_for as hint_for
from boxdot.notation.rewriting.identities import search_identities as search_identities
from boxdot.notation.rewriting.result import NotReachedError as NotReachedError
from boxdot.notation.rewriting.result import Rewriting as Rewriting
from boxdot.notation.rewriting.result import Step as Step
from boxdot.notation.rewriting.rewriting import rewrite as rewrite
from boxdot.notation.rewriting.targets import TARGETS as TARGETS
