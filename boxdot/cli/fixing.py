"""The options of ``boxdot lint`` that repair papers: ``--fix``, ``--diff`` and their kin."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

from boxdot.cli.output import complain
from boxdot.cli.replacing import replace_texts

if TYPE_CHECKING:
    from boxdot.grammar.papers import Document
    from boxdot.notation.linting import Finding, LintReport
    from boxdot.notation.linting.fixing import Fixes
    from boxdot.notation.linting.rules.table import Codes

P = ParamSpec("P")

_OPTIONS = (
    click.option("--fix", is_flag=True, help="Repair the papers where it is safe."),
    click.option("--unsafe-fixes", is_flag=True, help="Repair also where you may mean another."),
    click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing."),
    click.option("--fix-only", is_flag=True, help="Repair, and do not tell what remains."),
    click.option("--show-fixes", is_flag=True, help="Tell each repair, and why others are not."),
)


@dataclass(frozen=True, slots=True)
class Fixing:
    """What the user asked to be repaired, and to see of it."""

    fix: bool
    unsafe: bool
    diff: bool
    only: bool
    show: bool

    def __bool__(self) -> bool:
        return self.fix or self.diff or self.only


def fixes_papers(command: Callable[Concatenate[Fixing, P], int]) -> Callable[..., int]:
    """Give the command the options of fixing, as one value."""

    @functools.wraps(command)
    def wrapper(
        fix: bool,
        unsafe_fixes: bool,
        diff: bool,
        fix_only: bool,
        show_fixes: bool,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> int:
        return command(Fixing(fix, unsafe_fixes, diff, fix_only, show_fixes), *args, **kwargs)

    decorated: Callable[..., Any] = wrapper
    for decorate in reversed(_OPTIONS):
        decorated = decorate(decorated)
    return decorated


def repair(
    fixing: Fixing, paths: Iterable[str | Path], *, select: Codes, ignore: Codes, convention: str
) -> Fixes:
    """Repair papers, or show as a diff what would change."""
    from boxdot.grammar.papers import discover, read_documents

    fixes = _fixes(fixing, read_documents(discover(paths)), select, ignore, convention)
    if fixing.diff:
        _show_diff(fixes)
    else:
        replace_texts(fixes.files)
    _tell(fixing, fixes)
    return fixes


def repair_text(
    fixing: Fixing, text: str, name: str, *, select: Codes, ignore: Codes, convention: str
) -> Fixes:
    """Repair the paper on standard input: its new text, or the diff, goes to standard output."""
    from boxdot.grammar.papers import read_document

    fixes = _fixes(fixing, [read_document(name, text=text)], select, ignore, convention)
    if fixing.diff:
        _show_diff(fixes)
    else:
        after = [file.after for file in fixes.files if file.path == Path(name)]
        click.echo(after[0] if after else text, nl=False)
    _tell(fixing, fixes)
    return fixes


def exit_code(fixing: Fixing, fixes: Fixes) -> int:
    """Return 1 if something remains to be done: changes with ``--diff``, else findings."""
    if fixing.diff:
        return int(bool(fixes.files))
    return int(bool(fixes.left) and not fixing.only)


def _fixes(
    fixing: Fixing, documents: list[Document], select: Codes, ignore: Codes, convention: str
) -> Fixes:
    from boxdot.notation import linting
    from boxdot.notation.linting import fixing as fixer
    from boxdot.notation.linting.rules.table import chosen_rules
    from boxdot.notation.shapes.conventions import Convention

    rules = chosen_rules(select, ignore)
    every = {**chosen_rules(), **rules}  # a correction offends none of the others either

    def lint(document: Document) -> LintReport:
        report = linting.LintReport()
        linting.lint_document(document, report, every, convention=Convention(convention))
        return report

    return fixer.fix_documents(
        documents, lint, unsafe=fixing.unsafe, wanted=lambda finding: finding.name in rules
    )


def _show_diff(fixes: Fixes) -> None:
    from boxdot.notation.linting.fixing import diff_text

    for file in fixes.files:
        click.echo(diff_text(file), nl=False)


def _tell(fixing: Fixing, fixes: Fixes) -> None:
    """Say on stderr what was repaired, what remains and what the author must do."""
    if fixing.show:
        for finding in fixes.fixed:
            complain(f"fixed {_named(finding)}: {finding.fix.description if finding.fix else ''}")
        for left in fixes.left:
            complain(f"not fixed {_named(left.finding)}: {left.reason}")
    for note in fixes.notes:
        complain(f"note: {note}")
    count = f"{len(fixes.fixed)} finding{'' if len(fixes.fixed) == 1 else 's'}"
    remaining = "" if fixing.only or fixing.diff else f", {_remaining(len(fixes.left))}"
    complain(f"{'Would fix' if fixing.diff else 'Fixed'} {count}{remaining}.")


def _remaining(count: int) -> str:
    return f"{count} remain{'s' if count == 1 else ''}"


def _named(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}: {finding.code} [{finding.name}]"
