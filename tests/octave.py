"""GNU Octave: many pieces of MATLAB code run in one process."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from boxdot.notation.codegen.languages.matlab.names import matlab_identifiers

PROGRAM = shutil.which("octave-cli")

needs_octave = pytest.mark.skipif(PROGRAM is None, reason="GNU Octave is not installed")


@dataclass(frozen=True)
class Job:
    """Code of lines, or of one function called ``f``, and the arrays of its symbols."""

    code: str
    arrays: Mapping[str, np.ndarray]
    sizes: Mapping[str, int] = field(default_factory=dict)


def run_all(jobs: Sequence[Job], folder: Path) -> list[np.ndarray | str]:
    """Return the value of each job, or its error message."""
    from scipy.io import loadmat, savemat

    data: dict[str, object] = {"dummy": 0.0}
    script = ["1;"]
    calls = []
    for number, job in enumerate(jobs):
        values = {name: _column(array) for name, array in _named(job).items()}
        definition, parameters = _definition(number, job, values)
        script.append(definition)
        for place, parameter in enumerate(parameters):
            data[f"a{number}_{place}"] = values[parameter]
        arguments = ", ".join(f"in.a{number}_{place}" for place in range(len(parameters)))
        calls.append(
            f"try; out{{{number + 1}}} = job{number}({arguments}); "
            f"catch e; out{{{number + 1}}} = ['error: ' e.message]; end"
        )
    source, given, found = (folder / name for name in ("jobs.m", "in.mat", "out.mat"))
    savemat(given, data)
    head = [f"in = load('{given}');", f"out = cell(1, {max(len(jobs), 1)});"]
    text = "\n".join([*script, *head, *calls, f"save('-v7', '{found}', 'out');", ""])
    source.write_text(text, encoding="utf-8")
    assert PROGRAM is not None
    command = [PROGRAM, "--quiet", "--norc", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert found.exists(), done.stderr[-2000:]
    cells = loadmat(found)["out"].ravel()
    return [str(cell[0]) if cell.dtype.kind == "U" else cell for cell in cells]


def _named(job: Job) -> dict[str, np.ndarray]:
    """Return the arrays, and the sizes that the code must be given, by their identifiers."""
    names = matlab_identifiers([*job.arrays, *(n for n in job.sizes if n not in job.arrays)])
    sizes = {name: np.array(float(size)) for name, size in job.sizes.items()}
    return {names[name]: array for name, array in {**sizes, **job.arrays}.items()}


def _column(array: np.ndarray) -> np.ndarray:
    """Return an array as MATLAB has it: at least two axes, a vector as a column."""
    array = np.asarray(array) + 0.0
    return array.reshape(array.shape + (1,) * (2 - array.ndim)) if array.ndim < 2 else array


def _definition(number: int, job: Job, values: Mapping[str, np.ndarray]) -> tuple[str, list[str]]:
    """Return the code as a function with a name of its own, and its parameters."""
    head = re.match(r"function \w+ = f\(([^)]*)\)\n", job.code)
    if head is not None:
        text = job.code.replace(" = f(", f" = job{number}(", 1)
        return text, [name for name in head[1].split(", ") if name]
    *lines, last = re.split(r"(?<! \.\.\.)\n", job.code)  # a statement may have several lines
    assigned = re.fullmatch(r"(\w+) = (.*);", last, re.DOTALL)
    lines += [last, f"out = {assigned[1]};"] if assigned else [f"out = {last};"]
    body = "\n".join(f"  {line}" for line in lines)
    return f"function out = job{number}({', '.join(values)})\n{body}\nend", list(values)
