"""Data types of new arrays: those of the inputs they are computed from, as NumPy promotes."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.numba.naming import fresh, loads_of
from boxdot.notation.codegen.writer import Writer

WHOLE = frozenset(
    {
        *("negative", "abs", "sign", "conj", "real", "imag", "floor", "ceil", "round", "relu"),
        *("add", "subtract", "multiply", "power", "maximum", "minimum", "indicator"),
        *("equal", "not_equal", "less", "less_equal", "greater", "greater_equal"),
    }
)
"""The functions that keep whole numbers whole."""

FLOATING = (p.Norm, p.Inverse, p.Solve, p.Determinant, p.Named)


class Dtypes:
    """Tells the data type of each value, in terms of the inputs, and names those with long names.

    Parameters
    ----------
    writer
        The names of the inputs.
    program
        The steps; the data type of each is that of what it is computed from.
    """

    def __init__(self, writer: Writer, program: p.Program) -> None:
        self.writer = writer
        self.roots: dict[str, tuple[list[p.Load], bool]] = {
            load.name: ([load], False) for load in program.inputs
        }
        for step in program.steps:
            if step.name is not None:
                own = p.Load(step.value.shape, step.name)  # what the author's functions give
                called = isinstance(step.value, p.Call)
                self.roots[step.name] = ([own], False) if called else self._roots(step.value)
        self.names: dict[str, str] = {}

    def _roots(self, value: p.Value) -> tuple[list[p.Load], bool]:
        """Return the inputs that a value is computed from, and whether it is a fraction."""
        found: dict[str, p.Load] = {}
        floating = any(map(_is_floating, p.walk(value)))
        for load in loads_of(value):
            roots, fraction = self.roots[load.name]
            found |= {root.name: root for root in roots}
            floating |= fraction
        return sorted(found.values(), key=lambda load: not load.shape), floating

    def of(self, value: p.Value, *, floating: bool = False) -> tuple[list[str], str]:
        """Return the data type, ``X.dtype`` or a name, and the lines that define the name."""
        roots, fraction = self._roots(value)
        if not roots:
            return [], "np.float64"
        ones = [self._one(root) for root in roots]
        product = " * ".join(ones)
        if not (fraction or floating):
            if len(roots) == 1 and roots[0].shape:
                return [], f"{self.writer.names[roots[0].name]}.dtype"
            return self._named(product)
        return self._named(f"{product} / {ones[0]}")

    def _one(self, load: p.Load) -> str:
        name = self.writer.names[load.name]
        return f"{name}.dtype.type(1)" if load.shape else name

    def _named(self, sample: str) -> tuple[list[str], str]:
        """Return the type of a product of ones of all types, which is as NumPy promotes them."""
        if sample in self.names:
            return [], self.names[sample]
        number = "" if not self.names else f"_{len(self.names) + 1}"
        self.names[sample] = name = fresh(self.writer, f"dtype{number}")
        return [f"{name} = np.asarray({sample}).dtype"], name


def _is_floating(part: p.Value) -> bool:
    """Whether a value is a fraction even if it is computed from whole numbers."""
    match part:
        case p.Elementwise():
            return part.function not in WHOLE
        case p.Scalar():
            return not isinstance(part.number, int)
        case p.Reduce():
            return part.kind in {"mean", "var"}
    return isinstance(part, FLOATING)
