"""The table of all identities, family by family, and how they are found."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.rewriting.identities import (
    broadcast,
    hadamard,
    linear,
    reshaping,
    scalars,
    tensors,
)
from boxdot.notation.rewriting.identities.identity import Identity

FAMILIES: Mapping[str, tuple[Identity, ...]] = {
    "Broadcast operators": broadcast.IDENTITIES,
    "Linear algebra": linear.IDENTITIES,
    "Tensors": tensors.IDENTITIES,
    "Hadamard products": hadamard.IDENTITIES,
    "Reshaping and sums": reshaping.IDENTITIES,
    "Traces, norms, functions": scalars.IDENTITIES,
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
