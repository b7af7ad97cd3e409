"""Statements put together: what is assigned, under names that are each given once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from boxdot.notation.decoding.arrays import Array, tensor
from boxdot.notation.decoding.context import Context
from boxdot.notation.expressions.nodes import (
    Chain,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Node,
    Relation,
    Symbol,
)
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.shapes.sizes import Shape

_VECTORS = tuple("rsuvwefghpqz")
_TENSORS = tuple("EMDPQRSUVWGKLT")


@dataclass(slots=True)
class Composer:
    """Collects assignments; a name that is taken gets a number, as in x, x^(2)."""

    new_symbol: Callable[[str], str]
    taken: set[str] = field(default_factory=set)
    defined: list[tuple[Symbol | Index, Expr]] = field(default_factory=list)
    shapes: dict[str, Shape] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    reserved: Callable[[str], bool] = lambda name: False

    def assign(self, name: str, array: Array) -> Array:
        """Return the array under a name of its own; numbers and mere symbols need none."""
        if array.size is not None or _is_number(array) or _is_filled(array.node):
            return array
        if isinstance(array.node, Symbol):
            return self._named(name, array, array.node.name)
        symbol = self.new_symbol(name)
        symbol = self._letter(_TENSORS) if symbol == "I" else self._free(symbol)  # I is 𝑰
        self.taken.add(symbol)
        self.defined.append((Symbol(symbol), tensor(array)))
        order = max(len(array.base), array.order)  # what the notation has, with its axes at the end
        base = (*array.shape, *(1,) * (order - array.order))
        axes = tuple(range(array.order))
        return Array(Symbol(symbol), base, axes, truth=array.truth, numeric=array.numeric)

    def _named(self, name: str, array: Array, symbol: str) -> Array:
        """Return a mere symbol; an array that was just told by its entries takes the new name."""
        fresh = self.defined and symbol in self.shapes and symbol not in self.kept
        if not fresh or _name_of(self.defined[-1][0]) != symbol:
            return array
        self.kept.add(symbol)
        if array.axes != tuple(range(len(array.base))):
            return array
        target, entry = self.defined.pop()
        assert isinstance(target, Index)
        new = self._free(self.new_symbol(name))
        self.taken = (self.taken - {symbol}) | {new}
        self.kept.add(new)
        self.shapes[new] = self.shapes.pop(symbol)
        self.defined.append((replace(target, base=Symbol(new)), entry))
        return replace(array, node=Symbol(new))

    def entries(self, shape: Shape, letters: tuple[Symbol, ...], entry: Expr) -> str:
        """Return the symbol of an array that is told by its entries; the same ones are one."""
        for target, node in self.defined:
            if isinstance(target, Index) and (target.subscripts, node) == (letters, entry):
                name = _name_of(target)
                if self.shapes[name] == shape:
                    return name
        letter = self._letter(_VECTORS if len(shape) == 1 else _TENSORS)
        self.taken.add(letter)
        self.shapes[letter] = shape
        self.defined.append((Index(Symbol(letter), letters), entry))
        return letter

    def _letter(self, letters: tuple[str, ...]) -> str:
        for letter in letters:
            if letter not in self.taken and not self.reserved(letter):
                return letter
        return self._free(letters[0])

    def _free(self, symbol: str) -> str:
        if symbol not in self.taken:
            return symbol
        n = 2
        while f"{symbol}^({n})" in self.taken:
            n += 1
        return f"{symbol}^({n})"

    def declared(self, statements: Iterable[Chain]) -> tuple[Declaration, ...]:
        """Return the shapes of the arrays that statements define by their entries."""
        names = {symbol for chain in statements for symbol in _names(chain)}
        return tuple(Declaration(n, shape) for n, shape in self.shapes.items() if n in names)

    def statements(self, results: Iterable[Array]) -> tuple[Chain, ...]:
        """Return what the results need, in order; a result that has a name is its assignment."""
        last = [tensor(array) for array in results]
        needed: set[str] = set()
        kept: list[Chain] = []
        for node in last:
            needed |= _names(node)
        for target, node in reversed(self.defined):
            if _name_of(target) in needed:
                needed |= _names(node)
                kept.insert(0, Chain((target, node), (Relation.EQUAL,)))
        names = {_name_of(target) for target, _ in self.defined}
        bare = [node for node in last if not _is_last(node, kept, names)]
        return (*kept, *(Chain((node,)) for node in bare))


def connect(context: Context, composer: Composer, given: Iterable[str]) -> None:
    """Let operations define arrays by their entries, under names that nothing else has."""
    context.defining = composer.entries
    context.names = composer.taken | set(given)
    composer.reserved = context.is_taken


def _name_of(target: Symbol | Index) -> str:
    base = target.base if isinstance(target, Index) else target
    assert isinstance(base, Symbol)
    return base.name


def _is_number(array: Array) -> bool:
    return not array.order and not any(
        isinstance(part, Symbol) for part in (array.node, *descendants(array.node))
    )


def _is_filled(node: Expr) -> bool:
    """Return whether an expression is 𝟏 or 𝟎, which is shorter than a name for it."""
    return isinstance(node, Constant) and node.kind in (ConstantKind.ONES, ConstantKind.ZEROS)


def _names(node: Node) -> set[str]:
    parts = (node, *descendants(node))
    return {part.name for part in parts if isinstance(part, Symbol)}


def _is_last(node: Expr, statements: list[Chain], names: set[str]) -> bool:
    """Return whether a result is what the last statement assigns, so that nothing is left."""
    if not isinstance(node, Symbol) or node.name not in names or not statements:
        return False
    target = statements[-1].sides[0]
    return isinstance(target, Symbol | Index) and _name_of(target) == node.name
