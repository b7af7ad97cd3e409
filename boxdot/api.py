"""The Python API: read a formula, check it, convert it to code, evaluate it; lint papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boxdot.grammar.errors import BoxdotError
from boxdot.notation import algebra, checking, reading
from boxdot.notation.checking import CheckResult, report
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.shapes.conventions import Convention

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from boxdot.notation.codegen.code import Code
    from boxdot.notation.deriving import Derivation
    from boxdot.notation.equality import Proof
    from boxdot.notation.linting import LintReport
    from boxdot.notation.linting.rules.table import Codes
    from boxdot.notation.rewriting import Identity, Rewriting
    from boxdot.numeric.evaluating.loading import Array


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
        syntax=_chosen(syntax, "syntax", SYNTAXES),
        convention=Convention(convention),
        sizes=sizes,
        first_slices=_chosen(slices, "slices", SLICES) == "first",
    )


def check(formula: Formula | str, declarations: str = "", *, strict: bool = False) -> CheckResult:
    """Check the shapes of a formula (or of a text, read as :func:`parse` does).

    With ``strict``, warnings (such as ⊘ written for ⧄) count as errors.

    Examples
    --------
    >>> check("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^K").condition
    'I = K or I = 1 or K = 1'
    """
    return checking.check(_read(formula, declarations), strict=strict)


def prove(formula: Formula | str, declarations: str = "") -> Proof:
    """Prove or refute the equations and inequalities of a formula, for all sizes and values.

    Returns
    -------
    Proof
        ``verdict`` is ``"proved"``, ``"defined"``, ``"refuted"``, ``"conditional"``,
        ``"unknown"`` or ``"ill-shaped"``; with it come the assumptions, the condition on the
        sizes or a counterexample.

    Examples
    --------
    >>> prove("X ⊡ y = diag(y) X", "X ∈ R^{I×J}; y ∈ R^I").verdict
    'proved'
    >>> prove("‖x + y‖ = ‖x‖ + ‖y‖", "x, y ∈ R^I").verdict
    'refuted'
    """
    from boxdot.notation import equality  # late: `check` needs no proof

    return equality.prove(_read(formula, declarations))


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

    formula = _read(formula, declarations)
    _demand_shapes(formula)
    return rewriting.rewrite(formula, to=to, only=only)


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
    formula = _read(formula, declarations)
    _demand_shapes(formula)
    if wrt is not None:
        return deriving.derive(formula, wrt)
    return deriving.minimise(formula, minimise)


def convert(
    formula: Formula | str,
    declarations: str = "",
    *,
    to: str = "numpy",
    function: str | None = None,
) -> Code:
    """Return code (``to="numpy"``) or notation (``"latex"``, ``"unicode"``) of the same meaning.

    ``function`` wraps the code in a function of that name. Raises :class:`IllShapedError` if the
    shapes do not fit.

    Examples
    --------
    >>> print(convert("X ⊡ b", "X ∈ R^{H×W×3}; b ∈ R^H").code)
    X * b[:, None, None]
    """
    from boxdot.notation.codegen import convert as codegen  # late: `check` needs no code

    formula = _read(formula, declarations)
    _demand_shapes(formula)
    return codegen.convert(formula, to=to, function=function)


def to_sympy(formula: Formula | str, declarations: str = "", *, form: str = "sum") -> Any:
    """Return a formula as an object of SymPy, to carry on there.

    Parameters
    ----------
    formula, declarations
        The formula, or a text and its declarations, read as :func:`parse` does.
    form
        ``"sum"``: an :class:`IndexedForm`, the entry at free indices; ``"matrix"``: an
        expression over ``MatrixSymbol``, for orders up to 2; ``"array"``: an expression of
        ``sympy.tensor.array``.

    Examples
    --------
    >>> to_sympy("A x", "A ∈ R^{I×J}; x ∈ R^J").expression
    Sum(A[i, j]*x[j], (j, 1, J))
    >>> to_sympy("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I", form="matrix")
    DiagMatrix(y)*X
    """
    from boxdot.notation import symbolic  # late: it imports SymPy

    formula = _read(formula, declarations)
    _demand_shapes(formula)
    return symbolic.to_sympy(formula, form)


def from_sympy(found: Any, declarations: str = "") -> Formula:
    """Return an object of SymPy as a formula; ``declarations`` say the shapes that it does not.

    Examples
    --------
    >>> from sympy import DiagMatrix, MatrixSymbol
    >>> product = DiagMatrix(MatrixSymbol("y", 3, 1)) * MatrixSymbol("X", 3, 2)
    >>> from_sympy(product).text
    'diag(y) X'
    """
    from boxdot.notation import symbolic  # late: it imports SymPy

    return symbolic.from_sympy(found, reading.read("0", declarations).symbols)


def condition_to_sympy(result: CheckResult) -> Any:
    """Return the condition of a check as a Boolean of SymPy, over positive integers.

    Examples
    --------
    >>> condition_to_sympy(check("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^K"))
    Eq(I, 1) | Eq(I, K) | Eq(K, 1)
    """
    return algebra.condition_to_sympy(result.inference.condition.clauses)


def evaluate(
    formula: Formula | str,
    data: Mapping[str, ArrayLike] | None = None,
    declarations: str = "",
    /,
    **arrays: ArrayLike,
) -> Array:
    """Evaluate a formula on arrays, given by name or (for names that Python lacks) as a mapping.

    Examples
    --------
    >>> e = parse("A ⊡ b", "A ∈ R^{2×2}; b ∈ R^2")
    >>> evaluate(e, A=[[1, 2], [3, 4]], b=[10, 100])
    array([[ 10,  20],
           [300, 400]])
    """
    from boxdot.numeric import evaluating  # late: the only one that needs NumPy

    formula = _read(formula, declarations)
    _demand_shapes(formula)
    return evaluating.evaluate(formula, {**(data or {}), **arrays})


def lint(
    *paths: str | Path,
    select: Codes = None,
    ignore: Codes = None,
    convention: Convention | str | None = None,
    thorough: bool = False,
    config: bool | str | Path = False,
) -> LintReport:
    """Lint papers: ``.tex`` and ``.md`` files, and folders of them.

    Parameters
    ----------
    paths
        The papers; the shapes are those that each declares itself.
    select, ignore
        Codes, beginnings of codes or names of rules: only these, not these.
    convention
        ``"F"`` (trailing length-1 axes are free, the default) or ``"C"`` (leading ones).
    thorough
        Read every formula, also those that cannot hold a finding, for the statistics.
    config
        True to read the nearest ``boxdot.toml`` or ``pyproject.toml`` of each paper, as the command
        does; a path to read that file. What is said here wins over the file.

    Returns
    -------
    LintReport
        Iterating over it gives the findings; ``statistics`` counts what was read.
    """
    from boxdot import configuration  # late: it loads the linter

    wishes = configuration.wished(select, ignore, convention, config)
    return configuration.lint_configured(paths, wishes, thorough=thorough)


def lint_text(
    text: str,
    path: str | Path = "<text>",
    *,
    select: Codes = None,
    ignore: Codes = None,
    convention: Convention | str = Convention.F,
) -> LintReport:
    r"""Lint a text as if it stood in the file ``path``, whose ending tells its format.

    >>> paper = r"$X \odot B$ with $X \in \R^{H\times W\times 3}$ and $B \in \R^{H\times W}$"
    >>> [(finding.name, finding.column) for finding in lint_text(paper, "paper.md")]
    [('hadamard-mismatch', 4)]
    """
    from boxdot.notation import linting  # late: formulas need no linter

    return linting.lint_text(
        text, path, select=select, ignore=ignore, convention=Convention(convention)
    )


def _read(formula: Formula | str, declarations: str) -> Formula:
    if isinstance(formula, Formula):
        if declarations:
            raise TypeError("declarations are read with the text: pass them to parse()")
        return formula
    return parse(formula, declarations)


def _demand_shapes(formula: Formula) -> None:
    """Refuse a formula with a shape error; what is not declared is for those who need it."""
    if infer(formula).errors:
        raise IllShapedError(checking.check(formula), formula)


def _chosen(value: str, name: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}, not {value!r}")
    return value
