"""``--data`` of several files: all arrays of an .npz file, or one array with a name."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

import boxdot
from boxdot.cli.options import as_utf8
from boxdot.notation.codegen.names import identifiers
from boxdot.notation.expressions.symbols import plain
from boxdot.notation.inference import infer

if TYPE_CHECKING:
    from boxdot.numeric.evaluating.loading import Array


@dataclass(frozen=True)
class Source:
    """A file with data.

    Parameters
    ----------
    path
        The file.
    name
        The symbol whose array it holds; empty for an .npz file with arrays under their names.
    key
        The name of the array in an .npz file, if that is another one.
    """

    path: Path
    name: str = ""
    key: str = ""


def sources_of(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> tuple[Source, ...]:
    """Read what ``--data`` is given, each time."""
    return tuple(map(source_of, texts))


def completed(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a file for the shell, also behind a name."""
    name, equals, start = incomplete.rpartition("=")
    if not equals:
        return [CompletionItem(incomplete, type="file")]
    folder, lead = os.path.split(start)
    found = sorted(path for path in Path(folder or ".").glob("*") if path.name.startswith(lead))
    ends = ((path, os.sep if path.is_dir() else "") for path in found)
    return [CompletionItem(f"{name}={os.path.join(folder, p.name)}{end}") for p, end in ends]


def source_of(text: str) -> Source:
    """Read what ``--data`` is given.

    >>> source_of("f.npz").name, source_of("Y=y.npy").name, source_of("Y=f.npz:X").key
    ('', 'Y', 'X')
    """
    name, equals, file = text.partition("=")
    if not equals or os.sep in name or Path(text).exists():
        return Source(Path(text))
    if not (name.strip() and file):
        raise click.BadParameter(f"{text!r} is not of the form NAME=FILE, as in Y=y.npy.")
    archive, colon, key = file.rpartition(":")
    if colon and key and archive.lower().endswith(".npz") and not Path(file).exists():
        return Source(Path(archive), as_utf8(name.strip()), as_utf8(key))
    return Source(Path(file), as_utf8(name.strip()))


def arrays_of(
    sources: Iterable[Source], formula: boxdot.Formula, named: Collection[str | None] = ()
) -> Mapping[str, Array]:
    """Return the arrays of all files; those of .npy files are mapped, not read.

    Parameters
    ----------
    sources
        The files.
    formula
        The formula whose symbols have the arrays.
    named
        Names that options use, and that need not stand in the formula.
    """
    found: dict[str, Array] = {}
    homes: dict[str, Source] = {}
    for source in sources:
        _demand_symbol(source, formula, named)
        for name, array in _arrays_in(source).items():
            symbol = formula.symbols.resolve(name) or plain(name)
            home = homes.setdefault(symbol, source)
            if home is not source:
                raise boxdot.DataError(f"{name} is given twice: in {home.path} and {source.path}")
            found[name] = array
    return found


def _arrays_in(source: Source) -> Mapping[str, Array]:
    loading = boxdot.numeric.evaluating
    if source.name:
        return {source.name: loading.load_array(source.path, source.key)}
    if loading.is_npy(source.path):
        raise boxdot.DataError(
            f"{source.path} is an .npy file: it holds one array without a name",
            hint=f"name its symbol, as in --data Y={source.path}",
        )
    arrays: Mapping[str, Array] = loading.load_npz(source.path)
    return arrays


def _demand_symbol(source: Source, formula: boxdot.Formula, named: Collection[str | None]) -> None:
    """Demand that a name on the command line is one of the formula; an .npz file may hold more."""
    name = source.name
    if not name or name in named or formula.symbols.resolve(name) is not None:
        return
    names = [*formula.symbols, *(symbol.name for symbol in infer(formula).unknown)]
    if plain(name) not in map(plain, names) and name not in identifiers(names).values():
        hint = f"the symbols are {', '.join(dict.fromkeys(names))}"
        raise boxdot.DataError(f"{name} stands nowhere in the formula", hint=hint)
