"""Archives of sources, as arXiv hands them out: read without trust, into a folder of our own."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from boxdot.grammar.errors import BoxdotError

SUFFIXES = (".tar.gz", ".tgz", ".tar", ".gz", ".zip")
WANTED = frozenset(
    {".tex", ".ltx", ".sty", ".cls", ".def", ".md", ".markdown", ".qmd", ".rmd", ".ipynb"}
)

MAX_MEMBERS = 10_000
MAX_MEMBER = 50_000_000
MAX_TOTAL = 1_000_000_000
MAX_RATIO = 200
SLACK = 20_000_000
"""An archive may always hold so much, however small it is itself."""

_DAMAGED = (
    tarfile.TarError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # a password
    FileExistsError,  # a file and a folder of one name
    NotADirectoryError,
    IsADirectoryError,
)


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes."""
        ...


Member = tuple[str, Readable]


def is_archive(path: Path) -> bool:
    """Tell from the name whether a path is an archive.

    >>> is_archive(Path("2301.00001.tar.gz")), is_archive(Path("paper.tex"))
    (True, False)
    """
    return path.name.lower().endswith(SUFFIXES)


def unpack(archive: Path, folder: Path) -> list[Path]:
    """Write the sources in an archive below a folder that is empty; return their paths.

    Links and devices are passed over; text that is not UTF-8 is taken for Latin-1.

    Raises
    ------
    BoxdotError
        The archive is damaged, too large, leads out of the folder, or holds no source.
    """
    try:
        written = [_written(folder, name, stream) for name, stream in _sources(archive)]
    except _DAMAGED as error:
        raise BoxdotError(f"{archive}: a damaged archive: {error}") from None
    except _RefusedError as error:
        hint = "unpack it yourself if you trust it"
        raise BoxdotError(f"{archive}: {error}", hint=hint) from None
    if not any(path.suffix.lower() in {".tex", ".md", ".markdown"} for path in written):
        raise BoxdotError(f"{archive}: no paper in this archive", hint="papers end in .tex or .md")
    return written


class _RefusedError(Exception):
    """The archive asks for something that no paper needs."""


def _sources(archive: Path) -> Iterator[Member]:
    """Yield the sources in an archive, by what it is, not by its name."""
    most = min(MAX_TOTAL, max(SLACK, MAX_RATIO * archive.stat().st_size))
    with archive.open("rb") as raw:
        head = raw.read(4)
        raw.seek(0)
        if head.startswith(b"PK"):
            yield from _of_zip(raw, most)
        elif head.startswith(b"\x1f\x8b"):
            yield from _of_gzip(archive, _Bounded(gzip.GzipFile(fileobj=raw), most))
        else:
            yield from _of_tar(_Bounded(raw, most))


def _of_gzip(archive: Path, stream: _Bounded) -> Iterator[Member]:
    """Yield what was compressed: an archive, or one source."""
    start = stream.peek(512)
    if start[257:262] == b"ustar":
        yield from _of_tar(stream)
        return
    name = archive.name.rpartition(".")[0]
    yield (name if PurePosixPath(name).suffix.lower() in WANTED else f"{name}.tex"), stream


def _of_tar(stream: _Bounded) -> Iterator[Member]:
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for count, member in enumerate(tar):
            _demand(count < MAX_MEMBERS, f"more than {MAX_MEMBERS:,} files")
            _demand(not _leads_out(member.name), f"{member.name!r} leads out of it")
            if member.isreg() and _is_wanted(member.name):
                source = tar.extractfile(member)
                if source is not None:
                    yield member.name, source


def _of_zip(raw: IO[bytes], most: int) -> Iterator[Member]:
    with zipfile.ZipFile(raw) as archive:
        members = archive.infolist()
        _demand(len(members) <= MAX_MEMBERS, f"more than {MAX_MEMBERS:,} files")
        left = most
        for member in members:
            _demand(not _leads_out(member.filename), f"{member.filename!r} leads out of it")
            kind = member.external_attr >> 28  # of the Unix mode; 10 is a link, 0 says nothing
            if member.is_dir() or kind not in (0, 8) or not _is_wanted(member.filename):
                continue
            with archive.open(member) as source:
                bounded = _Bounded(source, left)
                yield member.filename, bounded
                left -= bounded.given


class _Bounded(io.RawIOBase):
    """A stream that gives no more than so many bytes, whatever its headers promise."""

    def __init__(self, stream: Readable, most: int) -> None:
        self._stream = stream
        self._most = most
        self._ahead = b""
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        want = self._most + 1 - self.given if size < 0 else size
        data, self._ahead = self._ahead[:want], self._ahead[want:]
        if len(data) < want:
            data += self._stream.read(want - len(data))
        self.given += len(data)
        _demand(self.given <= self._most, f"it unpacks to more than {self._most:,} bytes")
        return data

    def peek(self, size: int) -> bytes:
        """Return the next bytes, which will be read again."""
        self._ahead += self._stream.read(size - len(self._ahead))
        return self._ahead

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise _RefusedError(otherwise)


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def _is_wanted(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in WANTED


def _written(folder: Path, name: str, stream: Readable) -> Path:
    data = stream.read(MAX_MEMBER + 1)
    _demand(len(data) <= MAX_MEMBER, f"{name!r} is larger than {MAX_MEMBER:,} bytes")
    path = folder.joinpath(*PurePosixPath(name.replace("\\", "/")).parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_utf8(data))
    return path


def _utf8(data: bytes) -> bytes:
    """Return text as UTF-8: what is something else is Latin-1, or its lines and columns are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1").encode("utf-8")
    return data
