"""The warning of a decomposition that stopped before it settled, or had nothing to go by."""

from __future__ import annotations


class DecompositionWarning(UserWarning):
    """The error was still falling when the sweeps ended (a best decomposition may not exist), or no
    entry of the data is known.
    """
