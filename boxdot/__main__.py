"""The entry of the command line: what can be said at once is said before anything else loads."""

import sys
from collections.abc import Sequence

from boxdot._version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run boxdot with the arguments (of the process if None) and return its exit code.

    >>> main(["--version"])
    boxdot 0.1.0
    0
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments in (["--version"], ["-V"]):
        print(f"boxdot {__version__}")
        return 0
    if arguments[:1] == ["lint"]:
        from boxdot.cli.linting.recalling import recalled  # late: it loads the reading of JSON

        code = recalled(arguments)
        if code is not None:
            return code
    from boxdot.cli.running import run  # late: the command-line library loads only when used

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
