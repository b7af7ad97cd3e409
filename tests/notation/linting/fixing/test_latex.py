"""What was fixed compiles, where a LaTeX is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fixing_helpers import PREFIX, fixed

from boxdot.grammar.papers import read_document

ROOT = Path(__file__).resolve().parents[4]
LATEX = shutil.which("latex")
CASES = Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8").splitlines()
FORMULAS = [line.split("\t")[0] for line in CASES if line and not line.startswith("#")]
BODY = "".join(f"$${formula}$$\n" for formula in FORMULAS if formula.isascii())
PREAMBLE = "\\documentclass{article}\n\\usepackage{amsmath,bm}\n\\usepackage{amsfonts}\n"

PAPERS = {
    "example": (ROOT / "examples" / "paper.tex").read_text(encoding="utf-8"),
    "cases": f"{PREAMBLE}\\begin{{document}}\n{PREFIX}{BODY}\\end{{document}}\n",
}

needs_latex = pytest.mark.skipif(LATEX is None, reason="no latex on this machine")


def has_package(name: str) -> bool:
    """Tell whether TeX finds a package."""
    done = subprocess.run(["kpsewhich", f"{name}.sty"], capture_output=True)
    return done.returncode == 0


def compiled(text: str, folder: Path) -> str:
    """Return the errors of compiling a paper."""
    (folder / "paper.tex").write_text(text, encoding="utf-8")
    line = [LATEX, "-interaction=nonstopmode", "-no-shell-escape", "paper.tex"]
    done = subprocess.run(line, cwd=folder, capture_output=True, timeout=120)
    said = done.stdout.decode("utf-8", "replace")
    return "\n".join(re.findall(r"^!.*(?:\n.*){3}", said, re.MULTILINE)) if done.returncode else ""


@needs_latex
@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("name", PAPERS)
def test_fixed_papers_compile(name, unsafe, tmp_path):
    after = fixed(PAPERS[name], "paper.tex", unsafe=unsafe)
    assert r"\usepackage{amssymb}" in after or name == "example"
    if not has_package("stmaryrd"):
        pytest.skip("TeX is installed without stmaryrd")
    assert compiled(after, tmp_path) == ""
    assert read_document("paper.tex", text=after).skipped == {}


@needs_latex
def test_packages_are_needed(tmp_path):
    r"""Without the packages the same paper does not compile: the test above can fail."""
    after = fixed(PAPERS["cases"], "paper.tex")
    after = after.replace(r"\usepackage{amssymb}", "").replace(r"\usepackage{stmaryrd}", "")
    assert "Undefined control sequence" in compiled(after, tmp_path)
