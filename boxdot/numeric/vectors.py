"""Vectors of 64 bytes in compiled loops: what the compiler's own vectoriser would not do.

A kernel that holds a tile of rows in registers must say so. Each function here is one instruction
(or a few, where registers are narrower) on 8 double or 16 single precision numbers. Memory is given
by address, so that one compiled kernel serves read-only and writable arrays.
"""

# mypy: disable-error-code="call-arg, no-untyped-def, no-untyped-call"
# An intrinsic is called without the first argument that it is written with; Numba infers types.

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic, models, register_model

BYTES = 64
"""The length of a vector."""
_PLAIN = {types.float64: ir.DoubleType(), types.float32: ir.FloatType()}
_FUSED = ("contract",)
_ANY_ORDER = ("contract", "reassoc", "nsz")


class Vector(types.Type):
    """So many numbers of a kind side by side in a register."""

    def __init__(self, scalar: Any) -> None:
        self.scalar, self.width = scalar, BYTES * 8 // scalar.bitwidth
        super().__init__(name=f"Vector({scalar})")


@register_model(Vector)
class VectorModel(models.PrimitiveModel):
    """A vector is one value of LLVM."""

    def __init__(self, manager: Any, kind: Vector) -> None:
        super().__init__(manager, kind, _vector(kind))


def _vector(kind: Vector) -> ir.VectorType:
    return ir.VectorType(_PLAIN[kind.scalar], kind.width)


def _place(builder: ir.IRBuilder, scalar: Any, address: Any, index: Any) -> Any:
    pointer = builder.inttoptr(address, _PLAIN[scalar].as_pointer())
    return builder.gep(pointer, [index])


@intrinsic
def load(typing, address, index, like):
    """Return the vector that starts at an element; ``like`` is a number of its kind."""

    def generate(context, builder, signature, arguments):
        place = _place(builder, like, *arguments[:2])
        found = builder.load(builder.bitcast(place, _vector(signature.return_type).as_pointer()))
        found.align = like.bitwidth // 8
        return found

    return Vector(like)(types.int64, types.int64, like), generate


@intrinsic
def load_first(typing, address, index, count, like):
    """Return the vector that starts at an element, with zeros after so many."""

    def generate(context, builder, signature, arguments):
        kind = signature.return_type
        whole = _vector(kind)
        place = builder.bitcast(_place(builder, like, *arguments[:2]), whole.as_pointer())
        lanes = ir.VectorType(ir.IntType(64), kind.width)
        limit = _spread(builder, lanes, arguments[2])
        mask = builder.icmp_signed("<", ir.Constant(lanes, list(range(kind.width))), limit)
        name = f"llvm.masked.load.v{kind.width}f{like.bitwidth}.p0"
        parts = [place.type, ir.IntType(32), mask.type, whole]
        function = _declared(builder, name, ir.FunctionType(whole, parts))
        align = ir.Constant(ir.IntType(32), like.bitwidth // 8)
        zeros = ir.Constant(whole, [0.0] * kind.width)
        return builder.call(function, [place, align, mask, zeros])

    return Vector(like)(types.int64, types.int64, types.int64, like), generate


def _declared(builder: ir.IRBuilder, name: str, kind: ir.FunctionType) -> Any:
    known = builder.module.globals
    return known[name] if name in known else ir.Function(builder.module, kind, name)


@intrinsic
def load_flags(typing, address, index, like):
    """Return a vector of numbers that are bytes in memory."""

    def generate(context, builder, signature, arguments):
        kind, byte = signature.return_type, ir.IntType(8)
        place = builder.gep(builder.inttoptr(arguments[0], byte.as_pointer()), [arguments[1]])
        lanes = ir.VectorType(byte, kind.width)
        found = builder.load(builder.bitcast(place, lanes.as_pointer()))
        found.align = 1
        return builder.uitofp(found, _vector(kind))

    return Vector(like)(types.int64, types.int64, like), generate


@intrinsic
def get_flag(typing, address, index, like):
    """Return one number that is a byte in memory."""

    def generate(context, builder, signature, arguments):
        byte = ir.IntType(8)
        place = builder.gep(builder.inttoptr(arguments[0], byte.as_pointer()), [arguments[1]])
        return builder.uitofp(builder.load(place), _PLAIN[like])

    return like(types.int64, types.int64, like), generate


@intrinsic
def store(typing, address, index, value):
    """Write a vector where it starts at an element."""

    def generate(context, builder, signature, arguments):
        kind = signature.args[2]
        place = _place(builder, kind.scalar, *arguments[:2])
        done = builder.store(arguments[2], builder.bitcast(place, _vector(kind).as_pointer()))
        done.align = kind.scalar.bitwidth // 8
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, value), generate


@intrinsic
def get(typing, address, index, like):
    """Return one number."""

    def generate(context, builder, signature, arguments):
        return builder.load(_place(builder, like, *arguments[:2]))

    return like(types.int64, types.int64, like), generate


@intrinsic
def put(typing, address, index, value):
    """Write one number."""

    def generate(context, builder, signature, arguments):
        builder.store(arguments[2], _place(builder, value, *arguments[:2]))
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, value), generate


@intrinsic
def fetch(typing, address, index, like):
    """Ask for the line of memory that holds an element, and go on."""

    def generate(context, builder, signature, arguments):
        place = _place(builder, like, *arguments[:2])
        place = builder.bitcast(place, ir.IntType(8).as_pointer())
        word = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [place.type, word, word, word])
        function = _declared(builder, "llvm.prefetch.p0", kind)
        builder.call(function, [place, *(ir.Constant(word, n) for n in (0, 2, 1))])
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, like), generate


def _spread(builder: ir.IRBuilder, whole: ir.VectorType, value: Any) -> Any:
    word = ir.IntType(32)
    empty = ir.Constant(whole, ir.Undefined)
    first = builder.insert_element(empty, value, ir.Constant(word, 0))
    lanes = ir.Constant(ir.VectorType(word, whole.count), [0] * whole.count)
    return builder.shuffle_vector(first, empty, lanes)


@intrinsic
def spread(typing, value):
    """Return a vector of one number."""

    def generate(context, builder, signature, arguments):
        return _spread(builder, _vector(signature.return_type), arguments[0])

    return Vector(value)(value), generate


@intrinsic
def times(typing, left, right):
    """Return the products."""

    def generate(context, builder, signature, arguments):
        return builder.fmul(*arguments, flags=_FUSED)

    return left(left, right), generate


@intrinsic
def near(typing, left, right, rest):
    """Return left × right + rest, rounded once where the machine can."""

    def generate(context, builder, signature, arguments):
        product = builder.fmul(arguments[0], arguments[1], flags=_FUSED)
        return builder.fadd(product, arguments[2], flags=_FUSED)

    return left(left, right, rest), generate


@intrinsic
def total(typing, vector):
    """Return the sum of the numbers of a vector."""

    def generate(context, builder, signature, arguments):
        width, kept = vector.width, arguments[0]
        word = ir.IntType(32)
        while width > 1:  # add the upper half to the lower
            width //= 2
            halves = [
                builder.shuffle_vector(
                    kept, kept, ir.Constant(ir.VectorType(word, width), list(range(s, s + width)))
                )
                for s in (0, width)
            ]
            kept = builder.fadd(*halves, flags=_ANY_ORDER)
        return builder.extract_element(kept, ir.Constant(word, 0))

    return vector.scalar(vector), generate
