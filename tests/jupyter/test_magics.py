"""The notebook extension in a real shell: magics, what is shown, what is assigned."""

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import boxdot


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "boxdot")
    shell.user_ns |= {"X": np.arange(6.0).reshape(2, 3), "y": np.array([1.0, 10.0])}
    yield shell
    InteractiveShell.clear_instance()


def test_a_line_gives_its_value(shell):
    value = shell.run_line_magic("boxdot", "X ⊡ y")
    np.testing.assert_array_equal(value, shell.user_ns["X"] * [[1], [10]])


def test_a_cell_assigns_what_it_defines(shell):
    shell.run_cell_magic("boxdot", "", "Z = X ⊡ y")
    np.testing.assert_array_equal(shell.user_ns["Z"], shell.user_ns["X"] * [[1], [10]])


def test_a_cell_shows_latex_and_code(shell):
    with capture_output() as shown:
        shell.run_cell_magic("boxdot", "--to numpy", "Z = X ⊡ y")
    latex, code = shown.outputs
    assert latex.data["text/latex"] == r"$\displaystyle Z = X \boxdot y$"
    assert "Z = X * y[:, None]" in code.data["text/markdown"]


def test_a_cell_can_be_proved(shell):
    with capture_output() as shown:
        shell.run_cell_magic("boxdot", "--prove --no-eval", "X ⊡ y = diag(y) X")
    assert "proved" in shown.stdout


def test_what_does_not_fit_is_reported(shell):
    with capture_output() as shown:
        assert shell.run_cell_magic("boxdot", "", "Z = X ⊙ y") is None
    assert "hadamard-mismatch" in shown.stdout
    assert "Z" not in shell.user_ns


def test_what_cannot_be_read_is_an_error_with_its_place(shell):
    with capture_output() as shown:
        assert shell.run_cell_magic("boxdot", "", "Z = X ⊡ (y") is None
    assert "^" in shown.stderr


def test_formulas_and_derivations_render(shell):
    formatters = shell.display_formatter.formatters
    formula = boxdot.parse("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I")
    latex = formatters["text/latex"]
    assert latex(formula) == r"$\displaystyle X \boxdot y$"
    assert latex(boxdot.rewrite(formula, to="linear-algebra")).startswith(r"\begin{align*}")
    gradient = boxdot.derive("‖A ⊡ y‖_F²", wrt="A", declarations="A ∈ R^{I×J}; y ∈ R^I")
    assert r"\boxdot" in latex(gradient)
    assert "```" in formatters["text/markdown"](boxdot.convert(formula))


@pytest.mark.parametrize("quote", ["'", '"'])
def test_declarations_stand_in_quotes_of_either_kind(shell, quote):
    with capture_output():
        value = shell.run_cell_magic("boxdot", f"-d {quote}X ∈ R^{{2×3}}{quote}", "X ⊡ y")
    np.testing.assert_array_equal(value, shell.user_ns["X"] * [[1], [10]])
