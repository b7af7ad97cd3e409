"""``boxdot draw``: files, formats, exit codes."""

from __future__ import annotations

import json
from xml.etree import ElementTree

MASK = ("draw", "X ⊡ B", "-d", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
TEXT = "     X     B\nH ─⊘─●─────●\nW ─⊘─●─────●\n3 ───●\n"


def test_text_on_standard_output(boxdot_command):
    done = boxdot_command(*MASK)
    assert (done.code, done.out, done.err) == (0, TEXT, "")


def test_svg_on_standard_output(boxdot_command):
    done = boxdot_command(*MASK, "--format", "svg")
    assert ElementTree.fromstring(done.out).tag.endswith("svg")


def test_a_file_is_written_whole(boxdot_command, tmp_path):
    path = tmp_path / "mask.svg"
    path.write_text("old")
    done = boxdot_command(*MASK, "-o", path)
    assert (done.code, done.out) == (0, f"{path}: svg\n")
    ElementTree.parse(path)
    assert [found.name for found in tmp_path.iterdir()] == ["mask.svg"]


def test_the_ending_tells_the_format_and_an_option_wins(boxdot_command, tmp_path):
    path = tmp_path / "mask.txt"
    boxdot_command(*MASK, "-o", path)
    assert path.read_text(encoding="utf-8") == TEXT
    boxdot_command(*MASK, "-o", path, "--format", "svg")
    assert path.read_text(encoding="utf-8").startswith("<svg ")


def test_json(boxdot_command, tmp_path):
    found = json.loads(boxdot_command(*MASK, "--json").out)
    assert found["format"] == "text"
    assert found["picture"] == TEXT.rstrip("\n")
    assert [node["label"] for node in found["networks"][0]["nodes"]] == ["X", "B", "", ""]
    path = tmp_path / "mask.svg"
    found = json.loads(boxdot_command(*MASK, "--json", "-o", path).out)
    assert (found["format"], found["file"]) == ("svg", str(path))


def test_ill_shaped(boxdot_command, tmp_path):
    path = tmp_path / "mask.svg"
    done = boxdot_command("draw", "X ⊙ B", *MASK[2:], "-o", path)
    assert (done.code, done.out) == (1, "")
    assert "hadamard-mismatch" in done.err
    assert not path.exists()


def test_bad_input(boxdot_command, tmp_path):
    assert boxdot_command("draw", "X ⊡", *MASK[2:]).code == 2
    assert boxdot_command("draw", "(1, 2)").code == 2
    assert boxdot_command(*MASK, "--format", "png").code == 2
    missing = boxdot_command(*MASK, "-o", tmp_path / "no" / "mask.svg")
    assert missing.code == 2
    assert "Traceback" not in missing.err


def test_another_kind_of_picture_is_refused(boxdot_command, tmp_path):
    done = boxdot_command(*MASK, "-o", tmp_path / "mask.png")
    assert (done.code, done.out) == (2, "")
    assert "no diagram is written as .png" in done.err
    assert not list(tmp_path.iterdir())
