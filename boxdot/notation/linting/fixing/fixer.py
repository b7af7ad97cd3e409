"""Fixing papers in passes: edits are made, the paper is linted again, and what spoils is undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from boxdot.grammar.papers import Document, SourceFile, read_document
from boxdot.grammar.papers.decoding import real_path
from boxdot.notation.linting.edits import applied
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.fixing.compatible import compatible
from boxdot.notation.linting.fixing.packages import Loading, loading
from boxdot.notation.linting.fixing.result import FixedFile, Fixes, Left
from boxdot.notation.linting.linter import lint_prepared
from boxdot.notation.linting.preparing import Prepared
from boxdot.notation.linting.report import LintReport
from boxdot.notation.linting.rules.table import chosen_rules

MOST_PASSES = 20


def fix_documents(
    documents: Iterable[Document],
    prepared: Prepared,
    *,
    unsafe: bool = False,
    texts: Mapping[Path, str] = MappingProxyType({}),
) -> Fixes:
    """Fix papers one after the other; what two of them include is fixed with the first.

    Parameters
    ----------
    documents
        The papers as they were read.
    prepared
        The options of their project. A correction is kept only if its finding is gone then, and
        no other one has come, of these rules or of those that are on by default.
    unsafe
        Also make corrections that may say something else than the author means.
    texts
        The texts of files, by real path, that are not those on disk (unsaved in an editor).
    """
    fixes = Fixes()
    known = dict(texts)
    for document in documents:
        _fix_document(document, fixes, known, _Linter(prepared), unsafe)
    return fixes


def _fix_document(
    document: Document, fixes: Fixes, texts: dict[Path, str], linter: _Linter, unsafe: bool
) -> None:
    """Fix one paper: ``fixes`` and ``texts``, the new text of each file by real path, grow."""
    original = document
    if texts:
        document = linter.reread(document, texts)
    work = _Work(document, linter, unsafe, linter.lint(document), dict(texts))
    for _ in range(MOST_PASSES):
        if not work.make_pass():
            break
    left = [Left(finding, work.reason(finding)) for finding in work.findings]
    packages = loading(work.document, original)
    work.load(packages)
    fixes.notes += packages.notes
    fixes.fixed += work.fixed
    fixes.left += [Left(f, old.reason) for f, old in zip(work.findings, left, strict=True)]
    fixes.report.findings += work.findings
    fixes.report.statistics.add(work.report.statistics)
    for file in _changed(document, work.document):
        fixes.add(file)
    texts.update(work.texts)


def _changed(old: Document, new: Document) -> list[FixedFile]:
    """Return the files of a paper whose texts differ."""
    after = {real_path(file.path): file.text for file in _files(new)}
    changed = {}
    for file in _files(old):
        text = after.get(real_path(file.path), file.text)
        if text != file.text:
            changed[real_path(file.path)] = FixedFile(file.path, file.text, text)
    return list(changed.values())


def _files(document: Document) -> tuple[SourceFile, ...]:
    return (document.file, *document.included)


class _Linter:
    """Reads and lints a paper as its project wants it, and with the default rules besides."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._strict = replace(prepared, rules={**chosen_rules(), **prepared.rules})

    def lint(self, document: Document) -> LintReport:
        """Return what is found with every rule that a correction must not offend."""
        report = LintReport()
        lint_prepared(document, report, self._strict)
        return report

    def wanted(self, finding: Finding) -> bool:
        """Tell whether a finding is of the rules that the user chose."""
        return finding.code in self._prepared.rules

    def reread(self, document: Document, texts: Mapping[Path, str]) -> Document:
        """Return the paper as it is with other texts."""
        text = texts.get(real_path(document.path), document.text)
        macros = self._prepared.macros
        return read_document(document.path, text=text, texts=texts, macros=macros)


@dataclass(slots=True)
class _Work:
    """A paper on its way: what it is after the passes so far."""

    document: Document
    linter: _Linter
    unsafe: bool
    report: LintReport
    texts: dict[Path, str]
    fixed: list[Finding] = field(default_factory=list)
    refused: dict[Finding, str] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """What is found now, of the rules that the user chose."""
        return [finding for finding in self.report.findings if self.linter.wanted(finding)]

    def make_pass(self) -> bool:
        """Make the corrections that go together and repair; tell whether there was one."""
        self.refused = {}
        trial = _Trial(self)
        trial.accept(compatible(f for f in self.findings if self._may_fix(f)))
        if trial.accepted:
            self.fixed += trial.accepted
            self.document, self.report, self.texts = trial.document, trial.report, trial.texts
        return bool(trial.accepted)

    def load(self, packages: Loading) -> None:
        """Put the commands into the preamble that load packages."""
        if packages.edits:
            text = applied(self.document.text, packages.edits)
            self.texts[real_path(self.document.path)] = text
            self.document = self.linter.reread(self.document, self.texts)
            self.report = self.linter.lint(self.document)

    def reason(self, finding: Finding) -> str:
        """Say why a finding is not corrected."""
        fix = finding.fix
        if fix is None:
            return "no correction is known"
        if not fix.edits:
            return fix.obstacle or "it takes more than another operator"
        if not self._may_fix(finding):
            return "unsafe: it may say something else than you mean (--unsafe-fixes)"
        return self.refused.get(finding, "another correction stands in its way")

    def _may_fix(self, finding: Finding) -> bool:
        return finding.fix is not None and (finding.fix.safe or self.unsafe)


class _Trial:
    """One pass: the corrections accepted so far, and the paper with them."""

    def __init__(self, work: _Work) -> None:
        self.work = work
        self.accepted: list[Finding] = []
        self.document, self.report, self.texts = work.document, work.report, work.texts

    def accept(self, group: Sequence[Finding]) -> None:
        """Accept what repairs and spoils nothing: all at once, or else by halves."""
        if not group or self._accepted(group):
            return
        if len(group) > 1:
            half = len(group) // 2
            self.accept(group[:half])
            self.accept(group[half:])
        else:
            self.work.refused[group[0]] = "the correction would bring another finding"

    def _accepted(self, group: Sequence[Finding]) -> bool:
        """Try the group together with what is accepted; keep it if it repairs."""
        together = [*self.accepted, *group]
        texts = {**self.work.texts, **_edited(together)}
        document = self.work.linter.reread(self.work.document, texts)
        report = self.work.linter.lint(document)
        if not _repairs(self.work.report, report, together):
            return False
        self.accepted, self.document, self.report, self.texts = together, document, report, texts
        return True


def _edited(findings: Iterable[Finding]) -> dict[Path, str]:
    """Return the texts, by real path, with the corrections of the findings made."""
    by_file: dict[Path, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(real_path(finding.source.path), []).append(finding)
    return {
        path: applied(found[0].source.text, (e for f in found if f.fix for e in f.fix.edits))
        for path, found in by_file.items()
    }


def _repairs(before: LintReport, after: LintReport, fixed: Sequence[Finding]) -> bool:
    """Tell whether the fixed findings are gone, none has come, and all can still be read."""
    old, new = before.statistics, after.statistics
    readable = (
        new.statements >= old.statements
        and new.unreadable.total() <= old.unreadable.total()
        and len(new.internal) <= len(old.internal)
        and new.formulas == old.formulas
    )
    return readable and _counted(after.findings) <= _counted(before.findings) - _counted(fixed)


def _counted(findings: Iterable[Finding]) -> Counter[tuple[Path, int, str]]:
    """Count the findings of each rule on each line: no correction moves a line."""
    return Counter((finding.source.path, finding.line, finding.name) for finding in findings)
