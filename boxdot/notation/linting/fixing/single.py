"""Some corrections with what they need: the edits of each file of a paper, packages loaded too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from boxdot.grammar.papers import Document, SourceFile, read_document
from boxdot.grammar.papers.decoding import real_path
from boxdot.notation.linting.edits import applied
from boxdot.notation.linting.findings import Edit
from boxdot.notation.linting.fixing.packages import loading


def with_packages(
    document: Document,
    file: SourceFile,
    edits: Sequence[Edit],
    texts: Mapping[Path, str] = MappingProxyType({}),
) -> list[tuple[SourceFile, Edit]]:
    """Return edits of a file of a paper, and those of the preamble that load what they need.

    ``texts`` are those of files, by real path, that are not as on disk. All edits count the
    characters of the files as they are.
    """
    wanted = [(file, edit) for edit in edits]
    after = {**texts, real_path(file.path): applied(file.text, edits)}
    text = after.get(real_path(document.path), document.text)
    fixed = read_document(document.path, text=text, texts=after, macros=document.given)
    own = real_path(file.path) == real_path(document.path)
    for edit in loading(fixed, document).edits:
        at = _before(edit.start, edits) if own else edit.start
        wanted.append((document.file, Edit(at, at, edit.text)))
    return wanted


def _before(place: int, edits: Sequence[Edit]) -> int:
    """Return where a place of the edited text stood before the edits."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        grown = sum(len(e.text) - (e.end - e.start) for e in edits if e.end <= edit.start)
        if edit.start + grown < place:
            own = len(edit.text) - (edit.end - edit.start)
            return max(place - grown - own, edit.end)
    return place
