"""Fixing papers: passes, macros, included files, packages; what was fixed stays as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fixing_helpers import PREFIX, fixed, fixes_of
from hypothesis import given, settings
from hypothesis import strategies as st

from boxdot.grammar.papers import SourceFile, read_document
from boxdot.grammar.source import Span
from boxdot.notation.linting import Edit, Finding, Fix, LintOptions, judging, lint_text, prepare
from boxdot.notation.linting.fixing import diff_text, fix_documents
from boxdot.notation.linting.fixing.compatible import compatible

EXAMPLE = Path(__file__).parents[4] / "examples" / "paper.tex"
MATRICES, ROWS = st.sampled_from(["X", "Y"]), st.sampled_from(["b", "c", "2b", "(b + c)"])
OPERATORS = st.sampled_from([" + ", "-", r" \odot ", r"\oslash ", " / ", r" \boxplus "])


def grown(inner):
    return st.one_of(
        st.tuples(inner, OPERATORS, MATRICES | ROWS).map("".join),
        inner.map("({})".format),
        st.tuples(inner, ROWS | inner).map(lambda pair: r"\frac{{{}}}{{{}}}".format(*pair)),
        inner.map(r"\tanh(1 - {})".format),
    )


@settings(max_examples=60, deadline=None)
@given(st.recursive(MATRICES | ROWS, grown, max_leaves=5), st.booleans())
def test_fixing_twice_changes_nothing_and_brings_no_finding(formula, unsafe):
    paper = f"{PREFIX}$${formula}$$\n"
    once = fixes_of(paper, unsafe=unsafe)
    text = once.files[0].after if once.files else paper
    assert fixed(text, unsafe=unsafe) == text
    before = [finding.name for finding in lint_text(paper, "paper.md")]
    after = [finding.name for finding in lint_text(text, "paper.md")]
    assert sorted(after + [finding.name for finding in once.fixed]) == sorted(before)
    assert [left.finding.name for left in once.left] == after


def test_example_keeps_only_what_needs_its_author():
    text = EXAMPLE.read_text(encoding="utf-8")
    fixes = fixes_of(text, "paper.tex")
    assert [(left.finding.name, left.reason[:6]) for left in fixes.left] == [
        ("scalar-add", "unsafe")
    ]
    assert fixes_of(text, "paper.tex", unsafe=True).left == []
    assert fixes.notes == []  # its packages are loaded


@pytest.mark.parametrize(
    ("use", "after"),
    [
        (r"\add{X}{b}", r"\add{X}{b}"),  # the operator is the macro's
        (r"\fn{X + b}", r"\fn{X \boxplus b}"),  # the argument is the author's own
        (r"\twice{X + b}", r"\twice{X \boxplus b}"),  # one edit for two uses of it
    ],
)
def test_macros(use, after):
    macros = (
        r"\newcommand{\add}[2]{#1 + #2}\newcommand{\fn}[1]{\tanh(#1)}"
        r"\newcommand{\twice}[1]{\tanh(#1) \odot (#1)}" + "\n"
    )
    paper = f"{macros}{PREFIX}$${use}$$\n"
    fixes = fixes_of(paper, "paper.tex")
    assert (fixes.files[0].after if fixes.files else paper) == f"{macros}{PREFIX}$${after}$$\n"
    if use == after:
        assert [left.reason for left in fixes.left] == [r"the place comes from the macro \add"]


def test_comments_that_ignore_are_respected():
    paper = PREFIX + "% boxdot: ignore-next-line\n$X + b$\n\n$Y + b$ % boxdot: ignore[BX201]\n"
    assert fixed(paper, "paper.tex") == paper


def test_only_the_rules_that_were_chosen():
    paper = PREFIX + r"$$X \odot b + c$$"
    fixes = fixes_of(paper, select=("BX1",))
    assert fixes.files[0].after == PREFIX + r"$$X \boxdot b + c$$"
    assert fixes.left == []


def test_included_files_are_fixed_in_their_own_file(tmp_path):
    (tmp_path / "parts").mkdir()
    part = tmp_path / "parts" / "model.tex"
    part.write_text("$$X + b$$\n", encoding="utf-8")
    main = tmp_path / "main.tex"
    main.write_text(
        "\\documentclass{article}\n\\begin{document}\n"
        f"{PREFIX}\\input{{parts/model}}\n\\end{{document}}\n"
    )
    fixes = fix_documents([read_document(main)], prepare(LintOptions()))
    after = {file.path: file.after for file in fixes.files}
    assert after[part] == "$$X \\boxplus b$$\n"
    assert after[main].startswith("\\documentclass{article}\n\\usepackage{amssymb}\n\\begin")
    assert fixes.left == []


def test_diff_is_one_that_patch_takes():
    (file,) = fixes_of(f"{PREFIX}$X + b$", "a.md").files
    assert diff_text(file).endswith(
        "-$X + b$\n\\ No newline at end of file\n+$X \\boxplus b$\n\\ No newline at end of file\n"
    )


def test_a_correction_that_spoils_is_undone_and_the_others_stay(monkeypatch):
    real = judging.repair

    def spoiling(examined, problem, statement):
        fix = real(examined, problem, statement)
        wrong = tuple(replace(edit, text=r"\odot ") for edit in fix.edits)
        return replace(fix, edits=wrong) if fix.replacement.endswith(" b") else fix

    monkeypatch.setattr(judging, "repair", spoiling)
    fixes = fixes_of(f"{PREFIX}$X + b$, $X + c$, $Y + c$, $Y + b$", "a.md")
    assert fixes.files[0].after == rf"{PREFIX}$X + b$, $X \boxplus c$, $Y \boxplus c$, $Y + b$"
    assert [left.reason for left in fixes.left] == [
        "the correction would bring another finding"
    ] * 2


def test_of_two_corrections_that_overlap_the_first_is_made():
    source = SourceFile(Path("a.md"), "X + b + c")
    first, second, third = (
        Finding(source, Span(2, 3), "", "", "", "", "", fix=Fix("", "", edits, True))
        for edits in ((Edit(2, 7, "⊞"),), (Edit(6, 7, "⊞"),), (Edit(8, 9, "d"),))
    )
    assert compatible([first, second, third]) == [first, third]


def test_two_papers_that_share_a_part_both_load_the_package(tmp_path):
    (tmp_path / "part.tex").write_text("$$X + b$$\n")
    mains = [tmp_path / "a.tex", tmp_path / "b.tex"]
    for main in mains:
        main.write_text(
            "\\documentclass{article}\n\\begin{document}\n"
            f"{PREFIX}\\input{{part}}\n\\end{{document}}\n"
        )
    fixes = fix_documents(map(read_document, mains), prepare(LintOptions()))
    assert len(fixes.fixed) == 1
    after = {file.path: file.after for file in fixes.files}
    assert all(r"\usepackage{amssymb}" in after[main] for main in mains)
