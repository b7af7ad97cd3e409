"""Commands that are letters, words, styles, accents, operators and functions."""

from __future__ import annotations

import re

from boxdot.grammar import commands as tex
from boxdot.grammar.latex.scanner import DIGITS, Reading, Scanner
from boxdot.grammar.letters import ACCENTS, LATEX_LETTERS, accented
from boxdot.grammar.tokens import Token
from boxdot.grammar.vocabulary import CONDITIONAL_WORDS, OPTIMISERS, SEPARATING_WORDS

# How far the next row is set down: \\[0.5em]
_ROOM = re.compile(r"\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]")


_LETTER = re.compile(r"\{\s*([A-Za-z])\s*\}")
_WORD = re.compile(r"\{\s*([A-Za-z]{2,})\s*\}")
# Upright words, in which blanks may be written as commands, and how those look.
_TEXT = re.compile(r"\{((?:[^{}\\$]|\\[,;:! ])*)\}")
_BARE = re.compile(r"[A-Za-z]")
_SPACING = re.compile(r"\\[,;:! ]")


def _read_operator(scanner: Scanner, name: str, start: int) -> None:
    kind, text = tex.OPERATORS[name]
    if kind == "FLOOR":
        scanner.emit("NAME", text, start)
        scanner.emit("LPAR", "(", start)
    elif kind != "SKIP":
        scanner.emit(kind, text, start)
    if kind == "NEWLINE" and (room := _ROOM.match(scanner.text, scanner.at)):
        scanner.at = room.end()


def _read_letter(scanner: Scanner, name: str, start: int) -> None:
    scanner.emit_name(LATEX_LETTERS[name], start)


def _read_style(scanner: Scanner, name: str, start: int) -> None:
    style = tex.LETTER_STYLES[name]
    if name in tex.SWITCHES and not scanner.follows_brace():
        scanner.styles.append(style)
        return
    scanner.in_style(style, lambda: _read_styled(scanner, start))


def _read_styled(scanner: Scanner, start: int) -> None:
    scanner.skip_space()
    at = len(scanner.tokens)
    letter = _LETTER.match(scanner.text, scanner.at)
    if letter:
        scanner.at = letter.end()
        scanner.emit_name(letter[1], start)
        return
    word = _WORD.match(scanner.text, scanner.at)
    if word and scanner.styles[-1] in ("tt", "sf", "it"):
        scanner.at = word.end()
        scanner.emit("NAME", word.group(1), start)
        return
    if scanner.text[scanner.at : scanner.at + 1] == "{":
        scanner.at += 1
        scanner.read_braced(scanner.at - 1)
        _ungroup_letters(scanner, at)
    elif scanner.at < len(scanner.text) and scanner.text[scanner.at] != "}":
        if scanner.text[scanner.at] in DIGITS:
            scanner.at += 1
            scanner.emit_number(scanner.text[scanner.at - 1], scanner.at - 1)
        else:
            scanner.read_one()
    scanner.widen(at, start)


def _ungroup_letters(scanner: Scanner, at: int) -> None:
    """Read ``\\mathbf{PQ}^\\top`` as P Qᵀ: the braces tell how far the style reaches."""
    inside = scanner.tokens[at + 1 : -1]
    if inside and scanner.tokens[at].kind == "LPAR" and all(t.kind == "NAME" for t in inside):
        scanner.tokens[at:] = inside


def _read_upright(scanner: Scanner, name: str, start: int) -> None:
    """Read upright text: a word, several words (a remark), or mathematics in ``\\mathop``."""
    if name in tex.SWITCHES and not scanner.follows_brace():
        scanner.styles.append("rm")
        return
    scanner.skip_space()
    content = _TEXT.match(scanner.text, scanner.at)
    if content is None:
        bare = _BARE.match(scanner.text, scanner.at)
        if bare:
            scanner.at = bare.end()
            scanner.emit("NAME", bare.group(), start)
        else:
            scanner.in_style("rm", lambda: _read_styled(scanner, start))
        return
    scanner.at = content.end()
    space = "" if name.startswith("operatorname") else " "
    _emit_text(scanner, _SPACING.sub(space, content.group(1)), start)


