"""The options of ``boxdot lint`` that repair papers: ``--fix``, ``--diff`` and their kin."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from boxdot.cli.output import complain
from boxdot.cli.replacing import replace_texts

if TYPE_CHECKING:
    from boxdot.configuration import Project
    from boxdot.notation.linting import Finding, Prepared
    from boxdot.notation.linting.fixing import Fixes

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


def fixes_papers(command: Callable[..., int]) -> Callable[..., int]:
    """Give the command the options of fixing, as one argument ``fixing``."""

    @functools.wraps(command)
    def wrapper(*args: Any, **options: Any) -> int:  # click hands on whatever options there are
        names = ("fix", "unsafe_fixes", "diff", "fix_only", "show_fixes")
        fixing = Fixing(*(options.pop(name) for name in names))
        return command(*args, fixing=fixing, **options)

    decorated: Callable[..., Any] = wrapper
    for decorate in reversed(_OPTIONS):
        decorated = decorate(decorated)
    return decorated


def repair(fixing: Fixing, projects: Iterable[Project]) -> Fixes:
    """Repair the papers of projects, each with its options, or show as a diff what would change."""
    from boxdot.notation.linting import read_papers
    from boxdot.notation.linting.fixing import Fixes, fix_documents

    fixes = Fixes()
    for project in projects:
        documents = read_papers(project.papers, project.prepared.macros)
        fixes.join(fix_documents(documents, project.prepared, unsafe=fixing.unsafe))
    if not fixing.diff:
        replace_texts(fixes.files)
    _tell(fixing, fixes)
    return fixes


def repair_text(fixing: Fixing, text: str, name: str, prepared: Prepared) -> Fixes:
    """Repair the paper on standard input: its new text, or the diff, goes to standard output."""
    from boxdot.grammar.papers import read_document
    from boxdot.notation.linting.fixing import fix_documents

    document = read_document(name, text=text, macros=prepared.macros)
    fixes = fix_documents([document], prepared, unsafe=fixing.unsafe)
    fixes.files = [file for file in fixes.files if file.path == document.path]
    if not fixing.diff:
        click.echo(fixes.files[0].after if fixes.files else text, nl=False)
    _tell(fixing, fixes)
    return fixes


def exit_code(fixing: Fixing, fixes: Fixes) -> int:
    """Return 1 if something remains to be done: changes with ``--diff``, else findings."""
    if fixing.diff:
        return int(bool(fixes.files))
    return int(bool(fixes.left) and not fixing.only)


def _tell(fixing: Fixing, fixes: Fixes) -> None:
    """Show the diff; say on stderr what was repaired, what remains, what the author must do."""
    if fixing.diff:
        _show_diff(fixes)
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


def _show_diff(fixes: Fixes) -> None:
    from boxdot.notation.linting.fixing import diff_text

    for file in fixes.files:
        click.echo(diff_text(file), nl=False)


def _remaining(count: int) -> str:
    return f"{count} remain{'s' if count == 1 else ''}"


def _named(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}: {finding.code} [{finding.name}]"
