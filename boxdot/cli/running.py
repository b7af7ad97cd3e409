"""Running a command line: every outcome, good or bad, becomes an exit code and a sentence."""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence

import click

from boxdot.cli.group import commands
from boxdot.cli.output import complain, use_utf8
from boxdot.grammar.depth import deep
from boxdot.grammar.errors import BoxdotError

FINDINGS = 1
BAD_INPUT = 2
INTERRUPTED = 130


@deep()
def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 clean, 1 findings, 2 bad input or usage."""
    use_utf8()
    try:
        code = commands.main(
            list(arguments), prog_name="boxdot", standalone_mode=False, obj=list(arguments)
        )
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
            complain("An expression that starts with a minus stands after --, as in: -- '-X ⊡ y'")
    except click.Abort:
        return INTERRUPTED
    except BoxdotError as error:
        complain(f"error: {error}")
        if getattr(error, "is_finding", False):  # the input is readable, and wrong
            return FINDINGS
    except OSError as error:
        complain(f"error: {_reason(error)}")
    except MemoryError:
        complain("error: this needs more memory than there is")
    except Exception as error:  # a bug of ours: one line for the user, the rest on request
        complain(_bug(error))
    else:
        return code if isinstance(code, int) else 0
    return BAD_INPUT


def _reason(error: OSError) -> str:
    """Return what went wrong with which file, without Python's error number."""
    reason = (error.strerror or str(error)).lower()
    return f"{error.filename}: {reason}" if error.filename is not None else reason


def _bug(error: Exception) -> str:
    if os.environ.get("BOXDOT_DEBUG") == "1":
        return "".join(traceback.format_exception(error)).rstrip()
    fact = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return (
        f"error: this is a bug of boxdot ({fact}); please report it with the command line "
        "(BOXDOT_DEBUG=1 shows where it failed)"
    )
