"""The arm of each node: how it is put together from the words of a spelling."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    BroadcastForm,
    Constant,
    Derivative,
    Dots,
    Index,
    Indicator,
    Inner,
    Listing,
    Marginal,
    Minimise,
    ModeProduct,
    Negate,
    Norm,
    Number,
    Power,
    Reduce,
    Slice,
    Symbol,
    Transpose,
)
from boxdot.notation.printing.binders import indicator, minimise, reduce
from boxdot.notation.printing.functions import apply, inner, listing, norm
from boxdot.notation.printing.matrices import block
from boxdot.notation.printing.operators import (
    axis_range,
    binary,
    constant,
    derivative,
    dots,
    mode_product,
    negate,
    number,
    symbol,
)
from boxdot.notation.printing.printer import Arm
from boxdot.notation.printing.scripts import broadcast_form, index, marginal, power, transpose

ARMS: Mapping[type, Arm] = {
    Number: number,
    Symbol: symbol,
    Constant: constant,
    Dots: dots,
    Slice: axis_range,
    Negate: negate,
    Binary: binary,
    ModeProduct: mode_product,
    Derivative: derivative,
    Transpose: transpose,
    BroadcastForm: broadcast_form,
    Marginal: marginal,
    Power: power,
    Index: index,
    Apply: apply,
    Norm: norm,
    Inner: inner,
    Listing: listing,
    Block: block,
    Reduce: reduce,
    Minimise: minimise,
    Indicator: indicator,
}
"""The arm of each node; a test holds it complete."""
