"""What fixing would change, as a unified diff that ``patch`` takes."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from boxdot.notation.linting.fixing.result import FixedFile

_NO_NEWLINE = "\\ No newline at end of file"


def diff_text(file: FixedFile) -> str:
    r"""Return the unified diff of a file, each line with the line end that it has in the file.

    >>> from pathlib import Path
    >>> print(diff_text(FixedFile(Path("a.md"), "one\nX + b\n", "one\nX ⊞ b\n")), end="")
    --- a.md
    +++ a.md
    @@ -1,2 +1,2 @@
     one
    -X + b
    +X ⊞ b
    """
    return "".join(_lines(file))


def _lines(file: FixedFile) -> Iterator[str]:
    before, after = _split(file.before), _split(file.after)
    for line in difflib.unified_diff(before, after, str(file.path), str(file.path)):
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}\n"


def _split(text: str) -> list[str]:
    """Return the lines as ``patch`` counts them: a line feed ends one, and nothing else does."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])
