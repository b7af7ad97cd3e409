"""Names of a paper: their labels, and which of them speak of one quantity at other indices."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.symbols import plain
from boxdot.notation.shapes.sizes import Shape

IDENTITIES = ("I", "𝐈", "𝑰", "𝕀")
_PIECE = re.compile(r"([_^])(\{(?:[^{}]|\{[^{}]*\})*\}|[^_^{}]+)")
_LETTER = re.compile(r"[^\W\d_]")
_LAYERS = frozenset("lℓ")
_INDEX = re.compile(r"([ijklmnstτℓIJKLMNSTℒ])(?:[+−]\d+)?|\d+")
# A raised label that is none: a transpose, an inverse, a power.
_RAISED = re.compile(r"[−\d]|(?:[TᵀᵗH⊤𝖳𝚃𝑇□∘°]|⁻.*|∗|\{.*[+/·×].*\})$")


class Name(NamedTuple):
    """A name taken apart: ``𝐖_xh^(f)`` is ``𝐖`` with the labels ``xh`` below and ``(f)`` above."""

    base: str
    lower: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()


@cache
def split(name: str) -> Name:
    """Take a canonical name apart.

    >>> split("𝐖_xh^(f)")
    Name(base='𝐖', lower=('xh',), upper=('(f)',))
    >>> split("X^{a,b}_t") == split("X_t^{a,b}")
    True
    """
    first = _PIECE.search(name)
    if first is None:
        return Name(name)
    pieces = _PIECE.findall(name, first.start())
    lower = tuple(_bare(label) for sign, label in pieces if sign == "_")
    upper = tuple(_bare(label) for sign, label in pieces if sign == "^")
    return Name(name[: first.start()], lower, upper)


def _bare(label: str) -> str:
    return label[1:-1] if label.startswith("{") else label


@cache
def is_label(name: str) -> bool:
    """Tell whether the scripts of a name are labels: no power, inverse or transpose among them.

    >>> [name for name in ("H_t", "A^(2)", "x^2", "W^T", "W_x^−1", "x") if is_label(name)]
    ['H_t', 'A^(2)']
    """
    parts = split(name)
    if not (parts.lower or parts.upper) or "□" in parts.lower:
        return False
    return not any(_RAISED.match(label) for label in parts.upper)


@lru_cache(maxsize=1 << 16)
def answers_for(declared: str, used: str) -> bool:
    """Tell whether a declaration of one name may also tell the shape of another.

    It may if they differ in an index only: ``t`` and ``t−1``, ``0`` or the last ``T``. For a layer
    ``l``, the numbered ones are left out: the first one often has a shape of its own.

    >>> answers_for("𝐇_t−1", "𝐇_t"), answers_for("𝐇^(l)", "𝐇^(l−1)"), answers_for("h_t", "h_0")
    (True, True, True)
    >>> answers_for("W_q", "W_k"), answers_for("h_l", "h_0"), answers_for("x_T", "x_t")
    (False, False, False)
    """
    first, second = split(declared), split(used)
    if first == second:
        return True
    if first.base != second.base:
        return False
    if len(first.lower) != len(second.lower) or len(first.upper) != len(second.upper):
        return False
    labels = zip((*first.lower, *first.upper), (*second.lower, *second.upper), strict=True)
    return all(_same_index(one, other) for one, other in labels)


def _same_index(declared: str, used: str) -> bool:
    if declared == used:
        return True
    one, other = _components(declared), _components(used)
    if one is None or other is None or one[0] != other[0] or len(one[1]) != len(other[1]):
        return False
    return all(_agree(a, b) for a, b in zip(one[1], other[1], strict=True))


def _agree(declared: str, used: str) -> bool:
    if declared == used:
        return True
    first, second = _INDEX.fullmatch(declared), _INDEX.fullmatch(used)
    if first is None or second is None or not (first[1] or "").islower():
        return False
    letter, other = first[1], second[1]
    if {letter, other} == {"i", "j"}:  # the two names of an index that runs over all
        return True
    return letter not in _LAYERS if other is None else other.lower() == letter


def _components(label: str) -> tuple[str, list[str]] | None:
    """Return the brackets of a label and what stands in them, parted by commas."""
    brackets = label[0] + label[-1] if label[:1] in ("(", "[") else ""
    inside = label[1:-1] if brackets else label
    if any(c in inside for c in "()[]{}_^:"):
        return None
    return brackets, inside.split(",")


@cache
def family(name: str) -> Name | None:
    """Return a name with its indices left out, if it has any: what one family has in common.

    >>> family("H_t^(l)") == family("H_0^(l−1)"), family("W_xi")
    (True, None)
    """
    parts = split(name)
    lower, upper = (tuple(map(_without_indices, labels)) for labels in parts[1:])
    found = Name(parts.base, lower, upper)
    return None if found == parts else found


@cache
def kin_of(name: str) -> Name:
    """Return what names share of which one may tell the shape of another."""
    return family(name) or split(name)


@cache
def tells_others(name: str) -> bool:
    """Tell whether a name stands for each of its family: it has a letter for an index.

    >>> tells_others("H_t"), tells_others("H_0"), tells_others("H_T")
    (True, False, False)
    """
    parts = split(name)
    labels = (_components(label) for label in (*parts.lower, *parts.upper))
    components = (one for found in labels if found is not None for one in found[1])
    indices = (_INDEX.fullmatch(one) for one in components)
    return any(index is not None and (index[1] or "").islower() for index in indices)


def bounds_run(first: str, last: str) -> bool:
    """Tell whether two names of one family bound a run of it, such as ``W_1, …, W_L``.

    >>> bounds_run("W_1", "W_L"), bounds_run("W^(1)", "W^(n)"), bounds_run("W_1", "W_2")
    (True, True, False)
    """
    kin, one, other = family(first), split(first), split(last)
    if kin is None or kin != family(last):
        return False
    labels = zip((*one.lower, *one.upper), (*other.lower, *other.upper), strict=True)
    pairs = [(a.strip("()[]"), b.strip("()[]")) for a, b in labels if a != b]
    return len(pairs) == 1 and pairs[0][0] in ("0", "1") and pairs[0][1].isalpha()


def _without_indices(label: str) -> str:
    found = _components(label)
    if found is None:
        return label
    brackets, components = found
    inside = ",".join("#" if _INDEX.fullmatch(one) else one for one in components)
    return brackets[:1] + inside + brackets[1:]


@lru_cache(maxsize=1 << 12)
def hangs_on_index(name: str, shape: Shape | None) -> bool:
    """Tell whether a size is marked with a label of the name: ``x_k ∈ ℝ^{n_k}``.

    >>> hangs_on_index("x_k", ("n_k",)), hangs_on_index("H^(l)", ("n", "h"))
    (True, False)
    """
    own = _marks(name) - {name}
    sizes = (size for one in shape or () for size in names_of(one))
    return any(not own.isdisjoint(_marks(size)) for size in sizes)


def _marks(size: str) -> set[str]:
    """Return a name and the letters in its labels, whatever their style."""
    parts = split(size)
    letters = _LETTER.findall(" ".join((*parts.lower, *parts.upper)))
    return {size, *(plain(letter) for letter in letters)}
