"""``boxdot clean``: removes what linting has kept."""

from __future__ import annotations

from pathlib import Path

import click

from boxdot.cli.options import no_color
from boxdot.cli.output import complain


@click.command
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@no_color
def command(paths: tuple[str, ...]) -> int:
    """Remove the cached results of the projects of PATH… (of this folder), and of papers in none.

    \b
    boxdot clean
    boxdot clean thesis/
    """
    from boxdot.cli.linting.caching import cache_folder, clean  # late: they load the linter
    from boxdot.configuration import configuration_for

    projects = [configuration_for(Path(path)).folder for path in paths or (".",)]
    folders = dict.fromkeys(map(cache_folder, [*projects, None]))
    removed = sum(map(clean, folders))
    complain(f"Removed {removed} cached result{'' if removed == 1 else 's'}.")
    return 0
