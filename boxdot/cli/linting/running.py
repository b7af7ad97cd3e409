"""Lints the papers of projects: what the cache has is taken from it, the rest shared out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from boxdot.cli.linting.caching import Cache, cache_folder
from boxdot.cli.linting.papers import PaperResult, lint_chunk, lint_each
from boxdot.cli.linting.progress import progress
from boxdot.configuration import Project
from boxdot.grammar.papers import wholes
from boxdot.grammar.papers.decoding import real_path
from boxdot.notation.linting import LintReport, Prepared

# From this many bytes on, starting processes costs less than they save.
WORTH_PROCESSES = 1_500_000
_CHUNKS = 8


def lint_projects(
    projects: Sequence[Project],
    *,
    thorough: bool = False,
    cached: bool = True,
    jobs: int = 0,
    seen: Callable[[PaperResult], None] = lambda result: None,
) -> LintReport:
    """Lint papers and return one report, in the order of the papers whoever was first.

    Parameters
    ----------
    projects
        The papers, and the options of each.
    thorough
        Read every formula, for the statistics; such results are not cached.
    cached
        Take from the cache what has not changed.
    jobs
        How many processes; 0: as many as there are cores, if there is work for them.
    seen
        Is called with the result of each paper.
    """
    start = perf_counter()
    report = LintReport()
    for project in projects:
        folder = cache_folder(project.folder)
        use = cached and not thorough
        cache = Cache.of(folder, project.options, project.folder) if use else None
        for result in _lint_project(project, cache, thorough, jobs):
            seen(result)
            report.findings += result.report.findings
            report.statistics.add(result.report.statistics)
    report.statistics.seconds = perf_counter() - start
    return report


def _lint_project(
    project: Project, cache: Cache | None, thorough: bool, jobs: int
) -> Iterator[PaperResult]:
    """Yield the results of the papers that no other one includes, in their order."""
    alone = len(project.papers) == 1
    found = {path: cache.get(path) if cache else None for path in project.papers}
    results = {path: result for path, result in found.items() if result is not None}
    parts = frozenset().union(*(result.parts for result in results.values()))
    missing = [path for path in project.papers if path not in results]
    missing = [path for path in missing if alone or real_path(path) not in parts]
    for result in _lint(missing, project.prepared, thorough, jobs):
        results[result.path] = result
        if cache:
            cache.put(result)
    read = [results[path] for path in project.papers if path in results]
    whole = frozenset(wholes({real_path(result.path): result.parts for result in read}))
    yield from (result for result in read if real_path(result.path) in whole)


def _lint(
    paths: Sequence[Path], prepared: Prepared, thorough: bool, jobs: int
) -> Iterator[PaperResult]:
    size = sum(map(_size, paths))
    processes = jobs or (os.cpu_count() or 1 if size > WORTH_PROCESSES else 1)
    chunks = _chunks(paths, min(processes, len(paths)))
    run = _in_processes if processes > 1 and len(chunks) > 1 else _here
    yield from progress(run(chunks, prepared, thorough, processes), len(paths))


def _chunks(paths: Sequence[Path], processes: int) -> list[list[Path]]:
    """Return the papers in portions: what may include each other stays together."""
    if processes < 2:
        return [list(paths)] if paths else []
    most = max(sum(map(_size, paths)) // (processes * _CHUNKS), 1)
    chunks: list[list[Path]] = []
    filled = most
    for path in paths:
        if filled >= most and not (chunks and _belong_together(chunks[-1][-1], path)):
            chunks.append([])
            filled = 0
        chunks[-1].append(path)
        filled += _size(path)
    return chunks


def _belong_together(first: Path, second: Path) -> bool:
    return first.parent == second.parent and {first.suffix, second.suffix} <= {".tex", ".ltx"}


def _here(
    chunks: list[list[Path]], prepared: Prepared, thorough: bool, _: int
) -> Iterator[list[PaperResult]]:
    return ([result] for chunk in chunks for result in lint_each(chunk, prepared, thorough))


def _in_processes(
    chunks: list[list[Path]], prepared: Prepared, thorough: bool, processes: int
) -> Iterator[list[PaperResult]]:
    from concurrent.futures import ProcessPoolExecutor  # late: short runs need none
    from multiprocessing import get_context

    with ProcessPoolExecutor(min(processes, len(chunks)), get_context(_start_method())) as pool:
        work = [pool.submit(lint_chunk, chunk, prepared, thorough) for chunk in chunks]
        for future in work:
            yield future.result()


def _start_method() -> str | None:
    """Return how processes start: never forked beside numerical libraries, which have threads."""
    return "spawn" if "numpy" in sys.modules else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
