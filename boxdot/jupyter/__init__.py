"""The notebook extension: ``%load_ext boxdot`` shows formulas as LaTeX and adds ``%%boxdot``."""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from boxdot.jupyter.magics import BoxdotMagics
from boxdot.jupyter.showing import register_formatters


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Show formulas as LaTeX in this notebook, and add the magics ``%boxdot`` and ``%%boxdot``."""
    register_formatters(shell)
    shell.register_magics(BoxdotMagics)
