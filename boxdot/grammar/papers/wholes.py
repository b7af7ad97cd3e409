"""Which files are papers of their own, when some of them include others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

File = TypeVar("File")


def wholes(parts: Mapping[File, Collection[File]]) -> list[File]:
    """Return the files that no other one includes; of those that include each other, the first.

    So each file is read once: in the first of the papers returned that includes it.

    >>> wholes({"intro": [], "main": ["intro"], "a": ["b"], "b": ["a"]})
    ['main', 'a']
    """
    included = {part for file, within in parts.items() for part in within if part != file}
    kept = {file for file in parts if file not in included}
    covered = {part for file in kept for part in parts[file]}
    for file in parts:
        if file not in kept and file not in covered:
            kept.add(file)
            covered.update(parts[file])
    return [file for file in parts if file in kept]
