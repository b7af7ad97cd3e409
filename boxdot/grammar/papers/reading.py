"""Reads a paper: its formulas, running text, sections and macros, and those of what it includes."""

from __future__ import annotations

import re
from pathlib import Path

from boxdot.grammar.papers.decoding import MAX_BYTES, read_text
from boxdot.grammar.papers.documents import Document, SourceFile
from boxdot.grammar.papers.markdown.reader import read_markdown
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.tex.includes import Includes
from boxdot.grammar.papers.tex.reader import read_tex

_FORMATS = {".tex": "tex", ".ltx": "tex", ".md": "markdown", ".markdown": "markdown"}
_TEX = re.compile(r"^[^%\n]{0,200}\\(?:documentclass|begin\s*\{document\}|section)", re.MULTILINE)


def read_document(
    path: str | Path,
    *,
    text: str | None = None,
    root: str | Path | None = None,
    encoding: str = "utf-8",
    max_bytes: int = MAX_BYTES,
) -> Document:
    r"""Read a paper; odd text is skipped and counted, never an error.

    Parameters
    ----------
    path
        The file; its ending tells the format, or else its text.
    text
        The text, if it is known already (of an editor, of standard input).
    root
        The main file of the paper, or its folder, to which included files are relative.
    encoding, max_bytes
        How files are decoded, and how large one may be.

    Raises
    ------
    BoxdotError
        The file cannot be read, is too large, binary, or in another encoding.

    Examples
    --------
    >>> document = read_document("a.md", text="Let $X \\in \\mathbb{R}^{m}$.")
    >>> document.formulas[0].text, document.formulas[0].line_and_column(0)
    ('X \\in \\mathbb{R}^{m}', (1, 6))
    """
    path = Path(path)
    if text is None:
        text = read_text(path, encoding=encoding, max_bytes=max_bytes)
    file, recorder = SourceFile(path, text), Recorder()
    kind = _FORMATS.get(path.suffix.lower()) or ("tex" if _TEX.search(text) else "markdown")
    if kind == "markdown":
        read_markdown(file, recorder)
    else:
        read_tex(file, recorder, Includes(_folder(path, root), recorder, encoding, max_bytes))
    return recorder.document(file, kind)


def _folder(path: Path, root: str | Path | None) -> Path:
    """Return the folder that included files are relative to."""
    if root is None:
        return path.parent
    return Path(root) if Path(root).is_dir() else Path(root).parent
