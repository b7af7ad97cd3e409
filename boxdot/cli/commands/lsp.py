"""``boxdot lsp``: the language server, for editors."""

from __future__ import annotations

from importlib.util import find_spec

import click

from boxdot.grammar.errors import UnsupportedError


@click.command
@click.option("--stdio", is_flag=True, help="Speak on standard input and output, as always.")
def command(stdio: bool) -> int:
    """Serve an editor: diagnostics while typing, corrections, shapes under the cursor.

    An editor starts this command itself and speaks with it on standard input and output.

    \b
    boxdot lsp --stdio
    """
    if find_spec("pygls") is None:
        hint = "pip install 'boxdot[lsp]'"
        raise UnsupportedError("the language server needs pygls, which is not installed", hint=hint)
    from boxdot.lsp.running import run  # late: it loads pygls

    return run()
