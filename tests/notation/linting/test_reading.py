"""How much of real papers is read, and that cut or broken papers stop nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.reading import share_of
from benchmarks.robust import Outcome, mutated, truncated

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "papers"
FIXTURES = Path(__file__).parent / "fixtures"
here = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the repository")


@here
def test_most_formulas_with_an_operator_are_read() -> None:
    share = share_of([CORPUS])
    assert share.operators > 6_000
    assert share.percent >= 98


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.[tm][ed]*")), ids=lambda path: path.name)
def test_odd_texts_stop_nothing(path: Path) -> None:
    outcome = Outcome()
    outcome.join(truncated(path, count=5, seed=3))
    outcome.join(mutated(path, count=40, seed=3))
    assert outcome.failures == {}
    assert outcome.linted == 46


@here
def test_odd_papers_stop_nothing() -> None:
    papers = sorted(path for path in CORPUS.rglob("*") if path.suffix in {".tex", ".md"})
    outcome = Outcome()
    for path in random.Random(4).sample(papers, 10):
        outcome.join(truncated(path, count=2, seed=4))
        outcome.join(mutated(path, count=20, seed=4))
    assert outcome.failures == {}
