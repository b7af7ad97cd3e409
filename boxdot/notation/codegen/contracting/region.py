"""A region of products: its factors, the label of each of their axes, and what stands outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from boxdot.notation.codegen import program as p
from boxdot.notation.shapes.sizes import Size

Label = str | None
"""The label of an axis; None for an axis of length 1."""

Labels = tuple[Label, ...]


@dataclass(slots=True)
class Region:
    """A sum of products in the making.

    Parameters
    ----------
    factors
        The arrays, with a label for each of their axes.
    numbers, divisors
        What the whole is multiplied and divided by.
    sizes
        The length of the axis that each label stands for.
    bound
        The labels that are summed.
    negative
        Whether the whole is negated.
    """

    factors: list[tuple[p.Value, Labels]] = field(default_factory=list)
    numbers: list[p.Value] = field(default_factory=list)
    divisors: list[p.Value] = field(default_factory=list)
    sizes: dict[str, Size] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    negative: bool = False

    def fresh(self, size: Size) -> Label:
        """Return a new label for an axis, None if its length is 1."""
        if size == 1:
            return None
        label = f"i{len(self.sizes)}"
        self.sizes[label] = size
        return label

    def summed(self, size: Size) -> Label:
        """Return a new label that is summed."""
        label = self.fresh(size)
        if label is not None:
            self.bound.add(label)
        return label

    def present(self) -> set[str]:
        """Return the labels that some factor has."""
        return {label for _, labels in self.factors for label in labels if label is not None}

    def drop_identities(self, result: Labels) -> None:
        """Leave out identity matrices that only say that two labels are one."""
        while (found := self._superfluous(result)) is not None:
            place, gone, kept = found
            del self.factors[place]
            self.bound -= {gone} - {kept}
            self.factors = [(value, _renamed(own, gone, kept)) for value, own in self.factors]

    def _superfluous(self, result: Labels) -> tuple[int, str, str] | None:
        """Return where such an identity is, the label that goes and the one that stays."""
        for place, (value, labels) in enumerate(self.factors):
            if not isinstance(value, p.Eye) or None in labels:
                continue
            left, right = labels
            assert left is not None
            assert right is not None
            if right not in result or left == right:
                return place, right, left
            if left not in result:
                return place, left, right
        return None


def _renamed(labels: Labels, old: str, new: str) -> Labels:
    return tuple(new if label == old else label for label in labels)


def masked(labels: Labels, argument: p.Value) -> Labels:
    """Return the labels that an argument has of its result's: none where its length is 1."""
    pairs = zip(labels, argument.shape, strict=True)
    return tuple(None if size == 1 else label for label, size in pairs)


def without(labels: Labels, axes: Iterable[int]) -> Labels:
    """Return the labels without those of some axes."""
    gone = set(axes)
    return tuple(label for n, label in enumerate(labels) if n not in gone)
