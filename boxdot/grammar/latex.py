"""The tokenizer of the LaTeX spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container

from boxdot.grammar import commands as tex
from boxdot.grammar.errors import NotationError
from boxdot.grammar.fences import MAX_DEPTH
from boxdot.grammar.letters import (
    ACCENTS,
    COMBINED_STYLES,
    LATEX_LETTERS,
    accented,
    is_combining,
    is_letter,
    styled,
)
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import Token
from boxdot.grammar.vocabulary import (
    BOXED_SUMS,
    OPTIMISERS,
    PRODUCTS,
    RELATIONS,
    SEPARATING_WORDS,
    SIMPLE,
)

_LEXEME = re.compile(r"\\([A-Za-z]+\*?|.)|(\s+)|(%[^\n]*\n?)|([^\\\s%])", re.S)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_CONSTANTS = {"𝟏": "𝟏", "𝟎": "𝟎", "𝟙": "𝟏", "𝓘": "𝓘"}


def tokenize_latex(text: str, *, unknown_commands: bool = False) -> list[Token]:
    r"""Return the tokens of a LaTeX formula, without dollars.

    ``unknown_commands`` makes a command that is not known, and has no argument, a name of its
    own (a letter macro from a style file that is not at hand).

    >>> [t.text for t in tokenize_latex(r"\bm{\mathcal{X}} \boxdot \mathbf{y}^\top")]
    ['𝓧', '⊡', '𝐲', '^', '', 'ᵀ', '']
    """
    scanner = _Scanner(text, unknown_commands)
    scanner.read_until(None)
    return scanner.tokens


class _Scanner:
    """One pass over the text; each method reads one construct where it stands."""

    def __init__(self, text: str, unknown_commands: bool) -> None:
        self.text = text
        self.unknown_commands = unknown_commands
        self.at = 0
        self.tokens: list[Token] = []
        self.styles: list[str] = []
        self.depth = 0
        self.environments: list[str] = []

    # --- moving over the text ---------------------------------------------------------------

    def skip_space(self) -> None:
        while match := _LEXEME.match(self.text, self.at):
            if match.group(2) is None and match.group(3) is None:
                return
            self.at = match.end()

    def emit(self, kind: str, text: str, start: int, end: int | None = None) -> None:
        self.tokens.append(Token(kind, text, Span(start, self.at if end is None else end)))

    def fail(self, message: str, start: int, hint: str = "") -> NotationError:
        span = Span(start, max(self.at, start + 1))
        return NotationError(message, text=self.text, span=span, hint=hint)

    def read_until(self, closing: str | None) -> None:
        """Read tokens up to the closing brace, which is consumed; None reads to the end."""
        start = self.at - 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail("groups are nested too deeply", start, "split the formula")
        styles = list(self.styles)
        while True:
            self.skip_space()
            if self.at >= len(self.text):
                if closing is not None:
                    raise self.fail(f"this {{ is never closed by {closing}", max(start, 0))
                break
            if self.text[self.at] == "}":
                if closing is None:
                    raise self.fail("this } closes nothing", self.at)
                self.at += 1
                break
            self.read_one()
        self.styles = styles
        self.depth -= 1

    def read_one(self) -> None:
        """Read one construct: a command, a script, a group, a number or a character."""
        start = self.at
        self.depth += 1
        if self.depth > 2 * MAX_DEPTH:
            raise self.fail("commands are nested too deeply", start, "split the formula")
        match = _LEXEME.match(self.text, start)
        if match is None:
            self.at += 1
            raise self.fail("nothing follows this backslash", start)
        self.at = match.end()
        if match.group(1) is not None:
            self.read_command(match.group(1), start)
        else:
            self.read_character(match.group(4), start)
        self.depth -= 1

    # --- characters -------------------------------------------------------------------------

    def read_character(self, character: str, start: int) -> None:
        if character == "{":
            self.read_braced(start)
        elif character in "_^":
            self.read_script(character, start)
        elif character in "0123456789." and (number := _NUMBER.match(self.text, start)):
            self.at = number.end()
            self.emit_number(number.group(), start)
        elif character in "'′":
            self.emit_prime(start)
        elif character == "~":
            return
        elif is_letter(character) and character not in SIMPLE:
            while self.at < len(self.text) and is_combining(self.text[self.at]):
                self.at += 1
            self.emit_name(self.text[start : self.at], start)
        else:
            self.read_glyph(character, start)

    def emit_number(self, number: str, start: int) -> None:
        style = self.style()
        letter = styled(number, style) if len(number) == 1 else number
        if letter in _CONSTANTS:
            self.emit("CONSTANT", _CONSTANTS[letter], start)
        else:
            self.emit("NUMBER", number, start)

    def emit_prime(self, start: int) -> None:
        last = self.tokens[-1] if self.tokens else None
        if last and last.kind == "NAME":
            self.tokens[-1] = Token("NAME", last.text + "′", Span(last.span.start, self.at))
        else:
            for kind, text in (("SUP", "^"), ("ARGOPEN", ""), ("MARK", "′"), ("ARGCLOSE", "")):
                self.emit(kind, text, start)

    def emit_name(self, name: str, start: int) -> None:
        style = self.style()
        name = unicodedata.normalize("NFC", styled(name[0], style) + name[1:]) if style else name
        if name in _CONSTANTS:
            self.emit("CONSTANT", _CONSTANTS[name], start)
        else:
            self.emit("NAME", name, start)

    def style(self) -> str:
        """Return the style in force: the nested styles combined."""
        combined = ""
        for style in self.styles:
            if style == "rm":
                combined = ""
            elif combined:
                pair = (combined, style)
                combined = COMBINED_STYLES.get(pair) or COMBINED_STYLES.get(pair[::-1]) or style
            else:
                combined = style
        return combined

    def read_glyph(self, character: str, start: int) -> None:
        for table, kind in ((RELATIONS, "REL"), (PRODUCTS, "MULOP"), (BOXED_SUMS, "BOXADD")):
            if character in table:
                if character == ":" or self.text.startswith(":=", start):
                    break
                self.emit(kind, table[character], start)
                return
        if self.text.startswith(":=", start):
            self.at = start + 2
            self.emit("REL", ":=", start)
        elif self.text.startswith("||", start):
            self.at = start + 2
            self.emit("FENCE", "‖", start)
        elif character in SIMPLE:
            kind, text = SIMPLE[character]
            self.emit(kind, text, start)
        elif self.text.startswith(".*", start):
            self.at = start + 2
            self.emit("MULOP", "⊡", start)
        elif character == ".":
            self.emit("COMMA", ".", start)
        elif character in '!?`"@#$':
            self.emit("MARK", character, start)
        else:
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            raise self.fail(f"the character {character!r} ({name}) is not part of the notation",
                            start)  # fmt: skip

    # --- groups and scripts -----------------------------------------------------------------

    def read_braced(self, start: int) -> None:
        """Read ``{…}`` standing alone: it groups, but one operand in it needs no bracket."""
        at = len(self.tokens)
        self.read_until("}")
        inside = self.tokens[at:]
        if len(inside) > 1 and _needs_bracket(inside):
            self.tokens.insert(at, Token("LPAR", "{", Span(start, start + 1)))
            self.emit("RPAR", "}", self.at - 1)

    def read_argument(self, start: int) -> None:
        """Read one argument, in braces or one construct, between ARGOPEN and ARGCLOSE."""
        self.skip_space()
        if self.at >= len(self.text) or self.text[self.at] == "}":
            raise self.fail("an argument is missing here", start)
        opening = self.at
        if self.text[opening] == "{":
            self.at += 1
            self.emit("ARGOPEN", "", opening)
            self.read_until("}")
            self.emit("ARGCLOSE", "", self.at - 1)
            return
        self.emit("ARGOPEN", "", opening, opening)
        if self.text[opening].isdigit():  # x_12 lowers only the 1, and \frac12 is 1/2
            self.at += 1
            self.emit_number(self.text[opening], opening)
        else:
            self.read_one()
        self.emit("ARGCLOSE", "", self.at, self.at)

    def read_script(self, character: str, start: int) -> None:
        self.emit("SUP" if character == "^" else "SUB", character, start)
        styles, self.styles = self.styles, []
        self.read_argument(start)
        self.styles = styles

    def in_style(self, style: str, read: Callable[[], None]) -> None:
        self.styles.append(style)
        read()
        self.styles.pop()

    # --- commands ---------------------------------------------------------------------------

    def read_command(self, name: str, start: int) -> None:
        if name.endswith("*") and name[:-1] in {*tex.OPERATORS, *tex.SPACES, *LATEX_LETTERS}:
            name, self.at = name[:-1], self.at - 1
        for table, read in _READERS:
            if name in table:
                read(self, name, start)
                return
        if self.unknown_commands and name.isalpha() and not self.follows_brace():
            self.emit("NAME", f"\\{name}", start)
            return
        raise self.fail(f"the command \\{name} is not known", start, "define it or leave it out")

    def read_operator(self, name: str, start: int) -> None:
        kind, text = tex.OPERATORS[name]
        if kind == "FLOOR":
            self.emit("NAME", text, start)
            self.emit("LPAR", "(", start)
        elif kind != "SKIP":
            self.emit(kind, text, start)

    def read_letter(self, name: str, start: int) -> None:
        self.emit_name(LATEX_LETTERS[name], start)

    def read_space(self, name: str, start: int) -> None:
        """Skip a space; ``\\left`` and ``\\right`` may carry an invisible ``.`` or ``\\|``."""
        if name in ("left", "right") or name.lower().startswith("big"):
            self.skip_space()
            if self.text[self.at : self.at + 1] == ".":
                self.at += 1
            elif name[-1] in "lt" or name == "right":
                self.read_directed_fence(closing=name == "right" or name.endswith("r"))

    def read_directed_fence(self, *, closing: bool) -> None:
        match = re.compile(r"\\\||\\[lr]?[vV]ert|\|\|?|‖").match(self.text, self.at)
        if match is None:
            return
        double = match.group() not in ("|", r"\vert", r"\lvert", r"\rvert")
        kind = ("NORM" if double else "ABS") + ("CLOSE" if closing else "OPEN")
        start, self.at = self.at, match.end()
        self.emit(kind, "‖" if double else "|", start)

    def read_style(self, name: str, start: int) -> None:
        style = tex.LETTER_STYLES[name]
        if name in tex.SWITCHES and not self.follows_brace():
            self.styles.append(style)
            return
        self.in_style(style, lambda: self.read_styled(start))

    def read_styled(self, start: int) -> None:
        self.skip_space()
        at = len(self.tokens)
        word = re.compile(r"\{\s*([A-Za-z]{2,})\s*\}").match(self.text, self.at)
        if word and self.styles[-1] in ("tt", "sf", "it"):
            self.at = word.end()
            self.emit("NAME", word.group(1), start)
            return
        if self.text[self.at : self.at + 1] == "{":
            self.at += 1
            self.read_braced(self.at - 1)
        elif self.at < len(self.text) and self.text[self.at] != "}":
            if self.text[self.at].isdigit():
                self.at += 1
                self.emit_number(self.text[self.at - 1], self.at - 1)
            else:
                self.read_one()
        self.widen(at, start)

    def widen(self, at: int, start: int) -> None:
        """Let a single token that a command produced reach over the whole command."""
        if len(self.tokens) == at + 1:
            token = self.tokens[at]
            self.tokens[at] = Token(token.kind, token.text, Span(start, self.at))

    def follows_brace(self) -> bool:
        self.skip_space()
        return self.text[self.at : self.at + 1] == "{"

    def read_upright(self, name: str, start: int) -> None:
        """Read upright text: a word, several words (a remark), or mathematics in ``\\mathop``."""
        if name in tex.SWITCHES and not self.follows_brace():
            self.styles.append("rm")
            return
        self.skip_space()
        content = re.compile(r"\{([^{}\\$]*)\}").match(self.text, self.at)
        if content is None:
            bare = re.compile(r"[A-Za-z]").match(self.text, self.at)
            if bare:
                self.at = bare.end()
                self.emit("NAME", bare.group(), start)
            else:
                self.in_style("rm", lambda: self.read_styled(start))
            return
        self.at = content.end()
        self.emit_text(content.group(1), start)

    def emit_text(self, content: str, start: int) -> None:
        words = re.sub(r"[~\s]+", " ", content).strip()
        bare = words.strip(" ,.:;()").lower()
        in_script = bool(self.tokens) and self.tokens[-1].kind == "ARGOPEN"
        if not bare and not in_script:
            if words.strip() in ("", ",", ".", ";", ":"):
                self.emit("QUAD" if not words else "COMMA", words, start)
                return
        elif bare in SEPARATING_WORDS and not in_script:
            self.emit("WHERE", bare, start)
            return
        word = re.sub(r"[\s.]+", "", words) if in_script else words
        if re.fullmatch(r"[^\W\d_]\w*", word) or (in_script and word):
            self.emit("NAME", word, start)
        elif re.fullmatch(r"\d+", word):
            self.emit("NUMBER", word, start)
        elif re.fullmatch(r"[^\W\d_][\w -]*", word) and _followed_by_bracket(self.text, self.at):
            self.emit("NAME", re.sub(r"\W+", "", word), start)
        else:
            self.emit("REMARK", words, start)

    def read_accent(self, name: str, start: int) -> None:
        at = len(self.tokens)
        self.read_styled_or_plain(start)
        inside = self.tokens[at:]
        if inside and inside[0].kind == "NAME":
            named = inside[0]
            self.tokens[at] = Token("NAME", accented(named.text, name), named.span)
            if len(inside) > 1 and inside[1].kind not in ("SUB", "SUP"):
                return  # \overline{AB}: the accent on the first letter keeps the product apart
        elif inside and name in ("overline", "bar"):
            return
        self.widen(at, start)

    def read_styled_or_plain(self, start: int) -> None:
        self.styles.append("")
        self.styles.pop()
        self.skip_space()
        if self.text[self.at : self.at + 1] == "{":
            self.at += 1
            self.read_braced(self.at - 1)
        elif self.at < len(self.text):
            self.read_one()
        else:
            raise self.fail("an argument is missing here", start)

    def read_fraction(self, name: str, start: int) -> None:
        self.emit("FRAC", name, start)
        self.read_argument(start)
        self.read_argument(start)

    def read_root(self, name: str, start: int) -> None:
        self.skip_space()
        order = re.compile(r"\[([^\]]*)\]").match(self.text, self.at)
        self.at = order.end() if order else self.at
        self.emit("SQRT", order.group(1) if order else "", start)
        self.read_argument(start)

    def read_skipped(self, name: str, start: int) -> None:
        self.skip_space()
        depth = 0
        while self.at < len(self.text):
            character = self.text[self.at]
            depth += (character == "{") - (character == "}")
            self.at += 1
            if depth == 0:
                return
        raise self.fail(f"the argument of \\{name} is never closed", start)

    def read_transparent(self, name: str, start: int) -> None:
        self.read_styled_or_plain(start)
        self.skip_space()
        if name in ("underbrace", "overbrace") and self.text[self.at : self.at + 1] in ("_", "^"):
            self.at += 1
            self.drop_argument(start)

    def drop_argument(self, start: int) -> None:
        at = len(self.tokens)
        try:
            self.read_argument(start)
        finally:
            del self.tokens[at:]

    def read_second(self, name: str, start: int) -> None:
        if name in ("textcolor", "colorbox", "raisebox", "class", "htmlClass", "cssId", "style"):
            self.read_skipped(name, start)
        else:
            self.drop_argument(start)
        self.read_styled_or_plain(start)

    def read_function(self, name: str, start: int) -> None:
        self.emit("NAME", "log" if name == "ln" else name, start)

    def read_optimiser(self, name: str, start: int) -> None:
        self.emit("NAME", name, start)

    def read_arg(self, name: str, start: int) -> None:
        """Read ``\\arg\\min``."""
        following = re.compile(r"[\s\\,!;]*\\?(min|max)(?![A-Za-z])").match(self.text, self.at)
        if following:
            self.at = following.end()
        self.emit("NAME", "arg" + (following.group(1) if following else ""), start)

    def read_not(self, name: str, start: int) -> None:
        self.skip_space()
        if self.text[self.at : self.at + 1] == "=":
            self.at += 1
            self.emit("REL", "≠", start)
        else:
            self.emit("REMARK", "not", start)

    def read_begin(self, name: str, start: int) -> None:
        match = re.compile(r"\s*\{([^{}]*)\}").match(self.text, self.at)
        environment = match.group(1).strip() if match else ""
        self.at = match.end() if match else self.at
        if environment in tex.MATRICES:
            self.skip_columns_of(environment)
            self.emit("LBRACK", environment, start)
        elif environment not in tex.ROW_ENVIRONMENTS:
            raise self.fail(f"the environment {environment!r} is not part of the notation", start)
        elif environment.startswith(("alignat", "alignedat", "IEEEeqnarray")):
            self.read_skipped(environment, start)
        self.environments.append(environment)

    def skip_columns_of(self, environment: str) -> None:
        if environment == "array" and self.follows_brace():
            self.read_skipped(environment, self.at)
        elif match := re.compile(r"\s*\[[a-z]\]").match(self.text, self.at):
            self.at = match.end()

    def read_end(self, name: str, start: int) -> None:
        match = re.compile(r"\s*\{([^{}]*)\}").match(self.text, self.at)
        self.at = match.end() if match else self.at
        environment = match.group(1).strip() if match else ""
        if not self.environments or self.environments.pop() != environment:
            raise self.fail(f"\\end{{{environment}}} closes nothing", start)
        if environment in tex.MATRICES:
            self.emit("RBRACK", environment, start)


def _needs_bracket(inside: list[Token]) -> bool:
    """Tell whether a group holds more than one decorated operand (``{\\mathbf{x}_i}`` is one)."""
    depth = 0
    for position, token in enumerate(inside):
        depth += (token.kind == "ARGOPEN") - (token.kind == "ARGCLOSE")
        plain = token.kind in ("SUB", "SUP", "ARGOPEN", "ARGCLOSE")
        if position and depth == 0 and not plain:
            return True
    return False


def _followed_by_bracket(text: str, at: int) -> bool:
    return text[at:].lstrip()[:1] == "(" or text[at:].lstrip().startswith("\\left(")


_READERS: tuple[tuple[Container[str], Callable[[_Scanner, str, int], None]], ...] = (
    (frozenset({"begin"}), _Scanner.read_begin),
    (frozenset({"end"}), _Scanner.read_end),
    (tex.SKIPPED_WITH_ARGUMENT, _Scanner.read_skipped),
    (tex.OPERATORS, _Scanner.read_operator),
    (LATEX_LETTERS, _Scanner.read_letter),
    (tex.SPACES, _Scanner.read_space),
    (tex.LETTER_STYLES, _Scanner.read_style),
    (tex.UPRIGHT, _Scanner.read_upright),
    (ACCENTS, _Scanner.read_accent),
    (tex.FRACTIONS, _Scanner.read_fraction),
    (frozenset({"sqrt"}), _Scanner.read_root),
    (tex.TRANSPARENT, _Scanner.read_transparent),
    (tex.SECOND_ARGUMENT, _Scanner.read_second),
    (tex.FUNCTION_COMMANDS, _Scanner.read_function),
    (OPTIMISERS, _Scanner.read_optimiser),
    (frozenset({"arg"}), _Scanner.read_arg),
    (frozenset({"not"}), _Scanner.read_not),
)
"""Which method reads which commands; the first table that has the command decides."""
