"""The kept table says of each identity what its text says."""

import json
from dataclasses import replace

import pytest

from boxdot.notation.rewriting import tables
from boxdot.notation.rewriting.identities import IDENTITIES


def test_the_table_is_that_of_the_identities():
    kept = json.loads(tables.TABLE.read_text(encoding="utf-8"))
    assert kept == tables.table(), "run python -m boxdot.notation.rewriting.tables"


@pytest.mark.parametrize("name", IDENTITIES)
def test_kept_sides_are_those_read(name):
    assert tables.sides_of(IDENTITIES[name]) == tables.read_sides(IDENTITIES[name])


def test_a_changed_identity_is_read_anew():
    law = replace(IDENTITIES["row-scaling"], left="y ⊡ X")
    assert tables.sides_of(law).left == tables.read_sides(law).left
