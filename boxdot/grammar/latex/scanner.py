"""The core of the LaTeX tokenizer: one pass over characters, groups and scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from boxdot.grammar.errors import NotationError
from boxdot.grammar.fences import MAX_DEPTH
from boxdot.grammar.letters import COMBINED_STYLES, is_combining, is_letter, styled
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import CLOSING, OPENING, Token, fraction_of, fraction_tokens
from boxdot.grammar.vocabulary import BOXED_SUMS, PRODUCTS, RELATIONS, SIMPLE

_LEXEME = re.compile(r"\\([A-Za-z]+\*?|.)|([^\\\s%])", re.S)
_SPACE = re.compile(r"(?:\s+|%[^\n]*\n?)*")
DIGITS = "0123456789"
_SHORT = re.compile(r"\{([A-Za-z]|[0-9]+)\}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
Reading = Callable[["Scanner", str, int], None]
"""What reads one command: the scanner, the command's name, and where it began."""
_WIDE = dict(zip("，；：（）【】［］｛｝＋－｜。", ",;:()[][]{}+-|,", strict=True))
"""Punctuation of Chinese and Japanese text."""
_DIGRAPHS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "=", "->": "→", "=>": "⟺", ":=": ":="}
_RANGE = re.compile(r"\s*_\s*\{[^{}]*=")
"""What stands below a Π that is a product: ``\\Pi_{r=1}``."""
_CONSTANTS = {"𝟏": "𝟏", "𝟎": "𝟎", "𝟙": "𝟏", "𝓘": "𝓘"}


