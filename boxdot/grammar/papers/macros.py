r"""What a macro is: a name, what it takes and what it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Parameter:
    r"""One thing that a macro takes after its name.

    ``kind`` is ``required`` (``{x}`` or one token), ``optional`` (``[x]``, else ``default``),
    ``star`` (``*`` or nothing), ``until`` (everything up to the characters ``mark``) or ``mark``
    (the characters ``mark`` themselves, which are no argument).
    """

    kind: str
    default: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Macro:
    r"""A macro: ``name`` with its backslash, ``parameters``, and the ``body`` with ``#1``, ``#2``….

    ``alias``: the body is a command of LaTeX, kept by ``\let``, and is not looked up again.
    """

    name: str
    parameters: tuple[Parameter, ...]
    body: str
    alias: bool = False


REQUIRED = Parameter("required")

# Commands that only say "in math" (what they hold is what is meant), and the questions that a
# macro with optional arguments asks.
BUILTIN: Mapping[str, Macro] = MappingProxyType({
    r"\ensuremath": Macro(r"\ensuremath", (REQUIRED,), "#1"),
    r"\xspace": Macro(r"\xspace", (), ""),
    r"\mathchoice": Macro(r"\mathchoice", (REQUIRED,) * 4, "#1"),
    **{
        rf"\If{question}{branches}": Macro(
            rf"\If{question}{branches}", (REQUIRED,) * (1 + len(branches)), ""
        )
        for question in ("NoValue", "Value", "Boolean")
        for branches in ("TF", "T", "F")
    },
})  # fmt: skip
