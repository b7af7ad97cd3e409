"""Exact numbers: integers and fractions, sums of square roots, and bounds for all others.

A ``Surd`` is a sum of rational multiples of square roots; it is zero only if it has no terms. A
``Bounds`` is a pair of decimal numbers between which a real number (an exponential, a logarithm)
lies; two numbers are different only if their bounds are apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, InvalidOperation, Overflow
from fractions import Fraction
from typing import TypeAlias

DIGITS = 60
LARGEST_FACTORED = 10**10
LARGEST_ANGLE = 100
_DOWN = Context(prec=DIGITS, rounding=ROUND_FLOOR, traps=[InvalidOperation, Overflow])
_UP = Context(prec=DIGITS, rounding=ROUND_CEILING, traps=[InvalidOperation, Overflow])
_TINY = Decimal(10) ** -DIGITS


class UndefinedError(ArithmeticError):
    """The value does not exist: a zero denominator, a negative radicand."""


class UndecidedError(ArithmeticError):
    """The bounds are too wide to tell."""


class Surd:
    """A sum of rational multiples of square roots of squarefree numbers."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[int, Fraction]) -> None:
        self.terms = terms

    def __add__(self, other: object) -> Number:
        if not isinstance(other, int | Fraction | Surd):
            return NotImplemented
        total = dict(self.terms)
        for radicand, factor in _terms(other).items():
            total[radicand] = total.get(radicand, Fraction(0)) + factor
        return _simplest(total)

    __radd__ = __add__

    def __neg__(self) -> Surd:
        return Surd({radicand: -factor for radicand, factor in self.terms.items()})

    def __sub__(self, other: Number) -> Number:
        return self + -other

    def __rsub__(self, other: Number) -> Number:
        return -self + other

    def __mul__(self, other: object) -> Number:
        if not isinstance(other, int | Fraction | Surd):
            return NotImplemented
        total: dict[int, Fraction] = {}
        for a, p in self.terms.items():
            for b, q in _terms(other).items():
                shared = math.gcd(a, b)
                radicand = a * b // shared**2
                total[radicand] = total.get(radicand, Fraction(0)) + p * q * shared
        return _simplest(total)

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Surd) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __str__(self) -> str:
        text = ""
        for radicand, factor in sorted(self.terms.items()):
            sign = "-" if factor < 0 else ("+" if text else "")
            size = abs(factor)
            root = f"√{radicand}" if radicand != 1 else ""
            body = str(size) if size != 1 or not root else ""
            text += f" {sign} {body}{root}" if text else f"{sign}{body}{root}"
        return text

    def bounds(self) -> Bounds:
        """Return decimal bounds."""
        total = Bounds.of(0)
        for radicand, factor in self.terms.items():
            total = total + Bounds.of(radicand).root() * Bounds.of(factor)
        return total


