r"""The main file of a paper, when a part of it is read for itself: its macros hold there too."""

from __future__ import annotations

import re
from pathlib import Path

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers.decoding import real_path
from boxdot.grammar.papers.documents import SourceFile
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.tex.includes import Includes
from boxdot.grammar.papers.tex.reader import read_tex
from boxdot.grammar.papers.tex.state import body_start

_MAGIC = re.compile(r"^%\s*!\s*TeX\s+root\s*=\s*(\S[^\n]*)", re.MULTILINE | re.IGNORECASE)
_SUBFILE = re.compile(r"\\documentclass\s*\[([^\]\n]+)\]\s*\{subfiles\}")
# Where a file may name its main file.
_TOP = 2_000


def main_file(path: Path, text: str, root: str | Path | None) -> Path:
    r"""Return the main file of a paper: the one that is given or named, or the file itself.

    >>> main_file(Path("a/b.tex"), "% !TeX root = ../main.tex", None).as_posix()
    'a/../main.tex'
    """
    if root is not None and not Path(root).is_dir():
        return path if real_path(Path(root)) == real_path(path) else Path(root)
    named = _MAGIC.search(text, 0, _TOP) or _SUBFILE.search(text, 0, _TOP)
    if not named:
        return path
    main = path.parent / named[1].strip()
    return path if real_path(main) == real_path(path) else main


def read_preamble(main: Path, recorder: Recorder, includes: Includes) -> None:
    """Read the definitions of a main file; one that cannot be read defines nothing."""
    for candidate in (main, main.with_name(main.name + ".tex")):
        try:
            text = includes.text(candidate)
        except BoxdotError:
            continue
        preamble = SourceFile(candidate, text[: body_start(text)])
        read_tex(preamble, recorder, includes, quiet=True)
        return
