"""Julia and MATLAB as trees of our own: a tokenizer and a parser by binding power.

Both languages write a transpose as a quote behind an operand, and columns in brackets by white
space, which a grammar without the place of the white space cannot tell; so tokens keep it.
"""

from __future__ import annotations

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.grammar.source import Span
from boxdot.notation.decoding.dotted.tokens import (
    BINDING,
    KINDS,
    Token,
    Tree,
    assignment,
    tokens_of,
)

DEEPEST = 60


class Parser:
    """Reads tokens from left to right."""

    def __init__(self, text: str, *, julia: bool = True) -> None:
        self.text = text
        self.julia = julia
        self.tokens = tokens_of(text)
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.place]

    def take(self, *texts: str) -> Token | None:
        """Read the next token if it is one of these."""
        token = self.next
        if token.kind in ("sign", "newline") and token.text in texts:
            self.place += 1
            return token
        return None

    def demand(self, text: str) -> Token:
        """Read a token that must stand here."""
        token = self.take(text)
        if token is None:
            raise self.wrong(f"{text!r} is expected here")
        return token

    def wrong(self, message: str) -> NotationError:
        """Return an error that shows the next token."""
        span = self.next.span if self.next.text else Span(len(self.text) - 1, len(self.text))
        return NotationError(message, text=self.text, span=span)

    def program(self, *, inner: bool = False) -> list[Tree]:
        """Read statements, each a line or parted by semicolons, up to the end of a block."""
        found: list[Tree] = []
        while self.next.kind != "end":
            if self.next.kind == "newline" or self.next.text == ",":
                self.place += 1
                continue
            if self.next.text == "end" and self.next.kind == "name":
                if not inner:
                    raise self.wrong("this end ends nothing")
                break
            if inner and self.next.text == "function" and not self.julia:
                break  # functions of MATLAB may do without an end
            found += self.block()
            if self.next.kind not in ("newline", "end") and self.next.text not in (",", "end"):
                raise self.wrong("an operator or the end of the statement is expected here")
        return found

    def block(self) -> list[Tree]:
        """Read a statement, or those of a block."""
        token = self.next
        if token.kind == "text" and token.text.startswith('"""'):
            self.place += 1
            return []
        if token.kind != "name":
            return [self.statement()]
        if token.text in ("begin", "let") and self.julia:
            self.place += 1
            body = self.program(inner=True)
            self.close()
            return body
        if token.text == "function":
            self.place += 1
            return [definition(self, token)]
        if token.text in KINDS:
            raise UnsupportedError(
                f"{KINDS[token.text]} has no notation",
                text=self.text,
                span=token.span,
                hint="write it with whole arrays and their axes",
            )
        if token.text in ("using", "import", "clear", "clc", "close"):
            while self.next.kind not in ("newline", "end"):
                self.place += 1
            return []
        return [self.statement()]

    def close(self) -> None:
        """Read the end of a block; a function of MATLAB may end with the text."""
        if self.next.text == "end":
            self.place += 1
        elif self.julia:
            raise self.wrong("this block is never ended")

    def statement(self) -> Tree:
        """Read ``name = expression``, ``name += expression``, a return, or an expression."""
        first = self.next
        if first.kind == "name" and first.text == "return":
            self.place += 1
            if self.next.kind in ("newline", "end"):
                return Tree("return", "", (), first.span)
            value = self._tuple_or(self.expression())
            return Tree("return", "", (value,), first.span | value.span)
        if first.text == "@" and self.tokens[self.place + 1].text == ".":
            self.place += 2
            value = self.statement()
            return Tree("dotted", "", (value,), first.span | value.span)
        target = self.typed(self._tuple_or(self.expression(), within=self.julia))
        if self.next.kind == "assign" or (self.next.kind == "sign" and self.next.text == "="):
            sign = self.next
            self.place += 1
            value = self._tuple_or(self.statement(), within=self.julia)
            return assignment(target, sign.text, value)
        return target

    def typed(self, found: Tree) -> Tree:
        """Leave out the type behind ``::``, which changes no value."""
        if self.take("::"):
            self.skip_type()
        return found

    def skip_type(self) -> None:
        """Read ``AbstractVector{<:Real}``."""
        depth = 0
        while self.next.kind not in ("newline", "end"):
            if self.next.text == "{":
                depth += 1
            elif self.next.text == "}":
                depth -= 1
            elif depth == 0 and self.next.kind != "name" and self.next.text != ".":
                return
            self.place += 1

    def _tuple_or(self, found: Tree, *, within: bool = True) -> Tree:
        """Read ``a, b`` without parentheses."""
        if not within or self.next.text != "," or self.depth or not self.julia:
            return found
        items = [found]
        while self.take(","):
            items.append(self.expression())
        return Tree("tuple", "", tuple(items), items[0].span | items[-1].span)

    def expression(self, least: float = 0, *, columns: bool = False) -> Tree:
        """Read operands and operators that hold at least as tightly as ``least``."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnsupportedError("the code is nested too deeply")
        left = self.operand(columns=columns)
        while (sign := self.next).kind == "sign" and BINDING.get(sign.text, -1) >= max(least, 1):
            if columns and sign.spaced and not self.tokens[self.place + 1].spaced:
                break  # [a -b] has two columns
            self.place += 1
            binding = BINDING[sign.text]
            right = self.expression(7 if binding == 7 else int(binding) + 1, columns=columns)
            left = Tree("binary", sign.text, (left, right), left.span | right.span)
        self.depth -= 1
        return left

    def operand(self, *, columns: bool) -> Tree:
        """Read a number, a name, brackets or a sign, and what stands behind it."""
        token = self.next
        self.place += 1
        match token:
            case Token(kind="sign", text="-" | "+" | "~" | "!"):
                inner = self.expression(6, columns=columns)
                return Tree("unary", token.text, (inner,), token.span | inner.span)
            case Token(kind="name") if self.next.text == "->":
                self.place += 1
                body = self.expression()
                params = (Tree("name", token.text, (), token.span),)
                return Tree("lambda", "", (*params, body), token.span | body.span)
            case Token(kind="number" | "name"):
                found = Tree(token.kind, token.text, (), token.span)
            case Token(kind="text"):
                return Tree("text", token.text.strip('"'), (), token.span)
            case Token(kind="sign", text="'"):
                return self._quoted(token)
            case Token(kind="sign", text="("):
                found = self._group(token)
            case Token(kind="sign", text="["):
                found = self._matrix(token)
            case Token(kind="sign", text=":"):
                return Tree("everything", ":", (), token.span)
            case Token(kind="sign", text="@"):
                return self._handle(token)
            case _:
                self.place -= 1
                raise self.wrong("an operand is expected here")
        return self._behind(found, columns=columns)

    def _behind(self, found: Tree, *, columns: bool) -> Tree:
        """Read calls, brackets and transposes behind an operand."""
        while True:
            if columns and self.next.spaced:
                return found
            if self.take("'", ".'"):
                span = found.span | self.tokens[self.place - 1].span
                found = Tree("transpose", "'", (found,), span)
            elif self.take("(") or self.take("["):
                closing = ")" if self.tokens[self.place - 1].text == "(" else "]"
                kind = "call" if closing == ")" else "index"
                found = self._called(kind, found, closing)
            elif self.take(".("):
                found = self._called("dotcall", found, ")")
            elif (
                (found.kind in ("number", "transpose") or self._is_product(found))
                and self.next.kind == "name"
                and not self.next.spaced
                and self.next.text not in ("end",)
            ):
                right = self.operand(columns=columns)
                found = Tree("binary", "*", (found, right), found.span | right.span)
            else:
                return found

    def _is_product(self, found: Tree) -> bool:
        """Return whether a name behind brackets is a factor: ``2(x + 1)y`` of Julia."""
        return self.julia and found.kind == "group"

    def _handle(self, opening: Token) -> Tree:
        """Read ``@times`` and ``@(x) x.^2`` of MATLAB, ``@view(X[:, 1])`` of Julia."""
        if not self.julia and self.next.text == "(":
            self.place += 1
            params = self.parameters()
            body = self.expression()
            return Tree("lambda", "", (*params, body), opening.span | body.span)
        name = self.next
        self.place += 1
        if self.julia and name.text in ("view", "views", "inbounds", "fastmath"):
            inner = self.expression(8)
            inner = inner.parts[0] if inner.kind == "group" else inner
            return Tree("view", "", inner.parts, inner.span) if inner.kind == "index" else inner
        return Tree("handle", name.text, (), opening.span | name.span)

    def parameters(self) -> list[Tree]:
        """Read names up to ``)``, with default values after a ``;`` or an ``=``."""
        found: list[Tree] = []
        while not self.take(")"):
            if self.next.kind != "name" and self.next.text != "~":
                raise self.wrong("the name of a parameter is expected here")
            name = self.next
            self.place += 1
            self.typed(Tree("name", name.text, (), name.span))
            default = (self.expression(),) if self.take("=") else ()
            found.append(Tree("name", name.text, default, name.span))
            if not self.take(",", ";") and self.next.text != ")":
                raise self.wrong("a comma or ')' is expected here")
        return found

    def _quoted(self, opening: Token) -> Tree:
        """Read ``'fro'``: a quote that is behind no operand begins a text."""
        words = []
        while self.next.kind != "end" and self.next.text != "'":
            words.append(self.next.text)
            self.place += 1
        end = self.demand("'")
        return Tree("text", "".join(words), (), opening.span | end.span)

    def _called(self, kind: str, head: Tree, closing: str) -> Tree:
        parts = [head]
        while not self.take(closing):
            parts.append(self._argument())
            if not self.take(",", ";") and self.next.text != closing:
                raise self.wrong(f"a comma or {closing!r} is expected here")
        return Tree(kind, "", tuple(parts), head.span | self.tokens[self.place - 1].span)

    def _argument(self) -> Tree:
        depth, self.depth = self.depth, self.depth + 1  # commas part arguments here
        found = self.statement()
        self.depth = depth
        if self.take("..."):
            return Tree("spread", "", (found,), found.span)
        return (
            Tree("named", found.text, found.parts, found.span) if found.kind == "assign" else found
        )

    def _group(self, opening: Token) -> Tree:
        if (arrow := self._parameters_before_arrow()) is not None:
            body = self.expression()
            return Tree("lambda", "", (*arrow, body), opening.span | body.span)
        items = [self.expression()]
        comma = False
        while self.take(","):
            comma = True
            if self.next.text != ")":
                items.append(self.expression())
        end = self.demand(")")
        if not comma:
            return Tree("group", "", (items[0],), opening.span | end.span)
        return Tree("tuple", "", tuple(items), opening.span | end.span)

    def _parameters_before_arrow(self) -> list[Tree] | None:
        """Read ``x, y) ->`` behind a parenthesis, if that is what stands there."""
        place, names = self.place, True
        while self.tokens[place].text != ")" and self.tokens[place].kind != "end":
            names = names and (self.tokens[place].kind == "name" or self.tokens[place].text == ",")
            place += 1
        if not names or self.tokens[min(place + 1, len(self.tokens) - 1)].text != "->":
            return None
        found = self.parameters()
        self.demand("->")
        return found

    def _matrix(self, opening: Token) -> Tree:
        """Read rows of cells: commas or white space part columns, semicolons or lines rows."""
        rows: list[Tree] = []
        cells: list[Tree] = []
        commas = False
        while not (end := self.take("]")):
            if self.next.kind == "end":
                raise self.wrong("this [ is never closed")
            if self.next.kind == "newline":
                self.place += 1
                rows, cells = _with_row(rows, cells), []
            elif self.take(","):
                commas = True
            else:
                cells.append(self.expression(columns=True))
        rows = _with_row(rows, cells)
        kind = "list" if commas and len(rows) == 1 else "matrix"
        return Tree(kind, "", tuple(rows), opening.span | end.span)


def definition(parser: Parser, opening: Token) -> Tree:
    """Read a function: ``function f(x; n=1) … end``, ``function y = f(x) … end``."""
    results: list[Tree] = []
    start = parser.place
    head = parser.expression()
    if parser.take("="):
        results = [*head.parts[0].parts] if head.kind in ("matrix", "list") else [head]
        start = parser.place
        head = parser.expression()
    parser.place = start
    name = parser.next.text
    parser.place += 1
    params = parser.parameters() if parser.take("(") else []
    parser.typed(head)
    body = parser.program(inner=True)
    parser.close()
    whole = Tree("body", "", tuple(body), opening.span | head.span)
    outputs = Tree("outputs", "", tuple(results), opening.span)
    return Tree("function", name, (*params, outputs, whole), opening.span | head.span)


def _with_row(rows: list[Tree], cells: list[Tree]) -> list[Tree]:
    if not cells:
        return rows
    return [*rows, Tree("row", "", tuple(cells), cells[0].span | cells[-1].span)]
