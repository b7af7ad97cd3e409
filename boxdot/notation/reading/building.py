"""From a parse tree to nodes: one method for each rule of ``formula.lark``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lark import Token, Tree

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.grammar.source import Span
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    Chain,
    Constant,
    ConstantKind,
    Derivative,
    Dots,
    Expr,
    IndexRange,
    Inner,
    Listing,
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
)
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.reading.scripts import Script, apply_scripts

Branch = Tree[Token]
_OPERATORS = {op.value: op for op in Op} | {":": Op.FROBENIUS}
_IDENTITIES = ("I", "𝐈", "𝑰", "𝕀")


class Builder:
    """Builds the nodes of one text. ``symbols`` decides what a decorated name means."""

    def __init__(self, text: str, symbols: Symbols) -> None:
        self.text = text
        self.symbols = symbols

    # --- helpers ----------------------------------------------------------------------------

    def expr(self, tree: Branch) -> Expr:
        """Return the node for a tree of the ``sum`` kind."""
        return _BUILD[tree.data](self, tree)

    def fail(self, message: str, tree: Branch, hint: str = "") -> UnsupportedError:
        return UnsupportedError(message, text=self.text, span=span_of(tree), hint=hint)

    def branches(self, tree: Branch, *names: str) -> list[Branch]:
        """Return the children that are trees (of the given rules, if any are given)."""
        found = [c for c in tree.children if isinstance(c, Tree)]
        return [c for c in found if not names or c.data in names]

    def tokens(self, tree: Branch) -> list[Token]:
        return [c for c in tree.children if isinstance(c, Token)]

    # --- statements -------------------------------------------------------------------------

    def chain(self, tree: Branch) -> Chain:
        """Build a chain; a choice (argmin) may be a side."""
        sides = tuple(self.expr(branch) for branch in self.branches(tree))
        relations = tuple(Relation(str(token)) for token in self.tokens(tree))
        if len(sides) > 1 and _is_identity(sides[0]):
            sides = (Symbol(_name_of_identity(self.text, sides[0]), span=sides[0].span), *sides[1:])
        return Chain(sides, relations, span=span_of(tree))

    def side(self, tree: Branch) -> Expr:
        """Build a chain that must be one expression."""
        branches = self.branches(tree)
        if len(branches) != 1:
            raise self.fail("an equation inside an expression is not supported", tree)
        return self.expr(branches[0])

    def item(self, tree: Branch) -> Expr:
        """Build one item of a list, a bracket or a script."""
        branches = self.branches(tree)
        if len(branches) != 1:
            raise self.fail("a membership inside an expression is not supported", tree)
        return self.side(branches[0])

    # --- sums and products ------------------------------------------------------------------

    def binary(self, tree: Branch) -> Expr:
        left, right = (self.expr(b) for b in self.branches(tree) if b.data != "sign")
        operator = self.tokens(tree)[0]
        return self.combine(str(operator), left, right, _token_span(operator), span_of(tree))

    def combine(self, operator: str, left: Expr, right: Expr, at: Span, span: Span) -> Expr:
        if operator == "/" and _is_partial(left) and _is_partial(right):
            return Derivative(left.arguments[0], right.arguments[0], span=span)  # type: ignore[union-attr]  # both are Apply
        if operator not in _OPERATORS:
            raise UnsupportedError(f"the operator {operator} is not known", text=self.text, span=at)
        return Binary(_OPERATORS[operator], left, right, span=span, operator_span=at)

    def binary_signed(self, tree: Branch) -> Expr:
        left, sign, right = self.branches(tree)
        operand = self.signed_operand(sign, self.expr(right))
        operator = self.tokens(tree)[0]
        return self.combine(
            str(operator), self.expr(left), operand, _token_span(operator), span_of(tree)
        )

    def signed(self, tree: Branch) -> Expr:
        sign, operand = self.branches(tree)
        return replace(self.signed_operand(sign, self.expr(operand)), span=span_of(tree))

    def signed_operand(self, sign: Branch, operand: Expr) -> Expr:
        if str(sign.children[0]) == "+":
            return operand
        return Negate(operand, span=_cover(span_of(sign), operand.span))

    def juxtaposed(self, tree: Branch) -> Expr:
        left, right = (self.expr(b) for b in self.branches(tree))
        at = Span(span_of(tree).start if left.span is None else left.span.end, _start(right))
        return Binary(Op.MATMUL, left, right, span=span_of(tree), operator_span=at)

    def mode_product(self, tree: Branch) -> Expr:
        left, script, right = self.branches(tree)
        modes = self.script(script).items
        if len(modes) != 1:
            raise self.fail("a mode product names one mode", script, "write X ×_3 A")
        operator = self.tokens(tree)[0]
        return ModeProduct(
            self.expr(left), self.expr(right), modes[0], span=span_of(tree),
            operator_span=_token_span(operator),
        )  # fmt: skip

    def tail(self, tree: Branch) -> Expr:
        """Build a product that ends in a Σ: ``X ⊡ c Σ_r …``."""
        *factors, big = self.branches(tree)
        operators = self.tokens(tree)
        result = self.expr(big)
        if operators and operators[-1].type == "BJUXT":
            left = self.expr(factors.pop())
            operators.pop()
            span = _cover(left.span, result.span)
            at = Span(_end(left), _start(result))
            result = Binary(Op.MATMUL, left, result, span=span, operator_span=at)
        if factors:
            left = self.expr(factors[0])
            at = _token_span(operators[0])
            result = self.combine(str(operators[0]), left, result, at, span_of(tree))
        return result

    # --- big operators ----------------------------------------------------------------------

    def big(self, tree: Branch) -> Expr:
        branches = self.branches(tree)
        scripts = [b for b in branches if b.data == "script"]
        body = self.expr(branches[-1])
        if len(branches) - len(scripts) == 2:
            body = self.signed_operand(branches[-2], body)
        operator = str(self.tokens(tree)[0])
        if operator not in "Σ∏":
            return self.optimum(operator, scripts, body, tree)
        ranges = self.ranges(scripts, tree)
        return Reduce(ranges, body, operator == "∏", span=span_of(tree))

    def choice(self, tree: Branch) -> Expr:
        branches = self.branches(tree)
        scripts = [b for b in branches if b.data == "script"]
        operator = str(self.tokens(tree)[0])
        return self.optimum(operator, scripts, self.expr(branches[-1]), tree)

    def optimum(self, kind: str, scripts: list[Branch], body: Expr, tree: Branch) -> Expr:
        variables = tuple(item for script in scripts[:1] for item in self.optimised(script))
        return Minimise(kind, variables, body, span=span_of(tree))

    def optimised(self, script: Branch) -> list[Expr]:
        """Build the variables under argmin: what stands before ∈, =, …"""
        result = []
        for item in self.branches(script, "item"):
            first = self.branches(self.branches(item)[0])[0]
            result.append(self.expr(first))
        return result

    def ranges(self, scripts: list[Branch], tree: Branch) -> tuple[IndexRange, ...]:
        lowered = [s for s in scripts if str(s.children[0]) == "_"]
        raised = [s for s in scripts if str(s.children[0]) == "^"]
        high = self.script(raised[0]).items[0] if raised else None
        result: list[IndexRange] = []
        for script in lowered[:1]:
            for item in self.branches(script, "item"):
                result += self.range_of(item, high)
        return tuple(result)

    def range_of(self, item: Branch, high: Expr | None) -> list[IndexRange]:
        """Build ``k=1``, ``r≠k``, ``i`` or ``ij`` under a Σ."""
        chain = self.chain(self.branches(item)[0])
        span = span_of(item)
        names = [name for name in _index_names(chain.sides[0])]
        if not names:
            raise self.fail("the index of a sum is a name", item, "write Σ_{k=1}^{K} or Σ_k")
        low = excluded = None
        if len(chain.sides) == 2 and chain.relations[0] is Relation.EQUAL:
            low = chain.sides[1]
        elif len(chain.sides) == 2 and chain.relations[0] is Relation.NOT_EQUAL:
            excluded = chain.sides[1]
        elif len(chain.sides) == 3 and chain.relations == (Relation.LESS_EQUAL,) * 2:
            low, high = chain.sides[0], chain.sides[2]
            names = _index_names(chain.sides[1])
        elif len(chain.sides) > 1:
            raise self.fail("this range of a sum is not supported", item)
        return [IndexRange(name, low, high, excluded, span=span) for name in names]

    # --- functions --------------------------------------------------------------------------

    def call(self, tree: Branch) -> Expr:
        token = self.tokens(tree)[0]
        scripts = [self.script(b) for b in self.branches(tree, "script")]
        arguments = self.branches(tree, "arguments")[0]
        items: list[Expr] = []
        given = None
        for child in arguments.children:
            if isinstance(child, Token):
                given = len(items)
            else:
                items.append(self.argument(child))
        return self.applied(str(token), tuple(items), scripts, given, tree)

    def argument(self, item: Branch) -> Expr:
        """Build one argument; an equation in it (``p(x = 1)``) is kept as its first side."""
        return self.expr(self.branches(self.branches(item)[0])[0])

    def prefix(self, tree: Branch) -> Expr:
        token = self.tokens(tree)[0]
        branches = self.branches(tree)
        scripts = [self.script(b) for b in branches if b.data == "script"]
        argument = self.expr(branches[-1])
        if str(token) == "∇":
            return Apply("∇", (argument,), span=span_of(tree))
        return self.applied(str(token), (argument,), scripts, None, tree)

    def applied(
        self,
        name: str,
        arguments: tuple[Expr, ...],
        scripts: list[Script],
        given: int | None,
        tree: Branch,
    ) -> Expr:
        parameters: tuple[Expr, ...] = ()
        power: Expr | None = None
        for script in scripts:
            label = script.label()
            if script.sign == "_":
                parameters = _modes(script.items)
            elif label is not None and (script.brackets or label in "′*†"):
                name += f"^{label}"
            else:
                power = script.items[0]
        if name == "P" and parameters and all(isinstance(p, Number) for p in parameters):
            name = "𝒫"  # the ASCII spelling of the mode sum
        if power is not None and _is_minus_one(power):
            name, power = name + "⁻¹", None
        inner = _cover(span_of(tree), None)
        result: Expr = Apply(name, arguments, parameters, given, span=inner)
        return result if power is None else Power(result, power, span=span_of(tree))

    # --- decorated operands -----------------------------------------------------------------

    def script(self, tree: Branch) -> Script:
        branches = self.branches(tree, "item")
        items = tuple(self.item_or_relation(b) for b in branches)
        return Script(str(tree.children[0]), items, span_of(tree), _brackets(branches))

    def item_or_relation(self, item: Branch) -> Expr:
        branches = self.branches(item)
        chain = self.chain(branches[0])
        if len(branches) == 1 and len(chain.sides) == 1:
            return chain.sides[0]
        return Apply("{}", chain.sides, span=span_of(item), parameters=(_relation_mark(chain),))

    def decorated(self, tree: Branch) -> Expr:
        atom, *postfixes = tree.children
        scripts: list[Script] = []
        for child in postfixes:
            if isinstance(child, Token):
                mark = Symbol("ᵀ", span=_token_span(child))
                scripts.append(Script("^", (mark,), _token_span(child)))
            else:
                scripts.append(self.script(child))
        assert isinstance(atom, Tree)
        return apply_scripts(self.expr(atom), scripts, self.symbols, self.text)

    # --- operands ---------------------------------------------------------------------------

    def name(self, tree: Branch) -> Expr:
        return self.named(str(tree.children[0]), span_of(tree))

    def named(self, name: str, span: Span) -> Expr:
        declared = self.symbols.resolve(name)
        if declared is not None:
            return Symbol(declared, span=span)
        if name in _IDENTITIES:
            return Constant(ConstantKind.IDENTITY, span=span)
        return Symbol(name, span=span)

    def number(self, tree: Branch) -> Expr:
        return Number(str(tree.children[0]), span=span_of(tree))

    def constant(self, tree: Branch) -> Expr:
        glyph = str(tree.children[0])
        return Constant(ConstantKind(glyph), span=span_of(tree))

    def group(self, tree: Branch) -> Expr:
        items = self.branches(tree, "item")
        if len(items) == 1:
            return replace(self.item(items[0]), span=span_of(tree))
        return Listing(tuple(self.item(i) for i in items), span=span_of(tree))

    def braces(self, tree: Branch) -> Expr:
        if any(isinstance(child, Token) for child in tree.children):
            raise self.fail("a set given by a property is not an expression", tree)
        items = tuple(self.item(i) for i in self.branches(tree, "item"))
        return Listing(items, braces=True, span=span_of(tree))

    def block(self, tree: Branch) -> Expr:
        rows = tuple(
            tuple(self.side(cell) for cell in self.branches(row)) for row in self.branches(tree)
        )
        if len({len(row) for row in rows}) > 1:
            raise NotationError(
                "the rows of this matrix have different numbers of columns",
                text=self.text,
                span=span_of(tree),
                hint="separate columns by spaces or ',' and rows by ';'",
            )
        if len(rows) == 1 and len(rows[0]) == 1:
            return replace(rows[0][0], span=span_of(tree))
        return Block(rows, span=span_of(tree))

    def norm(self, tree: Branch) -> Expr:
        return Norm(self.expr(self.branches(tree)[0]), span=span_of(tree))

    def absolute(self, tree: Branch) -> Expr:
        return Apply("abs", (self.expr(self.branches(tree)[0]),), span=span_of(tree))

    def inner(self, tree: Branch) -> Expr:
        items = [self.item(i) for i in self.branches(tree, "item")]
        if len(items) != 2:
            raise self.fail("an inner product has two operands", tree, "write ⟨a, b⟩")
        return Inner(items[0], items[1], span=span_of(tree))

    def fraction(self, tree: Branch) -> Expr:
        above, below = (self.side(b) for b in self.branches(tree))
        span = span_of(tree)
        return self.combine("/", above, below, span, span)

    def root(self, tree: Branch) -> Expr:
        order = str(self.tokens(tree)[0])
        radicand = self.expr(self.branches(tree)[0])
        if order in ("", "2"):
            return Apply("sqrt", (radicand,), span=span_of(tree))
        if not order.isdigit():
            raise self.fail("only roots with a number above are supported", tree)
        exponent = Binary(Op.DIVIDE, Number("1"), Number(order))
        return Power(radicand, exponent, span=span_of(tree))

    def dots(self, tree: Branch) -> Expr:
        return Dots(span=span_of(tree))

    def slice(self, tree: Branch) -> Expr:
        return Slice(span=span_of(tree))

    def mark(self, tree: Branch) -> Expr:
        return Symbol(str(tree.children[0]), span=span_of(tree))


_BUILD: dict[str, Callable[[Builder, Branch], Expr]] = {
    rule: getattr(Builder, method)
    for rule, method in {
        **{rule: rule for rule in (
            "binary", "binary_signed", "signed", "juxtaposed", "mode_product", "tail", "big",
            "choice", "call", "prefix", "decorated", "name", "number", "constant", "group",
            "braces", "block", "norm", "absolute", "inner", "fraction", "root", "dots", "slice",
            "mark")},
        "signed_big": "big",
        "square": "mark",
    }.items()
}  # fmt: skip
"""Rule of the grammar to the method that builds its node."""


# --- spans and small questions ----------------------------------------------------------------


def span_of(tree: Branch) -> Span:
    """Return the characters that a tree was read from."""
    meta = tree.meta
    if meta.empty:
        return Span(0, 0)
    return Span(meta.start_pos, max(meta.end_pos, meta.start_pos))


def _token_span(token: Token) -> Span:
    return Span(token.start_pos or 0, token.end_pos or 0)


def _cover(first: Span | None, second: Span | None) -> Span:
    if first is None or second is None:
        return first or second or Span(0, 0)
    return first | second


def _start(expr: Expr) -> int:
    return expr.span.start if expr.span else 0


def _end(expr: Expr) -> int:
    return expr.span.end if expr.span else 0


def _brackets(items: list[Branch]) -> str:
    """Return "()" or "[]" where the only item of a script stands in such brackets."""
    if len(items) != 1:
        return ""
    tree = items[0]
    while len(tree.children) == 1 and isinstance(tree.children[0], Tree):
        tree = tree.children[0]
        if tree.data in ("group", "block"):
            return "()" if tree.data == "group" else "[]"
    return ""


def _is_partial(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.function == "∂"


def _is_identity(expr: Expr) -> bool:
    return isinstance(expr, Constant) and expr.kind is ConstantKind.IDENTITY and expr.sizes is None


def _name_of_identity(text: str, expr: Expr) -> str:
    written = expr.span.of(text) if expr.span else ""
    return written if len(written) == 1 else "I"


def _is_minus_one(expr: Expr) -> bool:
    return expr == Negate(Number("1")) or expr == Number("-1")


def _index_names(expr: Expr) -> list[str]:
    """Return the index names in ``i``, ``ij`` (in a script) or ``(i, j)``."""
    match expr:
        case Symbol(name=name):
            return [name]
        case Binary(op=Op.MATMUL, left=left, right=right):
            return [*_index_names(left), *_index_names(right)]
        case Listing(items=items):
            return [name for item in items for name in _index_names(item)]
    return []


def _modes(items: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """Return the parameters in a subscript; ``{3,6}`` in braces are two."""
    if len(items) == 1 and isinstance(items[0], Listing) and items[0].braces:
        return items[0].items
    return items


def _relation_mark(chain: Chain) -> Expr:
    return Symbol(chain.relations[0].value if chain.relations else "∈")
