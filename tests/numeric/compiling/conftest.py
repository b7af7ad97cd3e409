"""Loops are shared among threads in these tests although their arrays are small."""

import importlib.util

import pytest


@pytest.fixture(autouse=True)
def threads_for_few_entries(monkeypatch):
    if importlib.util.find_spec("numba"):
        from boxdot.numeric.compiling import launching

        monkeypatch.setattr(launching, "ALONE", 2**16)
