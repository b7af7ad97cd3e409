"""The group of commands: a table of names, each loaded when it is used."""

from __future__ import annotations

import ast
import difflib
import pkgutil
from importlib import import_module

import click

from boxdot._version import __version__
from boxdot.cli.options import no_color

COMMANDS = {
    "check": "boxdot.cli.commands.check",
    "prove": "boxdot.cli.commands.prove",
    "rewrite": "boxdot.cli.commands.rewrite",
    "derive": "boxdot.cli.commands.derive",
    "convert": "boxdot.cli.commands.convert",
    "eval": "boxdot.cli.commands.evaluate",
    "solve": "boxdot.cli.commands.solve",
    "decompose": "boxdot.cli.commands.decompose",
    "draw": "boxdot.cli.commands.draw",
    "lint": "boxdot.cli.commands.lint",
    "symbols": "boxdot.cli.commands.symbols",
    "clean": "boxdot.cli.commands.clean",
    "lsp": "boxdot.cli.commands.lsp",
    "identities": "boxdot.cli.commands.identities",
    "rules": "boxdot.cli.commands.rules",
    "rule": "boxdot.cli.commands.rule",
}
"""Each command and the module whose ``command`` it is."""


class LateGroup(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, each with the first sentence of its help."""
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary(name, room)) for name in COMMANDS])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of the arguments; an unknown name is met with the nearest one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            nearest = difflib.get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
            raise click.UsageError(f"No such command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


def summary(name: str, room: int = 100) -> str:
    """Return the first sentence of a command's help, read from its source without running it.

    >>> summary("rules")
    'List the rules of ``boxdot lint``: code, name, what they flag.'
    """
    package, _, module = COMMANDS[name].rpartition(".")
    source = pkgutil.get_data(package, f"{module}.py")
    body = ast.parse(source or b"").body
    (command,) = (n for n in body if isinstance(n, ast.FunctionDef) and n.name == "command")
    return click.Command(name, help=ast.get_docstring(command)).get_short_help_str(room)


@click.group(
    cls=LateGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 bad input or usage.",
)
@click.version_option(__version__, "-V", "--version", message="boxdot %(version)s")
@no_color
def commands() -> None:
    """Check, prove, rewrite, convert and evaluate broadcast notation; lint the papers that use it.

    \b
    boxdot check "Y = X ⊡ B" -d "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"
    boxdot prove "X ⊡ y = diag(y) X" -d "X ∈ R^{I×J}; y ∈ R^I"
    boxdot rewrite "X ⊡ y" --to linear-algebra -d "X ∈ R^{I×J}; y ∈ R^I"
    boxdot convert "X ⊡ B where X ∈ R^{H×W×3}, B ∈ R^{H×W}" --to numpy
    boxdot eval "A ⊡ b" --data arrays.npz -d "A ∈ R^{2×3}; b ∈ R^2"
    boxdot solve "min_A ‖Y − A ⊡ Z‖_F²" --data arrays.npz -d "Y, Z ∈ R^{4×5}; A ∈ R^{4×1}"
    boxdot lint paper.tex
    """
