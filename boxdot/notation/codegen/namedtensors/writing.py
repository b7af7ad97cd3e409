"""Programs as statements of named tensors, with the axes of every symbol."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NoReturn

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.entrywise import entries_with
from boxdot.notation.codegen.entrywise.arms import ARMS
from boxdot.notation.codegen.entrywise.context import Arm, Entries
from boxdot.notation.codegen.entrywise.digits import Digit
from boxdot.notation.codegen.namedtensors.axes import MARK, Axes, axis_names
from boxdot.notation.codegen.namedtensors.context import EXTREMA, Named, axes_in, axis, refuse
from boxdot.notation.codegen.namedtensors.printer import PRINTERS
from boxdot.notation.codegen.namedtensors.symbols import joined, stretched
from boxdot.notation.codegen.program import Program, Step, walk
from boxdot.notation.expressions.nodes import Apply, Expr, Symbol
from boxdot.notation.printing import to_text
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Size

ORDER = "the order in a joined axis is not part of the notation: here the first one runs fastest"


def _refused(what: str, *_: object) -> NoReturn:
    refuse(what)


def _take(e: Entries, value: p.Take, indices: tuple[Expr, ...]) -> Expr:
    """Write entries at a place; what has other lengths than an axis is no renaming of it."""
    if any(isinstance(one, tuple) and one != (None, None) for one in value.subscripts):
        refuse("a part of an axis")
    return ARMS[p.Take](e, value, indices)


def _reduce(e: Entries, value: p.Reduce, indices: tuple[Expr, ...]) -> Expr:
    """Write the largest or the smallest entries along axes, which are named like those of a sum."""
    if value.kind not in EXTREMA:
        return ARMS[p.Reduce](e, value, indices)
    kept = [i for n, i in enumerate(indices) if not (value.keep and n in value.axes)]

    def use(inner: Entries, new: list[Expr], own: list[Digit]) -> Expr:
        old, fresh = iter(kept), iter(new)
        order = range(len(value.argument.shape))
        places = tuple(next(fresh if n in value.axes else old) for n in order)
        entry = inner.entry(value.argument, places)
        return Apply(value.kind, (entry,), tuple(d.index for d in own)) if own else entry

    return e.indexed([value.argument.shape[n] for n in value.axes], use)


NAMED_ARMS: Mapping[type, Arm] = {
    **ARMS,
    p.Concatenate: partial(_refused, "a matrix of blocks"),
    p.Stack: partial(_refused, "a matrix of blocks"),
    p.Literal: partial(_refused, "a matrix of numbers"),
    p.Inverse: partial(_refused, "an inverse"),
    p.Solve: partial(_refused, "an inverse"),
    p.Take: _take,
    p.Reduce: _reduce,
    p.Call: partial(_refused, "a function that is not defined"),
}
"""What can be told without counting along an axis."""


def write_named(program: Program) -> Code:
    """Return every step with its axes by name, and what axes the symbols have."""
    axes = named_axes(program)
    statements = [_statement(axes, step) for step in program.steps]
    given = [_declared(axes, load.name) for load in program.inputs]
    where = rf" \quad\text{{where}}\quad {', '.join(given)}" if given else ""
    text = r";\quad ".join(statements)
    joins = r"(\mathsf{" in text  # what follows a renamed axis is no parenthesis
    warnings = (*program.warnings, ORDER) if joins else program.warnings
    return Code(text + where, (), warnings)


def named_axes(program: Program) -> Axes:
    """Return the names of the axes that a program has."""
    sizes = [size for load in program.inputs for size in load.shape]
    values = [value for step in program.steps for value in walk(step.value)]
    sizes += [size for value in values for size in value.shape]
    shapes = {load.name: load.shape for load in program.inputs}
    shapes |= {step.name: step.value.shape for step in program.steps if step.name is not None}
    return Axes(axis_names(sizes), shapes)


def _statement(axes: Axes, step: Step) -> str:
    """Return what a step computes; merged axes are joined at the end."""
    found: list[tuple[Named, list[Expr]]] = []

    def use(inner: Entries, indices: list[Expr], own: list[Digit]) -> Expr:
        entry = stretched(inner.entry(step.value, tuple(indices)), own)
        found[:] = [(Named(axes, PRINTERS, inner.memory.digits), indices)]
        return entry

    entry = entries_with(axes.fresh, NAMED_ARMS).indexed(step.value.shape, use)
    ((named, indices),) = found
    longer = [i for i, size in zip(indices, step.value.shape, strict=True) if size != 1]
    named = replace(named, taken=axes_in(entry))
    text = _with_axes(named, named.text(entry), longer, axes.of(step.value.shape))
    return text if step.name is None else f"{to_text(Symbol(step.name), 'latex')} = {text}"


def _with_axes(n: Named, text: str, indices: Sequence[Expr], names: Sequence[str]) -> str:
    """Join the axes that are one axis of the result, and give the others their names."""
    scripts = []
    for index, name in zip(indices, names, strict=True):
        if index in n.digits:
            scripts.append(rf"{joined(n, n.digits[index])} \rightarrow {axis(name)}")
        elif isinstance(index, Symbol) and index.name != name:
            scripts.append(rf"{axis(index.name)} \rightarrow {axis(name)}")
    if not scripts:
        return text
    base = text if re.fullmatch(r"\w|\\[a-zA-Z]+", text) else f"({text})"
    return f"{base}_{{{', '.join(scripts)}}}"


def _declared(axes: Axes, name: str) -> str:
    r"""Return the axes of a symbol: ``X \in \mathbb{R}^{\mathsf{height}[H] \times …}``."""
    longer = [size for size in axes.shapes[name] if size != 1]
    pairs = zip(axes.own(name), longer, strict=True)
    text = r" \times ".join(_axis(own, size) for own, size in pairs)
    power = f"^{{{text}}}" if text else ""
    return rf"{to_text(Symbol(name), 'latex')} \in \mathbb{{R}}{power}"


def _axis(name: str, size: Size) -> str:
    length = to_text(size_expression(size), "latex")
    return axis(name) if name == f"{MARK}{size}" else f"{axis(name)}[{length}]"
