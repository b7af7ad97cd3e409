"""Reading a formula, and refusing one whose shapes do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boxdot.grammar.errors import BoxdotError
from boxdot.notation import checking, reading
from boxdot.notation.checking import CheckResult, report
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.shapes.conventions import Convention

SYNTAXES = ("auto", "unicode", "ascii", "latex")
SLICES = ("last", "first")


class IllShapedError(BoxdotError):
    """The formula has a shape error, so that it has neither code nor a value.

    ``result`` is what :func:`check` says of ``formula``.
    """

    def __init__(self, result: CheckResult, formula: Formula) -> None:
        super().__init__(report(result, formula))
        self.result = result
        self.formula = formula


def parse(
    text: str,
    declarations: str | Iterable[str] = "",
    *,
    syntax: str = "auto",
    convention: Convention | str = Convention.F,
    sizes: Mapping[str, int] | None = None,
    slices: str = "last",
) -> Formula:
    """Read a formula: an expression, an equation chain, or several parted by ``;``.

    Parameters
    ----------
    text
        The formula; its symbols may be declared behind it, after ``where``, ``with`` or a comma.
    declarations
        Declared shapes, such as ``"X ∈ R^{H×W×3}; B ∈ R^{H×W}"``, in any spelling; several
        such texts may be given in a list.
    syntax
        ``"unicode"``, ``"ascii"``, ``"latex"``, or ``"auto"``: LaTeX iff a backslash precedes a
        letter.
    convention
        ``"F"`` (trailing length-1 axes are free) or ``"C"`` (leading ones).
    sizes
        Numbers for named sizes.
    slices
        The axis along which ``X_k`` slices a tensor of order 3 or more: ``"last"`` or ``"first"``.

    Examples
    --------
    >>> e = parse("Y = X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
    >>> e.symbols["B"].shape
    ('H', 'W')
    """
    return reading.read(
        text,
        declarations,
        syntax=chosen(syntax, "syntax", SYNTAXES),
        convention=Convention(convention),
        sizes=sizes,
        first_slices=chosen(slices, "slices", SLICES) == "first",
    )


def formula_of(formula: Formula | str, declarations: str) -> Formula:
    """Return a formula that was read, or read its text with these declarations."""
    if isinstance(formula, Formula):
        if declarations:
            raise TypeError("declarations are read with the text: pass them to parse()")
        return formula
    return parse(formula, declarations)


def demand_shapes(formula: Formula) -> None:
    """Refuse a formula with a shape error; what is not declared is for those who need it."""
    if infer(formula).errors:
        raise IllShapedError(checking.check(formula), formula)


def chosen(value: str, name: str, choices: tuple[str, ...]) -> str:
    """Return an option's value if it is one of the choices."""
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}, not {value!r}")
    return value
