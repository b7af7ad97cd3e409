"""From raw tokens to the stream that the grammar reads: one small pass for each ambiguity."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from boxdot.grammar.brackets import closing_index, kind_at
from boxdot.grammar.forgiving import divide, forgive
from boxdot.grammar.holes import fill_holes
from boxdot.grammar.passes import passed
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import CLOSING, OPENING, OPERAND_ENDS, OPERAND_STARTS, Token
from boxdot.grammar.vocabulary import FUNCTION_ALIASES, KNOWN_FUNCTIONS, OPTIMISERS

_SCRIPTS = ("SUB", "SUP")
_SIGNS = ("PLUS", "MINUS")
_LONE_MARKS = (*_SIGNS, "MULOP", "BOXADD", "REL", "BAR", "PREFIX", "COMMA", "TRANSPOSE")


def arrange(
    tokens: list[Token],
    known: Collection[str],
    *,
    declaring: bool = False,
    forgiving: bool = False,
) -> list[Token]:
    """Return one statement's tokens as the grammar wants them.

    ``known`` are the declared names: a known name before a parenthesis multiplies it, an unknown
    one is a function. ``declaring`` says that ``x: n`` is a declaration and no inner product,
    ``forgiving`` that what has no shape is to be read too, as papers write it.
    """
    tokens = before_names(tokens, declaring=declaring, forgiving=forgiving)
    return after_names(name_functions(tokens, known), forgiving=forgiving)


def before_names(tokens: list[Token], *, declaring: bool, forgiving: bool) -> list[Token]:
    """Return the tokens after the passes that ask for no name."""
    if forgiving:
        tokens = forgive(tokens)
    return passed(mark_declaration(tokens, declaring=declaring), _PASSES)


def after_names(tokens: list[Token], *, forgiving: bool) -> list[Token]:
    """Return the tokens, among which functions are marked, after the other passes."""
    tokens = enclose_big_operands(tokens)
    if forgiving:
        tokens = fill_holes(divide(tokens))
    return insert_juxtapositions(tokens)


# --- finding ends ----------------------------------------------------------------------------


def after_scripts(tokens: Sequence[Token], position: int) -> int:
    """Return the position behind all scripts that begin at ``position``."""
    while position < len(tokens) and tokens[position].kind in _SCRIPTS:
        position = closing_index(tokens, position + 1) + 1
    return position


# --- declarations ----------------------------------------------------------------------------


def mark_declaration(tokens: list[Token], *, declaring: bool) -> list[Token]:
    """Read ``name : set`` as ``name ∈ set`` and the arrow of a function type as ARROW."""
    member = _first_outside_brackets(tokens, ("IN", "COLON", "REL"))
    if member is None or tokens[member].kind == "REL":
        return tokens
    result = list(tokens)
    if tokens[member].kind == "COLON":
        if not (declaring or _is_set(tokens[member + 1 :])):
            return tokens
        result[member] = tokens[member].as_kind("IN", "∈")
    depth = 0
    for position in range(member + 1, len(result)):
        token = result[position]
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if depth == 0 and token.kind == "REL" and token.text == "→":
            result[position] = token.as_kind("ARROW")
    return result


def _first_outside_brackets(tokens: list[Token], kinds: tuple[str, ...]) -> int | None:
    depth = 0
    for position, token in enumerate(tokens):
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if depth == 0 and token.kind in kinds:
            return position
    return None


def _is_set(tokens: list[Token]) -> bool:
    """Tell whether tokens after a colon name a set: ``ℝ^…``, ``{0,1}^…``, ``H×W×3``, ``A → B``."""
    if not tokens:
        return False
    if tokens[0].kind == "NAME" and tokens[0].text in ("ℝ", "ℂ", "ℤ", "ℕ", "R"):
        return True
    kinds = {t.kind for t in tokens}
    sizes = kinds <= {"NAME", "NUMBER", "MULOP"} and any(t.text == "×" for t in tokens)
    return sizes or any(t.kind == "REL" and t.text == "→" for t in tokens)


# --- cells of block matrices -----------------------------------------------------------------


def separate_cells(tokens: list[Token]) -> list[Token]:
    """Make separators in ``[ ]`` COLSEP and ROWSEP, and those elsewhere COMMA or nothing."""
    result: list[Token] = []
    stack: list[tuple[str, bool]] = []  # opening kind, whether white space separates columns
    for position, token in enumerate(tokens):
        opening, by_space = stack[-1] if stack else ("", False)
        if opening == "LBRACK":
            if by_space and _starts_cell(tokens, position):
                result.append(Token("COLSEP", " ", Span(token.span.start, token.span.start)))
            token = _cell_separator(token)
        elif token.kind in ("COLSEP", "NEWLINE", "QUAD"):
            continue
        elif token.kind == "SEMI" and opening:
            token = token.as_kind("COMMA")
        elif token.kind == "COLON" and opening == "ARGOPEN":
            token = token.as_kind("SLICE")
        if token.kind == "QUAD":
            continue
        if token.kind in OPENING:
            scripted = position > 0 and tokens[position - 1].kind in _SCRIPTS
            kind = "LPAR" if token.kind == "ARGOPEN" and not scripted else token.kind
            stack.append((kind, kind == "LBRACK" and _by_space(tokens, position)))
        elif token.kind in CLOSING:
            if token.kind == "RBRACK":
                _drop_trailing_separators(result)
            stack.pop()
        result.append(token)
    return result


def _drop_trailing_separators(result: list[Token]) -> None:
    while result and result[-1].kind in ("ROWSEP", "COLSEP"):
        result.pop()


def _cell_separator(token: Token) -> Token:
    if token.kind in ("COMMA", "BAR", "COLSEP"):
        return token.as_kind("COLSEP")
    return token.as_kind("ROWSEP") if token.kind in ("SEMI", "NEWLINE") else token


def _by_space(tokens: list[Token], opening: int) -> bool:
    """Tell whether a bracket has no written column separator, so that white space is one."""
    depth = 0
    for token in tokens[opening:]:
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if depth == 0:
            return True
        if depth == 1 and token.kind in ("COMMA", "BAR", "COLSEP"):
            return False
    return True


def _starts_cell(tokens: list[Token], position: int) -> bool:
    """Tell whether a new cell begins here: ``1 2``, and ``0 -1`` with the sign glued on."""
    token, before = tokens[position], tokens[position - 1]
    if not token.spaced or before.kind not in OPERAND_ENDS:
        return False
    if token.kind in OPERAND_STARTS or token.kind == "ROOT":
        return True
    glued = position + 1 < len(tokens) and not tokens[position + 1].spaced
    return token.kind in _SIGNS and glued


# --- scripts ---------------------------------------------------------------------------------


def mark_scripts(tokens: list[Token]) -> list[Token]:
    """Make an operator that stands alone in a script a MARK (``W^+``, ``x^*``, ``X_:``)."""
    result = list(tokens)
    for position in range(1, len(tokens) - 1):
        token = tokens[position]
        if token.kind in _LONE_MARKS and (
            tokens[position - 1].kind == "ARGOPEN" and tokens[position + 1].kind == "ARGCLOSE"
        ):
            result[position] = token.as_kind("MARK")
    return result


def join_products(tokens: list[Token]) -> list[Token]:
    """Read ``⊙_KR``, ``⊙_PF`` as one operator and ``×_n`` as the mode product."""
    result: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        scripted = position + 1 < len(tokens) and tokens[position + 1].kind == "SUB"
        if token.kind == "MULOP" and token.text in ("⊙", "×") and scripted:
            end = closing_index(tokens, position + 2)
            word = "".join(t.text for t in tokens[position + 3 : end])
            if token.text == "×":
                result.append(token.as_kind("MODETIMES"))
            else:
                span = token.span | tokens[end].span
                result.append(Token("MULOP", f"⊙_{word}", span))
                position = end
        else:
            result.append(token)
        position += 1
    return result


def wrap_roots(tokens: list[Token]) -> list[Token]:
    """Give ``√`` its argument: the next bracket or operand with its scripts."""
    result: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        if token.kind != "ROOT" or position >= len(tokens):
            result.append(token)
            continue
        end = position
        if tokens[position].kind in OPENING:
            end = closing_index(tokens, position)
        elif position + 1 < len(tokens) and tokens[position + 1].kind == "SUB":
            end = closing_index(tokens, position + 2)
        inside = tokens[position : end + 1]
        if inside[0].kind == "LPAR":
            inside = inside[1:-1]
        at = Span(token.span.end, token.span.end)
        result += [token.as_kind("SQRT", ""), Token("ARGOPEN", "", at)]
        result += [*wrap_roots(inside), Token("ARGCLOSE", "", at)]
        position = end + 1
    return result


_PASSES = (
    ({"LBRACK", "COLSEP", "NEWLINE", "QUAD", "SEMI", "COLON"}, separate_cells),
    ({"ARGOPEN"}, mark_scripts),
    ({"MULOP"}, join_products),
    ({"ROOT"}, wrap_roots),
)


# --- functions -------------------------------------------------------------------------------


def name_functions(tokens: list[Token], known: Collection[str]) -> list[Token]:
    """Tell functions from factors: FUNC before ``(``, PREFIX before a bare operand."""
    result: list[Token] = []
    for position, token in enumerate(tokens):
        if token.kind == "NAME" and not _inside_name(tokens, position):
            token = _function(tokens, position, known)
        elif token.kind == "NUMBER" and token.text in "01" and _has_subscript(tokens, position):
            token = token.as_kind("CONSTANT", "𝟏" if token.text == "1" else "𝟎")
        result.append(token)
    return result


def _has_subscript(tokens: list[Token], position: int) -> bool:
    return position + 1 < len(tokens) and tokens[position + 1].kind == "SUB"


def _inside_name(tokens: list[Token], position: int) -> bool:
    """Tell whether a word is the whole content of a script (``b_max``): then it is a label."""
    return (
        0 < position < len(tokens) - 1
        and tokens[position - 1].kind == "ARGOPEN"
        and tokens[position + 1].kind == "ARGCLOSE"
        and position >= 2
        and tokens[position - 2].kind in _SCRIPTS
    )


def _function(tokens: list[Token], position: int, known: Collection[str]) -> Token:
    token = tokens[position]
    name = FUNCTION_ALIASES.get(token.text, token.text)
    end = after_scripts(tokens, position + 1)
    calls = end < len(tokens) and tokens[end].kind == "LPAR"
    if not calls and name not in KNOWN_FUNCTIONS and name not in OPTIMISERS:
        return token
    if token.text in known or _decorated(tokens, position) in known:
        return token
    spaced = calls and tokens[end].spaced
    if name in OPTIMISERS and (end > position + 1 or name not in ("min", "max") or not calls):
        first = position == 0 or tokens[position - 1].kind in _BEFORE_A_SIDE
        return token.as_kind("MINOP" if first else "BIGOP", OPTIMISERS[name])
    is_factor = spaced or _raised_factor(tokens, position + 1, end)
    if calls and (name in KNOWN_FUNCTIONS or not is_factor):
        return token.as_kind("FUNC", name)
    operand = end < len(tokens) and (
        tokens[end].kind in OPERAND_STARTS or tokens[end].kind == "PREFIX"
    )
    if name in KNOWN_FUNCTIONS and operand:
        return token.as_kind("PREFIX", name)
    return token


_BEFORE_A_SIDE = ("REL", "COMMA", "LPAR", "LBRACK", "LBRACE", "LANGLE", "COLSEP", "ROWSEP", "BAR")
"""What stands before a whole side, in which an optimum reaches over sums to the end."""


def _decorated(tokens: list[Token], position: int) -> str:
    """Return the name with its scripts, spelled as declared names are (``H_t``, ``A^(r)``)."""
    end = after_scripts(tokens, position + 1)
    return "".join(t.text for t in tokens[position:end])


def _raised_factor(tokens: list[Token], start: int, end: int) -> bool:
    """Tell whether the scripts make the name a factor: ``Wᵀ(…)``, ``A⁻¹(…)``, ``x²(…)``."""
    raised = tokens[start:end]
    for position, token in enumerate(raised):
        if token.kind == "SUP" and position + 2 < len(raised):
            inside = raised[position + 2]
            raising = inside.kind in ("NUMBER", "TRANSPOSE", "MINUS", "SQUARE")
            if raising or inside.text in ("T", "ᵀ"):
                return True
    return False


def enclose_big_operands(tokens: list[Token]) -> list[Token]:
    """Read ``log Σ_k x_k + 1`` as ``log(Σ_k x_k) + 1``; the brackets have no characters."""
    result = list(tokens)
    for position in range(len(tokens) - 1, -1, -1):
        if result[position].kind != "PREFIX":
            continue
        start = after_scripts(result, position + 1)
        if kind_at(result, start) not in _BIG:
            continue
        end = _operand_end(result, start)
        at, stop = result[start].span.start, result[end - 1].span.end
        result[position] = result[position].as_kind("FUNC")
        result.insert(end, Token("RPAR", "", Span(stop, stop)))
        result.insert(start, Token("LPAR", "", Span(at, at)))
    return result


_BIG = ("BIGOP", "MINOP")
_ENDS_PRODUCT = ("PLUS", "MINUS", "BOXADD", "REL", "COMMA", "COLSEP", "ROWSEP", "IN", "BAR")


def _operand_end(tokens: list[Token], start: int) -> int:
    """Return where the operand of the big operator at ``start`` ends: at a sum or relation."""
    position = after_scripts(tokens, start + 1)
    if kind_at(tokens, position) in _SIGNS:
        position += 1
    while position < len(tokens) and tokens[position].kind not in (*_ENDS_PRODUCT, *CLOSING):
        opens = tokens[position].kind in OPENING
        position = closing_index(tokens, position) + 1 if opens else position + 1
        big = kind_at(tokens, position - 1) == "BIGOP"
        position = after_scripts(tokens, position) if big else position
        if big and kind_at(tokens, position) in _SIGNS:
            position += 1
    return position


# --- juxtaposition ---------------------------------------------------------------------------


def insert_juxtapositions(tokens: list[Token]) -> list[Token]:
    """Insert a token where an operand follows an operand.

    JUXT before an ordinary operand, FJUXT before a function without parentheses and BJUXT before
    Σ, so that one token of look-ahead tells them apart.
    """
    return list(_with_juxtapositions(tokens))


def _with_juxtapositions(tokens: list[Token]) -> Iterator[Token]:
    kinds = {"PREFIX": "FJUXT", "BIGOP": "BJUXT"}
    for position, token in enumerate(tokens):
        if position:
            before = tokens[position - 1].kind
            starts = token.kind in OPERAND_STARTS or token.kind in kinds
            if before in OPERAND_ENDS and starts and not _is_call(tokens, position):
                at = Span(token.span.start, token.span.start)
                yield Token(kinds.get(token.kind, "JUXT"), "", at)
        yield token


def _is_call(tokens: list[Token], position: int) -> bool:
    """Tell whether what stands here belongs to a function whose scripts end just before."""
    at = position - 1
    while at >= 0 and tokens[at].kind == "ARGCLOSE":
        depth = 0
        while at >= 0:
            depth += (tokens[at].kind == "ARGCLOSE") - (tokens[at].kind == "ARGOPEN")
            at -= 1
            if depth == 0:
                break
        if at < 0 or tokens[at].kind not in _SCRIPTS:
            return False
        at -= 1
    takes_scripts = ("FUNC", "PREFIX", "BIGOP", "MINOP", "MODETIMES")
    return at < position - 1 and at >= 0 and tokens[at].kind in takes_scripts
