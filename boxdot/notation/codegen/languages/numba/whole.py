"""Values computed from whole arrays: inverses, solutions, and functions of the author's own."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.numba.dtypes import Dtypes
from boxdot.notation.codegen.languages.numba.entries import place
from boxdot.notation.codegen.languages.numba.loops import looped
from boxdot.notation.codegen.languages.numba.naming import indices, places_of
from boxdot.notation.codegen.writer import Writer

FUNCTIONS = {
    p.Inverse: "np.linalg.inv",
    p.Determinant: "np.linalg.det",
    p.Solve: "np.linalg.solve",
    p.MatrixPower: "np.linalg.matrix_power",
}


def computed(w: Writer, dtypes: Dtypes, value: p.Value, name: str) -> list[str]:
    """Return the lines that compute a value by a call, one for each matrix of a stack."""
    if isinstance(value, p.Call):
        arguments = ", ".join(w.text(argument) for argument in value.arguments)
        return [f"{name} = {w.names[value.function]}({arguments})"]
    own = 0 if isinstance(value, p.Determinant) else 2
    own = 1 if isinstance(value, p.Solve) and len(value.right.shape) == 1 else own
    batch = value.shape[: len(value.shape) - own]
    places = places_of(batch, indices(w))
    lines, dtype = dtypes.of(value, floating=True)  # LAPACK has no whole numbers
    texts = []
    for child in p.children(value):
        depth = max(len(child.shape) - 2, 0)
        triples = zip(child.shape[:depth], batch, places, strict=False)
        where = [place(w, size, joint, index).text for size, joint, index in triples]
        assert isinstance(child, p.Load)
        part = f"{w.names[child.name]}{_subscript(where)}"
        texts.append(f"{part}.astype({dtype})")
    texts += [str(value.exponent)] if isinstance(value, p.MatrixPower) else []
    call = f"{FUNCTIONS[type(value)]}({', '.join(texts)})"
    if not batch:
        return [*lines, f"{name} = {call}"]
    target = f"{name}{_subscript([index.text for index in places])}"
    return [*lines, *looped(w, batch, places, [f"{target} = {call}"])]


def allocated(value: p.Value) -> bool:
    """Whether the lines fill an array that must be there."""
    if isinstance(value, p.Call):
        return False
    own = 0 if isinstance(value, p.Determinant) else 2
    own = 1 if isinstance(value, p.Solve) and len(value.right.shape) == 1 else own
    return len(value.shape) > own


def _subscript(where: Sequence[str]) -> str:
    return f"[{', '.join(where)}]" if where else ""
