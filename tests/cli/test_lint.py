"""``boxdot lint``: the example paper, its corrected version, formats, choices, standard input."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.cli.linting.reporting import FORMATS
from boxdot.notation import linting

EXAMPLE = Path(__file__).parents[2] / "examples" / "paper.tex"

FAULTS = (
    # what stands in the line, the rule, what stands at the place
    (r"\bm{I}_t &=", "implicit-broadcast-add", r"+ \vb_i"),
    ("(1 - ", "scalar-add", "- "),
    (r"\tY = \tX \odot", "hadamard-mismatch", r"\odot"),
    (r"\frac", "tensor-division", r"\frac"),
    (r"\frac", "implicit-broadcast-add", "- "),
    (r"\frac", "hadamard-mismatch", r"\odot"),
    (r"\frac", "implicit-broadcast-add", r"+ \bm{\beta}"),
)
"""Every fault of the example paper, in the order of the text."""

FIXES = (
    (r"+ \vb_i", r"\boxplus \vb_i"),
    ("(1 - ", r"(\mathbf{1} - "),
    (r"\tY = \tX \odot", r"\tY = \tX \boxdot"),
    (
        r"\frac{\bm{\mathcal{Z}} - \bm{\mu}}{\bm{\sigma}} \odot \bm{\gamma} + \bm{\beta}",
        r"((\bm{\mathcal{Z}} \boxminus \bm{\mu}) \boxslash \bm{\sigma})"
        r" \boxdot \bm{\gamma} \boxplus \bm{\beta}",
    ),
)

KEYS = (
    "file line column end_line end_column code name severity message equation shapes fix"
).split()


def test_every_fault_of_the_example_and_nothing_else(boxdot_command):
    done = boxdot_command("lint", EXAMPLE, "--json")
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    assert done.code == 1
    assert len(done.json) == len(FAULTS)
    for finding, (context, name, place) in zip(done.json, FAULTS, strict=True):
        line = lines[finding["line"] - 1]
        assert context in line
        assert finding["name"] == name
        assert line[finding["column"] - 1 :].startswith(place)


def test_corrected_paper_is_clean(boxdot_command, tmp_path):
    text = EXAMPLE.read_text(encoding="utf-8")
    for wrong, right in FIXES:
        assert wrong in text
        text = text.replace(wrong, right)
    corrected = tmp_path / "paper.tex"
    corrected.write_text(text, encoding="utf-8")
    done = boxdot_command("lint", corrected)
    assert (done.code, done.err) == (0, "")


def test_json_has_the_keys_of_the_contract(boxdot_command):
    for finding in boxdot_command("lint", EXAMPLE, "--json").json:
        assert list(finding) == KEYS


def test_text_shows_line_and_caret(boxdot_command):
    place, source, caret, *_ = boxdot_command("lint", EXAMPLE).out.splitlines()
    assert place.startswith(f"{EXAMPLE}:25:57: BX201 [implicit-broadcast-add]")
    assert source[caret.index("^")] == "+"


def test_json_is_an_output_format(boxdot_command):
    long = boxdot_command("lint", EXAMPLE, "--output-format", "json")
    assert long.json == boxdot_command("lint", EXAMPLE, "--json").json


def test_formats_are_those_of_the_linter():
    assert set(FORMATS) == set(linting.FORMATS)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--select", "BX2"), {"implicit-broadcast-add", "scalar-add"}),
        (("--select", "BX101,scalar-add"), {"hadamard-mismatch", "scalar-add"}),
        (("--ignore", "BX1", "--ignore", "BX3,BX201"), {"scalar-add"}),
        (("--select", "BX5"), set()),
    ],
)
def test_rules_are_chosen(boxdot_command, options, names):
    done = boxdot_command("lint", EXAMPLE, "--json", *options)
    assert {finding["name"] for finding in done.json} == names
    assert done.code == bool(names)


def test_unknown_rule(boxdot_command):
    done = boxdot_command("lint", EXAMPLE, "--select", "BX999")
    assert (done.code, done.out) == (2, "")
    assert "BX999" in done.err


def test_folders_hold_papers(boxdot_command, tmp_path):
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "paper.tex").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "notes.txt").write_text("no paper")
    done = boxdot_command("lint", tmp_path, "--json")
    assert {finding["file"] for finding in done.json} == {str(tmp_path / "part" / "paper.tex")}


@pytest.mark.parametrize(
    ("options", "name"), [((), "<stdin>"), (("--stdin-filename", "paper.tex"), "paper.tex")]
)
def test_dash_reads_standard_input(boxdot_command, options, name):
    done = boxdot_command("lint", "-", "--json", *options, stdin=EXAMPLE.read_bytes())
    assert [f["line"] for f in done.json] == [
        f["line"] for f in boxdot_command("lint", EXAMPLE, "--json").json
    ]
    assert {finding["file"] for finding in done.json} == {name}


def test_standard_input_stands_alone(boxdot_command):
    assert boxdot_command("lint", "-", EXAMPLE).code == 2


def test_unreadable_formulas_are_counted(boxdot_command, tmp_path):
    paper = tmp_path / "paper.md"
    paper.write_text("Let $x \\in \\mathbb{R}^n$. Then $x )$ and $x + x$.", encoding="utf-8")
    done = boxdot_command("lint", paper, "--statistics")
    assert done.code == 0
    assert "3 formulas" in done.err
    assert "not read: 1" in done.err


def test_a_bug_in_one_formula_is_told(boxdot_command, monkeypatch):
    def broken(*_, **__):
        raise KeyError("axis")

    monkeypatch.setattr(linting.linter, "judge", broken)
    assert "bug of boxdot" in boxdot_command("lint", EXAMPLE).err
    assert "KeyError" in boxdot_command("lint", EXAMPLE, "--statistics").err
