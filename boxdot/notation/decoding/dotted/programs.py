"""A whole text of Julia or MATLAB as a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.decoding.composing import Composer, connect
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.declaring import Declared
from boxdot.notation.decoding.dotted.calling import called
from boxdot.notation.decoding.dotted.evaluating import evaluate
from boxdot.notation.decoding.dotted.evidence import evidence_of
from boxdot.notation.decoding.dotted.scopes import Reading
from boxdot.notation.decoding.dotted.statements import run
from boxdot.notation.decoding.dotted.syntax import Parser
from boxdot.notation.decoding.dotted.tokens import Tree
from boxdot.notation.decoding.dotted.values import Own, Value, array_of
from boxdot.notation.decoding.result import Decoded
from boxdot.notation.decoding.symbols import new_symbol, symbol_of
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.shapes.conventions import Convention

LANGUAGES = {"julia": "Julia", "matlab": "MATLAB"}


def decode_dotted(code: str, language: str, given: Symbols, sizes: Mapping[str, int]) -> Decoded:
    """Return code whose axes are paired from the first one as notation."""
    text = code.strip()
    if not text:
        raise NotationError("there is no code here", hint='write some, such as "X .* B"')
    context = Context(LANGUAGES[language], Convention.F)
    composer = Composer(lambda name: symbol_of(name, given) or new_symbol(name))
    composer.taken |= set(given)
    connect(context, composer, given)
    known = {word for word in re.findall(r"[^\W\d]\w*", text) if _is_declared(given, word)}
    evidence = evidence_of(text, known)
    found = {symbol_of(name, given) or new_symbol(name): s for name, s in evidence.shapes.items()}
    declared = Declared(given, sizes, found, lengths=evidence.lengths)
    reading = Reading(text, context, declared, composer, evaluate, run)
    value, _ = run(reading, Parser(evidence.text, julia=language == "julia").program())
    functions = [own for own in reading.names.values() if isinstance(own, Own)]
    if value is None and functions:
        value = _of_function(reading, functions)
    last = [
        array_of(one)
        for one in (value if isinstance(value, tuple) else (value,))
        if one is not None
    ]
    if not last:
        raise UnsupportedError("this code computes no array", hint="end it with an expression")
    statements = composer.statements(last)
    inferred = (*declared.inferred(), *composer.declared(statements))
    symbols = given.with_declarations(inferred)
    formula = Formula(text, statements, symbols, sizes=dict(sizes))
    return Decoded(formula, inferred, tuple(context.warnings))


def _is_declared(given: Symbols, word: str) -> bool:
    declared = given.get(symbol_of(word, given) or "")
    return declared is not None and declared.shape is not None


def _of_function(reading: Reading, functions: list[Own]) -> Value:
    """Return what the only function computes, or the first one of MATLAB, the last one of Julia."""
    main = functions[-1] if reading.julia else functions[0]
    if main.name in reading.names:
        del reading.names[main.name]
    given = {one.text for one in main.parameters if not one.parts}
    arguments = {
        name: evaluate(reading, Tree("name", name, (), main.body.span)) for name in sorted(given)
    }
    return called(reading, main, [], arguments, dotted=False)
