"""Programs as a function that Numba compiles: checks, then loops for each value."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.languages.numba.dtypes import Dtypes
from boxdot.notation.codegen.languages.numba.entries import FUNCTIONS, entry
from boxdot.notation.codegen.languages.numba.loops import filled, literal
from boxdot.notation.codegen.languages.numba.naming import fresh
from boxdot.notation.codegen.languages.numba.steps import LOOPS, WHOLE, steps_of
from boxdot.notation.codegen.languages.numba.undecided import stretch_checks
from boxdot.notation.codegen.languages.numba.whole import allocated, computed
from boxdot.notation.codegen.languages.python.checks import shape_checks
from boxdot.notation.codegen.languages.python.docstrings import docstring
from boxdot.notation.codegen.languages.python.table import ARMS
from boxdot.notation.codegen.languages.python.writing import (
    check_name,
    function_text,
    sizes_bound,
    without_loose_ends,
    writer_of,
)
from boxdot.notation.codegen.lengths import lengths_of
from boxdot.notation.codegen.writer import Language, Writer

NUMBA = Language(
    ARMS,
    length=lambda name, axis: f"{name}.shape[{axis}]",
    module="np",
    functions=FUNCTIONS,
    shown="",
)
"""How numbers and names are written."""

IMPORTS = ("import numpy as np", "from numba import njit")


def write_numba(program: p.Program, function: str | None, summary: str) -> Code:
    """Return a jitted function, of the name ``f`` if none is given."""
    name = function or "f"
    check_name(name)
    steps = steps_of(without_loose_ends(program))
    program = replace(program, steps=tuple(steps))
    missing = _missing(program)
    w = writer_of(program, NUMBA, [*sizes_bound(program.inputs), *missing])
    parameters = [w.names[load.name] for load in program.inputs]
    parameters += [w.sizes[size] for size in missing]
    dtypes = Dtypes(w, program)
    body = [*_numbers(w), *shape_checks(w), *stretch_checks(w, program)]
    for step in steps[:-1]:
        body += _lines(w, dtypes, step.value, w.names[step.name or ""])
    body += _returned(w, dtypes, program.result)
    head = f"def {name}({', '.join(parameters)}):"
    about = docstring(w, program, missing, summary)
    code = f"@njit({_options(program)})\n{function_text(head, about, body)}"
    return Code(code, (*sorted(w.imports), *IMPORTS), program.warnings)


def _options(program: p.Program) -> str:
    """Division by zero is that of NumPy; computed places are held to their bounds."""
    checked = any(isinstance(v, p.Gather) for step in program.steps for v in p.walk(step.value))
    return 'error_model="numpy"' + (", boundscheck=True" if checked else "")


def _missing(program: p.Program) -> list[str]:
    """Return the names of sizes that no axis of an input tells."""
    known = lengths_of(program.inputs)
    shapes = [part.shape for step in program.steps for part in p.walk(step.value)]
    extents = [
        (part.size,)
        for step in program.steps
        for part in p.walk(step.value)
        if isinstance(part, p.Extent)
    ]
    sizes = [size for shape in (*shapes, *extents) for size in shape]
    names = dict.fromkeys(name for size in sizes for name in algebra.names_of(size))
    return [name for name in names if name not in known]


def _numbers(w: Writer) -> list[str]:
    """Return the lines that make numbers of arrays without axes."""
    names = [w.names[load.name] for load in w.inputs if not load.shape]
    return [f"{name} = np.asarray({name}).item()" for name in names]


def _lines(w: Writer, dtypes: Dtypes, value: p.Value, name: str) -> list[str]:
    """Return the lines that compute a value and give it its name."""
    if isinstance(value, WHOLE):
        made = _allocation(w, dtypes, value, name) if allocated(value) else []
        return [*made, *computed(w, dtypes, value, name)]
    if not value.shape:
        return filled(w, value, name)
    lines = literal(w, value, name) if isinstance(value, p.Literal) else filled(w, value, name)
    return [*_allocation(w, dtypes, value, name), *lines]


def _allocation(w: Writer, dtypes: Dtypes, value: p.Value, name: str) -> list[str]:
    shape = w.size(value.shape[0]) if len(value.shape) == 1 else w.shape(value.shape)
    lines, dtype = dtypes.of(value, floating=isinstance(value, WHOLE))
    return [*lines, f"{name} = np.empty({shape}, dtype={dtype})"]


def _returned(w: Writer, dtypes: Dtypes, step: p.Step) -> list[str]:
    value = step.value
    if not value.shape and not isinstance(value, (*LOOPS, *WHOLE)):
        return [f"return {entry(w, value, ()).text}"]
    if isinstance(value, p.Load):
        return [f"return {w.names[value.name]}.copy()"]
    name = w.names[step.name] if step.name is not None else fresh(w, "result")
    return [*_lines(w, dtypes, value, name), f"return {name}"]
