"""The example notebook runs from top to bottom in a kernel of its own."""

from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

EXAMPLE = Path(__file__).parents[2] / "examples" / "formulas.ipynb"


@pytest.fixture(scope="module")
def cells():
    notebook = nbformat.read(EXAMPLE, as_version=4)
    manager = KernelManager(kernel_name="python3")  # it runs the Python that runs the tests
    NotebookClient(notebook, timeout=120, km=manager).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _data(cell, mime):
    return "".join(out.data.get(mime, "") for out in cell.outputs if "data" in out)


def test_no_cell_fails(cells):
    assert not [out for cell in cells for out in cell.outputs if out.output_type == "error"]


def test_formulas_are_shown_checked_and_evaluated(cells):
    shown = next(cell for cell in cells if cell.source.endswith("Y = X ⊡ B"))
    assert r"\boxdot" in _data(shown, "text/latex")
    assert "X * B[:, :, None]" in _data(shown, "text/markdown")
    assert _data(cells[3], "text/plain") == "True"


def test_the_shape_error_is_told(cells):
    wrong = next(cell for cell in cells if cell.source.endswith("Z = X ⊙ B"))
    assert "hadamard-mismatch" in "".join(out.get("text", "") for out in wrong.outputs)


def test_derivations_render(cells):
    assert r"\begin{align*}" in _data(cells[-2], "text/latex")
    assert r"\boxdot" in _data(cells[-1], "text/latex")
