"""Formulas before and after fixing, as data; every one that was fixed stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixing_helpers import PREFIX, fixed

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("before", "safe", "unsafe", "why"), ROWS, ids=[row[3] for row in ROWS])
def test_case(before, safe, unsafe, why):
    safe = before if safe == "=" else safe
    unsafe = safe if unsafe == "=" else unsafe
    for allowed, after in ((False, safe), (True, unsafe)):
        text = fixed(f"{PREFIX}$${before}$$\n", unsafe=allowed)
        assert text == f"{PREFIX}$${after}$$\n", why
        assert fixed(text, unsafe=allowed) == text
