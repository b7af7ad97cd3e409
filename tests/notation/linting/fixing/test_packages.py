"""The packages that new operators need: loaded where that is safe, else pointed out."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixing_helpers import PREFIX, fixes_of

TABLE = Path(__file__).with_name("packages.tsv").read_text(encoding="utf-8")
ROWS = [
    line.replace("⏎", "\n").split("\t")
    for line in TABLE.splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_preamble(row, end):
    before, formula, after, *note = row
    body = f"\n\\begin{{document}}\n{PREFIX}$${formula}$$\n\\end{{document}}\n"
    paper = (before + body).replace("\n", end)
    fixes = fixes_of(paper, "paper.tex")
    assert len(fixes.fixed) >= 1
    head, found, _ = fixes.files[0].after.partition(f"{end}\\begin{{document}}")
    assert found
    assert head == (before if after == "=" else after).replace("\n", end)
    assert [note[0] in text for text in fixes.notes] == [True] * len(note)


@pytest.mark.parametrize(
    ("name", "formula", "said"),
    [
        ("part.tex", "X + b", [r"part.tex: put \usepackage{amssymb} in the preamble for \boxplus"]),
        ("notes.md", r"X \odot b", []),
        ("notes.md", r"X \oslash b", [r"notes.md: MathJax and KaTeX have no \boxslash (⧄): "]),
    ],
)
def test_notes_where_there_is_no_preamble(name, formula, said):
    notes = fixes_of(f"{PREFIX}$${formula}$$\n", name).notes
    assert len(notes) == len(said)
    assert all(note.startswith(start) for note, start in zip(notes, said, strict=True))


def test_a_part_is_told_of_the_main_file(tmp_path):
    (tmp_path / "main.tex").write_text("\\documentclass{article}\n\\usepackage{amssymb}\n")
    paper = f"% !TeX root = main.tex\n{PREFIX}$$X + b$$\n"
    assert fixes_of(paper, str(tmp_path / "part.tex")).notes == []
