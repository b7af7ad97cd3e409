"""Living with the linter: reports in files, ignores written, the cache, processes, progress."""

from __future__ import annotations

import io
import json

import pytest

from boxdot.cli.linting import caching, recalling, running
from boxdot.cli.linting.progress import progress
from boxdot.notation import linting

DECLARED = "$X \\in \\mathbb{R}^{n \\times d}$, $b \\in \\mathbb{R}^{1 \\times d}$.\n"
PAPER = DECLARED + "$X + b$, $1 - X$\n"


@pytest.fixture
def paper(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "paper.md"
    path.write_text(PAPER, encoding="utf-8")
    return path


def test_exit_zero(boxdot_command, paper):
    assert boxdot_command("lint", paper, "--exit-zero").code == 0
    assert "BX201" in boxdot_command("lint", paper, "--exit-zero").out


def test_output_file(boxdot_command, paper, tmp_path):
    done = boxdot_command("lint", paper, "--output-format", "sarif", "-o", tmp_path / "r.sarif")
    assert (done.code, done.out) == (1, "")
    report = json.loads((tmp_path / "r.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in report["runs"][0]["results"]] == ["BX201", "BX202"]
    assert boxdot_command("lint", paper, "-o", tmp_path / "no" / "r.txt").code == 2


# --- ignores -------------------------------------------------------------------------------------

ADDED = [
    ("a.md", "$X + b$  \nmore", "$X + b$ <!-- boxdot: ignore[BX201] -->  \nmore"),
    ("a.tex", "$X + b$, $1-X$\r\n", "$X + b$, $1-X$ % boxdot: ignore[BX201, BX202]\r\n"),
    (
        "a.tex",
        "\\[\nX + b\\\\\n\\]% x",
        "\\[\nX + b\\\\ % boxdot: ignore[BX201]\n\\]% x",
    ),
    (
        "a.tex",
        "$X + b$ % boxdot: ignore[BX1] since",
        "$X + b$ % boxdot: ignore[BX1, BX201] since",
    ),
    (
        "a.md",
        "> $$\n> X + b\n> $$\n",
        "> <!-- boxdot: ignore-next-line[BX201] -->\n> $$\n> X + b\n> $$\n",
    ),
    (
        "a.md",
        "```math\nX + b \\\\\n1 - X\n```",
        "<!-- boxdot: ignore-next-line[BX201, BX202] -->\n```math\nX + b \\\\\n1 - X\n```",
    ),
]


@pytest.mark.parametrize(("name", "before", "after"), ADDED)
def test_ignores_are_added(boxdot_command, tmp_path, name, before, after):
    file = tmp_path / name
    file.write_bytes((DECLARED + before).encode())
    done = boxdot_command("lint", file, "--add-ignore")
    assert (done.code, done.out) == (0, "")
    assert file.read_bytes().decode() == DECLARED + after
    assert boxdot_command("lint", file, "--extend-select", "BX901", "--ignore", "BX1").code == 0
    assert "Ignored 0 findings in 0 files" in boxdot_command("lint", file, "--add-ignore").err
    assert file.read_bytes().decode() == DECLARED + after


def test_ignores_are_added_in_parts(boxdot_command, tmp_path):
    (tmp_path / "main.tex").write_text("\\documentclass{article}\n\\input{part}\n" + DECLARED)
    (tmp_path / "part.tex").write_text("$X + b$\n")
    boxdot_command("lint", tmp_path, "--add-ignore")
    assert (tmp_path / "part.tex").read_text() == "$X + b$ % boxdot: ignore[BX201]\n"
    assert boxdot_command("lint", tmp_path).code == 0


# --- the cache -----------------------------------------------------------------------------------


@pytest.fixture
def linted(monkeypatch):
    """The papers that were really linted."""
    seen = []
    real = running.lint_each

    def watched(paths, *others):
        seen.extend(path.name for path in paths)
        return real(paths, *others)

    monkeypatch.setattr(running, "lint_each", watched)
    return seen


def test_unchanged_papers_come_from_the_cache(boxdot_command, paper, linted):
    runs = [boxdot_command("lint", paper, "--output-format", name) for name in ["text"] * 2]
    assert linted == ["paper.md"]
    assert runs[0] == runs[1]
    for name in linting.FORMATS:
        cached = boxdot_command("lint", paper, "--output-format", name)
        assert cached == boxdot_command("lint", paper, "--output-format", name, "--no-cache")
    assert linted == ["paper.md"] * (1 + len(linting.FORMATS))


def test_what_is_new_is_linted(boxdot_command, paper, linted):
    boxdot_command("lint", paper)
    paper.write_text(PAPER + "$b - X$", encoding="utf-8")
    assert len(boxdot_command("lint", paper, "--json").json) == 3
    boxdot_command("lint", paper, "--select", "BX1")
    boxdot_command("lint", paper, "--convention", "C")
    assert len(linted) == 4


def test_parts_and_macro_files_are_inputs(boxdot_command, tmp_path, linted):
    (tmp_path / "boxdot.toml").write_text("macro-files = ['all.sty']")
    (tmp_path / "all.sty").write_text(r"\newcommand{\op}{+}")
    (tmp_path / "main.tex").write_text("\\input{part}\n$X \\op b$\n\\usepackage{own}")
    (tmp_path / "part.tex").write_text(DECLARED)
    counts = [len(boxdot_command("lint", tmp_path, "--json").json)]
    (tmp_path / "part.tex").write_text(DECLARED + "$1 - X$")
    counts.append(len(boxdot_command("lint", tmp_path, "--json").json))
    (tmp_path / "all.sty").write_text(r"\newcommand{\op}{=}")
    counts.append(len(boxdot_command("lint", tmp_path, "--json").json))
    linted.clear()
    (tmp_path / "own.sty").write_text("")
    boxdot_command("lint", tmp_path, "--json")
    assert linted
    linted.clear()
    boxdot_command("lint", tmp_path, "--json")
    assert linted == []
    assert counts == [1, 2, 1]


def test_another_version_lints_anew(boxdot_command, paper, linted, monkeypatch):
    boxdot_command("lint", paper)
    monkeypatch.setattr(caching, "__version__", "0.0.0")
    monkeypatch.setattr(recalling, "__version__", "0.0.0")
    boxdot_command("lint", paper)
    assert len(linted) == 2


def test_what_the_project_declares_is_part_of_the_key(boxdot_command, paper, tmp_path, linted):
    counts = [len(boxdot_command("lint", paper, "--json").json)]
    (tmp_path / "boxdot.toml").write_text("[symbols]\nC = 'R^{n}'", encoding="utf-8")
    paper.write_text(PAPER + "$1 - C$", encoding="utf-8")
    counts.append(len(boxdot_command("lint", paper, "--json").json))
    (tmp_path / "boxdot.toml").write_text("[symbols]\nC = 'R'", encoding="utf-8")
    counts.append(len(boxdot_command("lint", paper, "--json").json))
    assert (counts, len(linted)) == ([2, 3, 2], 3)


def test_the_folder_of_the_cache_makes_nothing_stale(boxdot_command, tmp_path, linted, monkeypatch):
    monkeypatch.delenv("BOXDOT_CACHE_DIR")
    (tmp_path / "boxdot.toml").touch()
    (tmp_path / "paper.tex").write_text(PAPER, encoding="utf-8")
    for _ in range(3):
        boxdot_command("lint", tmp_path)
    assert (tmp_path / caching.NAME).is_dir()
    assert linted == ["paper.tex"]


@pytest.mark.parametrize("spoil", [b"", b"{", b"[1]", b"null", b'{"key": 1}', b"\xff", None])
def test_a_corrupted_cache_is_ignored(boxdot_command, paper, tmp_path, monkeypatch, spoil):
    fresh = boxdot_command("lint", paper)
    monkeypatch.setenv("BOXDOT_CACHE_DIR", str(tmp_path / "c"))
    boxdot_command("lint", paper)
    (kept,) = (tmp_path / "c").glob("*.json")
    if spoil is None:
        document = json.loads(kept.read_bytes())
        document["findings"][0]["span"] = "no"
        spoil = json.dumps(document).encode()
    kept.write_bytes(spoil)
    assert boxdot_command("lint", paper) == fresh


def test_a_cache_that_cannot_be_written_is_no_matter(boxdot_command, paper, monkeypatch):
    monkeypatch.setenv("BOXDOT_CACHE_DIR", str(paper / "below a file"))
    assert boxdot_command("lint", paper).code == 1


def test_the_place_of_the_cache(boxdot_command, paper, tmp_path, monkeypatch):
    monkeypatch.delenv("BOXDOT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    boxdot_command("lint", paper)
    assert len(list((tmp_path / "xdg" / "boxdot").glob("*.json"))) == 1
    (tmp_path / "boxdot.toml").write_text("")
    boxdot_command("lint", paper)
    assert len(list((tmp_path / caching.NAME).glob("*.json"))) == 1
    assert (tmp_path / caching.NAME / ".gitignore").read_text() == "*\n"
    (tmp_path / caching.NAME / "mine.txt").write_text("not to be removed")
    assert "Removed 2 cached results" in boxdot_command("clean").err
    assert [path.name for path in (tmp_path / caching.NAME).iterdir()] == ["mine.txt"]
    assert not (tmp_path / "xdg" / "boxdot").exists()


# --- many papers ---------------------------------------------------------------------------------


def test_processes_change_nothing(boxdot_command, tmp_path):
    for number in range(6):
        folder = tmp_path / str(number % 3)
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.md").write_text(PAPER * (number + 1), encoding="utf-8")
        (folder / f"{number}.tex").write_text("\\input{part}\n" + PAPER, encoding="utf-8")
        (folder / "part.tex").write_text(PAPER, encoding="utf-8")
    alone = boxdot_command("lint", tmp_path, "--no-cache", "--jobs", "1")
    shared = boxdot_command("lint", tmp_path, "--no-cache", "--jobs", "3")
    assert alone == shared
    assert "Found " in alone.out


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_for_terminals_on_long_runs(monkeypatch, terminal):
    class Stream(io.StringIO):
        def isatty(self):
            return terminal

    stream = Stream()
    monkeypatch.setattr("sys.stderr", stream)
    assert list(progress(iter([[1], [2]]), 2)) == [1, 2]
    assert stream.getvalue() == ""
    monkeypatch.setattr("boxdot.cli.linting.progress.PATIENCE", -1)
    assert list(progress(iter([[1], [2]]), 2)) == [1, 2]
    assert ("1/2 papers" in stream.getvalue()) is terminal
    assert stream.getvalue().endswith("\r\033[K" if terminal else "")
