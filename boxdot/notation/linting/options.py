"""What a project wants of the linter: its options, read from a table of plain values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.linting.declaring.wanted import NOTATIONS
from boxdot.notation.linting.formats import FORMATS
from boxdot.notation.linting.rules.table import codes_of
from boxdot.notation.shapes.conventions import Convention

Names = tuple[str, ...]
Table = Mapping[str, Any]  # as tomllib gives it: the checks below are what types it


@dataclass(frozen=True, slots=True)
class LintOptions:
    """The options of linting; the manual (docs/configuration.md) tells what each means.

    >>> LintOptions(select=("BX1",)).convention.value
    'F'
    """

    select: Names | None = None
    extend_select: Names = ()
    ignore: Names = ()
    per_file_ignores: Mapping[str, Names] = field(default_factory=dict)
    convention: Convention = Convention.F
    notation: Names = ()
    exclude: Names = ()
    macros: Mapping[str, str] = field(default_factory=dict)
    macro_files: Names = ()
    symbols: Mapping[str, str] = field(default_factory=dict)
    output_format: str = "text"


class OptionError(BoxdotError):
    """An option is unknown, or its value is of the wrong kind; ``path`` are the keys to it."""

    def __init__(self, message: str, path: Names, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


def options_from(table: Table) -> LintOptions:
    """Return the options of a table.

    >>> options_from({"select": ["BX1"], "convention": "C"}).select
    ('BX1',)
    >>> options_from({"selct": ["BX1"]})
    Traceback (most recent call last):
    boxdot.notation.linting.options.OptionError: unknown option 'selct'
    help: did you mean 'select'?

    Raises
    ------
    OptionError
        An option is unknown or has a wrong value.
    """
    values = {}
    for key, value in table.items():
        if key not in _READERS:
            raise OptionError(f"unknown option {key!r}", (key,), _meant(key))
        values[key.replace("-", "_")] = _READERS[key]((key,), value)
    return LintOptions(**values)


def _meant(key: str) -> str:
    """Return the nearest option as a question, or all of them."""
    nearest = difflib.get_close_matches(key.replace("_", "-"), _READERS, n=1)
    return f"did you mean {nearest[0]!r}?" if nearest else f"options are {', '.join(_READERS)}"


def _strings(path: Names, value: object) -> Names:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(path, "a list of strings", value)
    return tuple(value)


def _codes(path: Names, value: object) -> Names:
    names = _strings(path, value)
    try:
        codes_of(names)
    except BoxdotError as error:
        raise OptionError(f"{'.'.join(path)}: {error.message}", path, error.hint) from None
    return names


def _text(path: Names, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(path, "a string", value)
    return value


def _table_of(read: Callable[[Names, object], Any]) -> Callable[[Names, object], dict[str, Any]]:
    """Return the reader of a table whose values are all of one kind."""

    def reader(path: Names, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _wrong(path, "a table", value)
        return {key: read((*path, key), item) for key, item in value.items()}

    return reader


def _one_of(choices: Names) -> Callable[[Names, object], str]:
    def reader(path: Names, value: object) -> str:
        if value not in choices:
            said = ", ".join(map(repr, choices))
            raise OptionError(f"{path[0]} must be one of {said}, not {value!r}", path)
        return str(value)

    return reader


def _convention(path: Names, value: object) -> Convention:
    return Convention(_one_of(tuple(one.value for one in Convention))(path, value))


def _notation(path: Names, value: object) -> Names:
    names = _strings(path, value)
    for name in names:
        _one_of(tuple(NOTATIONS))(path, name)
    return names


def _macros(path: Names, value: object) -> dict[str, str]:
    table = _table_of(_text)(path, value)
    for name in table:
        if not re.fullmatch(r"\\[A-Za-z@]+|\\.", name):
            hint = r'in TOML, \vx is written "\\vx" or ' + r"'\vx'"
            raise OptionError(f"{name!r} is not the name of a macro", (*path, name), hint)
    return table


def _wrong(path: Names, wanted: str, value: object) -> OptionError:
    kinds = {str: "a string", bool: "a boolean", int: "a number", list: "a list", dict: "a table"}
    kind = kinds.get(type(value), f"a {type(value).__name__}")
    hint = f'write {path[-1]} = ["…"]' if "list" in wanted and isinstance(value, str) else ""
    return OptionError(f"{'.'.join(path)} must be {wanted}, not {kind}", path, hint)


_READERS: dict[str, Callable[[Names, object], Any]] = {
    "select": _codes,
    "extend-select": _codes,
    "ignore": _codes,
    "per-file-ignores": _table_of(_codes),
    "convention": _convention,
    "notation": _notation,
    "exclude": _strings,
    "macros": _macros,
    "macro-files": _strings,
    "symbols": _table_of(_text),
    "output-format": _one_of(tuple(FORMATS)),
}
"""Option to the function that reads its value, with the keys that lead to it."""
