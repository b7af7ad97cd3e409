"""What can be wrong with a text, said with the place, the expectation and a way out."""

from __future__ import annotations

from boxdot.grammar.source import Span, caret


class BoxdotError(Exception):
    """Something that the user wrote cannot be used; the message says what, where and what to try.

    Parameters
    ----------
    message
        What is wrong, in one sentence.
    text, span
        The text at fault and the place in it, shown with carets.
    hint
        One thing to try.
    """

    def __init__(
        self, message: str, *, text: str = "", span: Span | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.span = span
        self.hint = hint

    def __str__(self) -> str:
        parts = [self.message]
        if self.text and self.span is not None:
            parts.append("\n".join("  " + line for line in caret(self.text, self.span).split("\n")))
        if self.hint:
            parts.append(f"help: {self.hint}")
        return "\n".join(parts)


class NotationError(BoxdotError):
    """The text is not an expression, equation or declaration that the grammar can read."""


class UnsupportedError(BoxdotError):
    """The text is understood, but what it asks for cannot be done (yet); it is not called wrong."""


class DataError(BoxdotError):
    """The data given for the symbols do not fit: missing, of another shape, or of another kind."""
