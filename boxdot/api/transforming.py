"""Rewriting formulas by identities, and deriving gradients and minimisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxdot.api.reading import demand_shapes, formula_of
from boxdot.grammar.depth import deeply
from boxdot.notation.expressions.formula import Formula

if TYPE_CHECKING:
    from boxdot.notation.deriving import Derivation
    from boxdot.notation.rewriting import Identity, Rewriting


@deeply
def rewrite(
    formula: Formula | str,
    declarations: str = "",
    *,
    to: str | None = None,
    only: str | None = None,
) -> Rewriting:
    """Rewrite a formula towards a form, or by one identity once; every step is proved.

    Parameters
    ----------
    formula, declarations
        The formula, or its text and what is declared.
    to
        ``"linear-algebra"``, ``"hadamard"``, ``"broadcast"``, ``"normal"`` or ``"shortest"``.
    only
        The name or number of an identity (``"row-scaling"``, ``"eq-25"``), applied once, in
        either direction.

    Raises
    ------
    NotReachedError
        No identity applies, or those that apply do not lead to the form.
    IllShapedError
        The shapes do not fit.

    Examples
    --------
    >>> r = rewrite("X ⊡ y ⊞ zᵀ", "X ∈ R^{I×J}; y ∈ R^I; z ∈ R^J", to="linear-algebra")
    >>> print(r)
    diag(y) X + 𝟏_I zᵀ
    >>> [step.equation for step in r.steps]
    ['eq. 25', 'eq. 60']
    """
    from boxdot.notation import rewriting  # late: it reads the table of identities

    formula = formula_of(formula, declarations)
    demand_shapes(formula)
    return rewriting.rewrite(formula, to=to, only=only)


@deeply
def identities(key: str | None = None, *, search: str | None = None) -> list[Identity]:
    """Return the identities: all, those of a name or an equation number, or those with words.

    >>> [identity.equation for identity in identities("eq-47")]
    ['X ⊙_PF Y = X ⊡ Y']
    >>> [identity.name for identity in identities(search="cyclic")]
    ['cyclic-trace']
    """
    from boxdot.notation import rewriting  # late, as in `rewrite`

    found = rewriting.IDENTITIES.values() if key is None else rewriting.find_identities(key)
    wanted = found if search is None else rewriting.search_identities(search)
    return [identity for identity in found if identity in wanted]


@deeply
def derive(
    formula: Formula | str,
    declarations: str = "",
    *,
    wrt: str | None = None,
    minimise: str | None = None,
) -> Derivation:
    """Differentiate a number or a vector, or solve for the symbol that minimises a number.

    Parameters
    ----------
    formula, declarations
        The formula, or its text and what is declared: a scalar expression, ``argmin_A f``, or
        ``Y ≈ M`` for the squared error.
    wrt
        The symbol to differentiate with respect to. Of a number it gives the gradient, of a vector
        the Jacobian matrix with respect to a vector or a number.
    minimise
        The symbol to minimise over, in which the expression is quadratic; without both, what the
        ``argmin`` names.

    Returns
    -------
    Derivation
        ``result``, the ``condition`` under which it holds, and the ``steps``.

    Examples
    --------
    >>> shapes = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    >>> print(derive("‖Y − A ⊡ Z‖_F²", shapes, wrt="A"))
    2 𝒫_3((A ⊡ Z − Y) ⊡ Z)
    >>> print(derive("‖Y − A ⊡ Z‖_F²", shapes, minimise="A"))
    𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)
    """
    from boxdot.notation import deriving  # late: `check` needs no derivative

    if wrt is not None and minimise is not None:
        raise ValueError("derive takes either wrt or minimise")
    formula = formula_of(formula, declarations)
    demand_shapes(formula)
    if wrt is not None:
        return deriving.derive(formula, wrt)
    return deriving.minimise(formula, minimise)
