"""Sums over large arrays with one sum for each thread that reads, however many pieces there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from boxdot.numeric.regions import cut, is_dask
from boxdot.numeric.slabs import regions
from boxdot.numeric.turns import Fold


class Folding:
    """Readings of an array by folds, again and again; what a reading needs is worked out once.

    Parameters
    ----------
    array, beside, axes, most
        See `boxdot.numeric.slabs.map_slabs`.

    Notes
    -----
    What is in this process has one fold, Dask's threads one each, with every so many chunks in
    their order: sums are the same in every run. On a cluster each chunk has its own fold, so that
    what a dead worker had can be computed again.

    Examples
    --------
    >>> class Total:
    ...     def __init__(self, factor):
    ...         self.factor, self.total = factor, 0.0
    ...     def take(self, region, block):
    ...         self.total += self.factor * float(block.sum())
    ...     def result(self):
    ...         return self.total
    >>> read = Folding(np.ones((4, 3)), most=48)
    >>> list(read(Total, 2)), list(read(Total, 3))
    ([24.0], [36.0])
    """

    def __init__(
        self,
        array: Any,
        *beside: Any,
        axes: Sequence[int] | None = None,
        most: int | None = None,
    ) -> None:
        self.array, self.beside = array, beside
        self.lazy: Any = None
        if is_dask(array):
            from boxdot.numeric.chunks import ChunkFolding  # loads Dask

            self.lazy = ChunkFolding(array, beside, axes)
        else:
            self.regions = regions(array, axes=axes, most=most)

    def __call__(self, fold: Callable[[Any], Fold], state: Any = None) -> Iterator[Any]:
        """Yield what folds found that took all pieces, each once; each is made with the state.

        Where processes do the work, ``fold`` and ``state`` must pickle.
        """
        if self.lazy is not None:
            yield from self.lazy(fold, state)
            return
        one = fold(state)
        for region in self.regions:
            blocks = (cut(other, region) for other in self.beside)
            one.take(region, np.asarray(self.array[region]), *blocks)
        yield one.result()
