"""A whole text of Julia or MATLAB as a formula."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.composing import Composer, connect
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.declaring import Declared
from boxdot.notation.decoding.dotted.evaluating import Reading, evaluate
from boxdot.notation.decoding.dotted.evidence import evidence_of
from boxdot.notation.decoding.dotted.syntax import Parser
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
    evidence = evidence_of(text)
    found = {symbol_of(name, given) or new_symbol(name): s for name, s in evidence.shapes.items()}
    declared = Declared(given, sizes, found, lengths=evidence.lengths)
    reading = Reading(text, context, declared, composer)
    last: Array | None = None
    for tree in Parser(evidence.text).program():
        if tree.kind == "assign":
            value = evaluate(reading, tree.parts[0])
            if isinstance(value, Array):
                named = composer.assign(tree.text, value)
                if value.node in reading.origins:
                    reading.origins[named.node] = reading.origins[value.node]
                value = named
            reading.names[tree.text] = value
        else:
            value = evaluate(reading, tree)
        last = value if isinstance(value, Array) else last
    if last is None:
        raise UnsupportedError("this code computes no array", hint="end it with an expression")
    statements = composer.statements([last])
    inferred = (*declared.inferred(), *composer.declared(statements))
    symbols = given.with_declarations(inferred)
    formula = Formula(text, statements, symbols, sizes=dict(sizes))
    return Decoded(formula, inferred, tuple(context.warnings))
