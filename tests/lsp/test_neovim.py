"""Neovim itself, without a window, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls: pip install 'boxdot[lsp]'")

SCRIPT = Path(__file__).with_name("smoke.lua")
TEXT = "𝟏 $X \\in \\mathbb{R}^{n\\times d}$, $b \\in \\mathbb{R}^{1\\times d}$\n𝒫 $X + b$\n"


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim (nvim) is not installed")
def test_neovim_finds_asks_repairs_and_types(tmp_path):
    paper, report = tmp_path / "a paper.md", tmp_path / "report"
    paper.write_text(TEXT, encoding="utf-8")
    environment = os.environ | {
        "PAPER": str(paper), "REPORT": str(report), "PYTHON": sys.executable,
        "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    command = ["nvim", "--headless", "--clean", "-n", "-S", str(SCRIPT)]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=240, text=True)
    said = report.read_text(encoding="utf-8").splitlines()
    assert (done.returncode, said) == (0, [
        # Neovim counts bytes: 𝒫 is four of them.
        "found\tBX201\t1\t8",
        "hover\t`X`: **n×d**",
        "text\t𝒫 $X \\boxplus b$",
        "typed\t8",
        "ended",
    ])  # fmt: skip
