"""Memory that threads share: whole numbers read and changed as one step, and calls by address."""

# mypy: disable-error-code="call-arg, var-annotated"
# An intrinsic is called without the first argument that it is written with.

from __future__ import annotations

import platform
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

I64 = ir.IntType(64)
ORDER = "seq_cst"
PAUSES = {
    "x86_64": ("llvm.x86.sse2.pause", []),
    "AMD64": ("llvm.x86.sse2.pause", []),
    "aarch64": ("llvm.aarch64.hint", [1]),
    "arm64": ("llvm.aarch64.hint", [1]),
}
"""The instruction by which a turning thread leaves the processor to others, by machine."""


def _place(builder: Any, address: Any, index: Any) -> Any:
    return builder.gep(builder.inttoptr(address, I64.as_pointer()), [index])


@intrinsic
def load(typing: Any, address: Any, index: Any) -> Any:
    """Read a number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load_atomic(_place(builder, *arguments), ORDER, 8)

    return types.int64(types.int64, types.int64), generate


@intrinsic
def store(typing: Any, address: Any, index: Any, value: Any) -> Any:
    """Write a number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.store_atomic(arguments[2], _place(builder, *arguments[:2]), ORDER, 8)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), generate


def _changer(operation: str) -> Any:
    @intrinsic
    def change(typing: Any, address: Any, index: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            place = _place(builder, *arguments[:2])
            return builder.atomic_rmw(operation, place, arguments[2], ORDER)

        return types.int64(types.int64, types.int64, types.int64), generate

    return change


add = _changer("add")
join = _changer("or")
exchange = _changer("xchg")
"""Each changes a number and returns what it was."""


@intrinsic
def pause(typing: Any) -> Any:
    """Wait for an instant."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        if platform.machine() in PAUSES:
            name, hints = PAUSES[platform.machine()]
            values = [ir.Constant(ir.IntType(32), hint) for hint in hints]
            kind = ir.FunctionType(ir.VoidType(), [value.type for value in values])
            insert: Any = cgutils.get_or_insert_function
            function = insert(builder.module, kind, name)
            builder.call(function, values)
        return context.get_dummy_value()

    return types.void(), generate


@intrinsic
def call(typing: Any, entry: Any, start: Any, stop: Any, arguments: Any) -> Any:
    """Call the function at an address with three whole numbers."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kind = ir.FunctionType(I64, [I64, I64, I64])
        return builder.call(builder.inttoptr(values[0], kind.as_pointer()), values[1:])

    return types.int64(types.int64, types.int64, types.int64, types.int64), generate
