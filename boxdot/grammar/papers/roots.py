r"""The main file of a paper of which a file is a part: named in it, or found in the folders around.

An editor opens ``chapter.tex``; what rules there is declared in other chapters of ``main.tex``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers.decoding import read_text, real_path
from boxdot.grammar.papers.tex.includes import FILES, FILES_IN_FOLDERS, requested
from boxdot.grammar.papers.tex.main import main_file

# How many folders upwards main files are looked for, and how many files are read for that.
MAX_FOLDERS = 4
MAX_FILES = 200
_MAX_BYTES = 5_000_000

_SUFFIXES = frozenset({".tex", ".ltx"})
_INCLUDING = re.compile(rf"\\({'|'.join(sorted(FILES | FILES_IN_FOLDERS))})(?![A-Za-z@])")
_MAIN = re.compile(r"^[^%\n]*\\documentclass", re.MULTILINE)

Texts = Mapping[Path, str]
"""The texts of files, by real path, where they are not those on disk."""


def root_of(path: Path, texts: Texts = MappingProxyType({}), within: Path | None = None) -> Path:
    """Return the main file of the paper that a file belongs to; else the file itself.

    Parameters
    ----------
    path
        The file.
    texts
        Texts that are not those on disk.
    within
        The outermost folder in which to look for a main file.
    """
    text = _text(path, texts)
    if path.suffix.lower() not in _SUFFIXES or _MAIN.search(text) is not None:
        return _named(path, text) or path
    return _named(path, text) or _around(path, texts, within) or path


def _named(path: Path, text: str) -> Path | None:
    """Return the main file that a text names, if there is one."""
    main = main_file(path, text, None)
    if main == path:
        return None
    for candidate in (main, main.with_name(f"{main.name}.tex")):
        if _is_file(candidate):
            return Path(os.path.normpath(candidate))
    return None


def _around(path: Path, texts: Texts, within: Path | None) -> Path | None:
    """Return the nearest main file in the folders around that includes the file."""
    looked = 0
    for folder in _upwards(path, within):
        for main in _papers(folder):
            looked += 1
            if looked > MAX_FILES:
                return None
            if main != path and _MAIN.search(_text(main, texts)) and _includes(main, path, texts):
                return main
    return None


def _upwards(path: Path, within: Path | None) -> Iterator[Path]:
    for folder in path.absolute().parents[:MAX_FOLDERS]:
        yield folder
        if within is not None and real_path(folder) == real_path(within):
            return


def _papers(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.suffix.lower() in _SUFFIXES)
    except OSError:
        return []


def _includes(main: Path, path: Path, texts: Texts) -> bool:
    """Tell whether a main file includes a file, directly or through others."""
    wanted = real_path(path)
    todo, seen = [main], {real_path(main)}
    while todo:
        file = todo.pop()
        for part in map(real_path, _parts(file, main.parent, texts)):
            if part == wanted:
                return True
            if part not in seen and len(seen) < MAX_FILES:
                seen.add(part)
                todo.append(part)
    return False


def _parts(file: Path, root: Path, texts: Texts) -> Iterator[Path]:
    """Yield the files that a file includes, as far as they can be found."""
    text = _text(file, texts)
    for match in _INCLUDING.finditer(text):
        request = requested(match[1], text, match.end())
        if request is not None:
            bases = [folder / request.folder for folder in dict.fromkeys((root, file.parent))]
            found = (base / spelled for base in bases for spelled in _spelled(request.names))
            yield from filter(_is_file, found)


def _spelled(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from (f"{name}.tex", name)


def _text(path: Path, texts: Texts) -> str:
    """Return the text of a file; one that cannot be read says nothing."""
    known = texts.get(real_path(path))
    if known is not None:
        return known
    try:
        return read_text(path, max_bytes=_MAX_BYTES)
    except BoxdotError:
        return ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
