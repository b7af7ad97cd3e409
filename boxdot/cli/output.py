"""What the commands write: text or one JSON document on stdout, and complaints on stderr."""

from __future__ import annotations

import io
import json
import math
import os
import re
import sys
from collections.abc import Mapping
from typing import TextIO

import click

_STYLES = (
    (re.compile(r"(?<= )\^+$", re.MULTILINE), "red"),
    (re.compile(r"^ *(?:error|fails)\b", re.MULTILINE), "red"),
    (re.compile(r"^ *(?:help|fix):", re.MULTILINE), "cyan"),
)
"""What is coloured on a terminal: carets, the word that says it is wrong, the way out."""


def use_utf8() -> None:
    """Make both streams write UTF-8 whatever the locale says: formulas are not ASCII."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def emit(text: str) -> None:
    """Write a result on stdout."""
    _write(sys.stdout, _painted(text))


def emit_plain(text: str) -> None:
    """Write a result for a program on stdout: never with colours."""
    _write(sys.stdout, text)


def emit_json(document: object) -> None:
    """Write one JSON document on stdout."""
    _write(sys.stdout, laid_out(jsonable(document)))


def complain(text: str) -> None:
    """Write a message on stderr."""
    _write(sys.stderr, _painted(text))


def jsonable(value: object) -> object:
    """Return the value with the numbers that JSON lacks written as strings.

    >>> jsonable({"value": [1.5, float("inf")]})
    {'value': [1.5, 'inf']}
    """
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case complex():
            return str(value)
        case Mapping():
            return {str(key): jsonable(item) for key, item in value.items()}
        case list() | tuple():
            return [jsonable(item) for item in value]
    return value


def laid_out(value: object, margin: str = "") -> str:
    """Return JSON with a line for each member of an object, and lists of plain values on one.

    >>> print(laid_out({"shape": ["H", "W"], "problems": []}))
    {
      "shape": ["H", "W"],
      "problems": []
    }
    """
    inner = margin + "  "
    if isinstance(value, dict):
        parts = [f"{_compact(key)}: {laid_out(item, inner)}" for key, item in value.items()]
        fences = "{}"
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        parts = [laid_out(item, inner) for item in value]
        fences = "[]"
    else:
        return _compact(value)
    body = ",".join(f"\n{inner}{part}" for part in parts)
    return f"{fences[0]}{body}\n{margin}{fences[1]}" if parts else fences


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _painted(text: str) -> str:
    """Return the text with ANSI colours, which ``click.echo`` drops where there is no terminal."""
    for pattern, colour in _STYLES:
        text = pattern.sub(click.style(r"\g<0>", fg=colour, bold=True), text)
    return text


def _write(stream: TextIO, text: str) -> None:
    """Write a line; when its reader has gone, go on in silence: the exit code stays true."""
    try:
        click.echo(text, file=stream)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
