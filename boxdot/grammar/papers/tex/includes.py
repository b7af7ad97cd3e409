r"""The files of a paper: ``\input``, ``\include``, ``\import``, and packages beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers.decoding import MAX_BYTES, read_text, real_path
from boxdot.grammar.papers.documents import SourceFile
from boxdot.grammar.papers.recording import Recorder

MAX_DEPTH = 20
MAX_FILES = 1000
MAX_LOOKUPS = 20_000

# After the command: options, then one group (two for those that name a folder first).
_GROUP = r"\s*\{([^{}\\#\n]*)\}"
_ONE = re.compile(rf"\s*(?:\[[^\]]{{0,2000}}\])?{_GROUP}")
_TWO = re.compile(_GROUP + _GROUP)
_BARE = re.compile(r"[ \t]+([^\s{}\\#%|]+)")

FILES = frozenset({"input", "include", "subfile", "subfileinclude"})
FILES_IN_FOLDERS = frozenset({
    "import", "subimport", "inputfrom", "subinputfrom", "includefrom", "subincludefrom",
})  # fmt: skip
# Read for their definitions, if they lie beside the paper; all others belong to the system.
PACKAGES = {"usepackage": ".sty", "RequirePackage": ".sty", "documentclass": ".cls"}


@dataclass(frozen=True, slots=True)
class Request:
    """The files that a command asks for, and the place after it."""

    names: tuple[str, ...]
    suffix: str
    end: int
    folder: str = ""

    @property
    def package(self) -> bool:
        """Say whether only definitions are wanted, and a missing file is no matter."""
        return self.suffix != ".tex"


def requested(command: str, text: str, at: int) -> Request | None:
    r"""Read what follows a command that includes files.

    >>> requested("usepackage", "[x]{a, b}", 0).names
    ('a', 'b')
    """
    if command in FILES_IN_FOLDERS:
        match = _TWO.match(text, at)
        return match and Request((match[2].strip(),), ".tex", match.end(), match[1].strip())
    match = _ONE.match(text, at) or (_BARE.match(text, at) if command == "input" else None)
    if not match:
        return None
    names = match[1].split(",") if command in PACKAGES else [match[1]]
    suffix = PACKAGES.get(command, ".tex")
    return Request(tuple(n.strip().strip('"') for n in names), suffix, match.end())


@dataclass(slots=True)
class Includes:
    """Opens included files: relative to the root folder, then to the file that includes them."""

    root: Path
    recorder: Recorder
    encoding: str = "utf-8"
    max_bytes: int = MAX_BYTES
    # What stands in files in place of what is on disk, by real path.
    texts: Mapping[Path, str] = field(default_factory=dict)
    _active: list[Path] = field(default_factory=list)
    _read: dict[Path, SourceFile] = field(default_factory=dict)
    _lookups: int = 0
    _opened: int = 0
    _characters: int = 0

    def enter(self, path: Path) -> None:
        """Note that a file is being read from here on."""
        self._active.append(real_path(path))

    def leave(self) -> None:
        """Note that the innermost file has been read."""
        self._active.pop()

    def open(self, name: str, request: Request, file: SourceFile, at: int) -> SourceFile | None:
        """Return an included file; None, and counted, when it cannot be had."""
        path = self._find(name, request, file)
        reason = self._refusal(path, request)
        if path is not None and reason is None:
            try:
                return self._load(path)
            except BoxdotError:
                reason = "unreadable include"
        if reason:
            self.recorder.skip(reason, file, at, request.end)
        return None

    def text(self, path: Path) -> str:
        """Return the text of a file: the one that is known already, else the one on disk."""
        known = self.texts.get(real_path(path)) if self.texts else None
        if known is not None:
            return known
        return read_text(path, encoding=self.encoding, max_bytes=self.max_bytes)

    def _find(self, name: str, request: Request, file: SourceFile) -> Path | None:
        """Return the first place at which the file is."""
        self._lookups += 1
        if self._lookups > MAX_LOOKUPS:
            return None
        for path in self._candidates(name, request, file):
            try:
                if path.is_file():
                    return path
            except (OSError, ValueError):  # a name that no file can have
                continue
        return None

    def _candidates(self, name: str, request: Request, file: SourceFile) -> Iterator[Path]:
        """Yield the places at which a file may be, likeliest first."""
        for folder in dict.fromkeys((self.root, file.path.parent)):
            base = folder / request.folder
            yield base / (name + request.suffix)
            if not request.package:
                yield base / name

    def _refusal(self, path: Path | None, request: Request) -> str | None:
        """Say why a file is not read, if it is not; a package of the system is no loss."""
        if path is None:
            return None if request.package else "missing include"
        if real_path(path) in self._active:
            return "include cycle"
        if (
            len(self._active) > MAX_DEPTH
            or self._opened >= MAX_FILES
            or self._characters > self.max_bytes
        ):
            return "too many includes"
        return None

    def _load(self, path: Path) -> SourceFile:
        """Return the file, read once."""
        file = self._read.get(path)
        if file is None:
            file = self._read[path] = SourceFile(path, self.text(path))
            self.recorder.included.append(file)
        self._opened += 1
        self._characters += len(file.text)
        return file
