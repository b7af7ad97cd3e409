"""Mutants of the identities and the laws: each false one is refuted, none is proved.

Which mutants are false is found by brute force, with an evaluator that shares nothing with the
engine. The counts are printed: ``pytest tests/notation/equality/test_mutants.py -s``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from brute_force import differs
from mutants import mutants

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.equality import prove
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.notation.rewriting.identities import IDENTITIES

TABLE = Path(__file__).with_name("laws.tsv").read_text("utf-8").splitlines()
LAWS = [line.split("\t")[1:3] for line in TABLE if line.startswith("P")]
STATEMENTS = [*((i.equation, i.shapes) for i in IDENTITIES.values()), *LAWS]
MOST_EACH = 4
REFUTED = ("refuted", "conditional")
FEWEST_FALSE = 500


def chosen(formula: Formula) -> list[Formula]:
    """Return a few mutants, spread over the formula."""
    every = list(mutants(formula))
    return every[:: max(1, len(every) // MOST_EACH)][:MOST_EACH]


def verdict_of(mutant: Formula) -> str:
    try:
        if infer(mutant, fixes=False).errors:
            return "ill-shaped"
        return prove(mutant, seconds=1.0).verdict
    except BoxdotError:
        return "unreadable"


@pytest.fixture(scope="module")
def counts() -> Iterator[Counter[str]]:
    found: Counter[str] = Counter()
    yield found
    print("\nmutants:", ", ".join(f"{kind} {count}" for kind, count in sorted(found.items())))


@pytest.mark.parametrize(("statement", "declarations"), STATEMENTS)
def test_no_false_mutant_is_proved(statement, declarations, counts):
    for mutant in chosen(read(statement, declarations)):
        verdict = verdict_of(mutant)
        if verdict in ("ill-shaped", "unreadable", "defined"):  # it says nothing that is false
            counts[verdict] += 1
            continue
        is_false = differs(mutant)
        assert not (is_false and verdict == "proved"), mutant.statements
        kind = {True: "false", False: "true", None: "undecided by force"}[is_false]
        counts[f"{kind}: {verdict}"] += 1


def test_every_false_mutant_is_refuted(counts):
    refuted = sum(counts[f"false: {verdict}"] for verdict in REFUTED)
    false = sum(count for kind, count in counts.items() if kind.startswith("false"))
    assert false >= FEWEST_FALSE
    assert refuted == false
