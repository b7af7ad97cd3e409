"""Options made ready for use: rules chosen, symbols and macros read, once for all papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers import Macro, read_document
from boxdot.grammar.papers.macros import BUILTIN, REQUIRED
from boxdot.grammar.source import Span
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.globbing import matches
from boxdot.notation.linting.options import LintOptions, OptionError
from boxdot.notation.linting.plainreading import read_plainly
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.linting.rules.table import chosen_rules, codes_of
from boxdot.notation.linting.scoping import EVERYWHERE
from boxdot.notation.shapes.conventions import Convention


@dataclass(frozen=True, slots=True)
class Prepared:
    """What linting a paper needs to know of the project.

    ``symbols`` are declared everywhere, ``macros`` known in every paper; ``spared`` are the codes
    that are not wanted in files that fit a pattern, relative to ``folder``; ``notation`` are the
    conventions that the user sets.
    """

    rules: Mapping[str, Rule]
    convention: Convention = Convention.F
    symbols: tuple[Declared, ...] = ()
    macros: Mapping[str, Macro] = field(default_factory=dict)
    spared: tuple[tuple[str, frozenset[str]], ...] = ()
    folder: Path | None = None
    notation: tuple[str, ...] = ()

    def wants(self, finding: Finding) -> bool:
        """Tell whether the file of a finding is not spared it."""
        if not self.spared:
            return True
        path = relative(finding.source.path, self.folder)
        return not any(
            finding.code in codes and matches(path, [pattern]) for pattern, codes in self.spared
        )


def prepare(options: LintOptions, folder: Path | None = None) -> Prepared:
    r"""Return the options made ready; paths in them are relative to the folder.

    >>> prepared = prepare(LintOptions(symbols={r"\mathbf{X}": "R^{n×d}"}))
    >>> [(one.name, one.shape) for one in prepared.symbols]
    [('𝐗', ('n', 'd'))]
    """
    return Prepared(
        chosen_rules(options.select, options.ignore, options.extend_select),
        options.convention,
        tuple(_declared(name, spelled) for name, spelled in options.symbols.items()),
        _macros(options, folder or Path()),
        tuple((p, frozenset(codes_of(names))) for p, names in options.per_file_ignores.items()),
        folder,
        options.notation,
    )


def relative(path: Path, folder: Path | None) -> Path:
    """Return the path as seen from a folder; as it is, if it is not below."""
    if folder is None:
        return path
    try:
        return path.absolute().relative_to(folder.absolute())
    except ValueError:
        return path


def _declared(name: str, spelled: str) -> Declared:
    """Read a symbol that is declared for the whole project."""
    text, path = f"{name} \\in {spelled}", ("symbols", name)
    reading = read_plainly(text)
    found = [one for one in reading.declarations if one.shape is not None or one.signature]
    if len(found) != 1 or reading.statements or reading.errors:
        hint = r"""write "X" = "R^{H×W×3}", '\mathbf{x}' = "R^n" or "f" = "R^n -> R^m" """.strip()
        raise OptionError(f"{spelled!r} does not declare the shape of {name!r}", path, hint)
    return Declared(found[0], -1, EVERYWHERE, Span(0, 0))


def _macros(options: LintOptions, folder: Path) -> dict[str, Macro]:
    macros: dict[str, Macro] = {}
    for file in options.macro_files:
        try:
            found = read_document(folder / file).macros
        except BoxdotError as error:
            raise OptionError(error.message, ("macro-files",), error.hint) from None
        macros |= {name: macro for name, macro in found.items() if name not in BUILTIN}
    for name, body in options.macros.items():
        count = max(map(int, re.findall("#([1-9])", body)), default=0)
        macros[name] = Macro(name, (REQUIRED,) * count, body)
    return macros
