"""Compiled formulas: functions of arrays, planned once for each kind of arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.codegen.program import Program
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape
from boxdot.numeric.compiling.desugaring import single_value
from boxdot.numeric.compiling.planning import KernelStage, Plan, Planner
from boxdot.numeric.compiling.running import Runner
from boxdot.numeric.compiling.slots import Layout
from boxdot.numeric.evaluating.binding import bind
from boxdot.numeric.evaluating.loading import Array
from boxdot.numeric.evaluating.memory import demand_memory, memory_limit

PLANS = 64
"""How many kinds of arrays a compiled formula remembers."""


class Compiled:
    """A formula as a function of arrays.

    Parameters
    ----------
    formula
        The formula; its shapes must fit.
    strict
        Whether a division by zero is an error, not a warning.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> f = Compiled(read("A ⊡ b", "A ∈ R^{2×2}; b ∈ R^2"))
    >>> f(A=np.array([[1, 2], [3, 4]]), b=np.array([10, 100]))
    array([[ 10,  20],
           [300, 400]])
    """

    def __init__(self, formula: Formula, *, strict: bool = False) -> None:
        self.formula = formula
        self.strict = strict
        self.program: Program = lower_formula(formula, infer(formula))
        self.backend = "numba" if find_spec("numba") else "numpy"
        self._runners: dict[tuple[object, ...], tuple[Runner, dict[str, int]]] = {}

    @property
    def shape(self) -> Shape:
        """The shape of the result, by the names of the sizes."""
        return self.program.result.value.shape

    def __call__(
        self, data: Mapping[str, ArrayLike] | None = None, /, *, out: Any = None, **arrays: Any
    ) -> Any:
        """Return the value on arrays, given by name or as a mapping."""
        return self.run({**(data or {}), **arrays}, out)

    def run(self, given: Mapping[str, ArrayLike], out: Array | None = None) -> Array:
        """Return the value on NumPy arrays, in ``out`` if that is given."""
        leading = self.formula.convention is Convention.C
        fitted, sizes = bind(
            self.program.inputs, given, self.formula.symbols, self.formula.sizes, leading=leading
        )
        fitted = {name: _plain(array) for name, array in fitted.items()}
        layouts = {n: Layout(a.dtype, a.shape, a.strides) for n, a in fitted.items()}
        target = _target(out, fitted)
        key = (tuple(layouts.items()), None if target is None else (target.dtype, target.strides))
        if key not in self._runners:
            if len(self._runners) >= PLANS:
                self._runners.pop(next(iter(self._runners)))
            self._runners[key] = self._runner(layouts, sizes, target), sizes
        runner, _ = self._runners[key]
        result = runner.run(fitted, target)
        return _delivered(result, target, out)

    def _runner(
        self, layouts: Mapping[str, Layout], sizes: dict[str, int], out: Array | None
    ) -> Runner:
        program = self._bound(sizes)
        plan = self.plan(program, layouts, out)
        for stage in plan.stages:
            demand_memory("an array", stage.layout.shape, stage.layout.kind.itemsize, memory_limit())
        return Runner(plan, strict=self.strict)

    def _bound(self, sizes: Mapping[str, int]) -> Program:
        """Return the program with numbers for all sizes."""
        formula = replace(self.formula, sizes=sizes)
        inference = infer(formula)
        if inference.errors:
            problem = inference.errors[0]
            raise DataError(
                f"with the sizes of these arrays: {problem.message}",
                text=formula.text,
                span=problem.span,
            )
        return lower_formula(formula, inference)

    def plan(self, program: Program, layouts: Mapping[str, Layout], out: Array | None) -> Plan:
        """Return the plan for arrays of these layouts."""
        value = single_value(program)
        layout = None if out is None else Layout(out.dtype, out.shape, out.strides)
        return Planner(layouts, fused=self.backend == "numba").make(value, layout)


def _plain(array: Array) -> Array:
    """Return an array whose entries the machine can read as they are; most are."""
    if array.flags.aligned and array.dtype.isnative:
        return array
    return array.astype(array.dtype.newbyteorder("="))


def _target(out: Array | None, arrays: Mapping[str, Array]) -> Array | None:
    """Return the array to write into: ``out``, unless it shares memory with an argument."""
    if out is None or not isinstance(out, np.ndarray):
        return None
    if not out.flags.writeable:
        raise DataError("out is read-only")
    if not out.flags.aligned or any(np.may_share_memory(out, a) for a in arrays.values()):
        return None
    return out


def _delivered(result: Array, target: Array | None, out: Array | None) -> Array:
    if out is None:
        return result if result.flags.owndata or result.base is None else result
    if result is not target:
        if out.shape != result.shape:
            raise DataError(f"out has the shape {out.shape}, but the result {result.shape}")
        np.copyto(out, result, casting="same_kind")
    return out
