"""boxdot: check, prove, rewrite, convert and evaluate broadcast tensor notation."""

from boxdot._version import __version__

__all__ = ["__version__"]
