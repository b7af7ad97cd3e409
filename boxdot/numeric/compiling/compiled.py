"""Compiled formulas: functions of arrays, planned once for each kind of arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation.algebra import names_of
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.codegen.program import Extent, Load, Program, walk
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape
from boxdot.numeric.compiling.desugaring import single_value
from boxdot.numeric.compiling.kinds import HELD, code_of
from boxdot.numeric.compiling.larger import ghost, lazily
from boxdot.numeric.compiling.libraries import common_library, taken
from boxdot.numeric.compiling.planning import KernelStage, Plan, Planner
from boxdot.numeric.compiling.running import Runner
from boxdot.numeric.compiling.slots import Layout, in_order
from boxdot.numeric.evaluating import interpreting
from boxdot.numeric.evaluating.binding import bind, find
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
    fused
        Whether loops are compiled; if not, or without Numba, NumPy computes value by value.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> f = Compiled(read("A ⊡ b", "A ∈ R^{2×2}; b ∈ R^2"))
    >>> f(A=np.array([[1, 2], [3, 4]]), b=np.array([10, 100]))
    array([[ 10,  20],
           [300, 400]])
    """

    def __init__(self, formula: Formula, *, strict: bool = False, fused: bool = True) -> None:
        self.formula = formula
        self.strict = strict
        self.program: Program = lower_formula(formula, infer(formula))
        self.backend = "numba" if fused and find_spec("numba") else "numpy"
        self._runners: dict[tuple[object, ...], Runner] = {}
        self._met: dict[object, Runner] = {}

    @property
    def shape(self) -> Shape:
        """The shape of the result, by the names of the sizes."""
        return self.program.result.value.shape

    @property
    def source(self) -> str:
        """The text of the kernels, for arrays in double precision with sizes that are all apart."""
        names = dict.fromkeys(
            name for load in self.program.inputs for size in load.shape for name in names_of(size)
        )
        known = self.formula.sizes
        sizes = {**known, **{name: 64 + n for n, name in enumerate(names) if name not in known}}
        program = self._bound(sizes)
        layouts = {load.name: _ordinary(load) for load in program.inputs}
        plan = self.plan(program, layouts, None)
        kernels = [stage.text for stage in plan.stages if isinstance(stage, KernelStage)]
        return "\n\n".join(kernels)

    def __call__(
        self, data: Mapping[str, Any] | None = None, /, *, out: Any = None, **arrays: Any
    ) -> Any:
        """Return the value on arrays, given by name or as a mapping.

        The arrays may be of NumPy or of another library that follows the Array API standard; the
        result is of the same kind. ``out`` is an array of that kind to write into.
        """
        given = {**(data or {}), **arrays}
        known = self._met.get(_look_of(given, out))
        if known is not None:
            target = _target(out, given)
            if target is out:
                return known.run(given, out)
        library, like = common_library(given)
        if library is None:
            return self._run(given, out)
        if library.name == "dask":
            return self._lazily(given, out)
        if out is not None:
            target = library.take("out", out)
            result = self._run(taken(given), target)
            return out if np.may_share_memory(result, target) else library.give(result, like)
        return library.give(self._run(taken(given), None), like)

    def _lazily(self, given: Mapping[str, Any], out: Any) -> Any:
        if out is not None:
            raise DataError("Dask arrays are not written into", hint="leave out= away")
        ghosts = {n: ghost(a, n) if hasattr(a, "dask") else np.asarray(a) for n, a in given.items()}
        fitted, sizes = self._fitted(ghosts)
        found: dict[str, Any] = {
            load.name: find(load, given, self.formula.symbols) for load in self.program.inputs
        }
        arrays = {name: found[name].reshape(array.shape) for name, array in fitted.items()}
        return lazily(single_value(self._bound(sizes)), arrays)

    def _fitted(self, given: Mapping[str, ArrayLike]) -> tuple[dict[str, Array], dict[str, int]]:
        """Return the arrays as they are declared, and the number of every size."""
        leading = self.formula.convention is Convention.C
        inputs, symbols = self.program.inputs, self.formula.symbols
        return bind(inputs, given, symbols, self.formula.sizes, leading=leading)

    def _run(self, given: Mapping[str, ArrayLike], out: Array | None = None) -> Array:
        """Return the value on NumPy arrays, in ``out`` if that is given."""
        if out is not None and not isinstance(out, np.ndarray):
            raise DataError("out must be an array of the same kind as the arguments")
        bound, sizes = self._fitted(given)
        fitted = {name: _plain(array) for name, array in bound.items()}
        if not all(array.size and code_of(array.dtype) in HELD for array in fitted.values()):
            result = interpreting.run(self._bound(sizes), fitted, memory_limit())
            return _delivered(result, None, out, fitted)
        layouts = {n: Layout(a.dtype, a.shape, a.strides) for n, a in fitted.items()}
        target = _target(out, fitted)
        key = (tuple(layouts.items()), None if target is None else (target.dtype, target.strides))
        if key not in self._runners:
            if len(self._runners) >= PLANS:
                self._runners.pop(next(iter(self._runners)))
            self._runners[key] = self._runner(layouts, sizes, target)
        runner = self._runners[key]
        result = runner.run(fitted, target)
        delivered = _delivered(result, target, out, fitted)
        if target is out and delivered is result and _are_as_given(fitted, given):
            if len(self._met) >= PLANS:
                self._met.pop(next(iter(self._met)))
            self._met[_look_of(given, out)] = runner
        return delivered

    def _runner(
        self, layouts: Mapping[str, Layout], sizes: dict[str, int], out: Array | None
    ) -> Runner:
        program = self._bound(sizes)
        plan = self.plan(program, layouts, out)
        for stage in plan.stages:
            demand_memory(
                "an array", stage.layout.shape, stage.layout.kind.itemsize, memory_limit()
            )
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
        program = lower_formula(formula, inference)
        for step in program.steps:
            for part in walk(step.value):
                for size in (*part.shape, *([part.size] if isinstance(part, Extent) else [])):
                    interpreting.demand_number(size)
        return program

    def plan(self, program: Program, layouts: Mapping[str, Layout], out: Array | None) -> Plan:
        """Return the plan for arrays of these layouts."""
        value = single_value(program)
        layout = None if out is None else Layout(out.dtype, out.shape, out.strides)
        return Planner(layouts, fused=self.backend == "numba").make(value, layout)


