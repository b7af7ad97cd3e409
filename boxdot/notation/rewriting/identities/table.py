"""The table of all identities, family by family, and how they are found."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from boxdot.notation.rewriting.identities import (
    broadcast,
    determinants,
    functions,
    hadamard,
    linear,
    modes,
    reshaping,
    scalars,
    sums,
    tensors,
)
from boxdot.notation.rewriting.identities.identity import Identity

FAMILIES: Mapping[str, tuple[Identity, ...]] = {
    "Broadcast operators": broadcast.IDENTITIES,
    "Linear algebra": linear.IDENTITIES,
    "Tensors": tensors.IDENTITIES,
    "Hadamard products": hadamard.IDENTITIES,
    "Reshaping": reshaping.IDENTITIES,
    "Mode products and unfoldings": modes.IDENTITIES,
    "Sums and means": sums.IDENTITIES,
    "Traces and norms": scalars.IDENTITIES,
    "Determinants": determinants.IDENTITIES,
    "Functions": functions.IDENTITIES,
}
"""Each family of identities, in the order in which they are shown and tried."""

IDENTITIES: Mapping[str, Identity] = {
    identity.name: identity for family in FAMILIES.values() for identity in family
}
"""Every identity by its name."""


def find_identities(key: str) -> tuple[Identity, ...]:
    """Return the identities of a name or an equation number.

    >>> [identity.name for identity in find_identities("eq-26")][:2]
    ['column-scaling', 'copied-row-in-product']
    """
    return tuple(identity for identity in IDENTITIES.values() if identity.answers_to(key))


def search_identities(words: str) -> tuple[Identity, ...]:
    """Return the identities that have all the words: in their names, sides or sentences.

    >>> [identity.name for identity in search_identities("kronecker trace")][:2]
    ['trace-of-kronecker', 'trace-of-four-matrices']
    """
    wanted = words.lower().split()
    return tuple(i for i in IDENTITIES.values() if all(word in _said(i) for word in wanted))


def _said(identity: Identity) -> str:
    parts = (identity.name, identity.equation, identity.number, identity.guard, identity.sentence)
    return " ".join(parts).lower()


def near_names(key: str) -> list[str]:
    """Return the names most like a key that names nothing.

    >>> near_names("row-scalling")
    ['row-scaling', 'column-scaling', 'third-mode-scaling']
    """
    return difflib.get_close_matches(key.lower().replace(" ", "-"), IDENTITIES, n=3)


def hint_for(key: str) -> str:
    """Return what may have been meant by a key that names no identity."""
    near = near_names(key)
    everything = "boxdot identities lists their names and numbers"
    return f"did you mean {' or '.join(near)}? {everything}" if near else everything
