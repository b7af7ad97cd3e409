"""Code as formulas, and where plain code would not do what a formula says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from boxdot.api.reading import formula_of
from boxdot.notation.expressions.formula import Formula

if TYPE_CHECKING:
    from boxdot.notation.decoding import Decoded
    from boxdot.notation.hazards import Hazard


def from_code(
    code: str,
    language: str = "numpy",
    declarations: str | Iterable[str] = "",
    *,
    sizes: Mapping[str, int] | None = None,
) -> Decoded:
    """Return code as notation: what it does, and where that is not what it looks like.

    Parameters
    ----------
    code
        An expression, assignments or a whole function; it is parsed, never run.
    language
        ``"numpy"``, ``"torch"``, ``"jax"``, ``"julia"`` or ``"matlab"``.
    declarations
        The shapes of the arrays; those that the code itself tells may be left out.
    sizes
        Numbers for named sizes.

    Examples
    --------
    >>> found = from_code("X * y", "numpy", "X ∈ R^{n×n}; y ∈ R^n")
    >>> found.text("unicode")
    'X ⊡ yᵀ'
    >>> print(found.warnings[0].partition("; ")[0])
    NumPy pairs the last axes of n×n and n
    """
    from boxdot.notation import decoding  # late: `check` reads no code

    return decoding.decode(code, language, declarations, sizes)


def hazards(formula: Formula | str, declarations: str = "") -> list[Hazard]:
    """Return for every element-wise operator what the plain operator of a language would do.

    Examples
    --------
    >>> (hazard,) = hazards("X ⊡ B", "X ∈ R^{2×3×4}; B ∈ R^{2×3}")
    >>> hazard.numpy.value, hazard.julia.value
    ('raises', 'agrees')
    """
    from boxdot.notation import hazards as law  # late: `check` asks for none

    return law.hazards(formula_of(formula, declarations))
