"""The distances as functions of PyTorch tensors: `loss.backward()` goes through them.

``import boxdot.numeric.markov.torch as markov``; the functions have the names and arguments of
those in `boxdot.numeric.markov` and return tensors. They compute on the CPU in the tensors' own
precision, without a graph of their steps, so that the memory does not grow with their number.
Gradients by ``epsilon`` and ``delta`` flow where those are tensors. Derivatives of second order
are refused by PyTorch.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from boxdot.numeric.markov.bridges import BRIDGES, Bridge


class _Solved(torch.autograd.Function):
    """The value of a bridge; the result is kept for the way back."""

    @staticmethod
    def forward(ctx: Any, bridge: Bridge, options: dict[str, Any], *given: Any) -> Tensor:
        tensors = [value if isinstance(value, Tensor) else None for value in given]
        arrays = {
            name: value.detach().cpu().numpy() if isinstance(value, Tensor) else value
            for name, value in zip(bridge.arguments, given, strict=True)
        }
        result = bridge.solve(arrays, options)
        like = next((tensor for tensor in tensors if tensor is not None), None)
        ctx.bridge, ctx.result = bridge, result
        ctx.like = [None if t is None else (t.dtype, t.device, t.shape) for t in tensors]
        value = torch.as_tensor(bridge.valued(result))
        return value if like is None else value.to(like.device, like.dtype)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *outer: Any) -> Any:
        found = ctx.bridge.gradients(ctx.result, outer[0].detach().cpu().double().numpy())
        gradients = [
            torch.as_tensor(value).to(like[1], like[0]).reshape(like[2]) if like else None
            for value, like in zip(found.values(), ctx.like, strict=True)
        ]
        return None, None, *gradients


def discounted_wl(
    mX: Tensor, mY: Tensor, C: Tensor, epsilon: Any, delta: Any, **options: Any
) -> Tensor:
    """Return the fixed point C^∞ (n×m, or b×n×m), as `boxdot.numeric.markov.discounted_wl` does.

    >>> m = torch.full((2, 2), 0.5, dtype=torch.float64, requires_grad=True)
    >>> C = torch.eye(2, dtype=torch.float64)
    >>> discounted_wl(m, m, C, 0.1, 0.5).sum().backward()
    >>> m.grad.shape
    torch.Size([2, 2])
    """
    return _solved("discounted_wl", options, mX, mY, C, epsilon, delta)


def discounted_wl_distance(
    mX: Tensor,
    mY: Tensor,
    C: Tensor,
    epsilon: Any,
    delta: Any,
    muX: Tensor | None = None,
    muY: Tensor | None = None,
    **options: Any,
) -> Tensor:
    """Return the distance of two chains (or of each pair of a batch).

    Laws that are not given are stationary, and gradients flow through them.

    >>> m = torch.tensor([[0.5, 0.5], [0.25, 0.75]], dtype=torch.float64, requires_grad=True)
    >>> C = 1 - torch.eye(2, dtype=torch.float64)
    >>> distance = discounted_wl_distance(m, m.detach(), C, 0.1, 0.5)
    >>> distance.backward()
    >>> round(distance.item(), 4), m.grad.sum(dim=1).abs().max().item() < 1e-12
    (0.1235, True)
    """
    return _solved("discounted_wl_distance", options, mX, mY, C, epsilon, delta, muX, muY)


def discounted_wl_k(
    mX: Tensor,
    mY: Tensor,
    C: Tensor,
    epsilon: Any,
    delta: Any,
    k: int,
    muX: Tensor | None = None,
    muY: Tensor | None = None,
    **options: Any,
) -> Tensor:
    """Return the discounted distance of depth k."""
    return _solved("discounted_wl_k", {"k": k, **options}, mX, mY, C, epsilon, delta, muX, muY)


def wl_k(
    mX: Tensor,
    mY: Tensor,
    C: Tensor,
    epsilon: Any,
    k: int,
    muX: Tensor | None = None,
    muY: Tensor | None = None,
    **options: Any,
) -> Tensor:
    """Return the undiscounted distance of depth k."""
    return _solved("wl_k", {"k": k, **options}, mX, mY, C, epsilon, muX, muY)


def sinkhorn_distance(a: Tensor, b: Tensor, C: Tensor, epsilon: Any, **options: Any) -> Tensor:
    """Return the entropic transport cost of two distributions; leading axes broadcast."""
    return _solved("sinkhorn_distance", options, a, b, C, epsilon)


def _solved(name: str, options: dict[str, Any], *given: Any) -> Tensor:
    """Return the value of a bridge as a tensor with a way back."""
    value: Tensor = _Solved.apply(BRIDGES[name], options, *given)
    return value
