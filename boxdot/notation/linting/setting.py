"""What is known at a place of a paper beside the shapes themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from boxdot.grammar.papers import Document

_KHATRI_RAO = re.compile(r"Khatri", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """The place at which a formula stands.

    Parameters
    ----------
    own
        The names that the section itself, or one around it, declares.
    near
        The same and the names whose shape follows from one of these, such as ``H_t``.
    elsewhere
        The section, one that is not around, from which the shape of each other name comes.
    sizes
        The names of sizes in the declared shapes of the paper.
    khatri_rao
        Whether the paper speaks of the Khatri–Rao product, which many write ``⊙`` as well.
    """

    own: Collection[str]
    near: Collection[str]
    sizes: Collection[str]
    khatri_rao: bool = False
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    def is_of_one_section(self, names: Iterable[str]) -> bool:
        """Tell whether the shapes of all names come from one section or those around this one.

        Then a size has one meaning in them.
        """
        return len({None if n in self.near else self.elsewhere.get(n, -2) for n in names}) < 2


def speaks_of_khatri_rao(document: Document) -> bool:
    """Tell whether a paper names the Khatri–Rao product."""
    files = (document.file, *document.included)
    return any(_KHATRI_RAO.search(file.text) is not None for file in files)
