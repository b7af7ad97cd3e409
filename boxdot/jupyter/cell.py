"""A cell of formulas: read with the notebook's arrays, checked, converted and evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from numbers import Number
from typing import Any

import boxdot
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.codegen.names import identifiers
from boxdot.notation.expressions.nodes import Apply, Index, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import infer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cell came to.

    Parameters
    ----------
    formula
        The formula, with the shapes of the notebook's arrays where nothing else is declared.
    result
        The verdict on its shapes.
    values
        What its definitions assign, by Python name.
    value
        The value of the last statement, None if it was not evaluated.
    missing
        The symbols without an array, for which nothing was evaluated.
    """

    formula: boxdot.Formula
    result: boxdot.CheckResult
    values: Mapping[str, Any]
    value: Any = None
    missing: tuple[str, ...] = ()


def run_cell(
    text: str, namespace: Mapping[str, Any], declarations: str = "", *, evaluate: bool = True
) -> Outcome:
    """Read, check and evaluate the formulas of a cell.

    Symbols that are not declared take the shapes of the arrays of their names.

    Examples
    --------
    >>> import numpy as np
    >>> arrays = {"X": np.ones((2, 3)), "y": np.array([1.0, 2.0])}
    >>> outcome = run_cell("Z = X ⊡ y", arrays)
    >>> outcome.result.verdict, outcome.values["Z"].tolist()
    ('holds', [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]])
    >>> run_cell("Z = X ⊡ w where w ∈ R^2", arrays).missing
    ('w',)
    """
    formula = _read(text, namespace, declarations)
    result = boxdot.check(formula)
    if not evaluate or result.verdict == "fails":
        return Outcome(formula, result, {})
    return _evaluated(formula, result, namespace)


def _read(text: str, namespace: Mapping[str, Any], declarations: str) -> boxdot.Formula:
    """Read a cell twice: what it names tells which arrays of the notebook declare a shape."""
    text = joined_lines(text)
    first = boxdot.parse(text, declarations)
    new = _assigned(first)
    names = [n for n in _names(first) if first.symbols.get(n) is None and n not in new]
    python = identifiers(names)
    shapes = {name: _shape(namespace.get(python[name])) for name in names}
    told = [f"{name} ∈ R{_power(shape)}" for name, shape in shapes.items() if shape is not None]
    return boxdot.parse(text, [declarations, *told]) if told else first


def _assigned(formula: boxdot.Formula) -> set[str]:
    """Return the names that a cell assigns before it uses them: what they held does not count."""
    found: set[str] = set()
    used: set[str] = set()
    for statement in infer(formula).statements:
        first = statement.chain.sides[0]
        base = first.base if isinstance(first, Index) else first
        if 0 in statement.defined and isinstance(base, Symbol) and base.name not in used:
            found.add(base.name)
        used |= {node.name for node in descendants(statement.chain) if isinstance(node, Symbol)}
    return found


def joined_lines(text: str) -> str:
    r"""Return the lines of a cell as one text: each is a statement, or goes on with the one before.

    >>> joined_lines("A = X ⊡ y\n\n# the same\nB = A\n  ⊟ μ")
    'A = X ⊡ y; B = A ⊟ μ'
    """
    lines = [line.strip() for line in text.splitlines()]
    joined = ""
    for line in (line for line in lines if line and not line.startswith("#")):
        goes_on = line[0] in CONTINUING or line.startswith(("where ", "with "))
        joined += (("" if goes_on or joined.endswith(";") else ";") + " " if joined else "") + line
    return joined


CONTINUING = frozenset("=≈≠≤≥<>≔:+-−*/·,;⊞⊟⊡⊙⧄⊘⊗⊕")
"""A line that begins with one of these goes on with the statement before."""


def _names(formula: boxdot.Formula) -> Iterator[str]:
    """Yield every name of a symbol or a function once."""
    seen: set[str] = set()
    for chain in formula.statements:
        for node in descendants(chain):
            name = node.name if isinstance(node, Symbol) else ""
            name = node.function if isinstance(node, Apply) else name
            if name and name not in seen:
                seen.add(name)
                yield name


def _shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of an array or a number, None for anything else.

    >>> _shape(3.0), _shape("text")
    ((), None)
    """
    if isinstance(value, Number) and not isinstance(value, bool):
        return ()
    shape = getattr(value, "shape", None)
    is_array = hasattr(value, "dtype") or hasattr(value, "__array__")
    if not is_array or not isinstance(shape, tuple) or any(n != n for n in shape):
        return None  # Dask says NaN for a length that it does not know
    return tuple(int(length) for length in shape)


def _power(shape: tuple[int, ...]) -> str:
    return f"^{{{'×'.join(map(str, shape))}}}" if shape else ""


def _evaluated(
    formula: boxdot.Formula, result: boxdot.CheckResult, namespace: Mapping[str, Any]
) -> Outcome:
    """Evaluate the statements one after the other; the first that lacks an array ends it."""
    values: dict[str, Any] = {}
    value = None
    for count in range(1, len(formula.statements) + 1):
        so_far = replace(formula, statements=formula.statements[:count])
        program = lower_formula(so_far, infer(so_far))
        inputs = [load.name for load in program.inputs]
        python = identifiers([*inputs, *([program.result.name] if program.result.name else [])])
        missing = tuple(name for name in inputs if python[name] not in namespace)
        if missing:
            return Outcome(formula, result, values, value, missing)
        value = boxdot.evaluate(so_far, {name: namespace[python[name]] for name in inputs})
        if program.result.name is not None:
            values[python[program.result.name]] = value
    return Outcome(formula, result, values, value)
