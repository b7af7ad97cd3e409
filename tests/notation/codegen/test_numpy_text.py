"""The NumPy that is written, formula by formula (numpy.tsv)."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pytest
from agreement import assert_agreement

from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.languages.python.layout import WIDTH
from boxdot.notation.reading import read

SIZES = {"H": 3, "W": 4, "I": 3, "J": 4, "K": 2, "L": 5, "N": 2, "C": 3, "R": 2}
SIZES |= {"m": 3, "n": 4, "p": 2, "q": 3, "T": 2}


def cases() -> list[tuple[str, str, str]]:
    with Path(__file__).with_name("numpy.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (row["formula"], row["declarations"], row["code"].replace("⏎", "\n")) for row in rows
        ]


@pytest.mark.parametrize(("formula", "declarations", "code"), cases(), ids=lambda text: text)
def test_text(formula, declarations, code):
    written = convert(read(formula, declarations)).code
    if len(code) <= WIDTH:
        assert written == code
    else:
        assert max(map(len, written.splitlines())) <= WIDTH
        assert ast.unparse(ast.parse(written)) == ast.unparse(ast.parse(code))


@pytest.mark.parametrize(
    ("formula", "declarations"), [case[:2] for case in cases()], ids=lambda text: text
)
def test_value(formula, declarations):
    assert_agreement(formula, declarations, SIZES)


@pytest.mark.parametrize(
    ("formula", "declarations"), [case[:2] for case in cases()], ids=lambda text: text
)
def test_value_where_all_sizes_are_equal(formula, declarations):
    """Square shapes are where a wrong alignment goes unnoticed by NumPy."""
    assert_agreement(formula, declarations, dict.fromkeys(SIZES, 3), seed=1)
