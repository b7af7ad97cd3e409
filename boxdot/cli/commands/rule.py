"""``boxdot rule CODE``: the manual page of a rule."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color
from boxdot.cli.output import emit, emit_json


@click.command
@click.argument("code")
@as_json
@no_color
def command(code: str, as_json: bool) -> int:
    """Show what the rule CODE (or its name) flags, why, and what to write instead.

    \b
    boxdot rule BX201
    boxdot rule implicit-broadcast-add
    """
    rule = boxdot.find_rule(code)
    if as_json:
        emit_json({"code": rule.code, "name": rule.name, "manual": rule.page})
    else:
        emit(f"# {rule.name} ({rule.code})\n\n{rule.page}")
    return 0
