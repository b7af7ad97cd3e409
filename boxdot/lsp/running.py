"""Runs the server on standard input and output."""

from __future__ import annotations

import sys

from boxdot.lsp.features import serve
from boxdot.lsp.server import Server


def run() -> int:
    """Serve the editor on standard input and output; return 0 if it said that it was leaving."""
    server = serve(Server())
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # no print may fall between the messages
    try:
        server.start_io(sys.stdin.buffer, output)
    finally:
        server.close()
    return 0 if server.ended else 1
