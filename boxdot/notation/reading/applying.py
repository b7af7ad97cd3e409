"""Functions, roots, and the big operators Σ ∏ argmin with what stands below them."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.trees import Tree
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Expr,
    Index,
    IndexRange,
    Listing,
    Minimise,
    Negate,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
    Symbol,
)
from boxdot.notation.reading.declarations import holds_nonnegative, membership_of
from boxdot.notation.reading.indices import letters_of
from boxdot.notation.reading.names import index_name
from boxdot.notation.reading.operators import signed_operand
from boxdot.notation.reading.scripts import Script
from boxdot.notation.reading.statements import chain_of, script_of
from boxdot.notation.reading.trees import Branch, Reader, branches, span_of, text_of, tokens

# --- functions --------------------------------------------------------------------------------


def _call(reader: Reader, tree: Branch) -> Expr:
    scripts = [script_of(reader, branch) for branch in branches(tree, "script")]
    arguments: list[Expr] = []
    given = None
    for child in branches(tree, "arguments")[0].children:
        if isinstance(child, Tree):
            arguments.append(_argument(reader, child))
        elif child.kind == "BAR":
            given = len(arguments)
    name = tokens(tree)[0].text
    if len(arguments) > 1 and given is None and name in OF_ONE and reader.symbols.get(name) is None:
        return reader.opaque(
            f"{name} takes one argument, not {len(arguments)}",
            tree,
            *arguments,
            hint=f"along a mode write {name}_1(X), along two {name}_{{1,2}}(X)"
            if name in ALONG_MODES
            else "",
        )
    return _applied(name, tuple(arguments), scripts, given, tree)


ALONG_MODES = frozenset("mean var std sum softmax logsumexp".split())
"""Functions of one argument that run along the modes in their subscript."""

OF_ONE = ALONG_MODES | frozenset(
    "exp log log2 log10 sqrt tanh sinh cosh sin cos tan arcsin arccos arctan abs sign relu sigmoid "
    "softplus gelu silu erf tr vec det rank floor ceil inv rad logdet".split()
)
"""Functions whose second argument would otherwise be left out unseen."""


def _argument(reader: Reader, item: Branch) -> Expr:
    """Build one argument; of an equation in it (``p(x = 1)``) the first side is kept."""
    return reader.expr(branches(branches(item)[0])[0])


def _prefix(reader: Reader, tree: Branch) -> Expr:
    scripts = [script_of(reader, branch) for branch in branches(tree, "script")]
    argument = reader.expr(branches(tree)[-1])
    return _applied(tokens(tree)[0].text, (argument,), scripts, None, tree)


def _applied(
    name: str,
    arguments: tuple[Expr, ...],
    scripts: list[Script],
    given: int | None,
    tree: Branch,
) -> Expr:
    """Build ``name`` applied: subscripts are parameters, superscripts labels or a power."""
    parameters: tuple[Expr, ...] = ()
    power: Expr | None = None
    for script in scripts:
        label = script.label()
        if script.sign == "_":
            parameters = _modes(script.items)
        elif label is not None and (script.brackets or label in "′*†"):
            name += f"^{label}"
        elif _is_minus_one(script.items[0]):
            name += "⁻¹"
        else:
            power = script.items[0]
    if name == "P" and parameters and all(isinstance(p, Number) for p in parameters):
        name = "𝒫"  # the ASCII spelling of the mode sum
    result = Apply(name, arguments, parameters, given, span=span_of(tree))
    return result if power is None else Power(result, power, span=span_of(tree))


def _modes(items: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """Return the parameters in a subscript; ``{3,6}`` in braces are two."""
    if len(items) == 1 and isinstance(items[0], Listing) and items[0].braces:
        return items[0].items
    return items


def _is_minus_one(expr: Expr) -> bool:
    return expr == Negate(Number("1"))


def _absolute(reader: Reader, tree: Branch) -> Expr:
    return Apply("abs", (reader.expr(branches(tree)[0]),), span=span_of(tree))


def _root(reader: Reader, tree: Branch) -> Expr:
    order = tokens(tree)[0].text
    radicand = reader.expr(branches(tree)[0])
    if order in ("", "2"):
        return Apply("sqrt", (radicand,), span=span_of(tree))
    if not order.isdecimal():
        return reader.opaque("only roots with a number above are supported", tree, radicand)
    exponent = Binary(Op.DIVIDE, Number("1"), Number(order))
    return Power(radicand, exponent, span=span_of(tree))


# --- big operators ----------------------------------------------------------------------------


def _big(reader: Reader, tree: Branch) -> Expr:
    scripts = branches(tree, "script")
    signs = branches(tree, "sign")
    body = reader.expr(branches(tree)[-1])
    if signs:
        body = signed_operand(signs[0], body)
    operator = tokens(tree)[0].text
    if operator in _OPAQUE:
        return reader.opaque(f"{operator} is not supported", tree, body)
    if operator not in "Σ∏":
        return _optimum(reader, operator, scripts, body, tree)
    return Reduce(_ranges(reader, scripts), body, operator == "∏", span=span_of(tree))


_OPAQUE = frozenset("∫∬∮⋃⋂⊙⊗⊕∪∩∨∧∐") | {"lim"}
"""Big operators of whose value nothing is known."""


def _choice(reader: Reader, tree: Branch) -> Expr:
    operator = tokens(tree)[0].text
    body = reader.expr(branches(tree)[-1])
    return _optimum(reader, operator, branches(tree, "script"), body, tree)


def _optimum(reader: Reader, kind: str, scripts: list[Branch], body: Expr, tree: Branch) -> Expr:
    """Build ``argmin_{A, B} body``; of ``A ∈ S`` or ``A ≥ 0`` the variable is what comes first."""
    items = branches(scripts[0], "item") if scripts else []
    variables = tuple(_argument(reader, item) for item in items)
    conditions = tuple(_condition(reader, item) for item in items if _is_condition(item))
    return Minimise(kind, variables, body, conditions, span=span_of(tree))


def _is_condition(item: Branch) -> bool:
    return len(branches(item)) > 1 or len(branches(branches(item)[0])) > 1


def _condition(reader: Reader, item: Branch) -> Chain:
    """Build the ``A ≥ 0`` or ``A ∈ ℝ^{I×J}`` of a variable; ``A ∈ ℝ₊^{I×J}`` says both."""
    chain = chain_of(reader, branches(item)[0])
    if len(branches(item)) == 1:
        return chain
    if holds_nonnegative(item) and len(chain.sides) == 1:
        zero = (*chain.sides, Number("0"))
        chain = replace(chain, sides=zero, relations=(Relation.GREATER_EQUAL,))
    return replace(chain, shape=membership_of(item, reader))


def _ranges(reader: Reader, scripts: list[Branch]) -> tuple[IndexRange, ...]:
    lowered = [script for script in scripts if text_of(script) == "_"]
    raised = [script for script in scripts if text_of(script) == "^"]
    high = script_of(reader, raised[0]).items[0] if raised else None
    items = branches(lowered[0], "item") if lowered else []
    found = _joined(reader, [(one, i) for i in items for one in _range(reader, i, high)])
    if found and found[-1].low is not None:  # Σ_{i,j=1}^{n}: both begin at 1
        low, high = found[-1].low, found[-1].high
        found = [replace(r, low=low, high=high) if r.low is None else r for r in found]
    return tuple(found)


def _joined(reader: Reader, ranges: list[tuple[IndexRange, Branch]]) -> list[IndexRange]:
    """Read ``r=1, r≠k`` as one range, of which one value is left out."""
    found: dict[str, IndexRange] = {}
    for one, item in ranges:
        other = found.setdefault(one.index, one)
        if other is one:
            continue
        if other.excluded is not None and one.excluded is None:
            one, other = other, one
        if one.excluded is None or one.low is not None or other.excluded is not None:
            if reader.forgiving:
                continue
            raise reader.unsupported("one index has several ranges", item)
        high = one.high if other.high is None else other.high
        found[one.index] = replace(other, high=high, excluded=one.excluded)
    return list(found.values())


def _range(reader: Reader, item: Branch, high: Expr | None) -> list[IndexRange]:
    """Build ``k=1``, ``r≠k``, ``1≤k≤K``, ``i`` or ``ij`` under a Σ."""
    chain = chain_of(reader, branches(item)[0])
    low = excluded = None
    index = chain.sides[0]
    match chain.relations:
        case ():
            pass
        case (Relation.EQUAL,):
            low = chain.sides[1]
        case (Relation.NOT_EQUAL,):
            excluded = chain.sides[1]
        case (Relation.LESS_EQUAL, Relation.LESS_EQUAL):
            low, index, high = chain.sides
        case _ if reader.forgiving:
            return [IndexRange(name, span=span_of(item)) for name in _index_names(index)]
        case _:
            raise reader.unsupported("this range of a sum is not supported", item)
    names = _index_names(index)
    if not names and not reader.forgiving:
        hint = "write Σ_{k=1}^{K} or Σ_k"
        raise reader.unsupported("the index of a sum is a name", item, hint)
    return [IndexRange(name, low, high, excluded, span=span_of(item)) for name in names]


def _index_names(expr: Expr) -> list[str]:
    """Return the index names in ``i``, ``ij`` (in a script) or ``(i, j)``."""
    match expr:
        case Symbol(name=name):
            letters = letters_of(name)
            return letters if all(letter[0] in "ijklmn" for letter in letters) else [name]
        case Binary(op=Op.MATMUL, left=left, right=right):
            return [*_index_names(left), *_index_names(right)]
        case Listing(items=items):
            return [name for item in items for name in _index_names(item)]
        case Index():
            decorated = index_name(expr)
            return [] if decorated is None else [decorated]
    return []


RULES = {
    "call": _call,
    "prefix": _prefix,
    "absolute": _absolute,
    "root": _root,
    "big": _big,
    "signed_big": _big,
    "choice": _choice,
}
