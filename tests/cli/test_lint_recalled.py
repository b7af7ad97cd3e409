"""Whole runs of ``boxdot lint`` recalled: the same words, and never of what has changed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from boxdot.cli.linting import recalling
from boxdot.cli.linting.recalling import recalled
from boxdot.notation.linting import FORMATS

DECLARED = "$X \\in \\mathbb{R}^{n \\times d}$, $b \\in \\mathbb{R}^{1 \\times d}$.\n"
PAPER = "\\input{part}\n" + DECLARED + "$X + b$, $1 - X$\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of papers, the current one."""
    folder = tmp_path / "papers"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "main.tex").write_text(PAPER)
    (folder / "part.tex").write_text("$b - X$\n")
    return folder


def is_recalled(capsys, *arguments):
    capsys.readouterr()
    return recalled(["lint", *arguments]) is not None


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_run_says_the_same_again(boxdot_command, folder, capsys, output_format):
    line = ["lint", "main.tex", "--output-format", output_format]
    first = boxdot_command(*line)
    assert first.code == 1
    assert recalled(line) == 1
    assert capsys.readouterr().out == first.out
    assert boxdot_command(*line) == first == boxdot_command(*line, "--no-cache")


CHANGES = {
    "a paper": lambda folder: (folder / "main.tex").write_text(PAPER + "$b + X$"),
    "a part": lambda folder: (folder / "part.tex").write_text("$X + b$"),
    "a package beside it": lambda folder: (folder / "own.sty").write_text(r"\newcommand\R{X}"),
    "a configuration": lambda folder: (folder / "boxdot.toml").write_text("ignore = ['BX201']"),
    "one above": lambda folder: (folder.parent / "boxdot.toml").write_text("ignore = ['BX2']"),
    "the place": lambda folder: os.chdir(folder.parent),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_is_recalled_of_what_changed(boxdot_command, folder, capsys, change):
    paper = str(folder / "main.tex")
    boxdot_command("lint", paper)
    assert is_recalled(capsys, paper)
    change(folder)
    assert not is_recalled(capsys, paper)
    assert boxdot_command("lint", paper) == boxdot_command("lint", paper, "--no-cache")
    assert is_recalled(capsys, paper)


def test_a_part_that_is_gone(boxdot_command, folder, capsys):
    boxdot_command("lint", "main.tex")
    (folder / "part.tex").unlink()
    for _ in range(2):
        assert not is_recalled(capsys, "main.tex")
        boxdot_command("lint", "main.tex")  # it may come back, at one of several places


def test_macro_files_are_inputs(boxdot_command, folder, capsys):
    (folder / "boxdot.toml").write_text("macro-files = ['all.sty']\n")
    (folder / "all.sty").write_text(r"\newcommand{\op}{+}")
    boxdot_command("lint", "main.tex")
    assert is_recalled(capsys, "main.tex")
    (folder / "all.sty").write_text(r"\newcommand{\op}{-}")
    assert not is_recalled(capsys, "main.tex")


def test_a_folder_that_gets_a_paper(boxdot_command, folder, capsys):
    (folder / "more").mkdir()
    boxdot_command("lint", ".")
    assert is_recalled(capsys, ".")
    (folder / "more" / "new.md").write_text(DECLARED + "$X + b$")
    assert not is_recalled(capsys, ".")
    assert "new.md" in boxdot_command("lint", ".").out


def test_in_a_project_runs_are_kept_beside_the_configuration(
    boxdot_command, folder, capsys, monkeypatch
):
    monkeypatch.delenv("BOXDOT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "home"))
    (folder / "boxdot.toml").write_text("")
    boxdot_command("lint", "main.tex")
    assert is_recalled(capsys, "main.tex")
    (run,) = (folder / recalling.NAME).glob("*.run")
    for broken in (b"", b"{}", b"[]", b"{", b'{"files": 1, "folders": {}}', b'{"files": {}}'):
        run.write_bytes(broken)
        assert not is_recalled(capsys, "main.tex")
    assert "Removed 1 cached result." in boxdot_command("clean").err
    assert not (folder / recalling.NAME).exists()


@pytest.mark.parametrize(
    "options", [["--no-cache"], ["--statistics"], ["-o", "report.txt"], ["--diff"]]
)
def test_other_runs_are_not_kept(boxdot_command, folder, capsys, options):
    boxdot_command("lint", "main.tex", *options)
    assert not is_recalled(capsys, "main.tex", *options)


def test_a_recalled_run_loads_no_library(boxdot_command, folder, root):
    line = ["lint", "main.tex"]
    first = boxdot_command(*line)
    program = (
        "import sys; from boxdot.__main__ import main; "
        f"main({line!r}); print('loaded:', *[m for m in ('click', 'boxdot.grammar', 'lark', "
        "'boxdot.notation', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(root)},
        timeout=60,
    )
    assert done.stdout == first.out + "loaded:\n"
