"""The names of the room: each where its home says, and nothing heavy until it is asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from boxdot.numeric import markov


def test_every_name_is_there_and_typed():
    """The imports for type checkers, the table and the values say the same."""
    tree = ast.parse(Path(markov.__file__).read_text("utf-8"))
    typed = {
        (alias.asname, node.module.removeprefix("boxdot.numeric.markov").lstrip("."))
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module != "boxdot.numeric.faces"
        for alias in node.names
    }
    rooms = {(name, "") for name in markov._ROOMS}
    assert typed == {*markov._HOMES.items(), *rooms}
    for name, home in markov._HOMES.items():
        if home == "blockwise" and find_spec("dask") is None:
            continue
        assert getattr(markov, name) is getattr(import_module(f"{markov.__name__}.{home}"), name)
    assert set(dir(markov)) >= set(markov.__all__)


def test_what_there_is_not():
    with pytest.raises(AttributeError, match="no attribute 'discounted_xl'"):
        _ = markov.discounted_xl


def test_nothing_heavy_is_loaded_by_the_room():
    code = (
        "import sys; from boxdot.numeric import markov; markov.stationary_distribution([[1.0]]);"
        'heavy = {"torch", "jax", "numba", "scipy", "networkx", "dask"};'
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
