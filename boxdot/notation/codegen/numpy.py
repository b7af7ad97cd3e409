"""NumPy: how each value of an array program is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lengths import same_as_input
from boxdot.notation.codegen.writer import (
    ATOM,
    COMPARISON,
    POWER,
    PRODUCT,
    SUM,
    UNARY,
    Fragment,
    Language,
    Writer,
    bracketed,
)
from boxdot.notation.shapes.sizes import Shape, Size

OPERATORS = {
    "add": ("+", SUM),
    "subtract": ("-", SUM),
    "multiply": ("*", PRODUCT),
    "divide": ("/", PRODUCT),
    "equal": ("==", COMPARISON),
    "not_equal": ("!=", COMPARISON),
    "less": ("<", COMPARISON),
    "less_equal": ("<=", COMPARISON),
    "greater": (">", COMPARISON),
    "greater_equal": (">=", COMPARISON),
}
"""The functions of two arguments that have an operator."""

CALLS = {
    "sigmoid": "1 / (1 + np.exp(-{}))",
    "relu": "np.maximum({}, 0)",
    "softplus": "np.logaddexp(0, {})",
    "erf": "np.vectorize(math.erf)({})",
    "indicator": "np.where({}, 1.0, 0.0)",
}
"""The functions that NumPy does not have under their own name."""

_BINDINGS = {"sigmoid": (ATOM, PRODUCT)}
"""How tightly the argument must and the call does hold together, where brackets do not tell."""

_NAMED = {"pi": "np.pi", "e": "np.e", "inf": "np.inf"}


def _elementwise(w: Writer, value: p.Elementwise) -> Fragment:
    if value.function in OPERATORS:
        sign, binding = OPERATORS[value.function]
        left, right = value.arguments
        text = f"{w.at(left, binding)} {sign} {w.at(right, binding + 1)}"
        return Fragment(text, binding)
    if value.function == "power":
        return _power(w, *value.arguments)
    if value.function == "negative":
        return _negative(w, value.arguments[0])
    inner, outer = _BINDINGS.get(value.function, (0, ATOM))
    arguments = ", ".join(w.at(argument, inner) for argument in value.arguments)
    if "math." in CALLS.get(value.function, ""):
        w.imports.add("import math")
    return Fragment(
        CALLS.get(value.function, f"np.{value.function}({{}})").format(arguments), outer
    )


def _negative(w: Writer, argument: p.Value) -> Fragment:
    """Return ``-x``; before a product it negates the first factor, which is the same."""
    inner = w.write(argument)
    if inner.binding == PRODUCT and not inner.text.startswith("-"):
        return Fragment(f"-{inner.text}", PRODUCT)
    return Fragment(f"-{bracketed(inner, UNARY)}", UNARY)


def _power(w: Writer, base: p.Value, exponent: p.Value) -> Fragment:
    left, right = w.at(base, ATOM), w.at(exponent, UNARY)
    simple = all(text.replace(".", "").isidentifier() or text.isalnum() for text in (left, right))
    return Fragment(f"{left}**{right}" if simple else f"{left} ** {right}", POWER)


def _scalar(w: Writer, value: p.Scalar) -> Fragment:
    text = repr(value.number)
    return Fragment(text, UNARY if text.startswith("-") else ATOM)


def _literal(w: Writer, value: p.Literal) -> Fragment:
    cells = [w.text(cell) for cell in value.arguments]
    if len(value.shape) == 2:
        width = len(cells) // _number(value.shape[0])
        rows = [cells[n : n + width] for n in range(0, len(cells), width)]
        cells = [f"[{', '.join(row)}]" for row in rows]
    return Fragment(f"np.array([{', '.join(cells)}])")


def _number(size: Size) -> int:
    assert isinstance(size, int)
    return size


def _expand(w: Writer, value: p.Expand) -> Fragment:
    if not value.argument.shape:
        return Fragment(f"np.reshape({w.text(value.argument)}, {w.shape(value.shape)})")
    marks = ["None" if n in value.axes else ":" for n in range(len(value.shape))]
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(marks)}]")


def _squeeze(w: Writer, value: p.Squeeze) -> Fragment:
    marks = ["0" if n in value.axes else ":" for n in range(len(value.argument.shape))]
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(_trimmed(marks))}]")


def _trimmed(marks: Sequence[str]) -> list[str]:
    """Return subscripts without the whole axes at the end."""
    kept = list(marks)
    while len(kept) > 1 and kept[-1] == ":":
        kept.pop()
    return kept


def _permute(w: Writer, value: p.Permute) -> Fragment:
    argument = w.at(value.argument, ATOM)
    if value.axes == (1, 0):
        return Fragment(f"{argument}.T")
    return Fragment(f"{argument}.transpose({', '.join(map(str, value.axes))})")


def _reshape(w: Writer, value: p.Reshape) -> Fragment:
    order = ', order="F"' if value.order == "F" else ""
    sizes = [w.size(size) for size in value.shape]
    compound = [n for n, size in enumerate(value.shape) if isinstance(size, algebra.SizeExpression)]
    if len(sizes) == 1:
        sizes = ["-1"]
    elif compound:
        sizes[compound[0]] = "-1"
    return Fragment(f"{w.at(value.argument, ATOM)}.reshape({', '.join(sizes) or '()'}{order})")


def _broadcast(w: Writer, value: p.Broadcast) -> Fragment:
    return Fragment(f"np.broadcast_to({w.text(value.argument)}, {_shape(w, value.shape)})")


def _shape(w: Writer, shape: Shape) -> str:
    """Return a shape as the shape of an input that has it, or written out."""
    name = same_as_input(w.inputs, shape)
    return f"{w.names[name]}.shape" if name is not None else w.shape(shape)


def _fill(w: Writer, value: p.Fill) -> Fragment:
    shape = w.size(value.shape[0]) if len(value.shape) == 1 else _shape(w, value.shape)
    return Fragment(f"np.{'ones' if value.number else 'zeros'}({shape})")


def _eye(w: Writer, value: p.Eye) -> Fragment:
    return Fragment(f"np.eye({w.size(value.shape[0])})")


def _arange(w: Writer, value: p.Arange) -> Fragment:
    stop = w.size(algebra.add(value.start, value.shape[0]))
    return Fragment(f"np.arange({stop if value.start == 0 else f'{w.size(value.start)}, {stop}'})")


def _tile(w: Writer, value: p.Tile) -> Fragment:
    return Fragment(f"np.tile({w.text(value.argument)}, {w.shape(value.repeats)})")


def _concatenate(w: Writer, value: p.Concatenate) -> Fragment:
    bands = value.arguments
    if value.axis == 0 and any(isinstance(a, p.Concatenate) and a.axis == 1 for a in bands):
        rows = [
            a.arguments if isinstance(a, p.Concatenate) and a.axis == 1 else (a,) for a in bands
        ]
        texts = [f"[{', '.join(map(w.text, row))}]" for row in rows]
        return Fragment(f"np.block([{', '.join(texts)}])")
    return _joined(w, "concatenate", value.arguments, value.axis)


def _stack(w: Writer, value: p.Stack) -> Fragment:
    return _joined(w, "stack", value.arguments, value.axis)


def _joined(w: Writer, function: str, arguments: Sequence[p.Value], axis: int) -> Fragment:
    return Fragment(f"np.{function}([{', '.join(map(w.text, arguments))}], axis={axis})")


def _take(w: Writer, value: p.Take) -> Fragment:
    pairs = zip(value.subscripts, value.argument.shape, strict=True)
    marks = [_mark(w, subscript, size) for subscript, size in pairs]
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(_trimmed(marks))}]")


def _mark(w: Writer, subscript: Size | tuple[Size | None, Size | None], size: Size) -> str:
    if not isinstance(subscript, tuple):
        return w.size(subscript)
    low, high = subscript
    ends = ["" if low is None else w.size(low), "" if high is None else _end(w, high, size)]
    plain = all(end.lstrip("-").isalnum() or not end for end in ends)
    return ":".join(ends) if plain else " : ".join(ends).strip()


def _end(w: Writer, high: Size, size: Size) -> str:
    """Return where a slice ends, counted from the end if it is a fixed distance from there."""
    distance = algebra.subtract(high, size)
    return str(distance) if isinstance(distance, int) and distance < 0 else w.size(high)


def _gather(w: Writer, value: p.Gather) -> Fragment:
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(map(w.text, value.indices))}]")


def _reduce(w: Writer, value: p.Reduce) -> Fragment:
    options = _options(value.argument, value.axes, value.keep)
    if value.kind == "count":
        return Fragment(f"np.count_nonzero({', '.join([w.text(value.argument), *options])})")
    return Fragment(f"{w.at(value.argument, ATOM)}.{value.kind}({', '.join(options)})")


def _options(argument: p.Value, axes: tuple[int, ...], keep: bool) -> list[str]:
    """Return the arguments that say which axes are reduced."""
    options = []
    if len(axes) < len(argument.shape):
        options.append(f"axis={axes[0] if len(axes) == 1 else axes}")
    if keep:
        options.append("keepdims=True")
    return options


def _norm(w: Writer, value: p.Norm) -> Fragment:
    options = _options(value.argument, value.axes, value.keep)
    if len(value.axes) <= 2 or not options:
        return Fragment(f"np.linalg.norm({', '.join([w.text(value.argument), *options])})")
    squares = f"(np.abs({w.text(value.argument)})**2).sum({', '.join(options)})"
    return Fragment(f"np.sqrt({squares})")


def _matmul(w: Writer, value: p.Matmul) -> Fragment:
    return Fragment(f"{w.at(value.left, PRODUCT)} @ {w.at(value.right, PRODUCT + 1)}", PRODUCT)


def _einsum(w: Writer, value: p.Einsum) -> Fragment:
    letters = _letters(label for names in (*value.labels, value.result) for label in names)
    terms = ["".join(letters[label] for label in names) for names in value.labels]
    result = "".join(letters[label] for label in value.result)
    arguments = ", ".join(map(w.text, value.arguments))
    options = ", optimize=True" if len(terms) > 2 else ""
    return Fragment(f'np.einsum("{",".join(terms)}->{result}", {arguments}{options})')


def _letters(labels: Any) -> dict[str, str]:
    """Return one letter for each label: its own initial if that is free."""
    found: dict[str, str] = {}
    for label in labels:
        if label in found:
            continue
        choices = [label[0], *"ijklmnpqrstuvw", *ascii_lowercase, *ascii_uppercase]
        found[label] = next(
            letter
            for letter in choices
            if letter.isascii() and letter.isalpha() and letter not in found.values()
        )
    return found


def _trace(w: Writer, value: p.Trace) -> Fragment:
    axes = "" if len(value.argument.shape) == 2 else ", axis1=-2, axis2=-1"
    return Fragment(f"np.trace({w.text(value.argument)}{axes})")


def _matrix_power(w: Writer, value: p.MatrixPower) -> Fragment:
    if value.exponent == 2 and isinstance(value.argument, p.Load):
        return Fragment(" @ ".join([w.text(value.argument)] * 2), PRODUCT)
    return Fragment(f"np.linalg.matrix_power({w.text(value.argument)}, {value.exponent})")


def _called(function: str) -> Callable[[Writer, Any], Fragment]:
    """Return the arm of a value that is one call with its operands."""

    def arm(w: Writer, value: p.Value) -> Fragment:
        return Fragment(f"{function}({', '.join(map(w.text, p.children(value)))})")

    return arm


ARMS: Mapping[type, Callable[[Writer, Any], Fragment]] = {  # each arm takes its own kind of value
    p.Load: lambda w, value: Fragment(w.names[value.name]),
    p.Scalar: _scalar,
    p.Named: lambda w, value: Fragment(_NAMED[value.name]),
    p.Extent: lambda w, value: w.sized(value.size),
    p.Fill: _fill,
    p.Eye: _eye,
    p.Arange: _arange,
    p.Literal: _literal,
    p.Elementwise: _elementwise,
    p.Call: lambda w, value: _called(w.names[value.function])(w, value),
    p.Expand: _expand,
    p.Squeeze: _squeeze,
    p.Permute: _permute,
    p.Reshape: _reshape,
    p.Broadcast: _broadcast,
    p.Tile: _tile,
    p.Concatenate: _concatenate,
    p.Stack: _stack,
    p.Take: _take,
    p.Gather: _gather,
    p.Reduce: _reduce,
    p.Norm: _norm,
    p.Matmul: _matmul,
    p.Outer: _called("np.outer"),
    p.Kron: _called("np.kron"),
    p.Einsum: _einsum,
    p.Diagonal: _called("np.diag"),
    p.Trace: _trace,
    p.Determinant: _called("np.linalg.det"),
    p.Inverse: _called("np.linalg.inv"),
    p.Solve: _called("np.linalg.solve"),
    p.MatrixPower: _matrix_power,
}

NUMPY = Language(ARMS, length=lambda name, axis: f"{name}.shape[{axis}]")
"""The table of NumPy."""
