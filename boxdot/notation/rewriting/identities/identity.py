"""What an identity is: a named equation between two sides, with shapes, a guard and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Identity:
    """A named law of the notation; it reads from left to right and from right to left.

    Parameters
    ----------
    name
        Words of the field, in kebab-case.
    left, right
        The sides as Unicode text.
    shapes
        The declared shapes of its symbols. Sizes stand for any sizes.
    number
        Where the paper has it (``"eq. 25"``), or "".
    guard
        What must hold beside the shapes, as a sentence, or "". Rewriting asks inference and the
        proof of each step whether it does.
    sentence
        What the law says, in one sentence.
    general
        The symbols, parted by spaces, that stand for tensors of *any* shape, of which ``shapes``
        declares one example; the others stand for tensors of exactly the declared shape.
    also
        Further declarations under which the law must be proved.
    """

    name: str
    left: str
    right: str
    shapes: str
    number: str = ""
    guard: str = ""
    sentence: str = ""
    general: str = ""
    also: tuple[str, ...] = ()

    @property
    def equation(self) -> str:
        """The equation as text."""
        return f"{self.left} = {self.right}"

    @property
    def any_shape(self) -> frozenset[str]:
        """The symbols that stand for tensors of any shape."""
        return frozenset(self.general.split())

    def answers_to(self, key: str) -> bool:
        """Return whether the identity is called that: by name, ``eq-25``, ``eq. 25`` or ``25``.

        >>> law = Identity("row-scaling", "X ⊡ y", "diag(y) X", "", "eq. 25")
        >>> [law.answers_to(key) for key in ("row-scaling", "eq-25", "(25)", "eq. 2")]
        [True, True, True, False]
        """
        if key == self.name:
            return True
        digits = key.lower().removeprefix("eq").strip(" .-()")
        return bool(self.number) and digits == self.number.removeprefix("eq. ")

    def as_json(self) -> dict[str, Any]:
        """Return the document of ``boxdot identities --json``."""
        return {
            "name": self.name,
            "equation": self.number,
            "left": self.left,
            "right": self.right,
            "shapes": self.shapes,
            "guard": self.guard,
            "sentence": self.sentence,
        }
