"""The one function that reads code, and the table of its languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.decoding.dotted import decode_dotted
from boxdot.notation.decoding.python import decode_python
from boxdot.notation.decoding.result import Decoded
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.reading.formulas import Declarations, read_symbols

Decoder = Callable[[str, Symbols, Mapping[str, int]], Decoded]


def _python(library: str, code: str, given: Symbols, sizes: Mapping[str, int]) -> Decoded:
    return decode_python(code, library, given, sizes)


def _dotted(language: str, code: str, given: Symbols, sizes: Mapping[str, int]) -> Decoded:
    return decode_dotted(code, language, given, sizes)


LANGUAGES: dict[str, Decoder] = {
    "numpy": partial(_python, "numpy"),
    "torch": partial(_python, "torch"),
    "jax": partial(_python, "jax"),
    "julia": partial(_dotted, "julia"),
    "matlab": partial(_dotted, "matlab"),
}
"""The languages that are read."""


def decode(
    code: str,
    language: str = "numpy",
    declarations: Declarations = (),
    sizes: Mapping[str, int] | None = None,
) -> Decoded:
    """Return code as notation: what the code does, and where that is not what it looks like.

    Parameters
    ----------
    code
        An expression, assignments, or a function.
    language
        One of ``LANGUAGES``.
    declarations
        The shapes of the arrays; those that the code itself tells may be left out.
    sizes
        Numbers for named sizes.

    Raises
    ------
    UnsupportedError
        The code says something that has no notation, or a shape is not known.
    CodeError
        The code would raise an error itself.

    Examples
    --------
    >>> found = decode("X * B[:, :, None]", "numpy", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
    >>> found.text("unicode")
    'X ⊡ B'
    """
    decoder = LANGUAGES.get(language)
    if decoder is None:
        known = ", ".join(LANGUAGES)
        raise UnsupportedError(f"code in {language!r} is not read", hint=f"choose one of {known}")
    try:
        return decoder(code, read_symbols(declarations), sizes or {})
    except RecursionError:
        raise UnsupportedError("the code is nested too deeply") from None
