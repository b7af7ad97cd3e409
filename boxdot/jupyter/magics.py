"""The magics ``%boxdot`` and ``%%boxdot``: formulas among a notebook's arrays."""

from __future__ import annotations

import sys
from typing import Any

from IPython.core.magic import Magics, line_cell_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

import boxdot
from boxdot.jupyter.cell import Outcome, run_cell
from boxdot.notation.equality.reporting import report


@magics_class
class BoxdotMagics(Magics):
    """Check, convert and evaluate formulas with the arrays of the notebook."""

    @magic_arguments("%boxdot")
    @argument("-d", "--declare", action="append", default=[], help='Shapes: "X ∈ R^{H×W}".')
    @argument("-t", "--to", metavar="LANG", help="Show the formula as code of this language too.")
    @argument("-p", "--prove", action="store_true", help="Prove or refute the equation.")
    @argument("-n", "--no-eval", action="store_true", help="Check and convert only.")
    @argument("formula", nargs="*", help="The formula of a line magic; of a cell, its text.")
    @line_cell_magic
    def boxdot(self, line: str, cell: str | None = None) -> Any:
        """Show a formula, check its shapes, evaluate it and assign what it defines.

        What is not declared takes the shapes of the notebook's arrays. As ``%boxdot FORMULA`` the
        whole line is the formula.
        """
        if cell is None:
            return self._run(line, [], None, False, True)
        args = parse_argstring(self.boxdot, line)
        declared = [text.strip("'\"") for text in args.declare]  # quotes that IPython leaves
        return self._run(cell, declared, args.to, args.prove, not args.no_eval)

    def _run(
        self, text: str, declared: list[str], language: str | None, prove: bool, evaluate: bool
    ) -> Any:
        shell = self.shell
        if shell is None:
            raise RuntimeError("magics run in a shell")
        try:
            outcome = run_cell(text, shell.user_ns, "; ".join(declared), evaluate=evaluate)
            _show(outcome, language)
            if prove:
                print(report(boxdot.prove(outcome.formula), outcome.formula))
        except boxdot.BoxdotError as error:
            print(f"error: {error}", file=sys.stderr)
            return None
        shell.push(dict(outcome.values))
        return outcome.value


def _show(outcome: Outcome, language: str | None) -> None:
    """Show the formula, what is to be said of its shapes, and its code."""
    display(outcome.formula)
    if outcome.result.verdict != "holds" or outcome.result.problems:
        print(boxdot.report(outcome.result, outcome.formula))
    if language is not None and outcome.result.verdict != "fails":
        display(boxdot.convert(outcome.formula, to=language))
    if outcome.missing:
        print(f"not evaluated: there is no array {', '.join(outcome.missing)}")
