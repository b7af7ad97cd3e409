"""The options that commands share, each written once."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

import boxdot

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])  # click's decorators keep any signature


def _drop_colour(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted or os.environ.get("NO_COLOR"):
        ctx.color = False


no_color = click.option(
    "--no-color",
    is_flag=True,
    expose_value=False,
    callback=_drop_colour,
    help="Write no colours (nor does a terminal with NO_COLOR set get any).",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")


def _sizes(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    """Read ``H=4,W=5``.

    >>> _sizes(None, None, ("H=4,W=5", "C=3"))  # type: ignore[arg-type]
    {'H': 4, 'W': 5, 'C': 3}
    """
    sizes = {}
    for entry in re.split(r"[,;\s]+", ",".join(given)):
        name, equals, number = entry.partition("=")
        if not entry:
            continue
        if not (name and equals and re.fullmatch("[0-9]{1,100}", number) and int(number) > 0):
            raise click.BadParameter(f"{entry!r} is not of the form NAME=NUMBER, as in H=4,W=5.")
        sizes[name] = int(number)
    return sizes


_READING = (
    click.argument("expression", metavar="EXPRESSION"),
    click.option(
        "-d",
        "--declare",
        "declarations",
        multiple=True,
        metavar="SHAPES",
        help='Declared shapes, as in "X ∈ R^{H×W×3}; B ∈ R^{H×W}", in any spelling (repeatable).',
    ),
    click.option(
        "-s",
        "--size",
        "sizes",
        multiple=True,
        metavar="NAME=NUMBER,…",
        callback=_sizes,
        help="Bind sizes to numbers (repeatable).",
    ),
    click.option(
        "--convention",
        type=click.Choice(["F", "C"]),
        default="F",
        show_default=True,
        help="Where length-1 axes are free: trailing (F, the paper) or leading (C, NumPy).",
    ),
    click.option(
        "--syntax",
        type=click.Choice(["auto", "unicode", "ascii", "latex"]),
        default="auto",
        show_default=True,
        help="The spelling of EXPRESSION.",
    ),
    click.option(
        "--slices",
        type=click.Choice(["first", "last"]),
        default="last",
        show_default=True,
        help="The axis along which X_k slices a tensor of order 3 or more.",
    ),
)


def reads_formula(command: Callable[Concatenate[boxdot.Formula, P], int]) -> Callable[..., int]:
    """Give the command a formula, read from EXPRESSION and the options of reading."""

    @functools.wraps(command)
    def wrapper(
        expression: str,
        declarations: tuple[str, ...],
        sizes: dict[str, int],
        convention: str,
        syntax: str,
        slices: str,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> int:
        formula = boxdot.parse(
            text_of(expression),
            map(as_utf8, declarations),
            syntax=syntax,
            convention=convention,
            sizes=sizes,
            slices=slices,
        )
        return command(formula, *args, **kwargs)

    for decorate in reversed(_READING):
        wrapper = decorate(wrapper)
    return wrapper


def reads_formula_or_code(
    command: Callable[Concatenate[boxdot.Formula | boxdot.Decoded, P], int],
) -> Callable[..., int]:
    """Give the command a formula, or with ``--from`` what code in that language says."""

    @functools.wraps(command)
    def wrapper(
        expression: str,
        declarations: tuple[str, ...],
        sizes: dict[str, int],
        convention: str,
        syntax: str,
        slices: str,
        language: str | None,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> int:
        text, declared = text_of(expression), [as_utf8(one) for one in declarations]
        source: boxdot.Formula | boxdot.Decoded
        if language is not None:
            source = boxdot.from_code(text, language, declared, sizes=sizes)
        else:
            source = boxdot.parse(
                text, declared, syntax=syntax, convention=convention, sizes=sizes, slices=slices
            )
        return command(source, *args, **kwargs)

    code = click.option(
        "--from",
        "language",
        metavar="LANG",
        help="Read EXPRESSION as code: numpy, torch, jax, julia or matlab. It is never run.",
    )
    for decorate in reversed((*_READING, code)):
        wrapper = decorate(wrapper)
    return wrapper


def as_utf8(argument: str) -> str:
    """Return the argument as its author typed it, also where the locale is not UTF-8."""
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def text_of(argument: str) -> str:
    """Return the argument, or what stands on standard input if it is ``-``."""
    return as_utf8(argument) if argument != "-" else standard_input().rstrip("\r\n")


def standard_input() -> str:
    """Return what stands on standard input, which must be UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise boxdot.NotationError(
            f"standard input is not UTF-8: byte {error.object[error.start]:#04x} "
            f"at offset {error.start}",
            hint="convert it first, for example with iconv -f latin1 -t utf-8",
        ) from None
