"""What the README and the manual show is what happens: every transcript and example is run.

``BOXDOT_UPDATE_DOCS=1 python -m pytest tests/test_docs.py`` writes the present output into the
pages; review the difference before you commit it.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import boxdot
from boxdot.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(console|python)\n(.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
UPDATE = os.environ.get("BOXDOT_UPDATE_DOCS") == "1"
SHELL = f"""
boxdot() {{ "{sys.executable}" -m boxdot "$@"; }}
python() {{ "{sys.executable}" "$@"; }}
"""


def blocks(language):
    """Return (page, text) of every block of the language."""
    return [
        pytest.param(page, match[3], id=f"{page.name}:{text[: match.start()].count(chr(10)) + 1}")
        for page in PAGES
        for text in [page.read_text(encoding="utf-8")]
        for match in BLOCK.finditer(text)
        if match[2] == language
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder to run in, with the examples: pages may leave files for their later blocks."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


QUOTED = re.compile(r"'[^']*'|\"[^\"$`\\]*\"")
FOR_A_SHELL = re.compile(r"[;&|<>()$`*?~#{}\[\]\\\"']")


def replay(text, folder):
    """Return the transcript with the output that its commands give now."""
    lines = []
    for command in re.findall(r"^\$ (.*(?:(?<=\\)\n.*)*)", text, re.MULTILINE):
        alone = command.startswith("boxdot ") and not FOR_A_SHELL.search(QUOTED.sub("", command))
        output = run_here(command) if alone else run_in_shell(command, folder)
        lines.append(f"$ {command}\n{output}")
    return "".join(lines)


def run_here(command):
    """Return what a command prints that needs no shell: without starting Python anew each time."""
    written = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True)
    with redirect_stdout(written), redirect_stderr(written):
        main(shlex.split(command)[1:])
    return written.buffer.getvalue().decode()


def run_in_shell(command, folder):
    """Return what a command prints, as a reader runs it."""
    done = subprocess.run(
        ["sh", "-c", SHELL + command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        timeout=60,
    )
    return done.stdout


@pytest.mark.skipif(os.name == "nt", reason="the transcripts are of a POSIX shell")
@pytest.mark.parametrize(("page", "text"), blocks("console"))
def test_transcript(page, text, folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BOXDOT_CACHE_DIR", str(folder / ".cache"))
    now = replay(text, folder)
    if UPDATE and now != text:
        page.write_text(page.read_text(encoding="utf-8").replace(text, now), encoding="utf-8")
        return
    assert now == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_of_a_page(page, folder, monkeypatch):
    """The examples of one page share their names, as a reader's session would."""
    monkeypatch.chdir(folder)
    found = [
        match[3]
        for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if match[2] == "python"
    ]
    test = doctest.DocTestParser().get_doctest("".join(found), {}, page.name, str(page), 0)
    assert bool(test.examples) == bool(found), "examples are written with >>>"
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    output: list[str] = []
    runner.run(test, out=output.append)
    assert runner.failures == 0, "".join(output)


def test_links_lead_somewhere():
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


NOTATION = (ROOT / "docs" / "notation.md").read_text(encoding="utf-8")
DECLARED = re.search(r"^In the tables, `(.*)`\.$", NOTATION, re.MULTILINE)[1]
ROWS = [
    [cell.replace(r"\|", "|") for cell in re.findall(r"`((?:\\\||[^`])*)`", line)]
    for line in NOTATION.splitlines()
    if line.startswith("| ") and "`" in line
]


@pytest.mark.parametrize("row", [row for row in ROWS if len(row) == 2], ids=lambda row: row[0])
def test_what_a_text_means(row):
    text, meaning = (boxdot.parse(text, DECLARED) for text in row)
    assert text.statements == meaning.statements


@pytest.mark.parametrize("row", [row for row in ROWS if len(row) == 3], ids=lambda row: row[0])
def test_spellings_say_the_same(row):
    spelled = zip(row, ("unicode", "ascii", "latex"), strict=True)
    formulas = [boxdot.parse(text, DECLARED, syntax=syntax) for text, syntax in spelled]
    first, *others = (formula.statements for formula in formulas)
    assert others == [first, first]
    assert boxdot.check(formulas[0]).verdict in {"holds", "conditional"}
