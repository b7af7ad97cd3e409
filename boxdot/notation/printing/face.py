"""The face of the printers: any thing of the notation to text, in any spelling."""

from __future__ import annotations

from boxdot.grammar.depth import deeply
from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.printing.arms import ARMS
from boxdot.notation.printing.ascii import ASCII
from boxdot.notation.printing.latex import LATEX, bold_latex
from boxdot.notation.printing.printer import Printer
from boxdot.notation.printing.spelling import Spelling
from boxdot.notation.printing.unicode import UNICODE
from boxdot.notation.printing.unicodemath import UNICODEMATH
from boxdot.notation.shapes.sizes import Shape

SPELLINGS = {"unicode": UNICODE, "latex": LATEX, "ascii": ASCII, "unicodemath": UNICODEMATH}


@deeply
def to_text(
    thing: Expr | Chain | Formula,
    spelling: str = "unicode",
    *,
    symbols: Symbols | None = None,
    style: str = "plain",
) -> str:
    r"""Print an expression, a statement or a formula, so that reading it gives the same again.

    Parameters
    ----------
    thing
        What to print. Of a formula the statements are printed; the declarations if there is
        nothing else.
    spelling
        ``"unicode"``, ``"latex"``, ``"ascii"``, or ``"unicodemath"``, which is not read back.
        ASCII has no letter styles and spells accents
        as words: declared names bring them back.
    symbols
        The declared symbols, if they are known: they allow ``y_{ijk}`` for ``y_{i,j,k}`` and tell
        what to set bold; by default the formula's own.
    style
        For LaTeX: ``"plain"`` prints names as they are, ``"bm"`` sets letters without a style
        bold by the order of their declared shape.

    Examples
    --------
    >>> from boxdot.notation.expressions.nodes import Binary, Op, Symbol, Transpose
    >>> product = Binary(Op.BOXDOT, Symbol("X"), Transpose(Symbol("σ")))
    >>> to_text(product), to_text(product, "ascii"), to_text(product, "latex")
    ('X ⊡ σᵀ', "X .* sigma'", 'X \\boxdot \\sigma^{\\top}')
    """
    if symbols is None and isinstance(thing, Formula):
        symbols = thing.symbols
    printer = Printer(_spelling(spelling, symbols or Symbols(), style), ARMS, symbols)
    match thing:
        case Formula(statements=()):
            return printer.spelling.statement_separator.join(
                print_declaration(declared, spelling, style=style)
                for declared in thing.symbols.values()
            )
        case Formula(statements=statements):
            separator = printer.spelling.statement_separator
            return separator.join(printer.chain(statement) for statement in statements)
        case Chain():
            return printer.chain(thing)
        case _:
            return printer.chain(Chain((thing,)))


def print_shape(shape: Shape, spelling: str = "unicode", *, entries: str = "ℝ") -> str:
    r"""Print the set of the tensors of a shape.

    >>> print_shape(("H", "W", 3)), print_shape(("H", "W", 3), "ascii"), print_shape(())
    ('ℝ^{H×W×3}', 'R^{HxWx3}', 'ℝ')
    >>> print_shape(("I",), "latex", entries="{0,1}")
    '\\{0,1\\}^{I}'
    """
    return Printer(_spelling(spelling, Symbols(), "plain"), ARMS).set(shape, entries)


def print_declaration(
    declaration: Declaration, spelling: str = "unicode", *, style: str = "plain"
) -> str:
    """Print what is declared of one name; only the name where no shape is known.

    >>> print_declaration(Declaration("X", ("I", "J")))
    'X ∈ ℝ^{I×J}'
    >>> print_declaration(Declaration("f", None, signature=((("n",),), ("m",))))
    'f: ℝ^n → ℝ^m'
    """
    symbols = Symbols([declaration])
    printer = Printer(_spelling(spelling, symbols, style), ARMS)
    words = printer.spelling
    name = words.name(declaration.name)
    if declaration.signature is not None:
        arguments, value = declaration.signature
        domain = words.by.strip().join(f" {printer.set(shape)} " for shape in arguments).strip()
        return f"{name}: {domain} {words.maps_to} {printer.set(value)}"
    if declaration.shape is None:
        return name
    return f"{name} {words.member} {printer.set(declaration.shape, declaration.entries)}"


def _spelling(name: str, symbols: Symbols, style: str) -> Spelling:
    if name not in SPELLINGS:
        raise UnsupportedError(
            f"formulas are not printed as {name!r}", hint=f"choose one of {', '.join(SPELLINGS)}"
        )
    if name == "latex" and style == "bm":
        return bold_latex(symbols)
    return SPELLINGS[name]
