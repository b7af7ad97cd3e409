r"""Sets of numbers, vectors and matrices: ``\mathbb{R}^{n}``, ``[K]^n``, ``\Delta^{n-1}``, …"""

from __future__ import annotations

import re
from dataclasses import dataclass

from boxdot.notation.linting.declaring.shapes import is_product, read_shape
from boxdot.notation.shapes.sizes import Shape

_BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_SCRIPT = re.compile(rf"\s*([_^])\s*({_BRACED}|\\[A-Za-z]+(?:\s*{_BRACED})?|\S)")
_FONT = r"\\(?:mathbb|mathbbm|mathds|Bbb|mathbf|mathrm|mathcal|mathsf|text|textrm|operatorname)\*?"
_STYLED = re.compile(rf"\s*\{{?\s*({_FONT})\s*(?:\{{\s*([A-Za-z]+)\s*\}}|\s([A-Z]))\s*")
_MACRO = re.compile(
    r"\s*\{?\s*(?:\\(R|C|Z|N|Q|RR|CC|ZZ|NN|[Rr]eals?|[Ii]ntegers)(?![A-Za-z])|([ℝℂℤℕℚ]))"
)
_IRON = re.compile(r"\s*\{?\s*\\(?:rm|mathrm)\s*\{?\s*I\s*\\!\s*R\s*\}?\s*\}?")
_SIMPLEX = re.compile(r"\s*(?:\\(?:mathbf|boldsymbol)?\{?\\Delta\}?|\\Delta|Δ)(?![A-Za-z])")
_INTERVAL = re.compile(
    r"\s*(?:\\left|\\big|\\Big)?\s*(?:\\\{|\\lbrace|[\[(])\s*([^\]\[{}()]{1,60}?)"
    r"\s*(?:\\right|\\big|\\Big)?\s*(?:\\\}|\\rbrace|[\])])"
)
_NUMBER = re.compile(r"[+−-]?\s*(?:\.?\d|\\frac|\\infty|\\tfrac)")
_COUNT = re.compile(r"[A-Za-z](?:_(?:[A-Za-z0-9]|\{\w+\}))?|\\ell")
_ARGUMENT = re.compile(
    r"\s*(?:\\left)?\(\s*([^(),]{1,20}?)\s*(?:,\s*\\?[A-Za-z{}\\ ]+)?(?:\\right)?\)"
)
_SIGNS = re.compile(r"[{}\s+*>≥0]|\\(?:geq?|ast|star|gt|geqslant)(?![A-Za-z])|\+\+")
_LESS_ONE = re.compile(r"\{?\s*(.+?)\s*-\s*1\s*\}?")

_NUMBERS = frozenset("RCZNQKBF")
_GROUPS = frozenset({"O", "SO", "GL", "SL", "U", "SU", "SP", "Sym"})


@dataclass(frozen=True, slots=True)
class ReadSet:
    """A set, the shape of its elements, and the place after it."""

    shape: Shape
    end: int


def read_set(text: str, at: int = 0) -> ReadSet | None:
    r"""Read a set of numbers, vectors, matrices or tensors; None if it may be something else.

    The unit sphere in ``\mathbb{S}^{n-1}`` and the simplex ``\Delta_n`` leave the length open.

    >>> [(found := read_set(t)) and found.shape for t in (
    ...     r"\mathbb{R}_{\ge 0}^{n\times d}", r"\Delta^{n-1}", r"\mathbb{S}^n_{++}", "[K]^n")]
    [('n', 'd'), ('n',), ('n', 'n'), ('n',)]
    >>> read_set(r"\mathbb{S}^{n-1}"), read_set(r"\mathcal{X}"), read_set(r"\Delta_n")
    (None, None, None)
    """
    for reader in (_numbers, _simplex, _interval):
        found = reader(text, at)
        if found is not None:
            return found
    return None


def scripts_of(text: str, at: int) -> tuple[dict[str, str], int]:
    """Return what stands below and above, and the place after it."""
    found: dict[str, str] = {}
    while (match := _SCRIPT.match(text, at)) and match[1] not in found:
        found[match[1]] = match[2]
        at = match.end()
    return found, at


