"""The decomposition as an estimator: fit, transform, score."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.checkpoint import Checkpoint
from boxdot.numeric.decomposition.decomposing import broadcast_decomposition
from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.reading import read_numbers
from boxdot.numeric.decomposition.result import reconstructed
from boxdot.numeric.decomposition.scoring import signal_to_noise


class BroadcastDecomposition:
    """Y ≈ Σ_r F0_r ⊡ F1_r ⊡ … with factors of any broadcastable shapes (eqs. 40-44).

    The parameters are those of `broadcast_decomposition`.

    Attributes
    ----------
    factors_
        List of the factors, of the shapes asked for; with rank R > 1 of shape (R, *shape).
    errors_
        The error ‖Y − Ŷ‖_F after each sweep.
    n_iter_, converged_
        The number of sweeps, and whether the error settled.
    result_
        All of it, as `broadcast_decomposition` returns it.

    Examples
    --------
    >>> import numpy as np
    >>> A, B = np.arange(1.0, 7).reshape(2, 3, 1), np.arange(1.0, 9).reshape(2, 1, 4)
    >>> model = BroadcastDecomposition([(2, 3, 1), (2, 1, 4)]).fit(A * B)
    >>> bool(np.allclose(model.reconstruct(), A * B)), [one.shape for one in model.factors_]
    (True, [(2, 3, 1), (2, 1, 4)])
    """

    def __init__(
        self,
        shapes: Sequence[Sequence[int]],
        rank: int = 1,
        *,
        algorithm: str = "auto",
        init: str | Sequence[Any] = "auto",
        n_init: int | None = None,
        tol: float = 1e-8,
        n_iter_max: int = 500,
        nonnegative: Any = False,
        fixed: Any = (),
        ridge: Any = 0,
        proximal: float = 0,
        loss: str = "frobenius",
        gauge: str = "auto",
        random_state: Any = None,
        callback: Callable[[int, list[Array], float], Any] | None = None,
        progress: bool = False,
        checkpoint: Checkpoint | str | os.PathLike[str] | None = None,
        backend: str = "auto",
        threads: int | None = None,
    ) -> None:
        self.shapes, self.rank = shapes, rank
        self.algorithm, self.init, self.n_init = algorithm, init, n_init
        self.tol, self.n_iter_max = tol, n_iter_max
        self.nonnegative, self.fixed = nonnegative, fixed
        self.ridge, self.proximal = ridge, proximal
        self.loss, self.gauge, self.random_state = loss, gauge, random_state
        self.callback, self.progress, self.checkpoint = callback, progress, checkpoint
        self.backend, self.threads = backend, threads

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name, as scikit-learn's tools ask for them."""
        return {name: value for name, value in vars(self).items() if not name.endswith("_")}

    def set_params(self, **parameters: Any) -> BroadcastDecomposition:
        """Set parameters by name."""
        for name, value in parameters.items():
            if name not in self.get_params():
                raise DataError(f"BroadcastDecomposition has no parameter {name!r}")
            setattr(self, name, value)
        return self

    def fit(self, Y: Any, mask: Any = None) -> BroadcastDecomposition:
        """Find the factors of the data; ``mask`` is True where an entry is known."""
        options = self.get_params()
        shapes, rank = options.pop("shapes"), options.pop("rank")
        self.result_ = broadcast_decomposition(Y, shapes, rank, mask=mask, **options)
        self.factors_, self.errors_ = self.result_.factors, self.result_.errors
        self.n_iter_, self.converged_ = self.result_.n_iter, self.result_.converged
        return self

    def fit_transform(self, Y: Any, mask: Any = None) -> list[Array]:
        """Find the factors and return them."""
        return self.fit(Y, mask).factors_

    def inverse_transform(self, factors: Sequence[Any] | None = None) -> Array:
        """Return the sum of broadcast products of the factors, by default of those found."""
        if factors is None:
            return self.reconstruct()
        arrays = [read_numbers(f"factors[{n}]", factor) for n, factor in enumerate(factors)]
        return reconstructed(arrays, self.rank)

    def reconstruct(self) -> Array:
        """Return Ŷ, everywhere, also where Y was missing."""
        if not hasattr(self, "factors_"):
            raise DataError("there are no factors yet", hint="call fit first")
        return reconstructed(self.factors_, self.rank)

    def score(self, Y: Any, mask: Any = None) -> float:
        """Return the signal-to-noise ratio 10 log10(‖Y‖² / ‖Y − Ŷ‖²) in dB (eq. 46).

        Larger is better; it is infinite for an exact fit. Missing entries do not count.
        """
        if not hasattr(self, "factors_"):
            raise DataError("there are no factors yet", hint="call fit first")
        return signal_to_noise(Y, self.factors_, self.rank, mask)
