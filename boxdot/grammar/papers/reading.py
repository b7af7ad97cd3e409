"""Reads a paper: its formulas, running text, sections and macros, and those of what it includes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from boxdot.grammar.papers.decoding import MAX_BYTES, read_text, real_path
from boxdot.grammar.papers.documents import Document, SourceFile
from boxdot.grammar.papers.macros import Macro
from boxdot.grammar.papers.markdown.reader import read_markdown
from boxdot.grammar.papers.notebooks import read_notebook
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.tex.includes import Includes
from boxdot.grammar.papers.tex.main import main_file, read_preamble
from boxdot.grammar.papers.tex.reader import read_tex
from boxdot.grammar.papers.wholes import wholes

_FORMATS = {
    ".tex": "tex",
    ".ltx": "tex",
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd"), "markdown"),
    ".ipynb": "notebook",
}
_TEX = re.compile(r"^[^%\n]{0,200}\\(?:documentclass|begin\s*\{document\}|section)", re.MULTILINE)


def read_document(
    path: str | Path,
    *,
    text: str | None = None,
    texts: Mapping[Path, str] | None = None,
    root: str | Path | None = None,
    encoding: str = "utf-8",
    max_bytes: int = MAX_BYTES,
    macros: Mapping[str, Macro] = MappingProxyType({}),
) -> Document:
    r"""Read a paper; odd text is skipped and counted, never an error.

    Parameters
    ----------
    path
        The file; its ending tells the format, or else its text.
    text
        The text, if it is known already (of an editor, of standard input).
    texts
        The texts of files that it includes, by real path, where they are not those on disk.
    root
        The main file of the paper, whose macros hold, or its folder; included files are relative
        to it. A file that names its main file (``% !TeX root = main.tex``) needs none.
    encoding, max_bytes
        How files are decoded, and how large one may be.
    macros
        What is defined besides, before the paper begins.

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
    file, recorder = SourceFile(path, text), Recorder(macros)
    kind = _format(path, text)
    if kind != "tex":
        _READERS[kind](file, recorder)
        return recorder.document(file, kind)
    main = main_file(path, text, root)
    folder = Path(root) if root is not None and Path(root).is_dir() else main.parent
    includes = Includes(folder, recorder, encoding, max_bytes, texts or {})
    if main != path:
        read_preamble(main, recorder, includes)
    read_tex(file, recorder, includes)
    return recorder.document(file, "tex")


def read_documents(
    paths: Iterable[str | Path], *, encoding: str = "utf-8", max_bytes: int = MAX_BYTES
) -> list[Document]:
    r"""Read papers; a file that another of them includes is read there, and only there."""
    ordered = list(dict.fromkeys(map(Path, paths)))
    texts = {path: read_text(path, encoding=encoding, max_bytes=max_bytes) for path in ordered}
    # Main files first: of files that include each other one of these is the paper.
    first = sorted(ordered, key=lambda path: r"\documentclass" not in texts[path])
    read = {
        path: read_document(path, text=texts[path], encoding=encoding, max_bytes=max_bytes)
        for path in first
    }
    parts = {
        real_path(path): {real_path(file.path) for file in document.included}
        for path, document in read.items()
    }
    whole = set(wholes(parts))
    return [read[path] for path in ordered if real_path(path) in whole]


_READERS = {"markdown": read_markdown, "notebook": read_notebook}


def _format(path: Path, text: str) -> str:
    """Return the format that the ending names, or else the text."""
    known = _FORMATS.get(path.suffix.lower())
    return known or ("tex" if _TEX.search(text) else "markdown")
