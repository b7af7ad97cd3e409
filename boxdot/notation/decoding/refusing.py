"""What can be wrong with code: it raises where it runs, or has no notation."""

from __future__ import annotations

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.shapes.sizes import Size


class CodeError(BoxdotError):
    """The code itself would raise: its own language does not take these shapes together."""

    is_finding = True


class Refused(Exception):
    """An operation cannot be read; who knows the place in the code makes an error of it."""

    def __init__(self, message: str, hint: str = "", *, raises: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.raises = raises


class Rebind(Exception):
    """A size that was only named turned out to be another one: reading starts again with it."""

    def __init__(self, name: str, size: Size) -> None:
        super().__init__(name)
        self.name = name
        self.size = size
