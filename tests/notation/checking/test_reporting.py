"""The sentences of a report."""

from __future__ import annotations

from boxdot.notation.checking import check, report
from boxdot.notation.reading.formulas import read


def reported(text, declared):
    formula = read(text, declared)
    return report(check(formula), formula)


def test_a_formula_that_holds_takes_one_line():
    assert reported("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I") == "holds: I×J"


def test_the_place_the_shapes_and_the_way_out():
    assert reported("X + b", "X ∈ R^{n×h}; b ∈ R^h").splitlines() == [
        "fails at axis 1",
        "",
        "error[BX204] incompatible-add: + takes equal shapes; X is n×h and b is h×1",
        "  X + b",
        "    ^",
        "  X  n  h",
        "  b  h  1",
        "     ^ axis 1",
        "right only if n = 1 and h = 1",
        "help: did you mean X ⊞ bᵀ?",
    ]


def test_a_condition_stands_in_the_first_line():
    first, *_ = reported("x ⊡ y", "x ∈ R^I; y ∈ R^J").splitlines()
    assert first == "conditional: max(I, J) if I = J or I = 1 or J = 1"


def test_c_convention_lines_up_on_the_right():
    from boxdot.notation.shapes.conventions import Convention

    formula = read("X ⊡ c", "X ∈ R^{2×3}; c ∈ R^4", convention=Convention.C)
    lines = report(check(formula), formula).splitlines()
    assert lines[-3:] == ["  X  2  3", "  c  1  4", "        ^ axis 2"]
