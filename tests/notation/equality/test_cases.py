"""What users of tensor algebra, learning and statistics ask: true, false, conditional, invalid."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.notation.equality import prove
from boxdot.notation.reading import read

TABLE = Path(__file__).with_name("cases.tsv").read_text("utf-8").splitlines()
CASES = [(*line.split("\t"), "")[:4] for line in TABLE if not line.startswith("#")]
VERDICTS = {"P": "proved", "R": "refuted", "I": "ill-shaped", "C": "conditional"}


def sizes_of(text: str) -> dict[str, int]:
    pairs = (pair.split("=") for pair in text.split(",") if pair)
    return {name: int(size) for name, size in pairs}


@pytest.mark.parametrize(("expected", "statement", "declarations", "sizes"), CASES)
def test_verdict(expected, statement, declarations, sizes):
    proof = prove(read(statement, declarations, sizes=sizes_of(sizes)))
    kind, _, condition = expected.partition(":")
    assert proof.verdict == VERDICTS[kind], proof
    if kind == "C":  # other sizes have a counterexample, or no shape
        assert proof.condition == condition
    else:
        assert (proof.counterexample is not None) == (kind == "R")


def test_there_are_cases_of_every_kind():
    kinds = [expected[0] for expected, *_ in CASES]
    assert len(CASES) > 300
    assert min(kinds.count(kind) for kind in VERDICTS) >= 5