def _ordinary(load: Load) -> Layout:
    shape = tuple(size if isinstance(size, int) else 1 for size in load.shape)
    return in_order(np.dtype(np.float64), shape, tuple(range(len(shape))))


def _look_of(given: Mapping[str, Any], out: Any = None) -> object:
    """Return all that a plan depends on, or a key that no plan has."""
    looks = []
    for name, array in (*given.items(), *(() if out is None else (("out=", out),))):
        if type(array) is not np.ndarray or not array.flags.aligned:
            return None
        looks.append((name, array.dtype, array.shape, array.strides))
    return tuple(looks)


def _are_as_given(fitted: Mapping[str, Array], given: Mapping[str, Any]) -> bool:
    """Whether the arrays are exactly those that the formula names, in their declared shapes."""
    if set(fitted) != set(given) or _look_of(given) is None:
        return False
    return all(
        (a.shape, a.strides) == (given[n].shape, given[n].strides) for n, a in fitted.items()
    )


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


def _delivered(
    result: Array, target: Array | None, out: Array | None, arrays: Mapping[str, Array]
) -> Array:
    """Return the result as an array of its own, or in ``out``."""
    if out is None:
        shared = any(np.may_share_memory(result, array) for array in arrays.values())
        return result.copy() if shared else result
    if result is not target:
        if out.shape != result.shape:
            raise DataError(f"out has the shape {out.shape}, but the result {result.shape}")
        try:
            np.copyto(out, result, casting="same_kind")
        except TypeError:
            raise DataError(f"out is {out.dtype}, but the result {result.dtype}") from None
    return out
