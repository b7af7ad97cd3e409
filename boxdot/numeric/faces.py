"""Faces of packages: names that are loaded from their homes when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import Any


def face(
    names: dict[str, Any], rooms: Collection[str], homes: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and the ``__dir__`` of a package (PEP 562).

    Parameters
    ----------
    names
        The globals of the package; they keep what was loaded.
    rooms
        The modules of the package that users reach by name.
    homes
        The module of every other name.
    """
    package = names["__name__"]

    def load(name: str) -> object:
        if name in rooms:
            return import_module(f"{package}.{name}")
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        names[name] = value = getattr(import_module(homes[name]), name)
        return value

    def listed() -> list[str]:
        return sorted({*names, *rooms, *homes})

    return load, listed
