"""How each node is put together from the words of a spelling: one arm a node."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    BroadcastForm,
    Constant,
    Derivative,
    Dots,
    Expr,
    Index,
    IndexRange,
    Indicator,
    Inner,
    Listing,
    Marginal,
    Minimise,
    ModeProduct,
    Negate,
    Norm,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
    Slice,
    Symbol,
    Transpose,
)
from boxdot.notation.printing.precedence import PRODUCT, RULES, Level, Script, level
from boxdot.notation.printing.printer import Arm, Place, Printer
from boxdot.notation.printing.sizes import size_expression

# --- atoms ------------------------------------------------------------------------------------


def _number(node: Number, p: Printer, last: bool) -> str:
    return p.spelling.number(node.text)


def _symbol(node: Symbol, p: Printer, last: bool) -> str:
    return p.spelling.name(node.name)


def _constant(node: Constant, p: Printer, last: bool) -> str:
    word = p.spelling.constants[node.kind]
    if not node.sizes:
        return word
    inside = p.at(Place.SCRIPT)
    sizes = [inside.expression(size_expression(size)) for size in node.sizes]
    return word + p.spelling.subscript(",".join(sizes))


def _dots(node: Dots, p: Printer, last: bool) -> str:
    return p.spelling.ellipsis


def _slice(node: Slice, p: Printer, last: bool) -> str:
    low, high = ("" if end is None else p.expression(end) for end in (node.low, node.high))
    return f"{low}:{high}"


# --- operators --------------------------------------------------------------------------------


def _negate(node: Negate, p: Printer, last: bool) -> str:
    minus = p.spelling.cell_minus if Place.CELL in p.place else p.spelling.minus
    return minus + p.expression(node.operand, Level.PRODUCT, last=last)


def _binary(node: Binary, p: Printer, last: bool) -> str:
    if node.op is Op.DIVIDE and p.spelling.fraction is not None:
        inside = p.at(Place.OPEN)
        over, under = (inside.expression(side, Level.SUM) for side in (node.left, node.right))
        return p.spelling.fraction(over, under)
    rule = RULES[node.op]
    left = p.expression(node.left, rule.left, last=rule.level is Level.SUM)
    right = p.expression(node.right, rule.right, last=last and node.op is not Op.FROBENIUS)
    if node.op is Op.MATMUL:
        return left + _gap(node, left, right, p) + p.after_operand(right)
    if node.op in _SCRIPTED:
        right = p.after_operand(right)
    return left + p.operator(p.spelling.operators[node.op]) + right


_SCRIPTED = frozenset({Op.KHATRI_RAO, Op.PENETRATING})
"""Operators that end in a subscript, after which a bar would close and white space divides."""


def _gap(node: Binary, left: str, right: str, p: Printer) -> str:
    """Return the white space of a juxtaposition: none in the ``2h`` of a script."""
    if left[-1].isdigit() and right[0].isdigit():
        return p.spelling.number_gap
    factor = Place.SCRIPT in p.place and isinstance(node.left, Number)
    return "" if factor and right[0] not in "eExX" else " "  # 2e1 is a number, 2xI a product


def _mode_product(node: ModeProduct, p: Printer, last: bool) -> str:
    left = p.expression(node.left, PRODUCT.left, last=False)
    right = p.expression(node.right, PRODUCT.right, last=False)
    word = p.spelling.mode_product + p.spelling.subscript(p.script((node.mode,)))
    return f"{left} {word} {p.after_operand(right)}"


def _derivative(node: Derivative, p: Printer, last: bool) -> str:
    upper, lower = (
        p.spelling.partial + p.expression(part, Level.POSTFIX)
        for part in (node.numerator, node.denominator)
    )
    if p.spelling.fraction is not None:
        return p.spelling.fraction(upper, lower)
    return upper + p.operator(p.spelling.operators[Op.DIVIDE]) + lower


# --- scripts ----------------------------------------------------------------------------------


def _transpose(node: Transpose, p: Printer, last: bool) -> str:
    return p.base(node.operand, Script.SUP) + p.spelling.transpose


def _broadcast_form(node: BroadcastForm, p: Printer, last: bool) -> str:
    return p.base(node.operand, Script.SUP) + p.spelling.square_up


def _marginal(node: Marginal, p: Printer, last: bool) -> str:
    return p.base(node.operand, Script.SUB) + p.spelling.square_down


def _power(node: Power, p: Printer, last: bool) -> str:
    exponent = p.spelling.exponent(p.script((node.exponent,)))
    match node:
        case Power(Apply(function=name, parameters=()) as call, Number("2" | "3")):
            if name in _RAISED_HEADS and call.given is None:
                return _call(call, p, exponent)
    if isinstance(node.base, Index) and p.is_entry(node.base, node.exponent):
        return p.parenthesised(node.base) + exponent
    return p.base(node.base, Script.SUP) + exponent


_RAISED_HEADS = frozenset({"diag", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh"})
"""Functions that are written ``diag²(y)``, not ``diag(y)²``."""


def _index(node: Index, p: Printer, last: bool) -> str:
    corners = Script.SUB if node.subscripts else Script.NONE
    corners |= Script.SUP if node.superscripts else Script.NONE
    text = p.base(node.base, corners)
    join = p.joins_indices(node)
    if node.subscripts:
        text += p.spelling.subscript(p.script(node.subscripts, join=join))
    if node.superscripts:
        text += p.spelling.superscript(p.script(node.superscripts, join=join))
    return text


# --- functions and fences ---------------------------------------------------------------------


def _apply(node: Apply, p: Printer, last: bool) -> str:
    special = _SPECIAL_HEADS.get(node.function)
    if special is not None and len(node.arguments) == 1 and node.given is None:
        return special(node, p, last)
    return _call(node, p)


def _call(node: Apply, p: Printer, exponent: str = "") -> str:
    head = _head_of(node.function, p) + exponent
    if node.parameters:
        head += p.spelling.subscript(p.script(node.parameters))
    if node.given is None:
        return head + p.within(p.spelling.parentheses, node.arguments)
    inside = p.at(Place.BRACKETED)
    texts = [inside.expression(argument) for argument in node.arguments]
    parts = (texts[: node.given], texts[node.given :])
    given = f" {p.spelling.given} ".join(p.comma.join(part) for part in parts)
    return head + p.spelling.grow(p.spelling.parentheses, given)


def _head_of(function: str, p: Printer) -> str:
    """Return the spelled name of a function; ``permute⁻¹`` is the inverse of one."""
    name = function.removesuffix("⁻¹")
    head = p.spelling.functions.get(name) or p.spelling.function(name)
    return head if name == function else head + p.spelling.exponent(p.spelling.minus + "1")


def _root(node: Apply, p: Printer, last: bool) -> str:
    operand = node.arguments[0]
    short = isinstance(operand, Number | Symbol) and p.expression(operand).isalnum()
    fence = p.spelling.short_root if short else p.spelling.root
    return p.within(fence, node.arguments, Level.SUM)


def _absolute(node: Apply, p: Printer, last: bool) -> str:
    return p.fenced(p.spelling.absolute, node.arguments[0])


def _unfold(node: Apply, p: Printer, last: bool) -> str:
    operand = node.arguments[0]
    named = isinstance(operand, Symbol) and len(node.parameters) == 1
    if not named or isinstance(node.parameters[0], Listing):
        return _call(node, p)
    return p.base(operand, Script.SUB) + p.spelling.subscript(f"({p.script(node.parameters)})")


def _partial(node: Apply, p: Printer, last: bool) -> str:
    operand = p.expression(node.arguments[0], Level.POSTFIX)
    return (p.spelling.partial if node.function == "∂" else p.spelling.nabla) + operand


_SPECIAL_HEADS: Mapping[str, Arm] = {
    "sqrt": _root,
    "abs": _absolute,
    "unfold": _unfold,
    "∂": _partial,
    "∇": _partial,
}
"""Functions of one argument that are not written as a call."""


def _norm(node: Norm, p: Printer, last: bool) -> str:
    text = p.fenced(p.spelling.norm, node.operand)
    if node.weight is not None:
        return text + p.spelling.subscript(p.script((node.weight,)))
    kind = p.spelling.infinity if node.kind == "∞" else node.kind
    return text + p.spelling.norm_order(kind) if kind else text


def _inner(node: Inner, p: Printer, last: bool) -> str:
    text = p.within(p.spelling.inner, (node.left, node.right))
    if node.weight is None:
        return text
    return text + p.spelling.subscript(p.script((node.weight,)))


def _listing(node: Listing, p: Printer, last: bool) -> str:
    return p.within(p.spelling.braces if node.braces else p.spelling.parentheses, node.items)


def _block(node: Block, p: Printer, last: bool) -> str:
    words = p.spelling
    by_space = words.columns_by_space and all(len(row) == 1 for row in node.rows)
    inside = p.at(Place.CELL | Place.BRACKETED)
    cells = tuple(tuple(_cell(cell, inside, by_space) for cell in row) for row in node.rows)
    if len(node.rows) > 1 and len(node.rows[0]) == 1:
        cells = tuple((words.column_ellipsis if c == words.ellipsis else c,) for (c,) in cells)
    return words.matrix(cells, all(_is_plain(cell) for row in node.rows for cell in row))


def _cell(cell: Expr, p: Printer, by_space: bool) -> str:
    """Print a cell; where white space separates columns, its own is kept in parentheses."""
    return p.parenthesised(cell) if by_space and _has_gap(cell, p) else p.expression(cell)


def _has_gap(node: Expr, p: Printer) -> bool:
    """Tell whether two operands stand side by side in what is printed, outside brackets."""
    match node:
        case Binary(op=op) if op is Op.MATMUL or op in _SCRIPTED:
            return True
        case ModeProduct() | Reduce() | Minimise():
            return True
        case Negate(operand=operand):
            return _has_gap(operand, p)
        case Binary(op=op, left=left, right=right) if level(node, drawn=p.spelling.drawn) < 4:
            sides = ((left, RULES[op].left), (right, RULES[op].right))
            return any(level(side) >= least and _has_gap(side, p) for side, least in sides)
    return False


def _is_plain(cell: Expr) -> bool:
    """Tell whether a cell can be told from its neighbours by white space alone."""
    match cell:
        case Number() | Negate(operand=Number()) | Apply(function="sqrt", arguments=(Number(),)):
            return True
    return False


# --- binders ----------------------------------------------------------------------------------


def _reduce(node: Reduce, p: Printer, last: bool) -> str:
    heads = [_head(ranges, node, p) for ranges in _common_bounds(node.ranges)]
    body = p.expression(node.body, Level.PRODUCT, last=last)
    return " ".join([*heads, p.after_operand(body)])


def _common_bounds(ranges: tuple[IndexRange, ...]) -> list[tuple[IndexRange, ...]]:
    """Group the ranges that one sign can carry: all of them if they are alike, else each alone."""
    alike = len({(r.low, r.high, r.excluded) for r in ranges}) == 1 and ranges[0].excluded is None
    return [ranges] if alike else [(r,) for r in ranges]


def _head(ranges: tuple[IndexRange, ...], node: Reduce, p: Printer) -> str:
    words, inside, first = p.spelling, p.at(Place.SCRIPT), ranges[0]
    lower = ",".join(words.name(r.index) for r in ranges)
    for relation, value in ((Relation.EQUAL, first.low), (Relation.NOT_EQUAL, first.excluded)):
        if value is not None:
            lower += inside.operator(words.relations[relation]) + inside.expression(value)
    head = (words.product if node.product else words.summation) + words.subscript(lower)
    if first.high is None:
        return head
    return head + words.bound(inside.expression(first.high))


def _minimise(node: Minimise, p: Printer, last: bool) -> str:
    head = p.spelling.optimisers[node.kind] + p.spelling.subscript(p.script(node.variables))
    return f"{head} {p.after_operand(p.expression(node.body, Level.SUM))}"


def _indicator(node: Indicator, p: Printer, last: bool) -> str:
    return p.spelling.indicator + p.spelling.subscript(p.at(Place.SCRIPT).chain(node.relation))


ARMS: Mapping[type, Arm] = {
    Number: _number,
    Symbol: _symbol,
    Constant: _constant,
    Dots: _dots,
    Slice: _slice,
    Negate: _negate,
    Binary: _binary,
    ModeProduct: _mode_product,
    Derivative: _derivative,
    Transpose: _transpose,
    BroadcastForm: _broadcast_form,
    Marginal: _marginal,
    Power: _power,
    Index: _index,
    Apply: _apply,
    Norm: _norm,
    Inner: _inner,
    Listing: _listing,
    Block: _block,
    Reduce: _reduce,
    Minimise: _minimise,
    Indicator: _indicator,
}
"""The arm of each node; a test holds it complete."""
