"""Agreement with ot-markov-distances where that works: dense chains, its backward pass patched."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from random_chains import off, problem

from boxdot.numeric.markov.discounted import discounted_wl

sys.path.insert(0, str(Path(__file__).parents[4]))  # benchmarks are no part of the package
from benchmarks.rivals import with_ot_markov_distances as peer


@pytest.mark.skipif(not peer.installed(), reason="ot-markov-distances or PyTorch is not installed")
@pytest.mark.parametrize("sizes", [(4, 4), (6, 5)])
def test_the_same_within_its_tolerance(sizes):
    """Its cost is off by δ-dependent parts of its threshold .005, its gradients by about 1e-6."""
    given = problem(0, *sizes)
    solved = discounted_wl(*given[:3], 0.1, 0.4)
    found = solved.backward(given.G)
    cost, *gradients = peer.solve(*given, 0.1, 0.4)
    assert off(solved.cost, cost) < 1e-2
    for ours, other in zip((found.mX, found.mY, found.C), gradients, strict=True):
        assert off(ours, np.asarray(other)) < 1e-2
