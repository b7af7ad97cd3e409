"""Indices in a subscript: ``ij``, ``:j1`` and ``i,j`` split into single ones."""

from __future__ import annotations

import re

from boxdot.notation.expressions.nodes import Binary, Expr, Listing, Number, Op, Slice, Symbol
from boxdot.notation.expressions.symbols import Symbols

_LETTER_AND_NUMBER = re.compile(r"([^\W\d_]′*)(\d)")


def split_indices(items: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """Split ``ij``, ``:j1`` and ``i,j`` into single indices; ``a:b`` is a range."""
    if len(items) > 1:
        return tuple(_ranged(item) for item in items)
    return _split(items[0])


def _split(item: Expr) -> tuple[Expr, ...]:
    """Split a juxtaposition into its letters; a word of letters too."""
    ranged = _ranged(item)
    if isinstance(ranged, Slice):
        return (ranged,)
    match item:
        case Binary(op=Op.MATMUL):
            return (*_split(item.left), *_split(item.right))
        case Symbol(name=name, span=span) if is_word(name):
            return tuple(Symbol(piece, span=span) for piece in letters_of(name))
        case Listing(items=items, braces=False):
            return items
    return (item,)


def letters_of(name: str) -> list[str]:
    """Split a word into its letters, each with its accents and primes."""
    pieces: list[str] = []
    for character in name:
        if pieces and (not character.isalnum() or ord(character) >= 0x300 > ord(character)):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _ranged(item: Expr) -> Expr:
    """Read ``a:b`` as a slice; sums may stand on both sides, as in ``2:n−1``."""
    match item:
        case Binary(op=Op.MATMUL, left=Binary(op=Op.MATMUL, left=low, right=Slice()), right=high):
            if not isinstance(low, Slice) and not isinstance(high, Slice):
                return Slice(low, high, span=item.span)
        case Binary(op=Op.ADD | Op.SUBTRACT as op, left=left, right=right):
            match _ranged(left), _ranged(right):
                case Slice(low=first, high=last), _ if last is not None:
                    return Slice(first, Binary(op, last, right), span=item.span)
                case _, Slice(low=first, high=last) if first is not None:
                    return Slice(Binary(op, left, first), last, span=item.span)
    return item


def is_multiple(items: tuple[Expr, ...], base: Expr, symbols: Symbols) -> bool:
    """Tell whether ``2i`` is one subscript: that of a declared vector."""
    match items:
        case (Binary(op=Op.MATMUL, left=Number(), right=Symbol(name=name)),):
            vector = isinstance(base, Symbol) and declared_order(base, symbols) == 1
            return vector and len(letters_of(name)) == 1
    return False


def fitted(indices: tuple[Expr, ...], base: Expr, symbols: Symbols) -> tuple[Expr, ...]:
    """Split ``j1`` into ``j, 1`` where only that gives each axis of a declared tensor its index."""
    if not isinstance(base, Symbol) or declared_order(base, symbols) in (None, len(indices)):
        return indices
    split = tuple(piece for index in indices for piece in _with_number_apart(index))
    return split if len(split) == declared_order(base, symbols) else indices


def _with_number_apart(index: Expr) -> tuple[Expr, ...]:
    if isinstance(index, Symbol) and (parts := _LETTER_AND_NUMBER.fullmatch(index.name)):
        letter, number = parts.groups()
        return Symbol(letter, span=index.span), Number(number, span=index.span)
    return (index,)


def are_indices(word: str, base: Symbol, symbols: Symbols) -> bool:
    """Tell whether a word such as ``ij`` below a name is a row of indices."""
    letters = letters_of(word)
    order = declared_order(base, symbols)
    return order == len(letters) if order is not None else all(x[0] in "ijklmn" for x in letters)


def is_word(name: str) -> bool:
    """Tell whether a script is a word and so a label (``xi``, ``max``), not an index."""
    return len([c for c in name if c.isalpha()]) > 1


def declared_order(base: Symbol, symbols: Symbols) -> int | None:
    """Return the order of a declared tensor, or None."""
    found = symbols.get(base.name)
    return None if found is None or found.shape is None else len(found.shape)
