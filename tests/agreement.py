"""Three ways to a value: the written code, the interpreter and the naive reference evaluator."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import reference_evaluator as reference

from boxdot.notation import algebra
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.lowering.definitions import read_statement
from boxdot.notation.codegen.names import identifiers
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Index, Symbol
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate


def run_code(code: Code, arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    """Run code in a namespace that holds nothing but its imports and the arrays."""
    namespace: dict[str, object] = {}
    exec("\n".join(code.imports), namespace)
    names = identifiers(arrays)
    namespace |= {names[name]: array for name, array in arrays.items()}
    *before, last = ast.parse(code.code).body
    exec(compile(ast.Module(before, []), "code", "exec"), namespace)
    if isinstance(last, ast.FunctionDef):
        arguments = [namespace[argument.arg] for argument in last.args.args]
        exec(compile(ast.Module([last], []), "code", "exec"), namespace)
        function = namespace[last.name]
        return np.asarray(function(*arguments))
    value = eval(compile(ast.Expression(last.value), "code", "eval"), namespace)
    return np.asarray(value)


def draw(formula: Formula, sizes: Mapping[str, int], seed: int = 0) -> dict[str, np.ndarray]:
    """Return positive arrays for all declared symbols."""
    rng = np.random.default_rng(seed)
    return {
        name: rng.uniform(0.5, 2, numbers(declaration.shape, sizes))
        for name, declaration in formula.symbols.items()
        if declaration.shape is not None
    }


def numbers(shape, sizes: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(int(algebra.substitute(size, sizes)) for size in shape)


def reference_value(formula: Formula, arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the value of the last statement of a formula whose sizes are all bound."""
    inference = infer(formula)
    statement = read_statement(formula, formula.statements[-1])
    values = {n: reference.from_nested(a.shape, a.ravel().tolist()) for n, a in arrays.items()}
    free = inference.statements[-1].free
    names = tuple(free)
    if isinstance(statement.target, Index):
        written = (*statement.target.subscripts, *statement.target.superscripts)
        names = tuple(s.name for s in written if isinstance(s, Symbol))
    evaluator = reference.Reference(formula, inference, values)
    result = evaluator.entries(statement.side, names, tuple(free[name] or 1 for name in names))
    entries = np.array([complex(value) for value in result.entries.values()]).real
    declared = formula.symbols.get(statement.name or "")
    if isinstance(statement.target, Index) and declared is not None:
        return entries.reshape(numbers(declared.shape, formula.sizes))
    return entries.reshape(result.shape)


def stripped(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return a shape without the trailing axes of length 1, which are free."""
    while shape and shape[-1] == 1:
        shape = shape[:-1]
    return shape


def same(left: np.ndarray, right: np.ndarray, rtol: float = 1e-9) -> bool:
    """Return whether two arrays are equal as the F-convention sees them."""
    return stripped(left.shape) == stripped(right.shape) and np.allclose(
        left.ravel(), right.ravel(), rtol=rtol, atol=1e-11
    )


def assert_agreement(
    text: str, declarations: str, sizes: Mapping[str, int] | None = None, seed: int = 0, **how
) -> np.ndarray:
    """Assert that the code, the function, the interpreter and the reference agree."""
    formula = read(text, declarations, **how)
    arrays = draw(formula, sizes or {}, seed)
    value = evaluate(formula, arrays)
    bound = replace(formula, sizes=sizes or {})
    expected = reference_value(bound, arrays)
    written = convert(formula)
    assert same(run_code(written, arrays), value), (text, written.code)
    function = convert(formula, function="f")
    assert same(run_code(function, arrays), value), (text, function.code)
    assert same(value, expected), (text, written.code, value, expected)
    return value