def _numbers(text: str, at: int) -> ReadSet | None:
    named = _named(text, at)
    if named is None:
        return None
    font, letters, at = named
    scripts, end = scripts_of(text, at)
    doubled = "bb" in font or "ds" in font or not font
    if letters in _NUMBERS and (doubled or letters == "R"):
        return _power(scripts, end)
    if doubled and is_product(scripts.get("^", "")):
        return _power(scripts, end)
    if letters in ("S", "Sym"):
        return _symmetric(scripts, end)
    return _group(text, scripts, at) if letters in _GROUPS else None


def _named(text: str, at: int) -> tuple[str, str, int] | None:
    """Return the font and the letters of the name of a set, and the place after it."""
    if match := _IRON.match(text, at):
        return "", "R", match.end()
    if match := _MACRO.match(text, at):
        letter = match[1] or match[2]
        named = {"ℝ": "R", "ℂ": "C", "ℤ": "Z", "ℕ": "N", "ℚ": "Q"}.get(letter, letter[0].upper())
        return "", "Z" if named == "I" else named, _after_brace(text, match)
    if match := _STYLED.match(text, at):
        return match[1], match[2] or match[3], _after_brace(text, match)
    return None


def _after_brace(text: str, match: re.Match[str]) -> int:
    """Return the place after a name, and after the brace that closes ``{\\mathbb R}``."""
    opened = match[0].lstrip().startswith("{")
    end = match.end()
    return end + 1 if opened and text[end : end + 1] == "}" else end


def _power(scripts: dict[str, str], end: int) -> ReadSet | None:
    raised = scripts.get("^", "")
    if not _SIGNS.sub("", raised):
        return ReadSet((), end)
    shape = read_shape(_bare(raised))
    return None if shape is None else ReadSet(shape, end)


def _symmetric(scripts: dict[str, str], end: int) -> ReadSet | None:
    """Read ``S_+^n``, the positive semidefinite matrices; without a sign it may be a sphere."""
    raised, lowered = scripts.get("^", ""), scripts.get("_", "")
    if is_product(raised):
        return _power(scripts, end)
    if "+" in lowered and raised:
        return _square(raised, end)
    return None


def _group(text: str, scripts: dict[str, str], at: int) -> ReadSet | None:
    """Read ``O(n)``, ``GL_n(ℝ)`` and their kind: square matrices."""
    lowered = scripts.get("_")
    match = _ARGUMENT.match(text, at)
    if lowered is None and match is not None:
        return _square(match[1], match.end())
    return None


def _square(size: str, end: int) -> ReadSet | None:
    shape = read_shape(_bare(size))
    return ReadSet((*shape, *shape), end) if shape is not None and len(shape) == 1 else None


def _simplex(text: str, at: int) -> ReadSet | None:
    """Read the simplex of vectors that sum to one, where ``n − 1`` tells that it lies in ℝⁿ."""
    match = _SIMPLEX.match(text, at)
    if match is None:
        return None
    scripts, end = scripts_of(text, match.end())
    dimension = _LESS_ONE.fullmatch(scripts.get("^", scripts.get("_", "")))
    shape = read_shape(dimension[1]) if dimension and len(scripts) == 1 else None
    return ReadSet(shape, end) if shape is not None and len(shape) == 1 else None


def _interval(text: str, at: int) -> ReadSet | None:
    r"""Read sets of numbers in brackets: ``[0,1]^n``, ``\{1,…,K\}``, ``[K]``."""
    match = _INTERVAL.match(text, at)
    if match is None:
        return None
    counts = "[" in match[0] and _COUNT.fullmatch(match[1])
    lists = "," in match[1] or ":" in match[1] or "dots" in match[1]
    if not counts and not (lists and _NUMBER.match(match[1])):
        return None
    return _power(*scripts_of(text, match.end()))


def _bare(script: str) -> str:
    return script[1:-1] if script.startswith("{") else script
