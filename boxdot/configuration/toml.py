"""Reads one configuration file; what is wrong with it is said with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers.decoding import read_text

MAX_BYTES = 1_000_000
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_table(path: Path) -> dict[str, Any] | None:
    """Return boxdot's table of a file; None for a ``pyproject.toml`` that has none.

    Raises
    ------
    BoxdotError
        The file cannot be read, or is no TOML.
    """
    text = read_text(path, max_bytes=MAX_BYTES)
    if path.name == "pyproject.toml" and "boxdot" not in text:
        return None
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        at = f":{place[1]}:{place[2]}" if place and place[1] else ""
        raise BoxdotError(f"{path}{at}: no TOML: {_PLACE.sub('', str(error))}") from None
    if path.name != "pyproject.toml":
        return document
    tool = document.get("tool")
    table = tool.get("boxdot") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise BoxdotError(f"{path}: tool.boxdot must be a table, as in [tool.boxdot]")
    return table


def line_of(path: Path, keys: tuple[str, ...]) -> int | None:
    """Return the line on which the last of the keys that can be found is written."""
    lines = read_text(path, max_bytes=MAX_BYTES).splitlines()
    start = _start(lines) if path.name == "pyproject.toml" else 0
    found = None
    for key in keys:
        name = re.escape(key)
        quoted = re.escape(key.replace("\\", "\\\\"))
        spelled = rf"""(?:"{quoted}"|'{name}'|{name})"""
        pattern = re.compile(rf"(?:^\s*|[.{{,\[]\s*){spelled}\s*[=.\]]")
        start = next((n for n in range(start, len(lines)) if pattern.search(lines[n])), -1)
        if start < 0:
            return found
        found = start + 1
    return found


def _start(lines: list[str]) -> int:
    """Return where the tables of boxdot begin."""
    heads = (n for n, line in enumerate(lines) if re.match(r"\s*\[\s*tool\s*\.\s*boxdot\b", line))
    return next(heads, 0)