class Bounds:
    """A real number between two decimal numbers."""

    __slots__ = ("high", "low")

    def __init__(self, low: Decimal, high: Decimal) -> None:
        self.low, self.high = low, high

    @classmethod
    def of(cls, value: Number) -> Bounds:
        """Return bounds of a number."""
        if isinstance(value, Bounds):
            return value
        if isinstance(value, Surd):
            return value.bounds()
        value = Fraction(value)
        above, below = Decimal(value.numerator), Decimal(value.denominator)
        return cls(_DOWN.divide(above, below), _UP.divide(above, below))

    def __add__(self, other: Number) -> Bounds:
        other = Bounds.of(other)
        return Bounds(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    __radd__ = __add__

    def __neg__(self) -> Bounds:
        return Bounds(self.high.copy_negate(), self.low.copy_negate())

    def __sub__(self, other: Number) -> Bounds:
        return self + -other

    def __rsub__(self, other: Number) -> Bounds:
        return -self + other

    def __mul__(self, other: Number) -> Bounds:
        other = Bounds.of(other)
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Bounds(
            min(_DOWN.multiply(a, b) for a, b in pairs), max(_UP.multiply(a, b) for a, b in pairs)
        )

    __rmul__ = __mul__

    def inverse(self) -> Bounds:
        """Return 1 over the number."""
        if self.low <= 0 <= self.high:
            raise UndecidedError("whether a denominator is zero")
        one = Decimal(1)
        return Bounds(_DOWN.divide(one, self.high), _UP.divide(one, self.low))

    def root(self) -> Bounds:
        """Return the square root."""
        if self.high < 0:
            raise UndefinedError("the root of a negative number")
        if self.low < 0:
            raise UndecidedError("whether a radicand is negative")
        return Bounds(_DOWN.sqrt(self.low).next_minus(_DOWN), _UP.sqrt(self.high).next_plus(_UP))

    def exponential(self) -> Bounds:
        """Return e to the power of the number."""
        try:
            return Bounds(_DOWN.exp(self.low).next_minus(_DOWN), _UP.exp(self.high).next_plus(_UP))
        except Overflow:
            raise UndecidedError("a number that is too large") from None

    def logarithm(self) -> Bounds:
        """Return the natural logarithm."""
        if self.high <= 0:
            raise UndefinedError("the logarithm of a number that is not positive")
        if self.low <= 0:
            raise UndecidedError("whether a number is positive")
        return Bounds(_DOWN.ln(self.low).next_minus(_DOWN), _UP.ln(self.high).next_plus(_UP))

    def __str__(self) -> str:
        return f"≈ {(self.low + self.high) / 2:.12g}"


_PI = "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899"
PI = Bounds(_DOWN.create_decimal(_PI), _UP.create_decimal(_PI))

Number: TypeAlias = int | Fraction | Surd | Bounds


def _terms(value: int | Fraction | Surd) -> Mapping[int, Fraction]:
    return value.terms if isinstance(value, Surd) else {1: Fraction(value)}


def _simplest(terms: Mapping[int, Fraction]) -> Number:
    kept = {radicand: factor for radicand, factor in terms.items() if factor}
    if not kept:
        return 0
    if set(kept) == {1}:
        return simplest(kept[1])
    return Surd(kept)


def simplest(value: int | Fraction) -> int | Fraction:
    """Return a whole fraction as an integer."""
    return value.numerator if value.denominator == 1 else value


def sign(value: Number) -> int:
    """Return −1, 0 or 1; raises UndecidedError if the bounds do not tell."""
    if isinstance(value, int | Fraction):
        return (value > 0) - (value < 0)
    bounds = Bounds.of(value)
    if bounds.low > 0:
        return 1
    if bounds.high < 0:
        return -1
    raise UndecidedError("the sign of a number")


def is_zero(value: Number) -> bool:
    """Return whether the number is zero; raises UndecidedError if the bounds do not tell."""
    return not isinstance(value, Surd) and sign(value) == 0


def divide(left: Number, right: Number) -> Number:
    """Return the quotient."""
    if isinstance(right, int | Fraction):
        if not right:
            raise UndefinedError("a denominator is zero")
        inverse: Number = 1 / Fraction(right)
    elif isinstance(right, Surd):
        inverse = _inverse(right)
    else:
        inverse = right.inverse()
    result = left * inverse
    return simplest(result) if isinstance(result, Fraction) else result


def _inverse(value: Surd) -> Number:
    """Multiply by conjugates until the denominator is rational."""
    above: Number = 1
    below: Number = value
    while isinstance(below, Surd):
        prime = _smallest_prime(next(radicand for radicand in below.terms if radicand > 1))
        conjugate = Surd({r: -f if r % prime == 0 else f for r, f in below.terms.items()})
        above, below = above * conjugate, below * conjugate
    return divide(above, below)


def _smallest_prime(number: int) -> int:
    return next(p for p in range(2, number + 1) if number % p == 0)


def root(value: Number) -> Number:
    """Return the square root."""
    if isinstance(value, int | Fraction):
        if value < 0:
            raise UndefinedError("the root of a negative number")
        value = Fraction(value)
        product = value.numerator * value.denominator
        if product > LARGEST_FACTORED and math.isqrt(product) ** 2 != product:
            return Bounds.of(value).root()
        outside, inside = _square_part(product)
        return _simplest({inside: Fraction(outside, value.denominator)})
    return Bounds.of(value).root()


def _square_part(number: int) -> tuple[int, int]:
    """Return a and b with number = a² b and b squarefree."""
    whole = math.isqrt(number)
    if whole * whole == number:
        return whole, 1
    outside, divisor = 1, 2
    while divisor * divisor <= number:
        while number % (divisor * divisor) == 0:
            number //= divisor * divisor
            outside *= divisor
        divisor += 1
    return outside, number


def power(base: Number, exponent: int | Fraction) -> Number:
    """Return a rational power."""
    exponent = Fraction(exponent)
    if exponent < 0:
        return divide(1, power(base, -exponent))
    whole, rest = divmod(exponent, 1)
    result: Number = 1
    for _ in range(int(whole)):
        result = result * base
    if not rest:
        return result
    if rest == Fraction(1, 2):
        return result * root(base)
    if isinstance(base, int | Fraction) and base in (0, 1):
        return base
    if rest.denominator % 2 and sign(base) < 0:
        odd = -1 if exponent.numerator % 2 else 1
        return odd * power(-base, exponent)
    return (Bounds.of(base).logarithm() * Bounds.of(exponent)).exponential()


def exponential(value: Number) -> Number:
    """Return e to the power of the number."""
    return 1 if isinstance(value, int | Fraction) and not value else Bounds.of(value).exponential()


def logarithm(value: Number) -> Number:
    """Return the natural logarithm."""
    if isinstance(value, int | Fraction) and value == 1:
        return 0
    return Bounds.of(value).logarithm()


def sine(value: Number) -> Number:
    """Return the sine."""
    return _alternating(value, 1) if not _is_zero(value) else 0


def cosine(value: Number) -> Number:
    """Return the cosine."""
    return _alternating(value, 0) if not _is_zero(value) else 1


def _is_zero(value: Number) -> bool:
    return isinstance(value, int | Fraction) and not value


def _alternating(value: Number, first: int) -> Bounds:
    """Sum the series of sine or cosine; what is left is less than its first term left out."""
    x = Bounds.of(value)
    term = x if first else Bounds.of(1)
    total, count = term, first
    largest = max(abs(x.low), abs(x.high))
    if largest > LARGEST_ANGLE:
        raise UndecidedError("an angle that is too large")
    while count < largest or max(abs(term.low), abs(term.high)) > _TINY:
        term = -(term * x * x * Fraction(1, (count + 1) * (count + 2)))
        total, count = total + term, count + 2
    return total + Bounds(_TINY.copy_negate(), _TINY)


def absolute(value: Number) -> Number:
    """Return the absolute value."""
    if isinstance(value, Bounds) and value.low < 0 < value.high:
        return Bounds(Decimal(0), max(value.low.copy_negate(), value.high))
    return -value if sign(value) < 0 else value


def larger(left: Number, right: Number) -> Number:
    """Return the larger of two numbers."""
    if isinstance(left, Bounds) or isinstance(right, Bounds):
        a, b = Bounds.of(left), Bounds.of(right)
        return Bounds(max(a.low, b.low), max(a.high, b.high))
    return left if sign(left - right) >= 0 else right


def smaller(left: Number, right: Number) -> Number:
    """Return the smaller of two numbers."""
    return -larger(-left, -right)


def text_of(value: Number) -> str:
    """Return a number as people write it.

    >>> text_of(Fraction(1, 2)), text_of(root(12)), text_of(root(2) + 1)
    ('1/2', '2√3', '1 + √2')
    """
    return str(value)
