"""What the user sets in the editor: options of the linter, and what the server does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Table = Mapping[str, Any]  # as the editor sends it: the readers below are what types it


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the editor.

    ``options`` win over the configuration of a project, ``file`` is another one; ``delay`` is how
    many seconds of silence the linter waits for; ``hints`` says whether shapes are shown within
    formulas.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    delay: float = 0.2
    hints: bool = False


def settings_from(given: object) -> tuple[Settings, list[str]]:
    """Return the settings that an editor sent, and what is wrong with them.

    >>> settings_from({"boxdot": {"ignore": ["BX202"], "delay": 500}})[0].delay
    0.5
    >>> settings_from({"select": "BX1"})[1]
    ["boxdot.select must be a list of names, not 'BX1'"]
    """
    table = given if isinstance(given, Mapping) else {}
    table = table["boxdot"] if isinstance(table.get("boxdot"), Mapping) else table
    settings, wrong = Settings(), []
    for key, value in table.items():
        if value is None:
            continue
        read = _READERS.get(key)
        try:
            settings = settings if read is None else read(settings, value)
        except ValueError as error:
            wrong.append(f"boxdot.{key} {error}")
        if read is None:
            wrong.append(f"boxdot.{key} is no setting; settings are {', '.join(_READERS)}")
    return settings, wrong


def _option(name: str, read: Callable[[object], Any]) -> Callable[[Settings, object], Settings]:
    def reader(settings: Settings, value: object) -> Settings:
        return replace(settings, options={**settings.options, name: read(value)})

    return reader


def _codes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"must be a list of names, not {value!r}")
    return tuple(value)


def _convention(value: object) -> str:
    if value not in ("F", "C"):
        raise ValueError(f"must be 'F' or 'C', not {value!r}")
    return str(value)


def _file(settings: Settings, value: object) -> Settings:
    if not isinstance(value, str):
        raise ValueError(f"must be a path, not {value!r}")
    return replace(settings, file=value or None)


def _delay(settings: Settings, value: object) -> Settings:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 60_000:
        raise ValueError(f"must be a number of milliseconds, not {value!r}")
    return replace(settings, delay=value / 1000)


def _hints(settings: Settings, value: object) -> Settings:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {value!r}")
    return replace(settings, hints=value)


_READERS: dict[str, Callable[[Settings, object], Settings]] = {
    "select": _option("select", _codes),
    "extendSelect": _option("extend_select", _codes),
    "ignore": _option("ignore", _codes),
    "convention": _option("convention", _convention),
    "notation": _option("notation", _codes),
    "configuration": _file,
    "delay": _delay,
    "inlayHints": _hints,
}
"""Setting to the function that reads its value."""
