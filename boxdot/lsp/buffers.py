"""The texts that are open in the editor, kept as the editor changes them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from boxdot.lsp.positions import Lines

_SUFFIXES = {"latex": ".tex", "tex": ".tex", "plaintex": ".tex"}
_LANGUAGES = frozenset({*_SUFFIXES, "markdown", "quarto", "rmd"})
_ENDINGS = frozenset({".tex", ".ltx", ".md", ".markdown", ".qmd", ".rmd", ".ipynb"})


@dataclass(frozen=True)
class Buffer:
    """One open text; a change makes a new one."""

    uri: str
    path: Path
    language: str
    version: int | None
    text: str
    encoding: types.PositionEncodingKind | str

    @cached_property
    def lines(self) -> Lines:
        """Its lines."""
        return Lines(self.text, self.encoding)

    @property
    def is_paper(self) -> bool:
        """Tell whether it is something that boxdot reads."""
        return self.language in _LANGUAGES or self.path.suffix.lower() in _ENDINGS


class Buffers:
    """The open texts, by address and by real path."""

    def __init__(self) -> None:
        self.encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16
        self._open: dict[str, Buffer] = {}

    def __iter__(self) -> Iterator[Buffer]:
        return iter(list(self._open.values()))

    def get(self, uri: str) -> Buffer | None:
        """Return the text at an address, if it is open."""
        return self._open.get(uri)

    def at(self, path: Path) -> Buffer | None:
        """Return the text of a file, if it is open."""
        wanted = _real(path)
        return next((one for one in self if one.path == wanted), None)

    def texts(self) -> dict[Path, str]:
        """Return the texts by real path, as the linter takes them."""
        return {one.path: one.text for one in self}

    def open(self, item: types.TextDocumentItem) -> Buffer:
        """Take in a text that the editor opens."""
        language = str(item.language_id)
        path = path_of(item.uri, language)
        text = _without_mark(item.text)
        buffer = Buffer(item.uri, path, language, item.version, text, self.encoding)
        self._open[item.uri] = buffer
        return buffer

    def change(
        self, uri: str, version: int | None, changes: Iterable[types.TextDocumentContentChangeEvent]
    ) -> Buffer | None:
        """Make the changes of the editor, one after the other."""
        buffer = self._open.get(uri)
        if buffer is None:
            return None
        text = buffer.text
        for change in changes:
            text = _changed(text, change, buffer.encoding)
        changed = Buffer(uri, buffer.path, buffer.language, version, text, buffer.encoding)
        self._open[uri] = changed
        return changed

    def close(self, uri: str) -> None:
        """Forget a text: what is on disk counts again."""
        self._open.pop(uri, None)

    def uri_of(self, path: Path) -> str:
        """Return the address of a file, as the editor spells it if it is open."""
        buffer = self.at(path)
        if buffer is not None:
            return buffer.uri
        return from_fs_path(str(path.absolute())) or path.absolute().as_uri()


def path_of(uri: str, language: str = "") -> Path:
    """Return the real path of an address; what is not saved yet gets a name by its language.

    >>> path_of("file:///a/b%20c.tex").as_posix()
    '/a/b c.tex'
    >>> path_of("untitled:Untitled-1", "latex").name
    'Untitled-1.tex'
    """
    if uri.startswith("file:"):
        return _real(Path(to_fs_path(uri) or uri))
    name = uri.rpartition("/")[2].rpartition(":")[2] or "untitled"
    known = Path(name).suffix.lower() in _ENDINGS
    return _real(Path(name if known else f"{name}{_SUFFIXES.get(language, '.md')}"))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _changed(
    text: str,
    change: types.TextDocumentContentChangeEvent,
    encoding: types.PositionEncodingKind | str,
) -> str:
    if isinstance(change, types.TextDocumentContentChangeWholeDocument):
        return _without_mark(change.text)
    span = Lines(text, encoding).span(change.range)
    return text[: span.start] + change.text + text[span.end :]


def _without_mark(text: str) -> str:
    """Return the text as a file is read: the mark of byte order is no part of it."""
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
