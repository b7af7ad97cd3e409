"""``boxdot identities``: the laws by which formulas are rewritten."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color
from boxdot.cli.output import emit, emit_json
from boxdot.notation.rewriting import hint_for


@click.command
@click.argument("name", required=False)
@click.option("--search", metavar="WORDS", help="Only identities that speak of all the words.")
@as_json
@no_color
def command(name: str | None, search: str | None, as_json: bool) -> int:
    """List the identities, or show the one called NAME (``row-scaling``, ``eq-25``) in full.

    \b
    boxdot identities
    boxdot identities eq-25
    boxdot identities --search kronecker
    boxdot identities --json
    """
    found = boxdot.identities(name, search=search)
    if not found:
        raise _unknown(name, search)
    if as_json:
        emit_json([identity.as_json() for identity in found])
    elif name is None:
        emit("\n".join(_row(identity, max(len(i.name) for i in found)) for identity in found))
    else:
        emit("\n\n".join(map(_page, found)))
    return 0


def _unknown(name: str | None, search: str | None) -> boxdot.BoxdotError:
    """Return what is said when nothing is found, with the names that are near."""
    if name is None:
        return boxdot.BoxdotError(f"no identity speaks of {search!r}")
    return boxdot.BoxdotError(f"there is no identity {name!r}", hint=hint_for(name))


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
