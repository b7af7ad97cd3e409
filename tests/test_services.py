"""The files for other services: the hooks of pre-commit, and the action of GitHub."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
PAPER = "$X + b$, $X \\in \\mathbb{R}^{n \\times d}$, $b \\in \\mathbb{R}^{1 \\times d}$\n"


@pytest.mark.parametrize("entry", re.findall(r"^  entry: (.*)$", HOOKS, re.MULTILINE))
def test_entries_of_hooks_are_commands(boxdot_command, tmp_path, entry):
    program, *arguments = shlex.split(entry)
    (tmp_path / "paper.md").write_text(PAPER, encoding="utf-8")
    done = boxdot_command(*arguments, tmp_path / "paper.md")
    assert program == "boxdot"
    assert done.code == (0 if "--fix" in arguments else 1)


def test_files_of_hooks_are_papers():
    (pattern,) = set(re.findall(r"^  files: (.*)$", HOOKS, re.MULTILINE))
    assert re.search(pattern, "parts/a.tex")
    assert re.search(pattern, "a.md")
    assert not re.search(pattern, "a.text")


@pytest.fixture
def repository(tmp_path):
    """A repository with a paper, and the real pre-commit to run in it."""
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")
    (folder / "data.csv").write_text("$1 - X$", encoding="utf-8")
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize(("hook", "code", "said"), [("boxdot", 1, "BX201"), ("boxdot-fix", 1, "")])
def test_real_pre_commit(repository, tmp_path, hook, code, said):
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    # The hooks as they are, but with the boxdot of this checkout instead of an installed one.
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    script = f'#!/bin/sh\nexec "{sys.executable}" -m boxdot "$@"\n'
    (tmp_path / "boxdot").write_text(script)
    (tmp_path / "boxdot").chmod(stat.S_IRWXU)
    local = HOOKS.replace("language: python", "language: system")
    (hooks / ".pre-commit-hooks.yaml").write_text(local, encoding="utf-8")
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "hooks"]):
        subprocess.run(["git", *command], cwd=hooks, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), hook, "--all-files"],
        cwd=repository,
        capture_output=True,
        encoding="utf-8",
        env={
            **os.environ,
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PRE_COMMIT_HOME": str(tmp_path / "home"),
            "BOXDOT_CACHE_DIR": str(tmp_path / "cache"),
        },
        timeout=120,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout
    assert "data.csv" not in done.stdout
    fixed = "boxplus" in (repository / "paper.md").read_text(encoding="utf-8")
    assert fixed is (hook == "boxdot-fix")


def script_of(step: str) -> str:
    """Return the script of a step of the action."""
    _, _, rest = ACTION.partition(f"- name: {step}\n")
    body = re.search(r"run: \|\n((?:        .*\n|\n)+)", rest)[1]
    return re.sub(r"^        ", "", body, flags=re.MULTILINE)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_script_of_the_action(tmp_path):
    (tmp_path / "my paper.md").write_text(PAPER, encoding="utf-8")
    program = tmp_path / "boxdot" / "bin" / "boxdot"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m boxdot "$@"\n')
    program.chmod(stat.S_IRWXU)
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script_of("Lint")],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(tmp_path),
            "BOXDOT_CACHE_DIR": str(tmp_path / "cache"),
            "PATHS": "my paper.md\n",
            "ARGS": "--select\nBX2",
            "SARIF": "report.sarif",
        },
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error title=boxdot (BX201),file=my paper.md,line=1,")
    assert '"BX201"' in (tmp_path / "report.sarif").read_text(encoding="utf-8")


def test_scripts_of_the_action_hold_no_input():
    assert "${{" not in script_of("Lint") + script_of("Install boxdot")
