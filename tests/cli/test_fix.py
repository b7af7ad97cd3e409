"""``boxdot lint --fix``: what is written, what is told, and what is left as it was."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from boxdot.cli import replacing
from boxdot.cli.fixing import Fixing
from boxdot.notation.linting.fixing import FixedFile

EXAMPLE = Path(__file__).parents[2] / "examples" / "paper.tex"
WRONG = "Let $X \\in \\mathbb{R}^{n\\times d}$, $b \\in \\mathbb{R}^{1\\times d}$.\n$X + b$, é\n"
RIGHT = WRONG.replace("X + b", "X \\boxplus b")
UNSAFE = WRONG.replace("X + b", "1 - X")


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "paper.md"
    path.write_bytes(WRONG.encode())
    return path


def test_fix_writes_and_tells(boxdot_command, paper):
    done = boxdot_command("lint", "--fix", paper)
    assert done.code == 0
    assert "Fixed 1 finding, 0 remain." in done.err
    assert "All checks passed" in done.out
    assert paper.read_text(encoding="utf-8") == RIGHT
    again = boxdot_command("lint", "--fix", paper)
    assert (again.code, again.err) == (0, "Fixed 0 findings, 0 remain.\n")


@pytest.mark.parametrize(
    ("options", "code", "after"),
    [
        (("--fix",), 1, UNSAFE),
        (("--fix", "--unsafe-fixes"), 0, UNSAFE.replace("1 - X", r"\mathbf{1} - X")),
        (("--fix-only",), 0, UNSAFE),
        (("--unsafe-fixes",), 1, UNSAFE),  # nothing is repaired unless asked for
        (("--diff",), 0, UNSAFE),
        (("--diff", "--unsafe-fixes"), 1, UNSAFE),
        (("--fix", "--exit-zero"), 0, UNSAFE),
    ],
)
def test_exit_codes_and_what_is_written(boxdot_command, paper, options, code, after):
    paper.write_text(UNSAFE, encoding="utf-8")
    assert boxdot_command("lint", paper, *options).code == code
    assert paper.read_text(encoding="utf-8") == after


def test_diff_is_shown_and_nothing_written(boxdot_command, paper):
    done = boxdot_command("lint", "--diff", paper)
    assert done.code == 1
    assert done.out == (
        f"--- {paper}\n+++ {paper}\n@@ -1,2 +1,2 @@\n {WRONG.splitlines()[0]}\n"
        "-$X + b$, é\n+$X \\boxplus b$, é\n"
    )
    assert done.err == "Would fix 1 finding.\n"
    assert paper.read_text(encoding="utf-8") == WRONG


def test_each_repair_is_shown_and_why_others_are_not(boxdot_command, paper):
    paper.write_text(WRONG + UNSAFE, encoding="utf-8")
    said = boxdot_command("lint", "--fix", "--show-fixes", paper).err.splitlines()
    assert said[0] == (f"fixed {paper}:2: BX201 [implicit-broadcast-add]: write X \\boxplus b")
    assert said[1].startswith(f"not fixed {paper}:4: BX202 [scalar-add]: unsafe")
    assert said[2] == "Fixed 1 finding, 1 remains."


def test_json_holds_what_remains(boxdot_command, paper):
    paper.write_text(WRONG + UNSAFE, encoding="utf-8")
    done = boxdot_command("lint", "--fix", "--json", paper)
    assert [finding["name"] for finding in done.json] == ["scalar-add"]


def test_standard_input_is_fixed_to_standard_output(boxdot_command):
    done = boxdot_command("lint", "-", "--fix", stdin=WRONG.encode())
    assert (done.code, done.out) == (0, RIGHT)
    clean = boxdot_command("lint", "-", "--fix", stdin=RIGHT.encode())
    assert (clean.code, clean.out) == (0, RIGHT)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_bytes_stay_but_for_the_fix(boxdot_command, paper, mark, end, last):
    def laid(text):
        return mark + (text if last else text[:-1]).replace("\n", end).encode()

    paper.write_bytes(laid(WRONG))
    assert boxdot_command("lint", "--fix", paper).code == 0
    assert paper.read_bytes() == laid(RIGHT)
    assert os.listdir(paper.parent) == [paper.name]  # no temporary file is left


@pytest.mark.skipif(os.name == "nt", reason="modes and links of a POSIX system")
def test_mode_and_links_stay(boxdot_command, paper, tmp_path):
    paper.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(paper)
    assert boxdot_command("lint", "--fix", link).code == 0
    assert link.is_symlink()
    assert paper.read_text(encoding="utf-8") == RIGHT
    assert paper.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="modes of a POSIX system")
def test_read_only_file_is_an_error_and_no_other_is_written(boxdot_command, paper, tmp_path):
    other = tmp_path / "a.md"
    other.write_text(WRONG, encoding="utf-8")
    paper.chmod(0o444)
    done = boxdot_command("lint", "--fix", other, paper)
    assert done.code == 2
    assert f"{paper} is read-only: nothing was changed" in done.err
    assert {path.read_text(encoding="utf-8") for path in (other, paper)} == {WRONG}


def test_a_file_that_changed_meanwhile_is_not_overwritten(paper):
    paper.write_text("something else\n", encoding="utf-8")
    with pytest.raises(replacing.BoxdotError, match="has changed since it was read"):
        replacing.replace_texts([FixedFile(paper, WRONG, RIGHT)])
    assert paper.read_text(encoding="utf-8") == "something else\n"


def test_failed_write_leaves_the_file(boxdot_command, paper, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", str(paper))

    monkeypatch.setattr(os, "replace", full)
    done = boxdot_command("lint", "--fix", paper)
    assert done.code == 2
    assert "no space left" in done.err
    assert os.listdir(paper.parent) == [paper.name]
    assert paper.read_text(encoding="utf-8") == WRONG


def test_diff_applies_with_patch(boxdot_command, tmp_path, monkeypatch):
    paper = tmp_path / "paper.tex"
    paper.write_bytes(EXAMPLE.read_bytes())
    monkeypatch.chdir(tmp_path)
    diff = boxdot_command("lint", "--diff", "paper.tex", "--unsafe-fixes").out
    try:
        done = subprocess.run(["patch", "-p0"], input=diff.encode(), capture_output=True)
    except FileNotFoundError:
        pytest.skip("no patch on this machine")
    assert done.returncode == 0, done.stdout
    assert boxdot_command("lint", "paper.tex").code == 0


def test_nothing_is_fixed_unless_asked_for():
    assert not Fixing(False, True, False, False, True)
