r"""Named tensor notation, evaluated: a reader of its own, and arrays whose axes have names.

It knows the rules of the notation and nothing of the writer: operands align by the names of
their axes, ``\odot`` with axes under it sums over them, and a Σ takes in the factors behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.special import erf

FUNCTIONS: dict[str, Callable[..., np.ndarray]] = {
    **{name: getattr(np, name) for name in ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(np, name) for name in ("sign", "arctan", "floor", "conj")},
    "log": np.log,
    "max": np.maximum,
    "min": np.minimum,
    "erf": erf,
    "ReLU": lambda x: np.maximum(x, 0),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.log1p(np.exp(x)),
}
RELATIONS = {
    "=": np.equal,
    r"\neq": np.not_equal,
    "<": np.less,
    ">": np.greater,
    r"\leq": np.less_equal,
    r"\geq": np.greater_equal,
}
REDUCTIONS = {r"\sum_{": np.sum, r"\prod_{": np.prod, r"\max_{": np.max, r"\min_{": np.min}
AXIS = re.compile(r"\\mathsf\{([^{}]+)\}")


@dataclass(frozen=True)
class Named:
    """An array whose axes have names."""

    axes: tuple[str, ...]
    array: np.ndarray

    def along(self, axes: tuple[str, ...]) -> np.ndarray:
        """Return the array with these axes, of length 1 where it has none of this name."""
        own = [axis for axis in axes if axis in self.axes]
        assert len(own) == len(self.axes), (self.axes, axes)
        array = self.array.transpose([self.axes.index(axis) for axis in own])
        return array[tuple(slice(None) if axis in own else None for axis in axes)]


def together(function: Callable[..., np.ndarray], *operands: Named) -> Named:
    axes = tuple(dict.fromkeys(axis for operand in operands for axis in operand.axes))
    return Named(axes, np.asarray(function(*(operand.along(axes) for operand in operands))))


def reduced(function: Callable[..., np.ndarray], operand: Named, axes: list[str]) -> Named:
    assert set(axes) <= set(operand.axes) or not set(axes) & set(operand.axes)
    places = tuple(operand.axes.index(axis) for axis in axes)
    left = tuple(axis for axis in operand.axes if axis not in axes)
    return Named(left, np.asarray(function(operand.array, axis=places)))


@dataclass
class Reader:
    """Reads and computes at once; ``known`` has the symbols, ``lengths`` the axes."""

    text: str
    known: Mapping[str, Named]
    lengths: Mapping[str, int]
    place: int = field(default=0)

    def takes(self, word: str) -> bool:
        while self.text.startswith(" ", self.place):
            self.place += 1
        found = self.text.startswith(word, self.place)
        self.place += len(word) * found
        return found

    def demand(self, word: str) -> None:
        assert self.takes(word), (word, self.text[self.place :])

    def matches(self, pattern: str) -> re.Match[str] | None:
        self.takes("")
        found = re.compile(pattern).match(self.text, self.place)
        self.place = found.end() if found else self.place
        return found

    # --- sums and products ---------------------------------------------------------------------

    def sum(self) -> Named:
        negative = self.takes("-")
        value = self.product()
        value = together(np.negative, value) if negative else value
        while True:
            if self.takes("+"):
                value = together(np.add, value, self.product())
            elif self.takes("-"):
                value = together(np.subtract, value, self.product())
            else:
                return value

    def product(self) -> Named:
        value = self.factor()
        while True:
            if self.takes(r"\mathbin{\underset{"):
                axes = self.axes()
                self.demand(r"}{\odot}}")
                right = self.factor()
                for axis in axes:
                    assert axis in value.axes, axis
                    assert axis in right.axes, axis
                value = reduced(np.sum, together(np.multiply, value, right), axes)
            elif self.takes(r"\odot") or self.takes(r"\,"):
                value = together(np.multiply, value, self.factor())
            else:
                return value

    def factor(self) -> Named:
        for word, function in REDUCTIONS.items():
            if self.takes(word):
                axes = self.axes()
                self.demand("}")
                return reduced(function, self.product(), axes)
        value = self.atom()
        if self.takes("^{"):
            value = together(np.power, value, self.sum())
            self.demand("}")
        return value

    # --- atoms ---------------------------------------------------------------------------------

    def atom(self) -> Named:
        if self.takes("("):
            return self.renamed(self.closed(")"))
        if self.takes(r"\frac{"):
            over = self.closed("}")
            self.demand("{")
            return together(np.divide, over, self.closed("}"))
        if self.takes(r"\sqrt{"):
            return together(np.sqrt, self.closed("}"))
        if self.takes(r"\lvert"):
            return together(np.abs, self.closed(r"\rvert"))
        if self.takes(r"\mathbf{I}_{"):
            left, right = self.axes()
            self.demand("}")
            return Named((left, right), np.eye(self.length(left)))
        if self.takes(r"\det_{"):
            axes = self.axes()
            self.demand("}")
            return Named((), np.linalg.det(self.leaf().along(tuple(axes))))
        if self.takes(r"\mathbf{1}["):
            left = self.sum()
            relation = RELATIONS[self.matches(r"\\[a-z]+|[<>=]")[0]]
            return together(relation, left, self.closed("]"))
        if self.takes(r"\mathbf{1}_{"):
            axes = self.axes()
            self.demand("}")
            return Named(tuple(axes), np.ones([self.length(axis) for axis in axes]))
        return self.leaf()

    def leaf(self) -> Named:
        number = self.matches(r"\d+(\.\d+)?")
        if number:
            return Named((), np.asarray(float(number[0])))
        for word in sorted(self.known, key=len, reverse=True):
            if self.takes(word):
                return self.renamed(self.known[word])
        call = self.matches(r"\\(?:mathrm\{)?([A-Za-z]+)\}?(?:_\{(\d+)\})?\(")
        assert call, self.text[self.place :]
        arguments = [self.sum()]
        while self.takes(","):
            arguments.append(self.sum())
        self.demand(")")
        value = together(FUNCTIONS[call[1]], *arguments)
        return together(lambda x: x / np.log(int(call[2])), value) if call[2] else value

    def closed(self, end: str) -> Named:
        value = self.sum()
        self.demand(end)
        return value

    # --- axes ----------------------------------------------------------------------------------

    def axes(self) -> list[str]:
        found = []
        while (axis := self.matches(AXIS.pattern + r"(?:\[[^\]]*\])?")) is not None:
            found.append(axis[1])
            self.takes(",")
        return found

    def length(self, axis: str) -> int:
        return self.lengths[axis.rstrip("'")]

    def renamed(self, value: Named) -> Named:
        """Read what becomes of the axes; all of it happens at once."""
        if not self.takes("_{"):
            return value
        taken: list[tuple[list[str], list[str]]] = []
        while not self.takes("}"):
            old = self.ends()
            at = self.matches(r"\((\d+)\)")
            if at:
                place = value.axes.index(old[0])
                rest = tuple(axis for axis in value.axes if axis != old[0])
                value = Named(rest, np.take(value.array, int(at[1]) - 1, axis=place))
            else:
                self.demand(r"\rightarrow")
                taken.append((old, self.ends()))
            self.takes(",")
        return self.regrouped(value, taken)

    def ends(self) -> list[str]:
        if not self.takes("("):
            return [self.matches(AXIS.pattern)[1]]
        axes = self.axes()
        self.demand(")")
        return axes

    def regrouped(self, value: Named, taken: list[tuple[list[str], list[str]]]) -> Named:
        gone = {axis for old, _ in taken for axis in old}
        kept = [axis for axis in value.axes if axis not in gone]
        array = value.along((*kept, *(axis for old, _ in taken for axis in old)))
        assert gone <= set(value.axes), (gone, value.axes)
        shape, place = list(array.shape[: len(kept)]), len(kept)
        for old, new in taken:
            lengths = array.shape[place : place + len(old)]
            place += len(old)
            shape += lengths if len(old) == len(new) else [self.length(axis) for axis in new]
        array = self.merged(array, len(kept), taken, shape)
        return Named((*kept, *(axis for _, new in taken for axis in new)), array)

    def merged(self, array: np.ndarray, kept: int, taken: list, shape: list[int]) -> np.ndarray:
        """Join and split axes; the first one that is named runs fastest."""
        order, place = list(range(kept)), kept
        for old, _ in taken:
            order += reversed(range(place, place + len(old)))
            place += len(old)
        sizes, place, back = shape[:kept], kept, list(range(kept))
        for _, new in taken:
            sizes += shape[place : place + len(new)][::-1]
            back += reversed(range(place, place + len(new)))
            place += len(new)
        return array.transpose(order).reshape(sizes).transpose(back)


def value_of(text: str, known: Mapping[str, Named], lengths: Mapping[str, int]) -> Named:
    """Return the value of the last of some statements."""
    known = dict(known)
    value = Named((), np.asarray(0.0))
    for statement in text.split(r";\quad "):
        name, equals, side = statement.rpartition(" = ")
        reader = Reader(side, known, lengths)
        value = reader.sum()
        reader.takes("")
        assert reader.place == len(side), side[reader.place :]
        if equals:
            known[name] = value
    return value
