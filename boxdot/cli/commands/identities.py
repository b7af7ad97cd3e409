"""``boxdot identities``: the laws by which formulas are rewritten."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color
from boxdot.cli.output import emit, emit_json


@click.command
@click.argument("name", required=False)
@as_json
@no_color
def command(name: str | None, as_json: bool) -> int:
    """List the identities, or show the one called NAME (``row-scaling``, ``eq-25``) in full.

    \b
    boxdot identities
    boxdot identities eq-25
    boxdot identities --json
    """
    found = boxdot.identities(name)
    if not found:
        raise boxdot.BoxdotError(
            f"there is no identity {name!r}", hint="`boxdot identities` lists the identities"
        )
    if as_json:
        emit_json([identity.as_json() for identity in found])
    elif name is None:
        emit("\n".join(_row(identity, max(len(i.name) for i in found)) for identity in found))
    else:
        emit("\n\n".join(map(_page, found)))
    return 0


def _row(identity: boxdot.Identity, width: int) -> str:
    return f"{identity.name:{width}}  {identity.number:6}  {identity.equation}"


def _page(identity: boxdot.Identity) -> str:
    """Return all that is said of one identity."""
    number = f" ({identity.number})" if identity.number else ""
    lines = [
        f"{identity.name}{number}",
        f"  {identity.equation}",
        f"  where {identity.shapes}",
        *([f"  if {identity.guard}"] if identity.guard else []),
        f"  {identity.sentence}",
    ]
    return "\n".join(lines)
