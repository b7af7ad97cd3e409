"""The names in a formula: which are sought, which are data."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from boxdot.notation.expressions.nodes import Chain, Expr, Index, Listing, Node, Reduce, Symbol
from boxdot.notation.expressions.walking import children
from boxdot.notation.inference import Inference


def operands(node: Node) -> Iterator[Symbol]:
    """Yield the symbols that stand for values: neither indices nor the bounds of sums.

    >>> from boxdot.notation.reading import read
    >>> chain = read("Σ_{r=1}^{R} x_r y", "x ∈ R^n; y ∈ R").statements[0]
    >>> [symbol.name for symbol in operands(chain)]
    ['x', 'y']
    """
    match node:
        case Symbol():
            yield node
        case Index(base=base):
            yield from operands(base)
        case Reduce(body=body):
            yield from operands(body)
        case _:
            for child in children(node):
                yield from operands(child)


def name_of(inference: Inference, node: Symbol) -> str:
    """Return the declared name of a symbol."""
    name = inference.declared_as(node)
    return inference.formula.symbols.resolve(name) or name


def names_in(inference: Inference, node: Node) -> list[str]:
    """Return the declared names of the symbols that stand for values, each once."""
    sizes = _sizes(inference)
    names = dict.fromkeys(name_of(inference, symbol) for symbol in operands(node))
    return [name for name in names if name in inference.formula.symbols or name not in sizes]


def _sizes(inference: Inference) -> set[str]:
    """Return the names of sizes: a number may be one, as in ``1/N``."""
    shapes = (declared.shape or () for declared in inference.formula.symbols.values())
    return {str(size) for shape in shapes for size in shape} | set(inference.formula.sizes)


def variables_of(inference: Inference, variables: tuple[Expr, ...]) -> list[str]:
    """Return the declared names of what a minimum is over: ``A``, ``A_r``, ``{A_r}``."""
    names: list[str] = []
    for variable in variables:
        if isinstance(variable, Listing):
            names += variables_of(inference, variable.items)
        else:
            names += [name_of(inference, symbol) for symbol in operands(variable)]
    return names


def unknowns_of_fit(inference: Inference, chain: Chain, given: Collection[str]) -> list[str]:
    """Return what ``Y ≈ A ⊡ B`` seeks: on the side of the model what is not given, else all."""
    symbols = inference.formula.symbols
    known = {symbols.resolve(name) or name for name in given}
    data, model = (names_in(inference, side) for side in chain.sides)
    if not known.issuperset(data) and known.issuperset(model):
        data, model = model, data
    return [name for name in model if name not in known] or model
