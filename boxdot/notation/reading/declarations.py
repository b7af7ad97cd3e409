"""Declarations: ``X, Y ∈ ℝ^{H×W×3}``, ``f: ℝ^n → ℝ^m``, ``a: H×W``, and what sets they name."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.errors import NotationError
from boxdot.grammar.tokens import Token
from boxdot.grammar.trees import Tree
from boxdot.notation.algebra import Size
from boxdot.notation.expressions.nodes import (
    Binary,
    BroadcastForm,
    Constant,
    Expr,
    Index,
    Marginal,
    Op,
    Power,
    Symbol,
)
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.reading.names import decorated, index_name, script_text
from boxdot.notation.reading.sizes import shape_of, size_of
from boxdot.notation.reading.statements import chain_of, script_of
from boxdot.notation.reading.trees import Branch, Reader, branches, span_of, text_of, tokens

FIELDS = {
    **dict.fromkeys(["ℝ", "R", "𝐑", "𝑅", "𝖱", "ℜ", "𝓡", "ℛ", "𝔯", "reals"], "ℝ"),
    **dict.fromkeys(["ℂ", "C", "𝐂"], "ℂ"),
    **dict.fromkeys(["ℤ", "Z", "𝐙"], "ℤ"),
    **dict.fromkeys(["ℕ", "N", "𝐍"], "ℕ"),
    **dict.fromkeys(["𝔹", "B", "𝔽", "F", "ℚ"], "ℝ"),
}
"""Letters that name a set of numbers when they stand behind ∈."""

_UPRIGHT_FIELDS = frozenset("ℝℂℤℕ𝔹𝔽ℚ")
Shape = tuple[Size, ...]


def declarations_of(tree: Branch, reader: Reader) -> list[Declaration]:
    """Return what a ``statement`` tree with a membership declares of plain names."""
    reader = replace(reader, declaring=True)
    chains = [b for b in branches(tree) if b.data == "chain"]
    sums = [b for b in branches(tree) if b.data != "chain"]
    entries, shape = set_of(sums[0], reader)
    signature = None
    positive = _is_nonnegative(sums[0])
    if len(sums) == 2:
        signature = _signature(sums[0], sums[1], reader)
        entries, shape, positive = "function", None, False
    result = []
    for chain in chains:
        name = declared_name(chain_of(reader, chain).sides[0])
        if name is not None:
            place = span_of(chain)
            result.append(Declaration(name, shape, entries, signature, place, positive))
    return result


def declared_name(expr: Expr) -> str | None:
    """Return the canonical name under which an expression is declared, if it is a name.

    >>> declared_name(Symbol("X")), declared_name(Index(Symbol("H"), (Symbol("t"),)))
    ('X', 'H_t')
    """
    match expr:
        case Symbol(name=name):
            return name
        case Index():
            return index_name(expr)
        case Constant(kind=kind, sizes=None):
            return kind.value
        case BroadcastForm(operand=operand):
            return _with_label(operand, "^", "□")
        case Marginal(operand=operand):
            return _with_label(operand, "_", "□")
        case Power(base=base, exponent=exponent):
            return _with_label(base, "^", script_text((exponent,)))
    return None


def _with_label(base: Expr, sign: str, label: str | None) -> str | None:
    name = declared_name(base)
    return None if name is None or label is None else decorated(name, sign, label)


def is_declaration(tree: Branch, reader: Reader) -> bool:
    """Tell whether a statement with a membership only declares names."""
    if not any(isinstance(c, Token) and c.kind == "IN" for c in tree.children):
        return False
    reader = replace(reader, declaring=True)
    chains = [b for b in branches(tree) if b.data == "chain"]
    sides = [chain_of(reader, chain).sides for chain in chains]
    return all(len(s) == 1 and declared_name(s[0]) is not None for s in sides)


def membership_of(tree: Branch, reader: Reader) -> Shape | None:
    """Return the shape after a closing ∈, or None."""
    sums = [b for b in branches(tree) if b.data != "chain"]
    return set_of(sums[0], reader)[1] if len(sums) == 1 else None


def holds_nonnegative(tree: Branch) -> bool:
    """Tell whether what a membership names is ``ℝ₊`` or a power of it."""
    sums = [b for b in branches(tree) if b.data != "chain"]
    return len(sums) == 1 and _is_nonnegative(sums[0])


# --- sets -------------------------------------------------------------------------------------


def set_of(tree: Branch, reader: Reader) -> tuple[str, Shape | None]:
    """Return the entries' field and the shape that a set such as ``{0,1}^{H×W}`` stands for.

    The shape is None where the set says none (``Δ^n``, ``𝒳``).
    """
    if (parts := _joined_sets(tree)) is not None:
        return _set_of_both(*(set_of(part, reader) for part in parts))
    base, scripts = _base_and_scripts(tree)
    entries = _entries(base, reader)
    if entries is None:
        return _bare_shape(tree, reader)
    raised = [s for s in scripts if text_of(s) == "^" and not _is_mark(s)]
    if not raised:
        return entries, ()
    items = script_of(reader, raised[-1]).items
    if len(items) == 1:
        return entries, shape_of(items[0])
    sizes = [size_of(item) for item in items]
    known = [size for size in sizes if size is not None]
    return entries, tuple(known) if len(known) == len(sizes) else None


def _joined_sets(tree: Branch) -> tuple[Branch, Branch] | None:
    """Return the two sets of ``ℝ^n ∪ {0}`` or ``ℝ^n ∖ {0}``."""
    if tree.data != "binary" or not any(t.text in _JOINING for t in tokens(tree)):
        return None
    left, right = branches(tree)
    return left, right


_JOINING = ("∪", "∩", "\\")


def _set_of_both(
    left: tuple[str, Shape | None], right: tuple[str, Shape | None]
) -> tuple[str, Shape | None]:
    """Return the left set: the right one only adds or takes away, if it is not of another shape."""
    differs = right[1] not in (None, (), left[1])
    return ("?", None) if differs else left


def _base_and_scripts(tree: Branch) -> tuple[Branch, list[Branch]]:
    if tree.data != "decorated":
        return tree, []
    base, *scripts = tree.children
    assert isinstance(base, Tree)
    return base, [s for s in scripts if isinstance(s, Tree)]


def _entries(base: Branch, reader: Reader) -> str | None:
    """Return the field that the undecorated set names, or None if it names none."""
    if base.data == "name":
        return FIELDS.get(text_of(base))
    if base.data == "constant" and text_of(base) in ("𝟏",):
        return None
    if base.data in ("braces", "block", "group"):
        return span_of(base).of(reader.text).replace(" ", "").replace("\\", "")
    return None


def _bare_shape(tree: Branch, reader: Reader) -> tuple[str, Shape | None]:
    """Read ``H×W×3`` or ``3`` behind a colon as the shape itself."""
    try:
        expr = reader.expr(tree)
    except NotationError:
        return "?", None
    if isinstance(expr, Binary) and expr.op in (Op.TIMES, Op.STAR):
        return "ℝ", shape_of(expr)
    size = size_of(expr)
    is_size = isinstance(size, int) or (isinstance(expr, Symbol) and len(expr.name) == 1)
    declares_size = reader.text[: span_of(tree).start].rstrip().endswith(":")
    if declares_size and isinstance(expr, Symbol) and expr.name in ("scalar", "real"):
        return "ℝ", ()
    return ("ℝ", (size,)) if declares_size and is_size and size is not None else ("?", None)


def _is_nonnegative(tree: Branch) -> bool:
    """Tell whether a set is ``ℝ₊``: one of its scripts is a plus alone."""
    if _joined_sets(tree) is not None:
        return False
    marks = (s for s in _base_and_scripts(tree)[1] if _is_mark(s))
    return any("+" in _mark_text(mark) for mark in marks)


def _mark_text(script: Branch) -> str:
    inner = script
    while within := branches(inner):
        inner = within[0]
    return text_of(inner)


def _is_mark(script: Branch) -> bool:
    """Tell whether a raised script says no shape: ``ℝ^+``, ``ℝ^*``."""
    inner = script
    while len(within := branches(inner)) == 1:
        inner = within[0]
    return inner.data == "mark"


def _signature(
    domain: Branch, codomain: Branch, reader: Reader
) -> tuple[tuple[Shape, ...], Shape] | None:
    """Return the argument shapes and the value's shape of ``ℝ^n × ℝ^m → ℝ^k``, if all are known."""
    value = set_of(codomain, reader)[1]
    arguments = [set_of(part, reader)[1] for part in _cartesian(domain)]
    known = [shape for shape in arguments if shape is not None]
    if value is None or len(known) < len(arguments):
        return None
    return tuple(known), value


def _cartesian(tree: Branch) -> list[Branch]:
    """Split ``A × B`` into its factors."""
    times = any(isinstance(c, Token) and c.text == "×" for c in tree.children)
    if tree.data == "binary" and times:
        left, right = (c for c in tree.children if isinstance(c, Tree))
        return [*_cartesian(left), right]
    return [tree]
