"""Agreement with ot-markov-distances 1.0.4 where that works; its faults are in the docs."""

from __future__ import annotations

import numpy as np
import pytest
from markov_chains import chain

from boxdot.numeric import markov

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
peer = pytest.importorskip("ot_markov_distances", reason="ot-markov-distances is not installed")
from ot_markov_distances.discounted_wl import discounted_wl_infty_cost_matrix  # noqa: E402
from ot_markov_distances.sinkhorn import sinkhorn  # noqa: E402
from ot_markov_distances.utils import weighted_transition_matrix  # noqa: E402

EPSILON, DELTA = 0.1, 0.4
PRECISE = {"check_convergence_interval": 10, "cv_atol": 1e-13, "cv_rtol": 0.0}


@pytest.fixture(scope="module")
def problem():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    laws = {"muX": rng.dirichlet(np.ones(4))[None], "muY": rng.dirichlet(np.ones(5))[None]}
    chains = {"mX": chain(rng, 4)[None], "mY": chain(rng, 5)[None], "C": rng.random((1, 4, 5))}
    return chains | laws


def tensors(problem, *names):
    return [torch.tensor(problem[name], requires_grad=True) for name in names]


def test_sinkhorn(problem):
    a, b, C = tensors(problem, "muX", "muY", "C")
    theirs = sinkhorn(a, b, C, EPSILON, 2000, **PRECISE)
    theirs.sum().backward()
    ours = markov.sinkhorn_distance(problem["muX"], problem["muY"], problem["C"], EPSILON)
    gradient = ours.backward()
    assert ours.value == pytest.approx(theirs.detach().numpy(), rel=1e-9)
    assert gradient.a == pytest.approx(a.grad.numpy(), abs=1e-9)
    assert gradient.b == pytest.approx(b.grad.numpy(), abs=1e-9)
    by_cost = gradient.C
    assert by_cost == pytest.approx(C.grad.numpy(), abs=1e-9)


@pytest.mark.parametrize("name", ["discounted_wl_k", "wl_k"])
def test_depth(problem, name):
    """Their gradients come by automatic differentiation of every step."""
    given = tensors(problem, "mX", "mY", "C", "muX", "muY")
    mX, mY, C, muX, muY = given
    extra = {"delta": DELTA} if name == "discounted_wl_k" else {}
    theirs = getattr(peer, name)(
        mX,
        mY,
        cost_matrix=C,
        k=2,
        muX=muX,
        muY=muY,
        reg=EPSILON,
        sinkhorn_parameters={"max_iter": 2000, **PRECISE},
        **extra,
    )
    theirs.sum().backward()
    ours = getattr(markov, name)(**problem, epsilon=EPSILON, k=2, **extra, tol=1e-11)
    # Their transport of the laws cannot be made precise: it stops at 1e-4.
    assert ours.distance == pytest.approx(theirs.detach().numpy(), rel=1e-6)
    gradient = ours.backward()
    for key, tensor in zip(("C", "mX", "mY"), (C, mX, mY), strict=True):
        assert getattr(gradient, key) == pytest.approx(tensor.grad.numpy(), abs=2e-4)


@pytest.mark.filterwarnings("ignore:regularized WL did not converge")  # 1e-11 is not for it
def test_fixed_point_to_its_tolerance(problem):
    mX, mY, C = (torch.tensor(problem[name]) for name in ("mX", "mY", "C"))
    theirs = discounted_wl_infty_cost_matrix(
        mX,
        mY,
        C,
        DELTA,
        EPSILON,
        max_iter=400,
        convergence_threshold_rtol=1e-11,
        convergence_threshold_atol=0.0,
        sinkhorn_iter=500,
        x_is_sparse=False,
        y_is_sparse=False,
    )
    given = (problem[name] for name in ("mX", "mY", "C"))
    ours = markov.discounted_wl(*given, EPSILON, DELTA, tol=1e-11)
    assert ours.cost == pytest.approx(theirs.numpy(), rel=1e-8)


def test_chains_and_laws(problem):
    import networkx

    theirs = peer.markov_measure(torch.tensor(problem["mX"], dtype=torch.float32))
    assert markov.markov_measure(problem["mX"]) == pytest.approx(theirs.numpy(), abs=1e-6)
    graph = networkx.star_graph(4)
    graph.add_node("alone")
    walk = weighted_transition_matrix(graph, 0.3).numpy()
    assert markov.weighted_transition_matrix(graph, 0.3) == pytest.approx(walk, abs=1e-7)
