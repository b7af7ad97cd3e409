"""What linting gave for the same bytes before: one JSON file a paper, checked, never trusted."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from boxdot._version import __version__
from boxdot.cli.linting import recalling
from boxdot.cli.linting.papers import PaperResult
from boxdot.cli.linting.recalling import NAME, content, digest, user_folder
from boxdot.cli.saving import written_whole
from boxdot.grammar.papers import SourceFile
from boxdot.grammar.papers.decoding import decode
from boxdot.grammar.source import Span
from boxdot.notation.linting import Edit, Finding, Fix, LintOptions, LintReport, Statistics

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder was made by boxdot.\n"


def cache_folder(project: Path | None) -> Path:
    """Return where the results of a project are kept; of papers without one, in the user's cache.

    ``BOXDOT_CACHE_DIR`` is another place for all of them.
    """
    if chosen := os.environ.get("BOXDOT_CACHE_DIR"):
        return Path(chosen)
    if project is not None:
        return project / NAME
    return Path(user_folder())


@dataclass(frozen=True, slots=True)
class Cache:
    """The results in a folder that were made with the same options by the same boxdot."""

    folder: Path
    key: str

    @classmethod
    def of(cls, folder: Path, options: LintOptions, project: Path | None) -> Cache:
        """Return the cache for options, with the files of macros that they name."""
        macros = [content((project or Path()) / file) for file in options.macro_files]
        facts = (__version__, _sources(), sys.version_info[:2], options, macros)
        return cls(folder, digest(repr(facts).encode()))

    def get(self, path: Path) -> PaperResult | None:
        """Return the result of a paper, if all that it was made of is as it was."""
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            kept = json.loads(self._file(path).read_bytes())
            if kept["key"] == self.key and kept["stamp"] == _stamp(map(Path, kept["inputs"])):
                return _decoded(path, kept)
        return None

    def put(self, result: PaperResult) -> None:
        """Keep a result; where that cannot be done, the next run takes its time again."""
        if not result.whole:
            return
        text = json.dumps(_encoded(result) | {"key": self.key, "stamp": _stamp(result.inputs)})
        with suppress(OSError):
            prepare(self.folder)
            with written_whole(self._file(result.path)) as stream:
                stream.write(text.encode("utf-8", "surrogatepass"))

    def _file(self, path: Path) -> Path:
        name = digest(os.fsencode(path.absolute()) + self.key.encode())
        return self.folder / f"{name[:32]}.json"


def prepare(folder: Path) -> None:
    """Make the folder of a cache, which no version control and no backup takes in."""
    if not (folder / "CACHEDIR.TAG").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")


def clean(folder: Path) -> int:
    """Remove the results in a folder that boxdot made; return how many there were."""
    if not (folder / "CACHEDIR.TAG").is_file():
        return 0
    results = list(folder.glob("*.json"))
    runs = (file for file in folder.iterdir() if recalling.is_run(file.name))
    for file in (*results, *runs, folder / ".gitignore", folder / "CACHEDIR.TAG"):
        file.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
    return len(results)


# --- what a result was made of -------------------------------------------------------------------


def _stamp(inputs: Iterable[Path]) -> str:
    """Return a mark of the contents of files, and of which files lie beside them.

    The latter since a new ``macros.sty`` beside a paper is read though no file has changed.
    """
    paths = list(inputs)
    names = sorted({name for folder in {path.parent for path in paths} for name in _beside(folder)})
    contents = [content(path) for path in paths]
    return digest("\0".join([*map(str, paths), *contents, *names]).encode("utf-8", "replace"))


def _beside(folder: Path) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.name == NAME:
            continue  # else the first run would spoil its own results
        if entry.name.endswith((".tex", ".ltx", ".sty", ".cls")) or entry.is_dir():
            yield entry.path


@cache
def _sources() -> str:
    return recalling.sources()


# --- results as JSON and back --------------------------------------------------------------------


def _encoded(result: PaperResult) -> dict[str, Any]:
    statistics = result.report.statistics
    return {
        "inputs": list(map(str, result.inputs)),
        "parts": sorted(map(str, result.parts)),
        "statistics": {one.name: getattr(statistics, one.name) for one in fields(statistics)},
        "findings": [_encoded_finding(finding) for finding in result.report],
    }


def _encoded_finding(finding: Finding) -> dict[str, Any]:
    plain = {one.name: getattr(finding, one.name) for one in fields(finding)}
    fix = finding.fix
    return plain | {
        "source": finding.file,
        "span": [finding.span.start, finding.span.end],
        "shapes": [[str(size) for size in shape] for shape in finding.shapes],
        "fix": fix
        and {one.name: getattr(fix, one.name) for one in fields(fix)}
        | {"edits": [[edit.start, edit.end, edit.text] for edit in fix.edits]},
    }


def _decoded(path: Path, kept: dict[str, Any]) -> PaperResult:
    sources: dict[str, SourceFile] = {}
    findings = [_decoded_finding(finding, sources) for finding in kept["findings"]]
    statistics = Statistics(**kept["statistics"])
    for one in fields(statistics):
        if one.default_factory is Counter:
            setattr(statistics, one.name, Counter(getattr(statistics, one.name)))
    inputs = tuple(map(Path, kept["inputs"]))
    parts = frozenset(map(Path, kept["parts"]))
    return PaperResult(path, inputs, parts, LintReport(findings, statistics), whole=True)


def _decoded_finding(kept: dict[str, Any], sources: dict[str, SourceFile]) -> Finding:
    file = kept["source"]
    if file not in sources:
        sources[file] = SourceFile(Path(file), decode(Path(file).read_bytes(), Path(file)))
    fix = kept["fix"]
    return Finding(
        **kept
        | {
            "source": sources[file],
            "span": Span(*kept["span"]),
            "shapes": tuple(map(tuple, kept["shapes"])),
            "fix": fix and Fix(**fix | {"edits": tuple(Edit(*edit) for edit in fix["edits"])}),
        }
    )