class Scanner:
    """One pass over the text; each method reads one construct where it stands.

    ``readers`` maps each command to the function that reads it.
    """

    def __init__(
        self, text: str, readers: Mapping[str, Reading], unknown_commands: bool = False
    ) -> None:
        self.text = text
        self.readers = readers
        self.unknown_commands = unknown_commands
        self.at = 0
        self.tokens: list[Token] = []
        self.styles: list[str] = []
        self.depth = 0
        self.environments: list[tuple[str, int]] = []  # with the token at which each begins
        self.lefts: list[int] = []  # where each open \left stands

    def skip_space(self) -> None:
        """Move over white space and comments."""
        space = _SPACE.match(self.text, self.at)
        assert space is not None  # it may be empty
        self.at = space.end()

    def emit(self, kind: str, text: str, start: int, end: int | None = None) -> None:
        """Add a token that reaches from `start` to here (or to `end`)."""
        self.tokens.append(Token(kind, text, Span(start, self.at if end is None else end)))

    def fail(self, message: str, start: int, hint: str = "") -> NotationError:
        """Return the error for what stands between `start` and here."""
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
        command, character = match.groups()
        if command is not None:
            self.read_command(command, start)
        else:
            self.read_character(character, start)
        self.depth -= 1

    def read_character(self, character: str, start: int) -> None:
        """Read what begins with this character."""
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
        """Add a number, or the constant that a styled 0 or 1 is."""
        style = self.style()
        letter = styled(number, style) if len(number) == 1 else number
        if letter in _CONSTANTS:
            self.emit("CONSTANT", _CONSTANTS[letter], start)
        else:
            self.emit("NUMBER", number, start)

    def emit_prime(self, start: int) -> None:
        """Join a prime to the name before it; elsewhere it is a raised mark."""
        last = self.tokens[-1] if self.tokens else None
        if last and last.kind == "NAME":
            self.tokens[-1] = Token("NAME", last.text + "′", Span(last.span.start, self.at))
        elif last and last.kind == "ARGOPEN":  # d^{'}
            self.emit("MARK", "′", start)
        else:
            for kind, text in (("SUP", "^"), ("ARGOPEN", ""), ("MARK", "′"), ("ARGCLOSE", "")):
                self.emit(kind, text, start)

    def emit_name(self, name: str, start: int) -> None:
        """Add a name in the style in force."""
        style = self.style()
        name = unicodedata.normalize("NFC", styled(name[0], style) + name[1:]) if style else name
        if name in _CONSTANTS:
            self.emit("CONSTANT", _CONSTANTS[name], start)
        elif name == "Π" and _RANGE.match(self.text, self.at):
            self.emit("BIGOP", "∏", start)
        else:
            self.emit("NAME", name, start)

    def style(self) -> str:
        """Return the style in force: the nested styles combined."""
        if not self.styles:
            return ""
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
        """Read a character that is neither letter, digit nor group."""
        if digraph := _DIGRAPHS.get(self.text[start : start + 2]):
            self.at = start + 2
            self.emit("REL", digraph, start)
            return
        for table, kind in ((RELATIONS, "REL"), (PRODUCTS, "MULOP"), (BOXED_SUMS, "BOXADD")):
            if character in table:
                self.emit(kind, table[character], start)
                return
        if self.text.startswith("||", start):
            self.at = start + 2
            self.emit("FENCE", "‖", start)
        elif character in SIMPLE:
            kind, text = SIMPLE[character]
            self.emit(kind, text, start)
        elif self.text.startswith("...", start):
            self.at = start + 3
            self.emit("DOTS", "…", start)
        elif self.text.startswith(".*", start):
            self.at = start + 2
            self.emit("MULOP", "⊡", start)
        elif character == ".":
            self.emit("COMMA", ".", start)
        elif character in '!?`"@#':
            self.emit("MARK", character, start)
        elif character == "$":
            return  # mathematics in text in mathematics, as in \textnormal{$\eta$}
        elif parts := fraction_of(character):
            self.tokens += fraction_tokens(parts, Span(start, self.at))
        elif character in _WIDE:
            kind, text = SIMPLE[_WIDE[character]]
            self.emit(kind, text, start)
        elif self.unknown_commands:
            if unicodedata.category(character) != "Cf":
                self.emit("MARK", character, start)
        else:
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            raise self.fail(f"the character {character!r} ({name}) is not part of the notation",
                            start)  # fmt: skip

    def read_braced(self, start: int) -> None:
        """Read ``{…}`` standing alone: it groups, but one operand in it needs no bracket."""
        at = len(self.tokens)
        self.read_until("}")
        inside = self.tokens[at:]
        if len(inside) > 1 and _needs_bracket(inside) and not self.only_parts(inside):
            self.tokens.insert(at, Token("LPAR", "{", Span(start, start + 1)))
            self.emit("RPAR", "}", self.at - 1)

    def only_parts(self, inside: list[Token]) -> bool:
        """Tell whether braces only part the formula: they hold relations and bear no script."""
        self.skip_space()
        scripted = self.text[self.at : self.at + 1] in ("_", "^")
        depth = 0
        for token in inside:
            depth += (token.kind in OPENING) - (token.kind in CLOSING)
            if depth == 0 and token.kind in ("REL", "NEWLINE", "COLSEP"):
                return not scripted
        return False

    def read_argument(self, start: int) -> None:
        """Read one argument, in braces or one construct, between ARGOPEN and ARGCLOSE."""
        self.skip_space()
        if self.at >= len(self.text) or self.text[self.at] == "}":
            raise self.fail("an argument is missing here", start)
        opening = self.at
        if self.text[opening] == "{":
            self.at += 1
            if short := _SHORT.match(self.text, opening):
                self._read_short(short, opening)
                return
            self.emit("ARGOPEN", "", opening)
            self.read_until("}")
            self.emit("ARGCLOSE", "", self.at - 1)
            return
        self.emit("ARGOPEN", "", opening, opening)
        if self.text[opening] in DIGITS:  # x_12 lowers only the 1, and \frac12 is 1/2
            self.at += 1
            self.emit_number(self.text[opening], opening)
        else:
            self.read_one()
        self.emit("ARGCLOSE", "", self.at, self.at)

    def _read_short(self, argument: re.Match[str], opening: int) -> None:
        """Read an argument of one letter or number: nearly all scripts are such."""
        self.emit("ARGOPEN", "", opening)
        self.at = argument.end() - 1
        emit = self.emit_name if argument[1].isalpha() else self.emit_number
        emit(argument[1], opening + 1)
        self.at = argument.end()
        self.emit("ARGCLOSE", "", self.at - 1)

    def read_script(self, character: str, start: int) -> None:
        """Read `_` or `^` and its argument; styles outside do not reach into it."""
        self.emit("SUP" if character == "^" else "SUB", character, start)
        styles, self.styles = self.styles, []
        self.read_argument(start)
        self.styles = styles

    def in_style(self, style: str, read: Callable[[], None]) -> None:
        """Run a reader with one more style in force."""
        self.styles.append(style)
        read()
        self.styles.pop()

    def read_command(self, name: str, start: int) -> None:
        """Read a command by its reader; a star that is none of its own is left in the text."""
        if name.endswith("*") and name not in self.readers and name[:-1] in self.readers:
            name, self.at = name[:-1], self.at - 1
        if name in self.readers:
            self.readers[name](self, name, start)
        elif self.unknown_commands:
            self.readers[""](self, name, start)
        else:
            hint = "define it or leave it out"
            raise self.fail(f"the command \\{name} is not known", start, hint)

    def follows_brace(self) -> bool:
        """Tell whether an argument in braces comes next."""
        self.skip_space()
        return self.text[self.at : self.at + 1] == "{"

    def widen(self, at: int, start: int) -> None:
        """Let a single token that a command produced reach over the whole command."""
        if len(self.tokens) == at + 1:
            token = self.tokens[at]
            self.tokens[at] = Token(token.kind, token.text, Span(start, self.at))

    def read_operand(self, start: int) -> None:
        """Read one argument that stands for itself, without marks around it."""
        self.skip_space()
        if self.text[self.at : self.at + 1] == "{":
            self.at += 1
            self.read_braced(self.at - 1)
        elif self.at < len(self.text):
            self.read_one()
        else:
            raise self.fail("an argument is missing here", start)


def _needs_bracket(inside: list[Token]) -> bool:
    """Tell whether a group holds more than one decorated operand (``{\\mathbf{x}_i}`` is one)."""
    depth = 0
    for position, token in enumerate(inside):
        depth += (token.kind == "ARGOPEN") - (token.kind == "ARGCLOSE")
        plain = token.kind in ("SUB", "SUP", "ARGOPEN", "ARGCLOSE")
        if position and depth == 0 and not plain:
            return True
    return False
