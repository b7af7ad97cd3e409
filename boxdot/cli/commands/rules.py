"""``boxdot rules``: every rule in one line."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color
from boxdot.cli.output import emit, emit_json


@click.command
@as_json
@no_color
def command(as_json: bool) -> int:
    """List the rules of ``boxdot lint``: code, name, what they flag.

    \b
    boxdot rules
    boxdot rules --json
    """
    rules = boxdot.RULES.values()
    if as_json:
        emit_json([{"code": r.code, "name": r.name, "summary": r.summary} for r in rules])
    else:
        width = max(len(rule.name) for rule in rules)
        emit("\n".join(f"{r.code:6}  {r.name:{width}}  {r.summary}" for r in rules))
    return 0
