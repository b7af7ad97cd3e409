"""How the loops of least squares are compiled."""

from __future__ import annotations

from typing import Any

OPTIONS: Any = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"reassoc", "contract", "nsz"},  # sums in any order; NaN stays NaN
}
