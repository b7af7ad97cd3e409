"""What generated kernels call: memory by address, sums that may be reordered, exponentials.

Only generated kernels import this module, and only where Numba is installed. Its text is part of
the name of every cached kernel, so that a change here never meets old machine code.
"""

# mypy: disable-error-code="call-arg, var-annotated"
# An intrinsic is called without the first argument that it is written with.

from __future__ import annotations

import platform
from typing import Any

import numpy as np
from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import njit, types
from numba.extending import intrinsic

SCALARS = {
    "f4": types.float32,
    "f8": types.float64,
    **{f"i{n}": getattr(types, f"int{8 * n}") for n in (1, 2, 4, 8)},
    **{f"u{n}": getattr(types, f"uint{8 * n}") for n in (1, 2, 4, 8)},
}
"""The types that memory holds; complex numbers are two of them, truth values are ``u1``."""


def _scope(module: Any, name: str) -> Any:
    """Return metadata that says: results are never written where arguments are read."""
    domain = module.add_metadata(["boxdot kernels"])
    return module.add_metadata([module.add_metadata([f"boxdot {name}", domain])])


def _getter(kind: Any) -> Any:
    @intrinsic
    def get(typing: Any, address: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            place = _place(context, builder, kind, *arguments)
            found = builder.load(place)
            found.set_metadata("alias.scope", _scope(builder.module, "arguments"))
            found.set_metadata("noalias", _scope(builder.module, "results"))
            return found

        return kind(types.int64, types.int64), generate

    return get


def _putter(kind: Any) -> Any:
    @intrinsic
    def put(typing: Any, address: Any, index: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            place = _place(context, builder, kind, *arguments[:2])
            stored = builder.store(arguments[2], place)
            stored.set_metadata("alias.scope", _scope(builder.module, "results"))
            stored.set_metadata("noalias", _scope(builder.module, "arguments"))
            return context.get_dummy_value()

        return types.void(types.int64, types.int64, kind), generate

    return put


def _regetter(kind: Any) -> Any:
    """Return a reader of what kernels write themselves: accumulators and rows kept aside."""

    @intrinsic
    def get(typing: Any, address: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            found = builder.load(_place(context, builder, kind, *arguments))
            found.set_metadata("alias.scope", _scope(builder.module, "results"))
            found.set_metadata("noalias", _scope(builder.module, "arguments"))
            return found

        return kind(types.int64, types.int64), generate

    return get


def _place(context: Any, builder: Any, kind: Any, address: Any, index: Any) -> Any:
    data = context.get_value_type(kind).as_pointer()
    return builder.gep(builder.inttoptr(address, data), [index])


for _name, _kind in SCALARS.items():
    globals()[f"get_{_name}"] = _getter(_kind)
    globals()[f"put_{_name}"] = _putter(_kind)
    globals()[f"reget_{_name}"] = _regetter(_kind)


@intrinsic
def reordered_add(typing: Any, left: Any, right: Any) -> Any:
    """Add; sums made of such additions may be taken in any order."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fadd(*arguments, flags=("reassoc", "contract"))

    return left(left, left), generate


@intrinsic
def reordered_multiply(typing: Any, left: Any, right: Any) -> Any:
    """Multiply; products made of such multiplications may be taken in any order."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fmul(*arguments, flags=("reassoc",))

    return left(left, left), generate


@intrinsic
def fused_multiply(typing: Any, left: Any, right: Any) -> Any:
    """Multiply what is then summed: rounded together with the addition where that is faster."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fmul(*arguments, flags=("contract",))

    return left(left, left), generate


def _of_two(name: str) -> Any:
    """Return LLVM's function of a name, of two numbers of one kind."""

    @intrinsic
    def function(typing: Any, a: Any, b: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _called(name, context.get_value_type(a), builder, arguments)

        return a(a, a), generate

    return function


def _of_three(name: str) -> Any:
    """Return LLVM's function of a name, of three numbers of one kind."""

    @intrinsic
    def function(typing: Any, a: Any, b: Any, c: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _called(name, context.get_value_type(a), builder, arguments)

        return a(a, a, a), generate

    return function


def _called(name: str, kind: Any, builder: Any, arguments: Any) -> Any:
    form = ir.FunctionType(kind, [kind] * len(arguments))
    return builder.call(builder.module.declare_intrinsic(f"llvm.{name}", [kind], form), arguments)


float_maximum = _of_two("maximum")
float_minimum = _of_two("minimum")
_with_sign = _of_two("copysign")
"""The size of the first number with the sign of the second."""
_near = _of_three("fmuladd")
"""``a b + c``, rounded once where the machine can."""
_fused = _of_three("fma")
"""``a b + c``, rounded once."""


@intrinsic
def wide_vectors(typing: Any) -> Any:
    """Let the kernel use the widest vectors that there are: worth it where much is computed."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        # llvmlite lets only attributes pass that it knows; this one is LLVM's.
        set.add(builder.function.attributes, '"prefer-vector-width"="512"')
        return context.get_dummy_value()

    return types.void(), generate


@intrinsic
def _as_f8(typing: Any, bits: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


@intrinsic
def _as_f4(typing: Any, bits: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.FloatType())

    return types.float32(types.int32), generate


@njit(inline="never", error_model="numpy")
def exp_f8(x):  # type: ignore[no-untyped-def]
    """Return exp(x) to the last bit or so, without a branch: loops over it become vectors."""
    y = x if x > -746.0 else -746.0
    y = y if y < 710.0 else 710.0
    n = (y * 1.4426950408889634 + 6755399441055744.0) - 6755399441055744.0
    r = _near(n, -6.93147180369123816490e-01, y)
    r = _near(n, -1.90821492927058770002e-10, r)
    p = 1.6059043836821613e-10
    p = _near(p, r, 2.08767569878681e-09)
    p = _near(p, r, 2.505210838544172e-08)
    p = _near(p, r, 2.7557319223985894e-07)
    p = _near(p, r, 2.755731922398589e-06)
    p = _near(p, r, 2.48015873015873e-05)
    p = _near(p, r, 1.984126984126984e-04)
    p = _near(p, r, 1.3888888888888889e-03)
    p = _near(p, r, 8.333333333333333e-03)
    p = _near(p, r, 4.1666666666666664e-02)
    p = _near(p, r, 1.6666666666666666e-01)
    p = _near(p, r, 0.5)
    p = _near(p, r * r, r) + 1.0
    k = np.int64(n)
    half = k >> 1
    e = p * _as_f8((half + 1023) << 52) * _as_f8((k - half + 1023) << 52)
    return e if x == x else x


@njit(inline="never", error_model="numpy")
def exp_f4(x):  # type: ignore[no-untyped-def]
    """Return exp(x) of a single-precision number in single precision."""
    y = x if x > np.float32(-104.0) else np.float32(-104.0)
    y = y if y < np.float32(89.0) else np.float32(89.0)
    big = np.float32(12582912.0)
    n = (y * np.float32(1.44269504) + big) - big
    r = _near(n, np.float32(-0.693359375), y)
    r = _near(n, np.float32(2.12194440e-4), r)
    p = np.float32(1.9841270e-4)
    p = _near(p, r, np.float32(1.3888889e-3))
    p = _near(p, r, np.float32(8.3333333e-3))
    p = _near(p, r, np.float32(4.1666667e-2))
    p = _near(p, r, np.float32(1.6666667e-1))
    p = _near(p, r, np.float32(0.5))
    p = _near(p, r * r, r) + np.float32(1.0)
    k = np.int32(n)
    half = np.int32(k >> np.int32(1))
    low = np.int32(np.int32(half + np.int32(127)) << np.int32(23))
    high = np.int32(np.int32(np.int32(k - half) + np.int32(127)) << np.int32(23))
    e = p * _as_f4(low) * _as_f4(high)
    return e if x == x else x


@njit(error_model="numpy")
def exact_reciprocal(b):  # type: ignore[no-untyped-def]
    """Return what division by ``b`` needs beside it: nothing."""
    return b


@njit(inline="never", error_model="numpy")
def exact_quotient(a, b, y):  # type: ignore[no-untyped-def]
    """Return a / b by the machine's division."""
    return a / b


@njit(error_model="numpy")
def exact_doubt(a):  # type: ignore[no-untyped-def]
    """Return whether the quotient may not be what the machine's division gives: never."""
    return False


@njit(inline="never", error_model="numpy")
def _quotient(a, b, y):  # type: ignore[no-untyped-def]
    """Return a / b with ``y = 1 / b``, equal to the machine's division where nothing is in doubt.

    The first correction gives a neighbour of a / b; of such a one the second gives a / b rounded to
    nearest (Markstein, IBM J. Res. Dev. 34, 1990). A zero has the sign that a y has.
    """
    q = a * y
    p = _fused(_fused(-b, q, a), y, q)
    p = _fused(_fused(-b, p, a), y, p)
    return _with_sign(p, q)


def _reciprocal(kind: type[np.floating[Any]]) -> Any:
    """Return what gives 1 / b in a kind of number, rounded to nearest."""
    one = kind(1)

    @njit(error_model="numpy")
    def reciprocal(b):  # type: ignore[no-untyped-def]
        return one / b

    return reciprocal


def _doubter(kind: type[np.floating[Any]], limit: float) -> tuple[Any, Any]:
    """Return what tells a number that is too large or small for remainders without rounding.

    The first is for what is divided, where 0 is in no doubt, the second for divisors.
    """
    low, high = kind(1 / limit), kind(limit)

    @njit(error_model="numpy")
    def doubt(a):  # type: ignore[no-untyped-def]
        size = abs(a)
        return ((size < low) & (a != 0)) | (not (size < high))

    @njit(error_model="numpy")
    def divisor_doubt(b):  # type: ignore[no-untyped-def]
        size = abs(b)
        return (size < low) | (not (size < high))

    return doubt, divisor_doubt


def _with_fused() -> bool:
    """Whether the machine multiplies and adds in one step."""
    return bool(get_host_cpu_features().get("fma")) or platform.machine() in ("aarch64", "arm64")


QUICK = _with_fused()
quick_reciprocal_f8 = _reciprocal(np.float64) if QUICK else exact_reciprocal
quick_reciprocal_f4 = _reciprocal(np.float32) if QUICK else exact_reciprocal
quick_quotient = _quotient if QUICK else exact_quotient
_NONE = (exact_doubt, exact_doubt)
quick_doubt_f8, quick_divisor_doubt_f8 = _doubter(np.float64, 2.0**400) if QUICK else _NONE
quick_doubt_f4, quick_divisor_doubt_f4 = _doubter(np.float32, 2.0**50) if QUICK else _NONE
exact_reciprocal_f8 = exact_reciprocal_f4 = exact_reciprocal
exact_doubt_f8 = exact_doubt_f4 = exact_doubt
exact_divisor_doubt_f8 = exact_divisor_doubt_f4 = exact_doubt
"""Division by what many numbers are divided by; kernels in doubt run again with ``exact_`` ones."""


@njit(error_model="numpy")
def rest_of_sum(total, term):  # type: ignore[no-untyped-def]
    """Return what ``total + term`` loses by rounding."""
    found = total + term
    part = found - total
    return (total - (found - part)) + (term - part)


@njit(error_model="numpy")
def settled(total, rest):  # type: ignore[no-untyped-def]
    """Return a sum with what its additions lost; of an infinite one nothing is known to be lost."""
    return total + rest if rest == rest else total


@njit(error_model="numpy")
def divide_complex(x, y):  # type: ignore[no-untyped-def]
    """Return x / y as NumPy divides: scaled by the larger part, NaN and inf by zero."""
    if abs(y.real) >= abs(y.imag):
        if y.real == 0 and y.imag == 0:
            return complex(x.real / abs(y.real), x.imag / abs(y.real))
        ratio = y.imag / y.real
        scale = 1 / (y.real + y.imag * ratio)
        return complex((x.real + x.imag * ratio) * scale, (x.imag - x.real * ratio) * scale)
    ratio = y.real / y.imag
    scale = 1 / (y.imag + y.real * ratio)
    return complex((x.real * ratio + x.imag) * scale, (x.imag * ratio - x.real) * scale)


@njit(error_model="numpy")
def whole_power(base, exponent):  # type: ignore[no-untyped-def]
    """Return a whole number to a whole power, wrapped as its type wraps."""
    result = base - base + 1
    while exponent > 0:
        if exponent & 1:
            result = result * base
        base = base * base
        exponent >>= 1
    return result


@njit(error_model="numpy")
def sign_of(x):  # type: ignore[no-untyped-def]
    """Return -1, 0 or 1 with the type of x; NaN stays."""
    return x if x != x else type(x)((x > 0) - (x < 0))
