"""Programs as statements of named tensors, with the axes of every symbol."""

from __future__ import annotations

from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.entrywise import entries_with
from boxdot.notation.codegen.entrywise.context import ONE
from boxdot.notation.codegen.namedtensors.axes import MARK, Axes, axis_names
from boxdot.notation.codegen.namedtensors.printer import Named, axis
from boxdot.notation.codegen.program import Program, Step, walk
from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.printing import to_text
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Size


def write_named(program: Program) -> Code:
    """Return every step with its axes by name, and what axes the symbols have."""
    sizes = [size for load in program.inputs for size in load.shape]
    values = [value for step in program.steps for value in walk(step.value)]
    sizes += [size for value in values for size in value.shape]
    shapes = {load.name: load.shape for load in program.inputs}
    shapes |= {step.name: step.value.shape for step in program.steps if step.name is not None}
    axes = Axes(axis_names(sizes), shapes)
    statements = [_statement(axes, step) for step in program.steps]
    given = [_declared(axes, load.name) for load in program.inputs]
    where = rf" \quad\text{{where}}\quad {', '.join(given)}" if given else ""
    return Code(r";\quad ".join(statements) + where, (), program.warnings)


def _statement(axes: Axes, step: Step) -> str:
    entries, found = entries_with(axes.fresh).within(n for n in step.value.shape if n != 1)
    symbols = iter(found)
    indices = tuple(ONE if size == 1 else next(symbols) for size in step.value.shape)
    text = Named(axes).text(entries.entry(step.value, indices))
    return text if step.name is None else f"{to_text(Symbol(step.name), 'latex')} = {text}"


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
