"""From the bytes of a file to its text, or a sentence about why not."""

from __future__ import annotations

import stat
from pathlib import Path

from boxdot.grammar.errors import BoxdotError

MAX_BYTES = 50_000_000


def read_text(path: Path, *, encoding: str = "utf-8", max_bytes: int = MAX_BYTES) -> str:
    """Return the text of a regular file, line ends as they are, without a byte order mark.

    Raises
    ------
    BoxdotError
        The file is missing, not a regular file, too large, binary, or in another encoding.
    """
    return decode(_read_bytes(path, max_bytes), path, encoding=encoding)


def decode(data: bytes, path: Path, *, encoding: str = "utf-8") -> str:
    r"""Return the text of the bytes of a file.

    >>> decode(b"\xef\xbb\xbfa\r\n", Path("a.md"))
    'a\r\n'
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, path, encoding, error.start) from None
    except LookupError:
        hint = "use a name that Python knows, such as utf-8, latin-1 or utf-16"
        raise BoxdotError(f"{path}: unknown encoding {encoding!r}", hint=hint) from None
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise BoxdotError(
            f"{path}: a NUL character on line {line}: this is a binary file, not a text",
            hint="give .tex or .md files; UTF-16 text needs its encoding named (utf-16)",
        )
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def real_path(path: Path) -> Path:
    """Return the path with its links followed; a path with a loop of links stays as it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    """Return the bytes of a regular file of at most ``max_bytes``."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise BoxdotError(f"{path} is {kind}", hint="give the path of a .tex or .md file")
        with path.open("rb") as stream:
            # One byte more than allowed: the size that the system tells may be wrong (/proc).
            data = stream.read(max_bytes + 1)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BoxdotError(f"{path} cannot be read: {reason}", hint="check the path") from None
    if len(data) > max_bytes:
        raise BoxdotError(
            f"{path} is larger than {max_bytes:,} bytes",
            hint="split it, or raise the limit (max_bytes)",
        )
    return data


def _undecodable(data: bytes, path: Path, encoding: str, offset: int) -> BoxdotError:
    """Return the error for a byte that the encoding does not have."""
    line = data.count(b"\n", 0, offset) + 1
    return BoxdotError(
        f"{path} is not {encoding}: byte 0x{data[offset]:02x} at offset {offset}, line {line}",
        hint="re-save the file as UTF-8, or name its encoding (such as latin-1)",
    )