def _emit_text(scanner: Scanner, content: str, start: int) -> None:
    words = re.sub(r"[~\s]+", " ", content).strip()
    bare = words.strip(" ,.:;()").lower()
    in_script = bool(scanner.tokens) and scanner.tokens[-1].kind == "ARGOPEN"
    if not bare and not in_script:
        if words.strip() in ("", ",", ".", ";", ":"):
            scanner.emit("QUAD" if not words else "COMMA", words, start)
            return
    elif not in_script and (bare in SEPARATING_WORDS or bare in CONDITIONAL_WORDS):
        scanner.emit("WHERE" if bare in SEPARATING_WORDS else "REMARK", bare, start)
        return
    word = re.sub(r"[\s.]+", "", words) if in_script else words
    if re.fullmatch(r"[^\W\d_]\w*", word) or (in_script and word):
        scanner.emit("NAME", word, start)
    elif re.fullmatch(r"\d+", word):
        scanner.emit("NUMBER", word, start)
    elif re.fullmatch(r"[^\W\d_][\w -]*", word) and _followed_by_bracket(scanner.text, scanner.at):
        scanner.emit("NAME", re.sub(r"\W+", "", word), start)
    else:
        scanner.emit("REMARK", words, start)


def _read_accent(scanner: Scanner, name: str, start: int) -> None:
    at = len(scanner.tokens)
    scanner.read_operand(start)
    inside = scanner.tokens[at:]
    if inside and inside[0].kind == "NAME":
        named = inside[0]
        scanner.tokens[at] = Token("NAME", accented(named.text, name), named.span)
        if len(inside) > 1 and inside[1].kind not in ("SUB", "SUP"):
            return  # \overline{AB}: the accent on the first letter keeps the product apart
    elif inside and name in ("overline", "bar"):
        return
    scanner.widen(at, start)


def _read_function(scanner: Scanner, name: str, start: int) -> None:
    scanner.emit("NAME", "log" if name == "ln" else name, start)


def _read_optimiser(scanner: Scanner, name: str, start: int) -> None:
    scanner.emit("NAME", name, start)


def _read_arg(scanner: Scanner, name: str, start: int) -> None:
    """Read ``\\arg\\min``."""
    following = re.compile(r"[\s\\,!;]*\\?(min|max)(?![A-Za-z])").match(scanner.text, scanner.at)
    if following:
        scanner.at = following.end()
    scanner.emit("NAME", "arg" + (following.group(1) if following else ""), start)


def _read_not(scanner: Scanner, name: str, start: int) -> None:
    scanner.skip_space()
    if scanner.text[scanner.at : scanner.at + 1] == "=":
        scanner.at += 1
        scanner.emit("REL", "≠", start)
    elif negated := re.compile(r"\\([A-Za-z]+)|\S").match(scanner.text, scanner.at):
        scanner.at = negated.end()
        scanner.emit("MULOP", "∉", start)
    else:
        scanner.emit("REMARK", "not", start)


def _followed_by_bracket(text: str, at: int) -> bool:
    return text[at:].lstrip()[:1] == "(" or text[at:].lstrip().startswith("\\left(")


READERS: dict[str, Reading] = {
    **dict.fromkeys(OPTIMISERS, _read_optimiser),
    **dict.fromkeys(tex.FUNCTION_COMMANDS, _read_function),
    **dict.fromkeys(ACCENTS, _read_accent),
    **dict.fromkeys(tex.UPRIGHT, _read_upright),
    **dict.fromkeys(tex.LETTER_STYLES, _read_style),
    **dict.fromkeys(LATEX_LETTERS, _read_letter),
    **dict.fromkeys(tex.OPERATORS, _read_operator),
    "arg": _read_arg,
    "not": _read_not,
}
