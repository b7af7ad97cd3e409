"""Members of families: ``A_r``, ``A^{(r)}`` or ``A_{:,r}`` under a Σ over r."""

from __future__ import annotations

import re

from boxdot.notation.expressions.nodes import Expr, Index, Slice, Symbol
from boxdot.notation.expressions.symbols import plain
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference
from boxdot.notation.problems.naming import name_of
from boxdot.notation.problems.problem import Unknown
from boxdot.notation.problems.refusing import refuse


def unknown_member(inference: Inference, node: Symbol | Index, index: str | None) -> Unknown:
    """Return the unknown of which a node is the whole, or a member under a Σ over ``index``."""
    if isinstance(node, Index):
        return _slice(inference, node, index)
    name = name_of(inference, node)
    shape = inference.shape(node)
    assert shape is not None, "asked for before"
    _demand_real(inference, node, name)
    return Unknown(name, shape, 0 if index is not None and _is_member(name, index) else None)


def runs_along(node: Expr, index: str) -> bool:
    """Tell whether an expression changes with the index of a Σ around it."""
    names = [n.name for n in (node, *descendants(node)) if isinstance(n, Symbol)]
    return index in names or any(_is_member(name, index) for name in names)


def _is_member(name: str, index: str) -> bool:
    """Tell whether a decorated name names a member.

    >>> _is_member("A_r", "r"), _is_member("A^(r)", "r"), _is_member("A_s", "r")
    (True, True, False)
    """
    return re.search(rf"[_^][({{]?{re.escape(plain(index))}[)}}]?$", plain(name)) is not None


def _slice(inference: Inference, node: Index, index: str | None) -> Unknown:
    """Return the unknown of ``A_{:,r}``: an array whose members lie along one of its axes."""
    base, axes = node.base, inference.index_axes(node)
    subscripts = (*node.subscripts, *node.superscripts)
    running = [_runs(subscript, index) for subscript in subscripts]
    whole = all(run or s == Slice() for run, s in zip(running, subscripts, strict=True))
    if not isinstance(base, Symbol) or axes is None or not whole or running.count(True) != 1:
        hint = "the terms of Σ_{r=1}^{R} are slices such as A_r or A_{:,r}"
        refuse(inference.formula, node, "entries of an unknown are not sought one by one", hint)
    shape = inference.shape(base)
    assert shape is not None, "a slice of it has a shape"
    family = axes[running.index(True)] - 1 if axes else 0  # λ_r beside a scalar λ: numbers
    name = name_of(inference, base)
    _demand_real(inference, base, name)
    return Unknown(name, shape, family)


def _runs(subscript: Expr, index: str | None) -> bool:
    return isinstance(subscript, Symbol) and subscript.name == index


def _demand_real(inference: Inference, node: Symbol, name: str) -> None:
    declared = inference.formula.symbols.get(name)
    if declared is not None and declared.entries not in ("ℝ", "ℂ"):
        hint = "declare it in R or C; A ≥ 0 keeps it from being negative"
        message = f"the entries of {name} are held to {declared.entries}, which is not kept here"
        refuse(inference.formula, node, message, hint)
