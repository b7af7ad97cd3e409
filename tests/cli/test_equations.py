"""Every entry of the conformance corpus through the command line: entry, command, verdict."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

from boxdot.notation.algebra import product
from boxdot.notation.shapes.spelling import set_text

DATA = Path(__file__).parents[1] / "data"
ENTRIES = {e["id"]: e for e in tomllib.loads((DATA / "equations.toml").read_text("utf-8"))["entry"]}
TABLE = (DATA / "acceptance.tsv").read_text("utf-8").splitlines()[1:]
ROWS = list(csv.reader(TABLE, delimiter="\t", quoting=csv.QUOTE_NONE))
COMMANDS = [row for row in ROWS if row[1]]

MAY_SAY = {
    "holds": {"holds", "proved", "defined", ""},
    "well-formed": {"holds", "proved", "defined", "unknown", ""},
    "warn": {"holds"},
    "code-ok": {"holds"},
    "code-error": {"holds", "fails", "ill-shaped"},
    "silent": {"fails", "ill-shaped"},
    "fails": {"fails", "ill-shaped"},
    "invalid": {"fails", "ill-shaped"},
    "conditional": {"conditional"},
    "false": {"holds", "refuted", "conditional"},  # its shapes do hold
}
"""The verdicts of the commands that agree with what an entry expects of itself as printed."""


def declared(entry):
    return "; ".join(
        f"{name} ∈ {set_text(tuple(map(_size, sizes)))}"
        for name, sizes in entry.get("declare", {}).items()
    )


def _size(size):
    factors = size.split("*") if isinstance(size, str) else [size]
    return product(int(f) if str(f).isdigit() else f for f in factors)


def statement(entry, template):
    values = entry.get("check", {}).get("given", {})
    given = (f"{name} = {_literal(value)}" for name, value in values.items())
    template = template.replace("{given}", "; ".join(given))
    corrected = entry.get("unicode_corrected", "")
    return template.replace("{text}", entry["unicode"]).replace("{corrected}", corrected)


def _literal(value):
    """A vector or matrix as text."""
    rows = value if isinstance(value[0], list) else [[v] for v in value]
    return "[" + "; ".join(" ".join(map(str, row)) for row in rows) + "]"


def arrays(entry):
    """The given values; slices X_1, X_2 … are stacked."""
    given = {name: np.array(v, dtype=float) for name, v in entry["check"]["given"].items()}
    names = {name.partition("_")[0] for name in given if "_" in name}
    stacked = {
        name: np.stack([given[k] for k in sorted(given) if k.startswith(f"{name}_")], axis=2)
        for name in names
    }
    return {name: value for name, value in given.items() if "_" not in name} | stacked


@pytest.mark.parametrize(("name", "command", "template", "verdict"), COMMANDS)
def test_command(boxdot_command, tmp_path, name, command, template, verdict):
    entry = ENTRIES[name]
    words = [*command.split(), statement(entry, template), "-d", declared(entry), "--json"]
    if entry["convention"] == "C":
        words += ["--convention", "C"]
    if command == "eval":
        np.savez(tmp_path / "given.npz", **arrays(entry))
        words += ["--data", tmp_path / "given.npz"]
    done = boxdot_command(*words)
    assert done.code in (0, 1), done.err
    if command == "eval":
        np.testing.assert_allclose(done.json["value"], json.loads(verdict), atol=1e-9)
    elif command.startswith("derive"):
        assert (done.code, done.json["proved"]) == (0, verdict == "proved")
    elif verdict:
        assert done.json["verdict"] == verdict
    assert done.code == int(verdict in {"fails", "conditional", "refuted", "unknown", "ill-shaped"})


@pytest.mark.parametrize(("name", "command", "template", "verdict"), COMMANDS)
def test_verdict_is_the_expected_one(name, command, template, verdict):
    kind = ENTRIES[name]["expect"].partition(":")[0]
    if "{text}" in template and command in ("check", "prove"):
        assert verdict in MAY_SAY[kind]


def test_every_entry_is_there_or_says_why_not():
    assert {row[0] for row in ROWS} == set(ENTRIES)
    assert all(row[2] for row in ROWS)
