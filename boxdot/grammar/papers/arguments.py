r"""The arguments of a macro, read from the tokens after its name."""

from __future__ import annotations

from boxdot.grammar.papers.macros import Macro, Parameter
from boxdot.grammar.papers.tokens import Stream, Token, split, split_runs

# What stands for an argument that was not given, and for a star that was or was not.
NO_VALUE = "-NoValue-"
STAR, NO_STAR = r"\BooleanTrue", r"\BooleanFalse"


class MissingArgument(Exception):
    """The text ends, or the group closes, before a macro has what it takes."""


def read_arguments(stream: Stream, macro: Macro) -> list[list[Token]]:
    """Return the tokens of each argument; one with ``start`` -1 stands nowhere in the text."""
    arguments = []
    for parameter in macro.parameters:
        if parameter.kind == "mark":
            _take_mark(stream, parameter.mark)
        else:
            arguments.append(_READERS[parameter.kind](stream, parameter))
    return arguments


def _required(stream: Stream, parameter: Parameter) -> list[Token]:
    """Read ``{…}`` or one token."""
    stream.take_blank()
    token = stream.take_one()
    if token is None or token.text == "}":
        raise MissingArgument
    return _until(stream, "}") if token.text == "{" else [token]


def _optional(stream: Stream, parameter: Parameter) -> list[Token]:
    """Read ``[…]``, or give the default."""
    token = stream.peek()
    if token is not None and token.text.isspace():
        return _optional_after_blank(stream, parameter)
    if token is None or token.text[0] != "[":
        return _made(NO_VALUE if parameter.default is None else parameter.default)
    stream.take_one()
    return _until(stream, "]")


def _optional_after_blank(stream: Stream, parameter: Parameter) -> list[Token]:
    """Read ``[…]`` after white space, which stays where it is when there is none."""
    low, high = stream.low, stream.high
    blank = stream.take()
    token = stream.peek()
    if token is None or token.text[0] != "[":
        stream.put_back([blank] if blank else [])
        stream.low, stream.high = low, high
        return _made(NO_VALUE if parameter.default is None else parameter.default)
    return _optional(stream, parameter)


def _star(stream: Stream, parameter: Parameter) -> list[Token]:
    """Read ``*`` if it is there."""
    token = stream.peek()
    if token is None or token.text[0] != "*":
        return _made(NO_STAR)
    stream.take_one()
    return _made(STAR)


def _delimited(stream: Stream, parameter: Parameter) -> list[Token]:
    """Read up to the characters that end the argument; one group alone loses its braces."""
    stream.take_blank()
    mark = split_runs(parameter.mark)
    tokens: list[Token] = []
    depth = 0
    while depth or [t.text for t in tokens[-len(mark) :]] != mark:
        token = stream.take_one()
        if token is None:
            raise MissingArgument
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        tokens.append(token)
    del tokens[-len(mark) :]
    return tokens[1:-1] if _is_group(tokens) else tokens


def _take_mark(stream: Stream, mark: str) -> None:
    """Take the characters that a macro's pattern asks for."""
    for text in split_runs(mark):
        if text.isspace():
            stream.take_blank()
            continue
        token = stream.take_one()
        if token is None or token.text != text:
            raise MissingArgument


def _until(stream: Stream, closer: str) -> list[Token]:
    """Read up to the closer at depth 0, which is taken and left out."""
    tokens: list[Token] = []
    depth = 0
    take = stream.take if closer == "}" else stream.take_one
    while (token := take()) is not None:
        if depth == 0 and token.text == closer:
            return tokens
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth < 0:
            break
        tokens.append(token)
    raise MissingArgument


def _is_group(tokens: list[Token]) -> bool:
    """Say whether the tokens are one group ``{…}``."""
    if not tokens or tokens[0].text != "{":
        return False
    depth = 0
    for i, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0:
            return i == len(tokens) - 1
    return False


def _made(text: str) -> list[Token]:
    """Return tokens that stand nowhere in the text."""
    return [Token(t, -1, -1, False) for t in split(text)] if text != NO_VALUE else [_NO_VALUE]


_NO_VALUE = Token(NO_VALUE, -1, -1, False)
_READERS = {
    "required": _required,
    "optional": _optional,
    "star": _star,
    "until": _delimited,
}
