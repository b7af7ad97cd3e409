r"""UnicodeMath, read by a grammar of its own: what PowerPoint and Word build up, as LaTeX.

The rules are those of Unicode Technical Note 28 (Sargent, *UnicodeMath*), as far as formulas here
need them. What bears on what can go wrong:

- the operand of ``_``, ``^``, ``/``, ``√`` and function application is everything up to the next
  operator or white space: ``f_1(x)`` lowers all of ``1(x)``;
- white space that ends a script is used up by that: in ``a/b_1 c`` the c is in the denominator;
- parentheses around such an operand vanish, those of a base stay; 〖 〗 are never shown;
- the summand is what follows ▒;
- □ and ⊘ draw a box and a fraction: as signs they stand in quotes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from lark import Lark, Token, Tree

APPLY = "\u2061"

GRAMMAR = r"""
start: exp
exp: item+
?item: element | operator | SPACE
?operator: OPERATOR | OPERATOR sub [SPACE] -> scripted | TEXTUAL
?element: operand | fraction | nary
fraction: operand "/" operand | fraction "/" operand
nary: NARY "▒" element | NARY sub "▒" element | NARY sup "▒" element | NARY sub sup "▒" element
operand: factor+
?factor: primary
    | primary sub [SPACE] -> scripted
    | primary sup [SPACE] -> scripted
    | primary sub sup [SPACE] -> scripted
    | primary sup sub [SPACE] -> scripted
    | primary "⁡" operand -> applied
    | primary sub "⁡" operand -> applied
    | primary sup "⁡" operand -> applied
    | primary sub sup "⁡" operand -> applied
    | primary sup sub "⁡" operand -> applied
sub: "_" soperand
sup: "^" soperand
soperand: primary+
?primary: round | hidden | OPEN exp CLOSE -> fenced | matrix | root | ATOM | NUMBER | WORD | TEXT
root: "√" operand
round: "(" exp ")"
hidden: "〖" exp "〗"
matrix: "[■(" row ("@" row)* ")]"
row: exp ("&" exp)*
WORD.3: /(arcsin|arccos|arctan|sinh|cosh|tanh|exp|log|ln|sin|cos|tan|det|min|max)(?![a-z])/
TEXTUAL.4: /"⊘"/
TEXT.3: /"[^"]+"/
NARY: "∑" | "∏"
OPEN: "[" | "{" | "⟨" | "⟦" | "⟪"
CLOSE: "]" | "}" | "⟩" | "⟧" | "⟫"
NUMBER.2: /\d+(\.\d+)?/
ATOM: /[^\W\d_][\u0300-\u036f\u20d0-\u20ff]*′*|[⊤∞∂∇…⋮†⊥]′*/
OPERATOR: /:=|[-−+±=<>≤≥≠≈∼∝⟺←→∈·×⋅:;,⊡⊞⊟⧄⊙⊗∘⊛∗∖|∶*]/
SPACE: / +/
"""


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="basic")


BARS = {"‖": "⟦⟧", "|": "⟪⟫"}


def _with_sides(text: str) -> str:
    """Tell opening bars from closing ones: a bar closes what is open if an operand precedes it."""
    found: list[str] = []
    opened: list[str] = []
    for place, character in enumerate(text):
        if character in "([{⟨〖":
            opened.append(character)
        elif character in ")]}⟩〗":
            opened.pop()
        if character not in BARS or text[place - 1 : place + 2] == " | ":
            found.append(character)  # “given”, among arguments, is no bracket
            continue
        before = text[place - 1] if place else " "
        follows = before.isalnum() or before in ')]}⟩〗⊤∞′"' or unicodedata.combining(before)
        follows = follows or (before in "‖|" and found[-1] in "⟧⟫")
        if follows and opened and opened[-1] == character:
            opened.pop()
            found.append(BARS[character][1])
        elif not follows:
            opened.append(character)
            found.append(BARS[character][0])
        else:
            raise AssertionError(text[place:])
    assert not opened, text
    return "".join(found)


def to_latex(text: str) -> str:
    """Return what is built up, in LaTeX: brackets that vanish are gone."""
    latex = _latex(_parser().parse(_with_sides(text)))
    return latex if re.search(r"\\[a-zA-Z]", latex) else latex.replace(r"\,", " ")


SIGNS = {
    "⟦": r"\|",
    "⟧": r"\|",
    "⟪": r"\lvert ",
    "⟫": r"\rvert ",
    "⟨": r"\langle ",
    "⟩": r"\rangle ",
}
SIGNS |= {"{": r"\{", "}": r"\}", "⋮": r"\vdots ", "…": r"\dots ", "∖": r"\backslash ", "⋅": r"\,"}
SIGNS |= {"×": r"\times ", "∑": r"\sum", "∏": r"\prod", "⊤": r"\top ", "∗": "*"}
QUOTED = {"□": r"\square ", "⊘": r"\oslash "}


def _latex(node: Tree | Token | None) -> str:
    if node is None:
        return ""
    if isinstance(node, Token):
        return _token(node)
    parts = node.children
    match node.data:
        case "fraction":
            return rf"\frac{{{_bare(parts[0])}}}{{{_bare(parts[1])}}}"
        case "root":
            return rf"\sqrt{{{_bare(parts[0])}}}"
        case "sub":
            return f"_{{{_bare(parts[0])}}}"
        case "sup":
            return f"^{{{_bare(parts[0])}}}"
        case "round":
            return f"({_all(parts)})"
        case "matrix":
            rows = r" \\ ".join(map(_latex, parts))
            return rf"\begin{{bmatrix}}{rows}\end{{bmatrix}}"
        case "row":
            return " & ".join(map(_latex, parts))
        case "scripted":
            return _all(parts[:-1])  # white space that ends a script is gone
        case "nary":
            return _all(parts[:-1]) + " " + _latex(parts[-1])
        case _:
            return _all(parts)


def _all(parts: list) -> str:
    return "".join(map(_latex, parts))


def _token(token: Token) -> str:
    if token.type in ("TEXT", "TEXTUAL"):
        word = token[1:-1]
        return QUOTED.get(word, rf"\mathrm{{{word}}}")
    if token.type == "WORD":
        return rf"\{token}"
    if token.type == "SPACE":
        return r"\,"
    return SIGNS.get(token, str(token))


def _bare(node: Tree) -> str:
    """Return an operand without the parentheses around all of it."""
    inner = node
    while (
        isinstance(inner, Tree)
        and inner.data in ("operand", "soperand")
        and len(inner.children) == 1
    ):
        inner = inner.children[0]
    if isinstance(inner, Tree) and inner.data in ("round", "hidden"):
        return _latex(inner.children[0])
    return _latex(inner)
