"""The project's tasks, each in one command that does all its own set-up: demo, test, wheel.

Needs nothing but Python: works in the active virtual environment if there is one, else makes and
keeps ``.venv`` beside this repository's README.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
EXAMPLE = ROOT / "examples" / "paper.tex"
FINDINGS = 1  # the exit code of a lint that found something

CHECKS = (
    ("format", "ruff format --check ."),
    ("lint", "ruff check ."),
    ("types", "mypy"),
    ("floors", "lint-imports --no-logo"),
    ("tests", "pytest -q -n 2 --dist loadfile"),  # the tests of a file share what they make
)
"""What ``test`` runs, in this order; each is a module's command inside the environment."""

UTF8 = {"PYTHONUTF8": "1"}
ARRAYS = "import numpy; numpy.savez('arrays.npz', A=[[1.0, 2.0], [3.0, 4.0]], b=[10.0, 100.0])"
MASK = "where X ∈ R^{H×W×3}, B ∈ R^{H×W}"

SMOKE = (
    (("--version",), 0, "boxdot "),
    (("check", f"X ⊡ B {MASK}"), 0, "holds"),
    (("check", f"X ⊙ B {MASK}"), 1, "X ⊡ B"),
    (("convert", f"X ⊡ B {MASK}", "--to", "numpy"), 0, "X * B[:, :, None]"),
    (("eval", "A ⊡ b where A ∈ R^{2×2}, b ∈ R^2", "--data", "arrays.npz"), 0, "400"),
    (("lint", "paper.tex"), FINDINGS, "implicit-broadcast-add"),
    (("lsp",), 2, ""),  # needs an extra that is not installed yet
)
"""Arguments of the installed command, the exit code, and a piece of what it must say."""

MESSAGES = (
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{},"processId":null}}',
    '{"jsonrpc":"2.0","id":2,"method":"shutdown"}',
    '{"jsonrpc":"2.0","method":"exit"}',
)
"""What an editor says that comes and goes, in the Language Server Protocol."""

ALONE = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | UTF8
"""The environment of the smoke test: nothing of this folder may be found by chance."""


def main() -> int:
    """Run the task that the command line names."""
    tasks: dict[str, Callable[[], int]] = {"demo": demo, "test": test, "wheel": wheel}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        print(f"usage: python3 scripts/dev.py {{{','.join(tasks)}}}", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST:
        print("boxdot needs Python {}.{} or newer".format(*OLDEST), file=sys.stderr)
        return 2
    return tasks[sys.argv[1]]()


def demo() -> int:
    """Install boxdot and show what it finds in the example paper."""
    python = environment()
    install(python, "--editable", ".")
    code = run([command(python, "boxdot"), "lint", os.path.relpath(EXAMPLE, ROOT)])
    return 0 if code == FINDINGS else code or 1


def test() -> int:
    """Install boxdot with the tools and run every check, also after one that failed."""
    python = environment()
    install(python, "--editable", ".[dev]")
    verdicts = []
    for name, line in CHECKS:
        program, *arguments = line.split()
        start = time.perf_counter()
        code = run([command(python, program), *arguments])
        seconds = time.perf_counter() - start
        verdicts.append(f"-- {name}: {'FAILED' if code else 'ok'}, {seconds:.0f} s")
        print(verdicts[-1], flush=True)
    print("\n".join(["", *verdicts]), flush=True)
    return int(any("FAILED" in verdict for verdict in verdicts))


def wheel() -> int:
    """Build the wheel, install it into a fresh environment and use it from another folder."""
    with tempfile.TemporaryDirectory(prefix="boxdot-wheel-") as folder:
        builder = fresh(Path(folder, "builder"))
        install(builder, "build")
        run([str(builder), "-m", "build", "--wheel", "--outdir", folder], check=True)
        (built,) = Path(folder).glob("*.whl")
        strangers = names_in(built) - {"boxdot"}
        if strangers:
            print(f"the wheel holds more than boxdot: {', '.join(sorted(strangers))}")
            return 1
        user = fresh(Path(folder, "user"))
        install(user, str(built))
        if smoke(user, Path(folder, "elsewhere")):
            return 1
        install(user, f"{built}[lsp]")
        return serve(user)


def names_in(built: Path) -> set[str]:
    """Return the top-level names that a wheel installs."""
    with zipfile.ZipFile(built) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    return {top for top in tops if not top.endswith(".dist-info")}


def smoke(python: Path, folder: Path) -> int:
    """Use the installed command as a user would; return 0 if all answers are right."""
    folder.mkdir()
    (folder / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    run([str(python), "-c", ARRAYS], folder=folder, check=True)
    for arguments, code, piece in SMOKE:
        line = [command(python, "boxdot"), *arguments]
        print("+", shlex.join(["boxdot", *arguments]), flush=True)
        done = subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8", env=ALONE)
        print(done.stdout + done.stderr, end="")
        if done.returncode != code or piece not in done.stdout:
            print(f"FAILED: exit code {done.returncode}, expected {code} and {piece!r}")
            return 1
    print("-- smoke test of the installed wheel: ok")
    return 0


def serve(python: Path) -> int:
    """Start the installed language server as an editor does; return 0 if it answers and ends."""
    said = "".join(f"Content-Length: {len(line)}\r\n\r\n{line}" for line in MESSAGES)
    line = [command(python, "boxdot"), "lsp"]
    print("+ boxdot lsp, over standard input and output", flush=True)
    done = subprocess.run(line, input=said.encode(), capture_output=True, env=ALONE, timeout=120)
    if done.returncode or b'"hoverProvider"' not in done.stdout:
        print(f"FAILED: exit code {done.returncode}\n{done.stderr.decode()}")
        return 1
    print("-- smoke test of the language server: ok")
    return 0


def environment() -> Path:
    """Return the Python of the active virtual environment, else of ``.venv``, made if missing."""
    if sys.prefix != sys.base_prefix:
        return Path(sys.executable)
    folder = ROOT / ".venv"
    return python_of(folder) if python_of(folder).exists() else fresh(folder)


def fresh(folder: Path) -> Path:
    """Make a virtual environment and return its Python."""
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("this Python cannot make virtual environments: install its venv package first")
    print(f"+ make the virtual environment {folder}", flush=True)
    venv.create(folder, with_pip=True)
    return python_of(folder)


def python_of(folder: Path) -> Path:
    """Return where the Python of a virtual environment is."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def command(python: Path, name: str) -> str:
    """Return the command ``name`` of the environment that ``python`` belongs to."""
    return str(python.with_name(f"{name}.exe" if os.name == "nt" else name))


def install(python: Path, *what: str) -> None:
    """Install packages into the environment."""
    run([str(python), "-m", "pip", "install", "--quiet", *what], check=True)


def run(line: Sequence[str], folder: Path = ROOT, check: bool = False) -> int:
    """Show a command line, run it, and return its exit code (or stop at once, with ``check``)."""
    print("+", shlex.join(line), flush=True)
    code = subprocess.run(line, cwd=folder).returncode
    if check and code:
        sys.exit(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
