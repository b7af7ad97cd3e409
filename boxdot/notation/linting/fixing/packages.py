r"""The packages that the new operators need: loaded in the preamble, or pointed out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers import Document
from boxdot.grammar.papers.decoding import read_text
from boxdot.grammar.papers.tex.main import main_file
from boxdot.notation.linting.findings import Edit
from boxdot.notation.linting.fixing.preamble import (
    Package,
    loading_place,
    packages,
    without_comments,
)

_AMS = frozenset({r"\boxdot", r"\boxplus", r"\boxminus"})
_ALL = _AMS | {r"\boxslash"}

LOADED_FOR = dict.fromkeys(_AMS, "amssymb") | {r"\boxslash": "stmaryrd"}
"""The package that is loaded for a command, if nothing provides it."""

PROVIDERS = {
    **dict.fromkeys(("amssymb", "unicode-math", "stix", "stix2", "fontsetup"), _AMS),
    **dict.fromkeys(("kpfonts", "mathdesign", "lucimatx", "class:beamer"), _AMS),
    **dict.fromkeys(("newtxmath", "newpxmath", "newtx", "newpx", "txfonts", "pxfonts"), _ALL),
    **dict.fromkeys(("mathabx", "MnSymbol", "fdsymbol", "class:acmart"), _ALL),
    "stmaryrd": frozenset({r"\boxdot", r"\boxslash"}),
}
"""What packages and classes provide; most of the others refuse amssymb beside them."""

_BOX = re.compile(r"\\box(?:dot|plus|minus|slash)(?![A-Za-z@])")


@dataclass(frozen=True, slots=True)
class Loading:
    """The edits of the paper's own file that load packages, and what the author must do."""

    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()


def loading(document: Document, before: Document) -> Loading:
    """Return how a fixed paper gets the commands that it did not use before."""
    commands = _commands(document) - _commands(before)
    if not commands:
        return Loading()
    if document.format != "tex":
        return Loading(notes=tuple(_markdown_notes(document, commands)))
    return _tex_loading(document, commands)


def _commands(document: Document) -> set[str]:
    return {command for text in _texts(document) for command in _BOX.findall(text)}


def _markdown_notes(document: Document, commands: set[str]) -> Iterator[str]:
    if r"\boxslash" in commands:
        yield (
            rf"{document.path}: MathJax and KaTeX have no \boxslash (⧄): "
            r"define it, for example as \mathbin{⧄}"
        )


def _tex_loading(document: Document, commands: set[str]) -> Loading:
    main = _preamble(document)
    loaded = [package for text in (*_texts(document), main or "") for package in packages(text)]
    commands = commands - {command for one in loaded for command in _provided(one)}
    # A package that was loaded with options that leave the command out is not loaded again.
    stopped = {package.name for package in loaded}
    wanted = sorted({LOADED_FOR[command] for command in commands})
    notes = [
        rf"{document.path}: {name} is loaded without {_listed(commands, name)}: add it there"
        for name in wanted
        if name in stopped
    ]
    wanted = [name for name in wanted if name not in stopped]
    place = loading_place(document.text)
    if place is not None:
        return Loading(tuple(_edit(document.text, place, wanted)), tuple(notes))
    notes += [
        rf"{document.path}: put \usepackage{{{name}}} in the preamble for {_listed(commands, name)}"
        for name in wanted
    ]
    return Loading(notes=tuple(notes))


def _edit(text: str, place: int, wanted: list[str]) -> Iterator[Edit]:
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = "".join(rf"\usepackage{{{name}}}{newline}" for name in wanted)
    if lines and text[place - 1] != "\n":  # something else follows on the line
        lines = newline + lines
    if lines:
        yield Edit(place, place, lines)


def _provided(package: Package) -> Iterable[str]:
    """Return the commands that a package provides; stmaryrd's option ``only`` lists them."""
    provided = PROVIDERS.get(package.name, frozenset())
    if package.name == "stmaryrd" and "only" in package.options:
        return [command for command in provided if command[1:] in package.options]
    return provided


def _listed(commands: Iterable[str], package: str) -> str:
    return ", ".join(sorted(command for command in commands if LOADED_FOR[command] == package))


def _texts(document: Document) -> list[str]:
    """Return the texts of a paper's files without comments."""
    return [without_comments(file.text) for file in (document.file, *document.included)]


def _preamble(document: Document) -> str | None:
    """Return the text of the main file that a part names, if there is one."""
    main = main_file(document.path, document.text, None)
    if main == document.path:
        return None
    for path in (main, Path(f"{main}.tex")):
        try:
            return read_text(path)
        except BoxdotError:
            continue
    return None
