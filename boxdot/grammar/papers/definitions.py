r"""Reads ``\newcommand``, ``\def``, ``\let``, ``\DeclareMathOperator`` and their kin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from boxdot.grammar.papers.groups import Groups
from boxdot.grammar.papers.macros import REQUIRED, Macro, Parameter
from boxdot.grammar.papers.sourcemap import TextBuilder

# A macro (None: read, but nothing that can stand in a formula) and the place after it.
Definition = tuple[Macro | None, int]

_NAME = re.compile(r"\{?\s*(\\(?:[A-Za-z@]+|.))\s*\}?", re.DOTALL)
_COUNT = re.compile(r"\[\s*([0-9])\s*\]")
_TARGET = re.compile(r"\s*=?\s?(\\(?:[A-Za-z@]+|.)|\S)", re.DOTALL)
_PATTERN = re.compile(r"[^{}\n%]*(?:%[^\n]*\n\s*[^{}\n%]*)*")
_MAX_PATTERN = 300
_COMMENT = re.compile(r"(\\.)|%[^\n]*(?:\n[ \t]*|\Z)", re.DOTALL)
_SPACING = re.compile(r"\\[,;:! ]|[~{}]")


def read_definition(
    command: str, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read the definition after ``command``, which ends at ``at``; None if it is none.

    >>> groups = Groups(r"\newcommand{\R}{\mathbb{R}} x")
    >>> macro, end = read_definition(r"\newcommand", groups, 11, {})
    >>> macro.name, macro.body, end
    ('\\R', '\\mathbb{R}', 27)
    """
    reader = DEFINITIONS[command]
    at = groups.blank(at)
    star = groups.text.startswith("*", at)
    name = _NAME.match(groups.text, groups.blank(at + star))
    return reader(name[1], star, groups, name.end(), macros) if name else None


def take_definitions(text: str, macros: dict[str, Macro]) -> TextBuilder | None:
    r"""Add the macros that a formula defines; return the formula without them, None if unchanged.

    >>> table = {}
    >>> take_definitions(r"\newcommand{\vx}{\mathbf{x}} \vx", table).text, list(table)
    (' \\vx', ['\\vx'])
    """
    if not _DEFINING.search(text):
        return None
    groups, made, at = Groups(text), TextBuilder(), 0
    for match in _DEFINING.finditer(text):
        read = read_definition(match[0], groups, match.end(), macros)
        if match.start() < at or not read:
            continue
        if read[0]:
            macros[read[0].name] = read[0]
        made.copy(text[at : match.start()], at)
        at = read[1]
    made.copy(text[at:], at)
    return made


def _body(groups: Groups, at: int) -> tuple[str, int] | None:
    """Read the body at ``at``: a group, or one token."""
    at = groups.blank(at)
    inside = groups.braced(at)
    if inside:
        return _COMMENT.sub(r"\1", groups.text[slice(*inside)]), inside[1] + 1
    token = _TARGET.match(groups.text, at)
    return (token[1], token.end()) if token and token[1] not in "{}" else None


