"""The house keeps its shape: docstrings, small rooms, relative links, one face, one way to test."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

import boxdot

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "boxdot").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
FLOORS = ("grammar", "notation", "numeric")


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def opening_and_lengths(path):
    """Return the docstring of a module and how long its functions are; files are parsed once.

    The docstring of a function is not counted: it is the manual of the public ones.
    """
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    module = tree(path)
    lengths = {
        f"{name(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1 - manual(node)
        for node in ast.walk(module)
        if isinstance(node, functions)
    }
    return ast.get_docstring(module) or "", lengths


def manual(function):
    """How many lines the docstring of a function takes."""
    first = function.body[0]
    has_one = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first.end_lineno - first.lineno + 1 if has_one else 0


def name(path):
    return path.relative_to(ROOT).as_posix()


def test_every_module_opens_with_a_sentence():
    silent = [name(path) for path in SOURCES if not opening_and_lengths(path)[0].strip()]
    assert silent == []


def test_every_folder_with_code_is_a_package():
    folders = {path.parent for path in SOURCES}
    assert [name(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_files_are_small_rooms():
    lengths = {name(path): path.read_text(encoding="utf-8").count("\n") for path in SOURCES}
    assert {file: n for file, n in lengths.items() if n > LONGEST_FILE} == {}


def test_functions_are_short():
    lengths = [item for path in SOURCES for item in opening_and_lengths(path)[1].items()]
    assert {where: n for where, n in lengths if n > LONGEST_FUNCTION} == {}


@pytest.mark.skipif(os.name == "nt", reason="a checkout may lack symbolic links there")
@pytest.mark.parametrize("floor", FLOORS)
def test_floors_are_linked_at_the_root(floor):
    assert os.readlink(ROOT / floor) == f"boxdot/{floor}"


def test_links_stay_out_of_the_distributions():
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert targets["targets"]["wheel"]["packages"] == ["boxdot"]
    assert targets["targets"]["sdist"]["exclude"] == [f"/{floor}" for floor in FLOORS]


def test_nothing_is_imported_through_the_links():
    through = re.compile(rf"^\s*(from|import) ({'|'.join(FLOORS)})\b", re.MULTILINE)
    files = [
        p
        for top in ("boxdot", "tests", "benchmarks", "scripts")
        for p in (ROOT / top).rglob("*.py")
    ]
    assert [name(p) for p in files if through.search(p.read_text(encoding="utf-8"))] == []


def test_every_rule_file_is_in_the_table():
    helpers = {"__init__", "manual", "paper", "rule", "table"}
    folder = ROOT / "boxdot" / "notation" / "linting" / "rules"
    files = {path.stem for path in folder.glob("*.py")} - helpers
    assert {rule.name.replace("-", "_") for rule in boxdot.RULES.values()} == files
    assert all(code == rule.code for code, rule in boxdot.RULES.items())


def handed_on(face):
    """Return the names that type checkers see in a lazy face, with their homes."""
    path = ROOT.joinpath(*face.split("."), "__init__.py")
    (block,) = (node for node in tree(path).body if isinstance(node, ast.If))
    return {alias.name: node.module for node in block.body for alias in node.names}


def test_face_says_the_same_to_type_checkers():
    seen = handed_on("boxdot")
    assert seen.pop("numeric") == "boxdot"
    assert seen == boxdot._HOMES


def test_numeric_face_says_the_same_to_type_checkers():
    seen = handed_on("boxdot.numeric")
    rooms = {name for name, home in seen.items() if home == "boxdot.numeric"}
    assert rooms == set(boxdot.numeric._ROOMS)
    assert {name: home for name, home in seen.items() if name not in rooms} == boxdot.numeric._HOMES
    assert all(getattr(boxdot.numeric, name) is not None for name in boxdot.numeric.__all__)


@pytest.mark.parametrize("public", boxdot.__all__)
def test_face_hands_on_every_name(public):
    assert getattr(boxdot, public) is not None
    assert public in dir(boxdot)


def test_face_refuses_other_names():
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        boxdot.chek  # noqa: B018


@pytest.mark.parametrize("task", ["demo", "test"])
def test_readme_gives_the_two_commands(task):
    line = f"python3 scripts/dev.py {task}"
    assert line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()


def test_ci_runs_the_command_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 scripts/dev.py test" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
