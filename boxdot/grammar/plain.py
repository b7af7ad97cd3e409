"""The tokenizer of the Unicode and ASCII spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from boxdot.grammar.errors import NotationError
from boxdot.grammar.fences import MAX_DEPTH
from boxdot.grammar.letters import GREEK, SUBSCRIPTS, SUPERSCRIPTS, is_combining, is_letter
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import Token, fraction_of, fraction_tokens
from boxdot.grammar.vocabulary import (
    ASCII_WORDS,
    BOXED_SUMS,
    CONDITIONAL_WORDS,
    DIGRAPHS,
    KNOWN_FUNCTIONS,
    PRODUCTS,
    RELATIONS,
    SIMPLE,
)

_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_PROGRAM_NAME = re.compile(r"__[A-Za-z]\w*")
"""A name with leading underscores, as programs have; no subscript begins so."""
_DIGRAPH = re.compile("|".join(re.escape(d) for d in sorted(DIGRAPHS, key=len, reverse=True)))
_SUBJECT = re.compile(r"(?:s\.\s?t\.|(?:subject\s+to|such\s+that)\b)")
"""Words between an objective and what its variables are held to."""
_RANGE = re.compile(r"_(?:\{[^{}]*=|\([^()]*=)")
"""What stands below a Σ that is written as a word: ``sum_{k=1}``; ``sum_{1,2}`` is a function."""
_BIG_WORDS = {"sum": "Σ", "prod": "∏", "Pi": "∏", "Π": "∏"}
"""Words and letters that are a sum or a product where a range stands below them."""
_PRIMES = "'′″‴’"


def tokenize_plain(
    text: str, *, ascii_only: bool, known: Collection[str] = (), declaring: bool = False
) -> list[Token]:
    """Return the tokens of a Unicode or ASCII text.

    ``ascii_only`` makes ``'`` the transpose, a backquote the prime, and words such as ``sigma``
    Greek letters. Names in
    ``known`` are kept whole; a run of letters that is not known but made of known one-letter
    names is their product. ``declaring`` reads the ``x`` of ``X: HxW`` as ×.

    >>> [t.text for t in tokenize_plain("X ⊡ yᵀ", ascii_only=False)]
    ['X', '⊡', 'y', 'ᵀ']
    """
    return _Scanner(text, ascii_only, known, declaring).scan()


class _Scanner:
    """One pass over the text; each method reads one token where it stands."""

    def __init__(
        self, text: str, ascii_only: bool, known: Collection[str], declaring: bool
    ) -> None:
        self.text = text
        self.ascii_only = ascii_only
        self.known = known
        self.declaring = declaring
        self.letters = frozenset(name for name in known if len(name) == 1)
        self.at = 0
        self.spaced = False
        self.tokens: list[Token] = []
        self.depth = 0
        self.sets = 0  # 1 in the exponent of a set: there an x between sizes is ×

    def scan(self) -> list[Token]:
        while self.at < len(self.text):
            if self.text[self.at].isspace():
                self.at += 1
                self.spaced = True
            else:
                self.read_token()
                self.spaced = False
        return self.tokens

    def emit(self, kind: str, text: str, length: int) -> None:
        span = Span(self.at, self.at + length)
        self.tokens.append(Token(kind, text, span, self.spaced))
        self.at += length

    def read_token(self) -> None:
        character = self.text[self.at]
        digraph = _DIGRAPH.match(self.text, self.at)
        if digraph and self.digraph_fits(digraph.group()):
            self.read_digraph(digraph.group())
        elif character == "s" and (words := _SUBJECT.match(self.text, self.at)):
            self.emit("WHERE", words.group(), len(words.group()))
        elif name := _PROGRAM_NAME.match(self.text, self.at):
            self.emit("NAME", name.group(), len(name.group()))
        elif character in "0123456789." and (number := _NUMBER.match(self.text, self.at)):
            self.read_number(number.group())
        elif is_letter(character) and character not in SIMPLE:
            self.read_word()
        elif character in "_^":
            self.read_script(character)
        elif character in SUBSCRIPTS or character in SUPERSCRIPTS:
            self.read_small()
        elif character in _PRIMES and self.ascii_only:
            self.emit("TRANSPOSE", "ᵀ", 1)
        elif character in _PRIMES and self.tokens and self.tokens[-1].kind == "ARGCLOSE":
            self.script_of(True, [("MARK", canonical_name(character))], 1)  # f_1′
        elif parts := fraction_of(character):
            self.tokens += fraction_tokens(parts, Span(self.at, self.at + 1), self.spaced)
            self.at += 1
        else:
            self.read_glyph(character)

    def digraph_fits(self, digraph: str) -> bool:
        """Decide whether characters such as ``(x)`` are an operator here."""
        if digraph in ("(x)", "(o)", "(*)", "(/)"):
            after = self.text[self.at + 3 : self.at + 4]
            return bool(self.spaced and after.isspace()) or digraph in ("(*)", "(/)")
        if digraph in (".+", ".-", ".*", "./"):
            return True
        if digraph == "<-":
            return self.text[self.at + 2 : self.at + 3].isspace()
        return True

    def read_digraph(self, digraph: str) -> None:
        kind, text = DIGRAPHS[digraph]
        if kind in ("SQUAREUP", "SQUAREDOWN"):
            self.script_of(kind == "SQUAREUP", [("SQUARE", "□")], len(digraph))
        else:
            self.emit(kind, text, len(digraph))

    def read_number(self, number: str) -> None:
        if self.sets and "x" in self.text[self.at : self.at + len(number) + 1]:
            number = re.match(r"\d+", number).group()  # type: ignore[union-attr]  # it begins so
        self.emit("NUMBER", number, len(number))
        if self.sets and self.text[self.at : self.at + 1] == "x":
            self.emit("MULOP", "×", 1)

    def read_word(self) -> None:
        """Read a run of letters and digits with its accents and primes."""
        end = self.at
        while end < len(self.text) and self.in_word(self.text[end], end):
            end += 1
        word = self.text[self.at : end]
        if word in _BIG_WORDS and _RANGE.match(self.text, end):
            self.emit("BIGOP", _BIG_WORDS[word], len(word))
        elif self.sets and "x" in word and word not in ("max", "x"):
            self.read_sizes(word)
        elif self.sets and word == "x":
            self.emit("MULOP", "×", 1)
        elif self.ascii_only and (entry := self.ascii_word(word)):
            self.emit(*entry, len(word))
        else:
            self.emit_names(word)

    def in_word(self, character: str, position: int) -> bool:
        if is_letter(character) and character not in SIMPLE:
            return True
        if position == self.at:
            return False
        joined = is_combining(character) or character in "0123456789~"
        return joined or (character == "`" if self.ascii_only else character in _PRIMES)

    def ascii_word(self, word: str) -> tuple[str, str] | None:
        if word in self.known or self.declared_label(word):
            return None
        stem = word.rstrip("`~")
        if stem in GREEK:
            return "NAME", canonical_name(GREEK[stem] + word[len(stem) :])
        after = self.text[self.at + len(word) : self.at + len(word) + 1]
        if word in ("sum", "prod") and after != "_":
            return None  # sum(X) is the function
        return ASCII_WORDS.get(word)

    def declared_label(self, word: str) -> bool:
        """Tell whether the word is the label of a declared name: the ``xi`` of ``W_xi``, no ξ."""
        last = self.tokens[-3:]
        scripted = [token.kind for token in last] in (
            ["NAME", "SUB", "ARGOPEN"],
            ["NAME", "SUP", "ARGOPEN"],
        )
        return scripted and f"{last[0].text}{last[1].text}{word}" in self.known

    def read_sizes(self, word: str) -> None:
        """Read ``HxWx3`` and ``2hx3P`` in the exponent of a set."""
        for piece in re.split("(x)", word):
            name = piece.lstrip("0123456789")
            if number := piece[: len(piece) - len(name)]:
                self.emit("NUMBER", number, len(number))
            if name == "x":
                self.emit("MULOP", "×", 1)
            elif name:
                self.emit("NAME", name, len(name))

    def emit_names(self, word: str) -> None:
        """Emit a word as one name, or as the product of the known letters it is made of."""
        name = canonical_name(word)
        pieces = _letters_of(word)
        is_word = name in self.known or name in KNOWN_FUNCTIONS
        if len(pieces) > 1 and not is_word and self.letters.issuperset(pieces):
            for piece in pieces:
                self.emit("NAME", canonical_name(piece), len(piece))
        elif name in ("where", "with", "and"):
            self.emit("WHERE", name, len(word))
        elif name in CONDITIONAL_WORDS and name not in self.known:
            self.emit("REMARK", name, len(word))
        elif name == "in" and name not in self.known:
            self.emit("IN", "∈", len(word))
        else:
            self.emit("NAME", name, len(word))

    def read_glyph(self, character: str) -> None:
        for table, kind in ((RELATIONS, "REL"), (PRODUCTS, "MULOP"), (BOXED_SUMS, "BOXADD")):
            if character in table:
                self.emit(kind, table[character], 1)
                return
        if character not in SIMPLE:
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            raise NotationError(
                f"the character {character!r} ({name}) is not part of the notation",
                text=self.text,
                span=Span(self.at, self.at + 1),
                hint="the operators are ⊡ ⊞ ⊟ ⧄ ⊙ ⊘ (ASCII: .* .+ .- ./ (*) (/))",
            )
        kind, text = SIMPLE[character]
        if self.declaring and kind in ("COLON", "SEMI", "COMMA"):
            self.sets = int(kind == "COLON")
        if kind == "FENCE" and self.text.startswith("||", self.at):
            self.emit(kind, "‖", 2)
        else:
            self.emit(kind, text, 1)

    def read_script(self, character: str) -> None:
        """Read ``_`` or ``^`` with what it lowers or raises: a group, a word, or one glyph."""
        raised = character == "^"
        is_set = raised and bool(self.tokens) and _names_set(self.tokens[-1], self.tokens)
        self.emit("SUP" if raised else "SUB", character, 1)
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1
        following = self.text[self.at : self.at + 1]
        if following in ("{", "("):
            self.read_group(following, is_set)
        elif following in ("-", "−"):
            self.emit("ARGOPEN", "", 0)
            self.emit("MINUS", "−", 1)
            self.read_token()
            self.emit("ARGCLOSE", "", 0)
        elif following == "":
            raise NotationError(
                f"nothing follows {character!r}",
                text=self.text,
                span=self.tokens[-1].span,
                hint="write X_k, X_{k,l} or X^{n+1}",
            )
        else:
            self.emit("ARGOPEN", "", 0)
            sets, self.sets = self.sets, int(is_set)  # the x of n_x is a letter
            self.read_script_word(raised)
            self.sets = sets
            self.emit("ARGCLOSE", "", 0)

    def read_script_word(self, raised: bool) -> None:
        character = self.text[self.at]
        if raised and self.text[self.at : self.at + 1] == "T":
            self.emit("NAME", "T", 1)
        elif character in "+*†":
            self.emit("MARK", character, 1)
        else:
            self.read_token()

    def read_group(self, opening: str, is_set: bool) -> None:
        """Read ``{…}`` (the braces vanish) or ``(…)`` (they stay) after ``_`` or ``^``."""
        closing = "}" if opening == "{" else ")"
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotationError(
                f"scripts are nested more than {MAX_DEPTH} deep",
                text=self.text,
                span=Span(self.at, self.at + 1),
                hint="name a part of the formula and use the name",
            )
        self.emit("ARGOPEN", opening, 1 if opening == "{" else 0)
        depth = 0
        sets, self.sets = self.sets, int(is_set)
        while self.at < len(self.text):
            character = self.text[self.at]
            if character.isspace():
                self.at += 1
                self.spaced = True
                continue
            if character == closing and (depth == 0 if opening == "{" else depth == 1):
                break
            depth += (character == opening) - (character == closing)
            self.read_token()
            self.spaced = False
        self.sets = sets
        self.depth -= 1
        if self.at >= len(self.text):
            span = self.tokens[-1].span
            raise NotationError(
                f"this {opening} is never closed", text=self.text, span=Span(span.start, span.end)
            )
        if opening == "{":
            self.emit("ARGCLOSE", "}", 1)
        else:
            self.emit("RPAR", ")", 1)
            self.emit("ARGCLOSE", "", 0)

    def read_small(self) -> None:
        """Read a run of small raised or lowered characters: ``⁻¹``, ``₁₂``."""
        raised = self.text[self.at] in SUPERSCRIPTS
        table = SUPERSCRIPTS if raised else SUBSCRIPTS
        end = self.at
        while end < len(self.text) and self.text[end] in table:
            end += 1
        small = "".join(table[c] for c in self.text[self.at : end])
        parts = [_small_part(piece) for piece in re.findall(r"\d+|.", small)]
        self.script_of(raised, parts, end - self.at)

    def script_of(self, raised: bool, parts: list[tuple[str, str]], length: int) -> None:
        """Emit a script whose content was one piece of text."""
        span = Span(self.at, self.at + length)
        content = [Token(kind, text, span) for kind, text in parts]
        self.tokens += [
            Token("SUP" if raised else "SUB", "^" if raised else "_", span),
            Token("ARGOPEN", "", span),
            *content,
            Token("ARGCLOSE", "", span),
        ]
        self.at += length


def _small_part(piece: str) -> tuple[str, str]:
    if piece.isdigit():
        return "NUMBER", piece
    return ("PLUS", "+") if piece == "+" else ("MINUS", "−") if piece == "−" else ("NAME", piece)


def canonical_name(word: str) -> str:
    """Return the canonical form of a name: composed accents, one kind of prime.

    >>> canonical_name("X~"), canonical_name("i'")
    ('X̃', 'i′')
    """
    for prime in "'’`":
        word = word.replace(prime, "′")
    return unicodedata.normalize("NFC", word.replace("″", "′′").replace("~", "\u0303"))


def _letters_of(word: str) -> list[str]:
    """Split a word into letters that keep their accents and primes."""
    return re.findall(r".[\u0300-\u036f\u20d0-\u20ff′]*", word)


def _names_set(token: Token, tokens: list[Token]) -> bool:
    """Tell whether ``^`` after this token gives the shape of a set: ``ℝ^…``, ``{0,1}^…``."""
    if token.kind == "NAME":
        return token.text in ("ℝ", "ℂ", "ℤ", "ℕ", "R") and _follows_membership(tokens)
    return token.kind in ("RBRACE", "RBRACK") and any(
        t.kind in ("IN", "COLON") for t in tokens[-12:]
    )


def _follows_membership(tokens: list[Token]) -> bool:
    if tokens[-1].text == "ℝ" or len(tokens) == 1:
        return True
    return (
        tokens[-2].kind in ("IN", "COLON")
        or tokens[-2].text in ("→", "×")
        or (tokens[-2].kind == "MULOP")
    )
