"""Writing a program as text: names, sizes and brackets; the words come from a language's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import Any

from boxdot.notation.algebra.arithmetic import collect, multiply, terms_of
from boxdot.notation.algebra.expressions import Atom, Exponential, Extremum, Quotient
from boxdot.notation.codegen.lengths import LENGTH, Length
from boxdot.notation.codegen.program import Elementwise, Extent, Load, Named, Scalar, Value
from boxdot.notation.shapes.sizes import Shape, Size

ATOM, POWER, UNARY, PRODUCT, SUM, COMPARISON = 100, 90, 80, 70, 60, 50
"""How tightly a piece of code holds together."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of code and how tightly it holds together."""

    text: str
    binding: int = ATOM


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a function is written: ``{}`` stands for its arguments.

    ``inner`` is how tightly each argument must hold together, ``outer`` how tightly the whole does.
    """

    text: str
    inner: int = 0
    outer: int = ATOM


@dataclass(frozen=True, slots=True)
class Language:
    """What differs between languages.

    Parameters
    ----------
    arms
        How each kind of value is written.
    length
        The length of an axis of a named array: ``X.shape[0]``.
    quotient
        The division of whole numbers that comes out even.
    maximum, minimum
        The larger and the smaller of whole numbers.
    extremum
        How these are called: ``max(m, n)``.
    power
        The power of whole numbers.
    module
        What the functions of the library are called by: ``np``.
    functions
        The functions of entries that are not ``module.name(x)``: ``1 / (1 + f({}))``.
    words
        The options that are spelled in another way than NumPy's: ``axis`` is ``dim``.
    numbers
        The functions of plain numbers, where those of the library take arrays only.
    all_axes
        Whether subscripts must name every axis.
    shown
        How the shape of an array is shown in an error.
    options
        What a new array is told besides its shape: ``dtype=X.dtype``; ``exact`` says whether
        its entries are whole numbers.
    """

    arms: Mapping[type, Callable[[Writer, Any], Fragment]]  # each arm takes its own kind of value
    length: Callable[[str, int], str]
    quotient: str = "//"
    maximum: str = "max"
    minimum: str = "min"
    extremum: str = "{}({})"
    power: str = "**"
    module: str = ""
    functions: Mapping[str, Pattern] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Pattern] = field(default_factory=dict)
    all_axes: bool = False
    shown: str = "{}.shape"
    options: Callable[[Writer, bool], list[str]] = lambda writer, exact: []


@dataclass(slots=True)
class Writer:
    """Writes values in a language.

    Parameters
    ----------
    language
        The table.
    names
        The identifier of each symbol.
    sizes
        The identifier of each size that has one of its own.
    lengths
        Where other sizes are read off.
    inputs
        The arrays that are given, whose shapes may be named.
    plain
        The symbols that stand for plain numbers: no array is in what they are computed from.
    imports
        The lines that must stand above the code.
    answers
        What was found out of values: each part of a long chain is asked once.
    """

    language: Language
    names: Mapping[str, str]
    sizes: Mapping[str, str]
    lengths: Mapping[str, Length]
    inputs: tuple[Load, ...] = ()
    plain: frozenset[str] = frozenset()
    imports: set[str] = field(default_factory=set)
    answers: dict[tuple[str, int], tuple[Value, bool]] = field(default_factory=dict)

    def write(self, value: Value) -> Fragment:
        """Return the code of a value."""
        return self.language.arms[type(value)](self, value)

    def at(self, value: Value, binding: int) -> str:
        """Return the code of a value, in brackets if it holds together less tightly than asked."""
        return bracketed(self.write(value), binding)

    def function(self, name: str) -> str:
        """Return a function of the library: ``np.sum``."""
        return f"{self.language.module}.{name}"

    def call(self, name: str, *arguments: str) -> Fragment:
        """Return a call of a function of the library."""
        return Fragment(f"{self.function(name)}({', '.join(arguments)})")

    def word(self, name: str) -> str:
        """Return how an option is spelled: ``axis``, ``dim``."""
        return self.language.words.get(name, name)

    def new(self, *, exact: bool = True) -> list[str]:
        """Return what a new array is told besides its shape."""
        return self.language.options(self, exact)

    def text(self, value: Value) -> str:
        """Return the code of a value where nothing beside it can tear it apart."""
        return self.write(value).text

    def once(self, question: str, value: Value, answer: Callable[[Value], bool]) -> bool:
        """Return the answer to a question about a value, which is kept so that its place is its."""
        key = (question, id(value))
        if key not in self.answers:
            self.answers[key] = value, answer(value)
        return self.answers[key][1]

    def is_plain(self, value: Value) -> bool:
        """Whether a value is a plain number, computed from no array."""
        return self.once("plain", value, self._is_plain)

    def _is_plain(self, value: Value) -> bool:
        match value:
            case Scalar() | Named() | Extent():
                return True
            case Load():
                return value.name in self.plain
            case Elementwise():
                return all(map(self.is_plain, value.arguments))
            case _:
                return False

    def size(self, size: Size, binding: int = 0) -> str:
        """Return the code of a size."""
        return bracketed(self.sized(size), binding)

    def shape(self, shape: Shape) -> str:
        """Return the code of a shape as a tuple."""
        sizes = [self.size(size) for size in shape]
        return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"

    def sized(self, size: Size) -> Fragment:
        """Return the code of a size and how tightly it holds together."""
        if isinstance(size, int):
            return Fragment(str(size), UNARY if size < 0 else ATOM)
        if isinstance(size, str):
            return self._named(size)
        if (divisor := _common_divisor(size)) != 1:
            over, under = self.size(multiply(size, divisor), PRODUCT), self.size(divisor, ATOM)
            return Fragment(f"{over} {self.language.quotient} {under}", PRODUCT)
        terms = sorted(terms_of(size), key=lambda term: (term[1] < 0, not term[0]))
        pieces: list[str] = []
        for monomial, factor in terms:
            piece = self._term(monomial, abs(factor))
            sign = "-" if factor < 0 else "+"
            lead = ("-" if factor < 0 else "") if not pieces else f" {sign} "
            pieces.append(lead + bracketed(piece, PRODUCT))
        if len(pieces) == 1:
            return self._term(*terms[0]) if terms[0][1] > 0 else Fragment(pieces[0], UNARY)
        return Fragment("".join(pieces), SUM)

    def _named(self, name: str) -> Fragment:
        if name in self.sizes:
            return Fragment(self.sizes[name])
        length = self.lengths[name]
        axis = self.language.length(self.names[length.symbol], length.axis)
        if length.formula == LENGTH:
            return Fragment(axis)
        return replace(self, sizes={**self.sizes, LENGTH: axis}).sized(length.formula)

    def _term(self, monomial: tuple[tuple[Atom, int], ...], factor: Fraction) -> Fragment:
        over = [self._atom(atom) for atom, n in monomial for _ in range(n)]
        under = [self._atom(atom) for atom, n in monomial for _ in range(-n)]
        if factor.numerator != 1 or not over:
            over.insert(0, Fragment(str(factor.numerator)))
        if factor.denominator != 1:
            under.insert(0, Fragment(str(factor.denominator)))
        if len(over) == 1 and not under:
            return over[0]
        text = " * ".join(bracketed(piece, PRODUCT + 1) for piece in over)
        for piece in under:
            text += f" {self.language.quotient} {bracketed(piece, PRODUCT + 1)}"
        return Fragment(text, PRODUCT)

    def _atom(self, atom: Atom) -> Fragment:
        match atom:
            case str():
                return self._named(atom)
            case Extremum(function=function, order=order):
                name = self.language.maximum if function == "max" else self.language.minimum
                sizes = ", ".join(self.size(size) for size in order)
                return Fragment(self.language.extremum.format(name, sizes))
            case Quotient(numerator=left, denominator=right):
                sides = self.size(left, PRODUCT), self.size(right, PRODUCT + 1)
                return Fragment(f" {self.language.quotient} ".join(sides), PRODUCT)
            case Exponential(base=base, exponent=exponent):
                sides = self.size(base, ATOM), self.size(exponent, ATOM)
                return Fragment(self.language.power.join(sides), POWER)


def _common_divisor(size: Size) -> Size:
    """Return what all of a sum of fractions is divided by: each by itself would be rounded.

    >>> from boxdot.notation.algebra import add, divide
    >>> _common_divisor(divide(add("n", 1), 2)), _common_divisor(divide("n", 2))
    (2, 1)
    """
    terms = terms_of(size)
    if len(terms) < 2:
        return 1
    whole = lcm(*(factor.denominator for _, factor in terms))
    under: dict[Atom, int] = {}
    for monomial, _ in terms:
        for atom, power in monomial:
            under[atom] = max(under.get(atom, 0), -power)
    return collect([(tuple((atom, n) for atom, n in under.items() if n), Fraction(whole))])


def bracketed(fragment: Fragment, binding: int) -> str:
    """Return the text, in brackets if it holds together less tightly than asked.

    >>> bracketed(Fragment("a + b", SUM), PRODUCT)
    '(a + b)'
    """
    return fragment.text if fragment.binding >= binding else f"({fragment.text})"
