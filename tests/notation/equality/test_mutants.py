"""Mutants of the laws: each that is false is refuted, none that is false is proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from mutants import mutants

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.equality import prove
from boxdot.notation.equality.searching import search
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.reading import read

TABLE = Path(__file__).with_name("laws.tsv").read_text("utf-8").splitlines()
TRUE_LAWS = [line.split("\t")[1:] for line in TABLE if line.startswith("P")]
MOST_EACH = 24


def judged(mutant: Formula) -> str:
    """Return the verdict; "wrong" if a counterexample contradicts it."""
    inference = infer(mutant, fixes=False)
    if inference.errors:
        return "ill-shaped"
    proof = prove(mutant, seconds=1.0)
    if proof.verdict not in ("proved", "defined"):
        return proof.verdict
    example = search(mutant, inference.condition, seconds=1.0, small=False).counterexample
    return "wrong" if example is not None else proof.verdict


@pytest.fixture(scope="module")
def verdicts() -> Iterator[Counter[str]]:
    counts: Counter[str] = Counter()
    yield counts
    print(f"\nmutants: {dict(counts)}")


@pytest.mark.parametrize(("statement", "declarations"), TRUE_LAWS)
def test_no_false_mutant_is_proved(statement, declarations, verdicts):
    for number, mutant in enumerate(mutants(read(statement, declarations))):
        if number >= MOST_EACH:
            break
        try:
            verdict = judged(mutant)
        except BoxdotError:
            verdict = "unreadable"
        assert verdict != "wrong", mutant.statements
        verdicts[verdict] += 1


def test_most_false_mutants_are_refuted(verdicts):
    assert verdicts["refuted"] + verdicts["conditional"] > 300
    assert verdicts["unknown"] < 0.05 * verdicts.total()
