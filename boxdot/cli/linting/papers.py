"""The result of one paper, which processes hand on and the cache keeps."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from boxdot.grammar.papers import Document
from boxdot.grammar.papers.decoding import real_path
from boxdot.grammar.papers.tex.main import main_file
from boxdot.notation.linting import LintReport, Prepared, lint_prepared, read_papers

_COLLECTED_AFTER = 100_000


@dataclass(frozen=True, slots=True)
class PaperResult:
    """What linting one paper gave.

    ``inputs`` are the files that were read for it, its own first; ``parts`` those that it includes,
    which are no papers of their own. ``whole`` says that nothing was amiss: the same inputs give
    the same result.
    """

    path: Path
    inputs: tuple[Path, ...]
    parts: frozenset[Path]
    report: LintReport
    whole: bool


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for circles of garbage seldom: expressions have none, and looking takes a tenth."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def lint_chunk(paths: Sequence[Path], prepared: Prepared, thorough: bool) -> list[PaperResult]:
    """Lint some papers at once, in another process."""
    return list(lint_each(paths, prepared, thorough))


def lint_each(
    paths: Sequence[Path], prepared: Prepared, thorough: bool = False
) -> Iterator[PaperResult]:
    """Lint some papers one by one; those that others of them include are left out."""
    with seldom_collecting():
        for document in read_papers(paths, prepared.macros):
            yield lint_one(document, prepared, thorough)


def lint_one(document: Document, prepared: Prepared, thorough: bool = False) -> PaperResult:
    """Lint one paper that was read."""
    report = LintReport()
    lint_prepared(document, report, prepared, thorough=thorough)
    included = [file.path for file in document.included]
    main = main_file(document.path, document.text, None)
    return PaperResult(
        document.path,
        (document.path, *included, *((main,) if main != document.path else ())),
        frozenset(map(real_path, included)),
        report,
        not report.statistics.internal and "missing include" not in document.skipped,
    )
