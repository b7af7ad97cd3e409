"""Linting papers: formulas are found, declarations gathered, statements read and judged."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter, thread_time
from types import MappingProxyType
from typing import TypeVar

from boxdot.grammar.papers import Document, FormulaSource, Macro, discover, read_document, wholes
from boxdot.notation.diagnostics import CODES
from boxdot.notation.linting.declaring.conventions import stated_in
from boxdot.notation.linting.declaring.wanted import withheld
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.flow import Flow
from boxdot.notation.linting.gathering import Declared, gather
from boxdot.notation.linting.ignoring import quieted, read_ignores
from boxdot.notation.linting.judging import judge
from boxdot.notation.linting.preparing import Prepared
from boxdot.notation.linting.report import LintReport
from boxdot.notation.linting.rules.paper import Paper
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.linting.rules.table import Codes, chosen_rules
from boxdot.notation.linting.statistics import Statistics
from boxdot.notation.linting.unused import NAME as UNUSED
from boxdot.notation.linting.unused import unused_ignores
from boxdot.notation.shapes.conventions import Convention

Result = TypeVar("Result")
_INCLUDING = frozenset({".tex", ".ltx"})


def lint_paths(
    paths: Iterable[str | Path],
    *,
    select: Codes = None,
    ignore: Codes = None,
    convention: Convention = Convention.F,
    thorough: bool = False,
) -> LintReport:
    """Lint papers: files, and all ``.tex`` and ``.md`` files in directories.

    Parameters
    ----------
    paths
        Files and directories.
    select, ignore
        Codes (or their beginnings) and names of rules; all rules by default.
    convention
        Where length-1 axes are free.
    thorough
        Read every formula, also those that cannot hold a finding, so that the statistics tell
        how many can be read.

    Raises
    ------
    BoxdotError
        A path is missing, a directory holds no paper, a file cannot be decoded, or there is no
        rule of a given code.
    """
    prepared = Prepared(chosen_rules(select, ignore), convention)
    start = perf_counter()
    report = LintReport()
    for document in read_papers(discover(paths)):
        lint_prepared(document, report, prepared, thorough=thorough)
    report.statistics.seconds = perf_counter() - start
    return report


def read_papers(
    paths: Sequence[Path], macros: Mapping[str, Macro] = MappingProxyType({})
) -> Iterator[Document]:
    """Read the papers; a part that another one includes is read there, with what it needs."""
    several = [path for path in paths if path.suffix.lower() in _INCLUDING]
    read = {p: read_document(p, macros=macros) for p in several} if len(several) > 1 else {}
    parts = {
        path.resolve(): {part.path.resolve() for part in paper.included}
        for path, paper in read.items()
    }
    whole = set(wholes(parts))
    for path in paths:
        if path not in read or path.resolve() in whole:
            yield read.pop(path) if path in read else read_document(path, macros=macros)


def lint_text(
    text: str,
    path: str | Path = "paper.tex",
    *,
    select: Codes = None,
    ignore: Codes = None,
    convention: Convention = Convention.F,
) -> LintReport:
    r"""Lint a text as if it stood in a file, whose ending tells the format.

    >>> report = lint_text(r"$X + b$, $X \in \mathbb{R}^{n\times d}$, $b\in\mathbb{R}^{1\times d}$")
    >>> [(finding.name, finding.column) for finding in report]
    [('implicit-broadcast-add', 4)]
    """
    report = LintReport()
    document = read_document(path, text=text)
    lint_document(document, report, chosen_rules(select, ignore), convention=convention)
    return report


def lint_document(
    document: Document,
    report: LintReport,
    rules: Mapping[str, Rule],
    *,
    convention: Convention = Convention.F,
    thorough: bool = False,
) -> None:
    """Lint one paper; its findings and counts join the report."""
    lint_prepared(document, report, Prepared(rules, convention), thorough=thorough)


def lint_prepared(
    document: Document,
    report: LintReport,
    prepared: Prepared,
    *,
    thorough: bool = False,
    pulse: Callable[[], None] = lambda: None,
) -> Paper:
    """Lint one paper as the options of its project want it, and return what is known of it then.

    ``pulse`` is called before each formula: what it raises stops the work (an editor does so when
    the text has changed).
    """
    declared = [*gather(document, partial(_guarded, report)), *prepared.symbols]
    _count(document, declared, report.statistics)
    flow = Flow(document, declared, prepared.convention, partial(_guarded, report), pulse)
    flow.run()
    found: list[Finding] = []
    rules = {code: rule for code, rule in prepared.rules.items() if not rule.inferred}
    for number, formula in enumerate(document.formulas):
        pulse()
        work = partial(_lint_formula, number, flow, rules, report.statistics, thorough)
        found += _guarded(report, formula, work)
    if any(rule.inferred for rule in prepared.rules.values()):
        # late: the patterns for words take as long to compile as all else that a short run does
        from boxdot.notation.linting.second import inferred_flow, second_look

        again = inferred_flow(
            document,
            declared,
            prepared.convention,
            prepared.notation,
            partial(_guarded, report),
            pulse=pulse,
            before=flow,
        )
        found += second_look(again, prepared.rules, found, partial(_guarded, report))
    paper = Paper(document, declared, flow)
    for rule in prepared.rules.values():
        found += rule.survey(paper)
    meant = withheld(stated_in(document), prepared.notation, document)
    found = [one for one in found if one.name not in meant]
    found = [one for one in _settled(found, document, prepared.rules) if prepared.wants(one)]
    found.sort(
        key=lambda finding: (finding.source is not document.file, finding.file, finding.span)
    )
    report.findings += found
    return paper


def _count(document: Document, declared: Sequence[Declared], statistics: Statistics) -> None:
    statistics.files += 1 + len(document.included)
    statistics.characters += sum(len(f.text) for f in (document.file, *document.included))
    statistics.formulas += len(document.formulas)
    statistics.declarations += len(declared)
    statistics.skipped.update(document.skipped)


def _settled(found: list[Finding], document: Document, rules: Mapping[str, Rule]) -> list[Finding]:
    """Return the findings without those that comments ignore, and the comments that ignore none."""
    files = {str(file.path): file for file in (document.file, *document.included)}
    ignores = {path: read_ignores(file, document) for path, file in files.items()}
    kept = quieted(found, ignores)
    if CODES[UNUSED] in rules:
        for path, file in files.items():
            kept += unused_ignores(file, ignores[path], rules)
    return kept


def _guarded(
    report: LintReport, formula: FormulaSource, work: Callable[[], list[Result]]
) -> list[Result]:
    """Work on a formula: an error of ours is counted, and costs the author nothing else."""
    statistics = report.statistics
    start = thread_time()
    try:
        return work()
    except Exception as error:  # whatever it is, linting goes on
        statistics.internal.append(f"{_place(formula)}: {_described(error)}")
        return []
    finally:
        statistics.slowest = max(statistics.slowest, thread_time() - start)


def _place(formula: FormulaSource) -> str:
    line, column = formula.file.line_and_column(formula.start)
    return f"{formula.path}:{line}:{column}"


def _described(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}: {error}"


def _lint_formula(
    number: int, flow: Flow, rules: Mapping[str, Rule], statistics: Statistics, thorough: bool
) -> list[Finding]:
    """Return the findings in a formula, if it was examined: else it cannot hold any."""
    examined = flow.examined.get(number)
    if examined is None:
        known = flow.knows_tensors
        statistics.passed["no declared tensor in it" if known else "nothing declared"] += 1
        if not thorough:
            return []
        examined = flow.read(number)
    statistics.examined += 1
    statistics.statements += len(examined.statements)
    statistics.unreadable.update(error.message for error in examined.errors)
    return list(judge(examined, rules, flow.knowledge))
