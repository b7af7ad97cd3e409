"""PyTorch trains through the distances: gradcheck of every function, and what it refuses."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

import boxdot

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
from boxdot.numeric import markov as plain  # noqa: E402
from boxdot.numeric.markov import torch as markov  # noqa: E402

TIGHT = {"tol": 1e-12}
torch.set_num_threads(1)  # softmax of nine numbers on two busy cores takes 20 ms else


def parameters(seed=0, n=3, m=2, batch=()):
    """Free parameters: chains and laws are softmaxes of them, so that rows keep their sums."""
    generator = torch.Generator().manual_seed(seed)

    def free(*shape):
        value = torch.randn(*batch, *shape, dtype=torch.float64, generator=generator)
        return value.requires_grad_()

    return [free(n, n), free(m, m), free(n, m), free(n), free(m)]


def number(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def test_the_library_is_not_shadowed():
    assert markov.torch is torch
    assert torch.__name__ == "torch"


@pytest.mark.parametrize("batch", [(), (2,)])
def test_gradcheck_of_the_fixed_point(batch):
    def loss(x, y, C, epsilon, delta):
        return markov.discounted_wl(x.softmax(-1), y.softmax(-1), C, epsilon, delta, **TIGHT)

    given = (*parameters(batch=batch)[:3], number(0.5), number(0.4))
    assert torch.autograd.gradcheck(loss, given, atol=1e-6, fast_mode=True)


def test_gradcheck_of_the_distances():
    x, y, C, a, b = parameters()
    epsilon, delta = number(0.5), number(0.4)

    def infinite(x, y, C, a, b, epsilon, delta):
        chains = x.softmax(-1), y.softmax(-1), C, epsilon, delta
        laws = a.softmax(-1), b.softmax(-1)
        return markov.discounted_wl_distance(*chains, *laws, **TIGHT)

    def stationary(x, y, C):
        return markov.discounted_wl_distance(x.softmax(-1), y.softmax(-1), C, 0.5, 0.4, **TIGHT)

    def shallow(x, y, C, a, epsilon, delta):
        chains = x.softmax(-1), y.softmax(-1), C, epsilon, delta
        return markov.discounted_wl_k(*chains, 2, a.softmax(-1), **TIGHT)

    def undiscounted(x, y, C, epsilon):
        return markov.wl_k(x.softmax(-1), y.softmax(-1), C, epsilon, 2, **TIGHT)

    def sinkhorn(a, b, C, epsilon):
        return markov.sinkhorn_distance(a.softmax(-1), b.softmax(-1), C, epsilon, **TIGHT)

    check = partial(torch.autograd.gradcheck, atol=1e-6, fast_mode=True)
    assert check(infinite, (x, y, C, a, b, epsilon, delta))
    assert check(stationary, (x, y, C))
    assert check(shallow, (x, y, C, a, epsilon, delta))
    assert check(undiscounted, (x, y, C, epsilon))
    assert check(sinkhorn, (a, b, C, epsilon))


def test_values_are_those_of_the_arrays():
    x, y, C, *_ = (value.detach() for value in parameters())
    chains = x.softmax(-1), y.softmax(-1)
    here = markov.discounted_wl_distance(*chains, C, 0.3, 0.5)
    there = plain.discounted_wl_distance(*(c.numpy() for c in chains), C.numpy(), 0.3, 0.5)
    assert here.item() == float(there.distance)


def test_single_precision_stays_single():
    x, y, C, *_ = (value.detach().float() for value in parameters())
    C.requires_grad_()
    cost = markov.discounted_wl(x.softmax(-1), y.softmax(-1), C, 0.5, 0.4, tol=1e-4)
    cost.sum().backward()
    assert cost.dtype == C.grad.dtype == torch.float32
    assert C.grad.sum().item() == pytest.approx(6, rel=1e-3)


def test_a_second_derivative_is_refused():
    x, y, C, *_ = parameters()
    value = markov.discounted_wl(x.softmax(-1), y.softmax(-1), C, 0.5, 0.4).sum() ** 2
    (gradient,) = torch.autograd.grad(value, C, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        gradient.sum().backward()


def test_descent_finds_the_chain():
    """A few steps of Adam bring a chain to another one, as far as the distance tells."""
    target = torch.tensor([[0.8, 0.2], [0.3, 0.7]], dtype=torch.float64)
    C = 1 - torch.eye(2, dtype=torch.float64)
    free = torch.zeros(2, 2, dtype=torch.float64, requires_grad=True)
    adam = torch.optim.Adam([free], lr=0.3)
    start = None
    for _ in range(25):
        adam.zero_grad()
        loss = markov.discounted_wl(free.softmax(-1), target, C, 0.05, 0.4).diag().sum()
        loss.backward()
        adam.step()
        start = start or loss.item()
    assert loss.item() < 0.6 * start
    assert np.abs(free.softmax(-1).detach().numpy() - target.numpy()).max() < 0.15


def test_errors_come_through():
    two = torch.eye(2, dtype=torch.float64)
    with pytest.raises(boxdot.DataError, match="epsilon must be"):
        markov.discounted_wl(two, two, two, -1, 0.4)
