"""A whole text of Python as a formula."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.decoding.arrays import Array, Chosen
from boxdot.notation.decoding.composing import Composer, connect
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.declaring import Declared
from boxdot.notation.decoding.python.calls import defaults_of, demand_sound
from boxdot.notation.decoding.python.evidence import lengths_of, shapes_of
from boxdot.notation.decoding.python.expressions import evaluate
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.sources import parse_python
from boxdot.notation.decoding.python.statements import run
from boxdot.notation.decoding.python.values import (
    Family,
    Filling,
    Masked,
    Value,
    array_of,
)
from boxdot.notation.decoding.refusing import Rebind
from boxdot.notation.decoding.result import Decoded
from boxdot.notation.decoding.symbols import new_symbol, symbol_of
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Size

LIBRARIES = {"numpy": "NumPy", "torch": "PyTorch", "jax": "JAX"}
_MOST_ROUNDS = 100


def decode_python(code: str, library: str, declared: Symbols, sizes: Mapping[str, int]) -> Decoded:
    """Return code of an array library as notation.

    A size that is only known to be one is named; where the code shows that it is another's,
    reading starts again with that.
    """
    text, tree = parse_python(code)
    bindings: dict[str, Size] = {}
    for _ in range(_MOST_ROUNDS):
        context = Context(LIBRARIES[library], Convention.C, bindings)
        try:
            return _decoded(text, tree, context, Declared(declared, sizes))
        except Rebind as found:
            bindings[found.name] = found.size
    raise UnsupportedError("the shapes of this code are not found")


def _decoded(text: str, tree: ast.Module, context: Context, declared: Declared) -> Decoded:
    given = declared.given
    context.taken.update(
        str(size) for one in given.values() for size in one.shape or () if isinstance(size, str)
    )
    context.taken.update(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    shapes = {name: one.shape for name, one in given.items() if one.shape is not None}
    for name, shape in shapes_of(tree, context, shapes).items():
        declared.found[symbol_of(name, given) or new_symbol(name)] = shape
    declared.lengths = lengths_of(tree)
    composer = Composer(lambda name: symbol_of(name, given) or new_symbol(name))
    composer.taken |= _inputs(tree, given)
    connect(context, composer, given)
    reading = Reading(text, context, declared, composer, evaluate, run, plain=_plain(tree))
    results = _results(reading, tree)
    if not results:
        raise UnsupportedError("this code computes no array", hint="end it with an expression")
    statements = composer.statements(results)
    inferred = (*declared.inferred(), *composer.declared(statements))
    symbols = given.with_declarations(inferred)
    formula = Formula(text, statements, symbols, sizes=dict(declared.sizes))
    return Decoded(formula, inferred, tuple(context.warnings))


def _inputs(tree: ast.AST, given: Symbols) -> set[str]:
    """Return the symbols that are read before they are assigned: a value needs another name."""
    first: dict[str, ast.Name] = {}
    for node in _in_order(tree):
        first.setdefault(node.id, node)
    loaded = {name for name, node in first.items() if isinstance(node.ctx, ast.Load)}
    loaded |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {symbol_of(name, given) or new_symbol(name) for name in loaded}


def _in_order(tree: ast.AST) -> list[ast.Name]:
    """Return the names in the order in which they are used: values before what they are put in."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return sorted(found, key=lambda n: (n.lineno, isinstance(n.ctx, ast.Store), n.col_offset))


def _results(reading: Reading, tree: ast.Module) -> list[Array]:
    """Return what the code computes: its last value, or that of its only, or last, function."""
    value = run(reading, tree.body).value
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if value is None and functions:
        main = functions[-1]
        reading.names.pop(main.name)
        reading.names.update(defaults_of(reading, main.args))
        demand_sound(main.args, main.name)
        value = run(reading, main.body).value
    return _arrays(value)


def _plain(tree: ast.AST) -> frozenset[str]:
    """Return the names that stand alone, so that ``self.W`` and W are not mistaken."""
    nodes = list(ast.walk(tree))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return frozenset(names | {node.arg for node in nodes if isinstance(node, ast.arg)})


def _arrays(value: Value) -> list[Array]:
    if isinstance(value, tuple):
        return [array for item in value for array in _arrays(item)]
    if isinstance(value, Masked | Chosen | Filling):
        array_of(value)
    return [array_of(value)] if isinstance(value, Array | Family) else []
