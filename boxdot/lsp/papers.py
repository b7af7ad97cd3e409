"""Papers as they stand in the editor: read with what is not saved, linted, asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from threading import Lock

from boxdot.configuration import Project, Wishes, finder, project_of
from boxdot.grammar.papers import Document, SourceFile, read_document
from boxdot.grammar.papers.decoding import real_path
from boxdot.grammar.papers.roots import root_of
from boxdot.lsp.settings import Settings
from boxdot.notation.linting import Finding, LintReport, lint_prepared
from boxdot.notation.linting.globbing import matches
from boxdot.notation.linting.inventory import Entry, list_symbols
from boxdot.notation.linting.looking import Looking
from boxdot.notation.linting.preparing import relative

Texts = Mapping[Path, str]


class Paper:
    """A paper at one moment: its document, what is wrong with it, and what is known of it."""

    def __init__(self, document: Document, project: Project, texts: Texts) -> None:
        self.document = document
        self.project = project
        self.texts = {path: texts[path] for path in self._paths(document) if path in texts}
        self._linted: tuple[LintReport, Looking] | None = None
        self._lock = Lock()

    @staticmethod
    def _paths(document: Document) -> Iterator[Path]:
        return (real_path(file.path) for file in (document.file, *document.included))

    @cached_property
    def files(self) -> dict[Path, SourceFile]:
        """Its files by real path."""
        files = (self.document.file, *self.document.included)
        return dict(zip(self._paths(self.document), files, strict=True))

    @cached_property
    def symbols(self) -> list[Entry]:
        """Every symbol of the paper."""
        return list_symbols(self.document, self.project.prepared.symbols)

    @property
    def looking(self) -> Looking:
        """What is asked for what stands at a place."""
        return self._lint()[1]

    def lint(self, pulse: Callable[[], None] = lambda: None) -> LintReport:
        """Lint the paper, once; what the pulse raises stops it."""
        return self._lint(pulse)[0]

    def _lint(self, pulse: Callable[[], None] = lambda: None) -> tuple[LintReport, Looking]:
        with self._lock:
            if self._linted is None:
                report = LintReport()
                known = lint_prepared(self.document, report, self.project.prepared, pulse=pulse)
                self._linted = report, Looking(known)
            return self._linted

    def findings(self, path: Path) -> list[Finding]:
        """Return what is wrong in one of its files."""
        wanted = self.files[path].path
        return [one for one in self.lint() if one.source.path == wanted]


def read_paper(path: Path, texts: Texts, settings: Settings, within: Path | None) -> Paper | None:
    """Read the paper that a file belongs to; None if its project excludes it.

    Parameters
    ----------
    path
        The file, by its real path.
    texts
        The texts of files that are not as on disk.
    settings
        What the editor sets; it wins over the configuration of the project.
    within
        The outermost folder in which to look for the main file.

    Raises
    ------
    BoxdotError
        The configuration cannot be used, or the file cannot be read.
    """
    file = None if settings.file is None else (within or Path()) / Path(settings.file).expanduser()
    wishes = Wishes(**settings.options, file=file)
    find = finder(wishes)
    for root in dict.fromkeys((root_of(path, texts, within), path)):
        project = project_of(find(root), wishes)
        if any(_excluded(project, file) for file in (root, path)):
            return None
        document = read_document(
            root, text=texts.get(real_path(root)), texts=texts, macros=project.prepared.macros
        )
        paper = Paper(document, project, texts)
        if path in paper.files:  # else the main file that the file names does not include it
            return paper
    return None


def _excluded(project: Project, path: Path) -> bool:
    return matches(relative(path, project.folder), project.options.exclude)
