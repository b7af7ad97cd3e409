"""What an index form is made of: atoms, monomials and forms, all immutable and hashable.

A form is a sum of monomials with rational coefficients; a monomial is a product of powers of
atoms, summed over its bound indices. An atom may hold forms of its own (``exp(…)``, a root, the
entry of an inverse). Make forms with the functions of ``arithmetic``, which keep them canonical.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from boxdot.notation.algebra import Size
from boxdot.notation.indexform.indices import Index, Place, indices_of

Exponent: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Entry:
    """``X_{ij}``: an entry of a named tensor; ``entries`` is the set that it comes from."""

    name: str
    places: tuple[Place, ...] = ()
    entries: str = "ℝ"


@dataclass(frozen=True, slots=True)
class At:
    """``x_{i+k−1}``: an entry of a named tensor at computed positions along its axes."""

    name: str
    positions: tuple[Form, ...]
    sizes: tuple[Size, ...]
    entries: str = "ℝ"


@dataclass(frozen=True, slots=True)
class Delta:
    """Kronecker's delta: 1 where two places agree, else 0."""

    left: Place
    right: Place


@dataclass(frozen=True, slots=True)
class Length:
    """A size as a factor: a name, or ``max(I, J)`` and the like as written."""

    size: str


@dataclass(frozen=True, slots=True)
class Prime:
    """A prime number under a root: √2, ∛5."""

    number: int


@dataclass(frozen=True, slots=True)
class Ordinal:
    """An index used as a number (counted from 1)."""

    place: Place


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A sum as one factor, under a root or in a denominator."""

    form: Form


@dataclass(frozen=True, slots=True)
class Support:
    """1 where a form is not zero, else 0."""

    form: Form


@dataclass(frozen=True, slots=True)
class Call:
    """A function of numbers, applied to entries: ``exp(x_i)``, the author's ``f(x_i)``."""

    function: str
    arguments: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """``max``, ``min`` or ``prod`` of a form over all values of the bound indices."""

    function: str
    bound: frozenset[Index]
    form: Form


@dataclass(frozen=True, slots=True)
class Abstraction:
    """A whole tensor as an argument: a form, and the axes that its indices run along."""

    axes: tuple[Place, ...]
    form: Form


@dataclass(frozen=True, slots=True)
class Opaque:
    """An entry of a function of whole tensors: ``inv(A)_{ij}``, ``det(A)``, ``f(X)_i``."""

    function: str
    arguments: tuple[Abstraction, ...]
    places: tuple[Place, ...] = ()


Atom: TypeAlias = (
    Entry | At | Delta | Length | Prime | Ordinal | Wrapped | Support | Call | Over | Opaque
)
Factors: TypeAlias = Mapping[Atom, Exponent]


class Monomial:
    """A product of powers of atoms, summed over the bound indices."""

    __slots__ = ("_free", "_hash", "bound", "factors", "height")

    def __init__(self, bound: frozenset[Index], factors: Factors) -> None:
        self.bound = bound
        self.factors = factors
        self.height = 1 + max(map(height_of, factors), default=0)
        self._free: frozenset[Index] | None = None
        self._hash: int | None = None

    @property
    def free(self) -> frozenset[Index]:
        """The indices that the surroundings bind."""
        if self._free is None:
            inside = (free_of(atom) for atom in self.factors)
            self._free = frozenset().union(*inside) - self.bound
        return self._free

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Monomial):
            return NotImplemented
        return self is other or (self.bound == other.bound and self.factors == other.factors)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.factors.items()))
        return self._hash

    def __repr__(self) -> str:
        return f"Monomial({set(self.bound) or ''} {dict(self.factors)})"


class Form:
    """A sum of monomials with rational coefficients."""

    __slots__ = ("_free", "_hash", "height", "terms")

    def __init__(self, terms: Mapping[Monomial, Fraction]) -> None:
        self.terms = terms
        self.height = max((monomial.height for monomial in terms), default=1)
        self._free: frozenset[Index] | None = None
        self._hash: int | None = None

    @property
    def free(self) -> frozenset[Index]:
        """The indices that the surroundings bind."""
        if self._free is None:
            self._free = frozenset().union(*(monomial.free for monomial in self.terms))
        return self._free

    def __bool__(self) -> bool:
        """Whether it is anything but 0."""
        return bool(self.terms)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Form):
            return NotImplemented
        return self is other or (hash(self) == hash(other) and self.terms == other.terms)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __repr__(self) -> str:
        return f"Form({dict(self.terms)})"

    @property
    def constant(self) -> Fraction | None:
        """The number that the form is, None if it is no number."""
        if not self.terms:
            return Fraction(0)
        if len(self.terms) == 1 and UNIT in self.terms:
            return self.terms[UNIT]
        return None


def forms_of(atom: Atom) -> tuple[Form, ...]:
    """Return the forms that an atom holds."""
    match atom:
        case Wrapped(form=form) | Support(form=form) | Over(form=form):
            return (form,)
        case Call(arguments=arguments) | At(positions=arguments):
            return arguments
        case Opaque(arguments=abstractions):
            return tuple(abstraction.form for abstraction in abstractions)
    return ()


def places_of(atom: Atom) -> tuple[Place, ...]:
    """Return the places that an atom itself (not a form in it) speaks of."""
    match atom:
        case Entry(places=places) | Opaque(places=places):
            return places
        case Delta(left=left, right=right):
            return left, right
        case Ordinal(place=place):
            return (place,)
    return ()


def height_of(atom: Atom) -> int:
    """Return how deeply forms are nested in the atom."""
    if type(atom) is Entry:
        return 0
    extra = 1 if isinstance(atom, Over | Opaque) else 0
    return max((form.height + extra for form in forms_of(atom)), default=0)


def free_of(atom: Atom) -> frozenset[Index]:
    """Return the indices in the atom that the surroundings bind."""
    match atom:
        case Length() | Prime():
            return frozenset()
        case Entry(places=places):
            return frozenset(indices_of(places))
        case Over(bound=bound, form=form):
            return form.free - bound
        case Opaque(arguments=arguments, places=places):
            inner = (a.form.free.difference(indices_of(a.axes)) for a in arguments)
            return frozenset(indices_of(places)).union(*inner)
    own = frozenset(indices_of(places_of(atom)))
    return own.union(*(form.free for form in forms_of(atom)))


def is_real(form: Form) -> bool:
    """Return whether no entry in the form, however deep, is declared to be complex."""
    return all(_is_real(atom) for monomial in form.terms for atom in monomial.factors)


def _is_real(atom: Atom) -> bool:
    if isinstance(atom, Entry | At):
        return atom.entries != "ℂ"
    return all(map(is_real, forms_of(atom)))


def deep_places(factors: Factors) -> Iterator[Place]:
    """Yield every place in the factors and in the forms nested in them."""
    for atom in factors:
        yield from places_of(atom)
        for form in forms_of(atom):
            for monomial in form.terms:
                yield from deep_places(monomial.factors)


INVERSES = ("inv", "inverse of a symmetric")
"""The names of inverses: of any matrix, and of one whose two places may be exchanged."""

UNIT = Monomial(frozenset(), {})
ZERO = Form({})
ONE = Form({UNIT: Fraction(1)})
