"""What a spelling is: a table of words and marks. The traversal is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from boxdot.notation.expressions.nodes import ConstantKind, Op, Relation

Fence = tuple[str, str]
"""What opens and what closes."""

Grid = tuple[tuple[str, ...], ...]
"""The cells of a matrix, by rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """The words and marks of one way to write formulas.

    Parameters
    ----------
    operators, relations, constants, optimisers
        The glyph or command of each; juxtaposition is white space.
    functions
        The heads that are not spelled like their canonical name.
    number, name, function
        How a number, the name of a symbol and that of any other function are spelled.
    subscript, superscript, bound
        Lower or raise a text; ``bound`` raises the last value of an index.
    exponent, norm_order
        Raise a power and lower the order of a norm (small digits, where there are some).
    transpose, square_up, square_down
        Marks that follow their operand.
    minus, cell_minus
        The sign; and the one in a matrix, where white space may separate columns.
    number_gap
        Between two numbers that are multiplied.
    mode_product, partial, nabla, summation, product, indicator
        Words that stand in front.
    parentheses, braces, absolute, norm, inner, root, short_root
        What stands around an operand; ``short_root`` around a number or a plain symbol.
    grow
        Puts a text between fences, tall enough for it.
    fraction
        Draws a fraction; None where ``/`` stands between the operands.
    call, bind, factor, scripted
        Put a function before its argument in brackets, a Σ before its body, a factor that is drawn
        as a fraction behind another; and hold together what has a script.
    matrix
        Draws a matrix of printed cells; the second argument tells whether white space alone can
        separate them.
    counts_space
        Whether white space tells ``k (X)`` from ``f(X)``, and columns where nothing else does.
    infinity, ellipsis, column_ellipsis, given
        ``∞``, ``…``, ``⋮`` and the ``|`` among arguments.
    member, maps_to, by, entries
        ``∈``, ``→``, the ``×`` between sizes, and sets such as ``ℝ``.
    statement_separator
        Between two statements.
    """

    operators: Mapping[Op, str]
    relations: Mapping[Relation, str]
    constants: Mapping[ConstantKind, str]
    optimisers: Mapping[str, str]
    functions: Mapping[str, str]
    number: Callable[[str], str]
    name: Callable[[str], str]
    function: Callable[[str], str]
    subscript: Callable[[str], str]
    superscript: Callable[[str], str]
    bound: Callable[[str], str]
    exponent: Callable[[str], str]
    norm_order: Callable[[str], str]
    transpose: str
    square_up: str
    square_down: str
    minus: str
    cell_minus: str
    number_gap: str
    mode_product: str
    partial: str
    nabla: str
    summation: str
    product: str
    indicator: str
    parentheses: Fence
    braces: Fence
    absolute: Fence
    norm: Fence
    inner: Fence
    root: Fence
    short_root: Fence
    grow: Callable[[Fence, str], str]
    fraction: Callable[[str, str], str] | None
    matrix: Callable[[Grid, bool], str]
    counts_space: bool
    infinity: str
    ellipsis: str
    column_ellipsis: str
    given: str
    member: str
    maps_to: str
    by: str
    entries: Mapping[str, str]
    statement_separator: str
    call: Callable[[str, str], str] = "{}{}".format
    bind: Callable[[str, str], str] = "{} {}".format
    factor: Callable[[str], str] = str
    scripted: Callable[[str], str] = str

    @property
    def drawn(self) -> bool:
        """Whether fractions and roots are drawn around their operands."""
        return self.fraction is not None
