"""Laws that users of tensor algebra expect, false ones, and those that hold for some sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.notation.equality import prove
from boxdot.notation.reading import read

TABLE = Path(__file__).with_name("laws.tsv").read_text("utf-8").splitlines()
LAWS = [line.split("\t") for line in TABLE if not line.startswith("#")]


@pytest.mark.parametrize(("verdict", "statement", "declarations"), LAWS)
def test_verdict(verdict, statement, declarations):
    proof = prove(read(statement, declarations))
    if verdict == "P":
        assert proof.verdict == "proved", proof
    elif verdict == "F":
        assert proof.verdict in ("refuted", "conditional"), proof
        assert proof.counterexample is not None
    else:
        assert (proof.verdict, proof.condition) == ("conditional", verdict.partition(":")[2])
