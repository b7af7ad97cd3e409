"""Logarithms without a branch, which Numba's loops take several at a time.

Only kernels import this module, and only where Numba is installed.
"""

# mypy: disable-error-code="call-arg, no-untyped-def"
# An intrinsic is called without the first argument that it is written with.

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload

from boxdot.numeric.compiling.runtime import exp_f4, exp_f8


def _cast(source: Any, target: Any, data: Any) -> Any:
    """Return an intrinsic that reads the bits of one type as another."""

    @intrinsic
    def cast(typing: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.bitcast(arguments[0], data)

        return target(source), generate

    return cast


_bits_f8 = _cast(types.float64, types.int64, ir.IntType(64))
_from_f8 = _cast(types.int64, types.float64, ir.DoubleType())
_bits_f4 = _cast(types.float32, types.int32, ir.IntType(32))
_from_f4 = _cast(types.int32, types.float32, ir.FloatType())


@njit(error_model="numpy")
def log_f8(x):
    """Return log(x) to the last bit or so for normal x > 0, −inf for 0 (fdlibm's reduction)."""
    bits = _bits_f8(x)
    power = (bits - 0x3FE6A09E667F3BCD) >> 52
    f = _from_f8(bits - (power << 52)) - 1.0
    k = _from_f8(power + 0x4338000000000000) - 6755399441055744.0
    s = f / (2.0 + f)
    z = s * s
    r = 1.479819860511658591e-01
    r = r * z + 1.531383769920937332e-01
    r = r * z + 1.818357216161805012e-01
    r = r * z + 2.222219843214978396e-01
    r = r * z + 2.857142874366239149e-01
    r = r * z + 3.999999999940941908e-01
    r = (r * z + 6.666666666666735130e-01) * z
    half = 0.5 * f * f
    found = k * 6.93147180369123816490e-01 - (
        (half - (s * (half + r) + k * 1.90821492927058770002e-10)) - f
    )
    return found if x > 0.0 else x - np.inf


@njit(error_model="numpy")
def log_f4(x):
    """Return log(x) of a single-precision number in single precision."""
    bits = _bits_f4(x)
    power = np.int32(np.int32(bits - np.int32(0x3F3504F3)) >> np.int32(23))
    f = _from_f4(np.int32(bits - np.int32(power << np.int32(23)))) - np.float32(1.0)
    k = np.float32(power)
    s = f / (np.float32(2.0) + f)
    z = s * s
    r = np.float32(0.24279078841)
    r = r * z + np.float32(0.28498786688)
    r = r * z + np.float32(0.40000972152)
    r = (r * z + np.float32(0.66666662693)) * z
    half = np.float32(0.5) * f * f
    found = k * np.float32(6.9313812256e-01) - (
        (half - (s * (half + r) + k * np.float32(9.0580006145e-06))) - f
    )
    return found if x > np.float32(0.0) else x - np.float32(np.inf)


def log(x):
    """Return log(x); kernels call the version of its precision."""
    return np.log(x)


def exp(x):
    """Return exp(x); kernels call the version of its precision."""
    return np.exp(x)


@overload(log)
def _log(x):
    return (lambda x: log_f4(x)) if x == types.float32 else (lambda x: log_f8(x))


@overload(exp)
def _exp(x):
    return (lambda x: exp_f4(x)) if x == types.float32 else (lambda x: exp_f8(x))
