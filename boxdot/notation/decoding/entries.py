"""Arrays that are told by their entries: 1, 2, …, products along an axis, masks of places.

What the notation has no operation for it still says entry by entry: ``r_i = i``. Such a definition
is a statement of its own in front of what uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, view, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.indexing import EVERYTHING, indexed
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import (
    Binary,
    Chain,
    Expr,
    Index,
    IndexRange,
    Indicator,
    Number,
    Op,
    Reduce,
    Relation,
    Symbol,
)
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Shape, Size

Letters = tuple[Symbol, ...]
_LETTERS = tuple("ijklmnpqrstuvabcdefgh")


def by_entries(context: Context, shape: Shape, entry: Callable[[Letters], Expr]) -> Array:
    """Return the array with these entries; ``entry`` is given the index of each longer axis."""
    long = [place for place, size in enumerate(shape) if size != 1]
    letters = index_letters(context, len(long))
    return by_letters(context, shape, letters, entry(letters))


def by_letters(context: Context, shape: Shape, letters: Letters, node: Expr) -> Array:
    """Return the array with this entry at the letters, one for each axis longer than 1.

    Where the entry speaks of the index of something that is gone through, so does the array.
    """
    long = [place for place, size in enumerate(shape) if size != 1]
    if not long:
        return Array(node, (), (None,) * len(shape))
    own = tuple(shape[place] for place in long)
    hanging = {name for size in own for name in algebra.names_of(size)} & set(context.running)
    if hanging or any(letter in context.starts for letter in context.running_in(node)):
        raise Refused("what runs from another index on is read in plain sums only")
    around = [name for name in context.running_in(node) if Symbol(name) not in letters]
    sizes = tuple(context.running[letter] for letter in around)
    symbol = context.define((*sizes, *own), (*map(Symbol, around), *letters), node)
    array = whole(Symbol(symbol), (*sizes, *own))
    if around:
        array = indexed(array, [algebra.subtract(letter, 1) for letter in around])
    return view(array, [long.index(n) if n in long else None for n in range(len(shape))])


def index_letters(context: Context, count: int, start: int = 0) -> Letters:
    """Return letters for indices that are no sizes and no symbols."""
    free = [letter for letter in _LETTERS if not context.is_taken(letter)]
    names = [*free, *(f"i_{n}" for n in range(count + start))]
    return tuple(map(Symbol, names[start : start + count]))


def entry_of(array: Array, letters: Sequence[Expr]) -> Expr:
    """Return the entry of an array; ``letters`` are for its axes that are longer than 1.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> X = view(whole(Symbol("X"), ("m", "n")), [1, 0])
    >>> entry_of(X, [Symbol("i"), Symbol("j")]).subscripts
    (Symbol(name='j'), Symbol(name='i'))
    """
    if not array.base:
        return array.node
    subscripts: list[Expr] = [Number("1")] * len(array.base)
    given = iter(letters)
    for axis, size in zip(array.axes, array.shape, strict=True):
        if size != 1 and axis is not None:
            subscripts[axis] = next(given)
    return Index(array.node, tuple(subscripts))


def counted(context: Context, start: Size, count: Size, step: Size = 1) -> Array:
    """Return ``start, start + step, …`` along one axis."""
    offset = algebra.subtract(start, step)

    def entry(letters: Letters) -> Expr:
        place = letters[0].name if letters else 1
        return size_expression(algebra.add(offset, algebra.multiply(step, place)))

    array = by_entries(context, (count,), entry)
    return array.with_count(start, (step,))


def multiplied(context: Context, array: Array, places: Sequence[int], *, keep: bool) -> Array:
    """Return the product of the entries along axes: p_i = ∏_j A_{ij}."""
    gone = [n for n in places if array.shape[n] != 1]
    shape = tuple(1 if n in places else size for n, size in enumerate(array.shape))
    stays = sum(size != 1 for size in shape)
    extra = index_letters(context, len(gone), stays)

    def entry(letters: Letters) -> Expr:
        own, other = iter(letters), iter(extra)
        long = [n for n, size in enumerate(array.shape) if size != 1]
        indices = [next(other) if n in gone else next(own) for n in long]
        ranges = tuple(IndexRange(letter.name) for letter in extra)
        return Reduce(ranges, entry_of(array, indices), product=True)

    found = by_entries(context, shape, entry)
    return found if keep else view(found, [n for n in range(len(shape)) if n not in places])


def summed_up_to(context: Context, array: Array, place: int, *, product: bool = False) -> Array:
    """Return running sums along an axis, y_i = Σ_j 1_{j≤i} x_j, or running products.

    What is left out of a product counts as 1: y_i = ∏_j (1 + 1_{j≤i} (x_j − 1)).
    """
    if array.shape[place] == 1:
        return array
    (running,) = index_letters(context, 1, sum(size != 1 for size in array.shape))
    long = [n for n, size in enumerate(array.shape) if size != 1]

    def entry(letters: Letters) -> Expr:
        at = long.index(place)
        indices = [running if n == at else letter for n, letter in enumerate(letters)]
        counts = Indicator(Chain((running, letters[at]), (Relation.LESS_EQUAL,)))
        body = entry_of(array, indices)
        if product:
            body = Binary(Op.SUBTRACT, body, Number("1"))
        body = Binary(Op.MATMUL, counts, body)
        if product:
            body = Binary(Op.ADD, Number("1"), body)
        return Reduce((IndexRange(running.name),), body, product)

    return by_entries(context, array.shape, entry)


def strided(context: Context, array: Array, place: int, places: tuple[Size, Size, int]) -> Array:
    """Return every second entry, or entries backwards: y_i = x_{2i−1}; ``places`` as counted."""
    start, count, step = places
    shape = tuple(count if n == place else size for n, size in enumerate(array.shape))
    long = [n for n, size in enumerate(array.shape) if size != 1]
    offset = algebra.add(algebra.subtract(start, step), 1)

    def entry(letters: Letters) -> Expr:
        own = iter(letters)
        indices: list[Expr] = []
        for n in long:
            letter = next(own) if shape[n] != 1 else None
            if n == place:
                name = letter.name if letter is not None else 1
                at = algebra.add(offset, algebra.multiply(step, name))
                indices.append(size_expression(at))
            elif letter is not None:
                indices.append(letter)
        return entry_of(array, indices)

    return by_entries(context, shape, entry)


def by_pages(
    context: Context, operation: Callable[..., Array], arrays: Sequence[Array], lead: Shape
) -> Array:
    """Return an operation on each matrix of a stack: D_{tij} = ((A_t)⁻¹)_{ij}."""
    letters = index_letters(context, sum(size != 1 for size in lead))
    pages = [_page(array, lead, letters) for array in arrays]
    found = operation(context, *pages)

    def entry(indices: Letters) -> Expr:
        return entry_of(found, indices[len(letters) :])

    return by_entries(context, (*lead, *found.shape), entry)


def _page(array: Array, lead: Shape, letters: Letters) -> Array:
    """Return the matrix at indices of the axes before the last two."""
    names = iter(letters)
    at = [algebra.subtract(next(names).name, 1) if size != 1 else 0 for size in lead]
    own = at[len(lead) - (array.order - 2) :] if array.order > 2 else []
    chosen = [0 if size == 1 else n for n, size in zip(own, array.shape, strict=False)]
    return indexed(array, [*chosen, EVERYTHING, EVERYTHING])