def _newcommand(
    name: str, star: bool, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read ``[n][default]{body}``."""
    at = groups.blank(at)
    parameters: list[Parameter] = []
    if count := _COUNT.match(groups.text, at):
        parameters = [REQUIRED] * int(count[1])
        at = groups.blank(count.end())
        if parameters and (default := groups.bracketed(at)):
            parameters[0] = Parameter("optional", groups.text[slice(*default)])
            at = default[1] + 1
    body = _body(groups, at)
    return body and (Macro(name, tuple(parameters), body[0]), body[1])


def _providecommand(
    name: str, star: bool, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read as for ``\newcommand``; a macro that is already there stays."""
    read = _newcommand(name, star, groups, at, macros)
    return read and (macros.get(name, read[0]), read[1])


def _def(
    name: str, star: bool, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read ``#1#2{body}``, or a pattern such as ``(#1,#2){body}``."""
    pattern = _PATTERN.match(groups.text, at, at + _MAX_PATTERN)
    body = groups.braced(pattern.end()) if pattern else None
    if not pattern or not body:
        return None
    text = _COMMENT.sub(r"\1", groups.text[slice(*body)])
    return Macro(name, _pattern(pattern[0].rstrip()), text), body[1] + 1


def _pattern(text: str) -> tuple[Parameter, ...]:
    r"""Return the parameters of a ``\def`` pattern.

    >>> [p.kind for p in _pattern("#1#2")], [(p.kind, p.mark) for p in _pattern("(#1,#2)")]
    (['required', 'required'], [('mark', '('), ('until', ','), ('until', ')')])
    """
    first, *marks = re.split(r"#[1-9]", text)
    parameters = [Parameter("mark", mark=first)] if first.strip() else []
    return (*parameters, *(Parameter("until", mark=m) if m else REQUIRED for m in marks))


def _let(
    name: str, star: bool, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read ``=\target``: the macro that the target is now, or LaTeX's own command."""
    target = _TARGET.match(groups.text, at)
    if not target:
        return None
    known = macros.get(target[1])
    if known:
        return Macro(name, known.parameters, known.body, known.alias), target.end()
    return Macro(name, (), target[1], alias=True), target.end()


def _operator(
    name: str, star: bool, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read the words of an operator: ``{arg\,max}`` stands for ``\operatorname{argmax}``."""
    body = _body(groups, at)
    if body is None:
        return None
    words = _SPACING.sub("", body[0]).strip()
    return Macro(name, (), rf"\operatorname{'*' * star}{{{words}}}"), body[1]


def _document_command(
    name: str, star: bool, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read ``{m o O{default} s}{body}``."""
    at = groups.blank(at)
    inside = groups.braced(at)
    body = _body(groups, inside[1] + 1) if inside else None
    if not inside or not body:
        return None
    parameters = _specification(groups.text[slice(*inside)])
    return (None if parameters is None else Macro(name, parameters, body[0])), body[1]


def _specification(text: str) -> tuple[Parameter, ...] | None:
    r"""Return the parameters that the letters of ``\NewDocumentCommand`` name.

    >>> [(p.kind, p.default) for p in _specification("s O{2} +m")]
    [('star', None), ('optional', '2'), ('required', None)]
    """
    letters = re.findall(r"\+?\s*(O\s*\{[^{}]*\}|[a-zA-Z])|(\S)", text)
    kinds = {"m": "required", "o": "optional", "O": "optional", "s": "star"}
    if any(stray or word[0] not in kinds for word, stray in letters):
        return None
    return tuple(
        Parameter(kinds[word[0]], word[word.index("{") + 1 : -1] if word[0] == "O" else None)
        for word, _ in letters
    )


def _paired(
    name: str, star: bool, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read the two fences of ``\DeclarePairedDelimiter``: ``\norm{x}``, ``\norm*{x}``."""
    left = _body(groups, at)
    right = _body(groups, left[1]) if left else None
    if not left or not right:
        return None
    parameters = (Parameter("star"), Parameter("optional", ""), REQUIRED)
    return Macro(name, parameters, f"{left[0]} #3 {right[0]}"), right[1]


def _paired_with_body(
    name: str, star: bool, groups: Groups, at: int, macros: Mapping[str, Macro]
) -> Definition | None:
    r"""Read ``[n]{left}{right}{body}`` of ``\DeclarePairedDelimiterX``; of XPP also around them."""
    count = _COUNT.match(groups.text, groups.blank(at))
    bodies: list[str] = []
    at = count.end() if count else at
    while (body := _group(groups, at)) is not None:
        bodies.append(body[0])
        at = body[1]
    if not count or len(bodies) not in (3, 5):
        return None
    if len(bodies) == 5:  # before, left, right, after, body
        before, left, right, after, inside = bodies
    else:
        (left, right, inside), before, after = bodies, "", ""
    shifted = re.sub(r"#([1-7])", lambda match: f"#{int(match[1]) + 2}", inside)
    parameters = (Parameter("star"), Parameter("optional", ""), *[REQUIRED] * int(count[1]))
    return Macro(name, parameters, f"{before} {left} {shifted} {right} {after}"), at


def _group(groups: Groups, at: int) -> tuple[str, int] | None:
    """Read a group, but no single token."""
    inside = groups.braced(groups.blank(at))
    return inside and (_COMMENT.sub(r"\1", groups.text[slice(*inside)]), inside[1] + 1)


Reader = Callable[[str, bool, Groups, int, Mapping[str, Macro]], Definition | None]

DEFINITIONS: Mapping[str, Reader] = MappingProxyType({
    r"\newcommand": _newcommand,
    r"\renewcommand": _newcommand,
    r"\DeclareRobustCommand": _newcommand,
    r"\providecommand": _providecommand,
    r"\def": _def,
    r"\gdef": _def,
    r"\edef": _def,
    r"\xdef": _def,
    r"\let": _let,
    r"\DeclareMathOperator": _operator,
    r"\NewDocumentCommand": _document_command,
    r"\RenewDocumentCommand": _document_command,
    r"\ProvideDocumentCommand": _document_command,
    r"\DeclareDocumentCommand": _document_command,
    r"\DeclarePairedDelimiter": _paired,
    r"\DeclarePairedDelimiterX": _paired_with_body,
    r"\DeclarePairedDelimiterXPP": _paired_with_body,
    r"\newrobustcmd": _newcommand,
    r"\renewrobustcmd": _newcommand,
    r"\providerobustcmd": _providecommand,
})  # fmt: skip

_DEFINING = re.compile(
    rf"\\(?:{'|'.join(name.removeprefix(chr(92)) for name in DEFINITIONS)})(?![A-Za-z@])"
)
