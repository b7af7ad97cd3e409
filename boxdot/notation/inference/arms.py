"""The table of arms: which function infers the shape of which node."""

from __future__ import annotations

from boxdot.notation.expressions import nodes
from boxdot.notation.inference.blocks import block
from boxdot.notation.inference.functions import apply
from boxdot.notation.inference.indexing import index
from boxdot.notation.inference.leaves import (
    constant,
    derivative,
    dots,
    indicator,
    listing,
    number,
    slice_,
    symbol,
)
from boxdot.notation.inference.operators import binary
from boxdot.notation.inference.products import mode_product
from boxdot.notation.inference.reductions import reduce
from boxdot.notation.inference.session import Arm
from boxdot.notation.inference.squares import broadcast_form, marginal
from boxdot.notation.inference.unary import inner, minimise, negate, norm, power, transpose

ARMS: dict[type, Arm] = {
    nodes.Number: number,
    nodes.Symbol: symbol,
    nodes.Constant: constant,
    nodes.Negate: negate,
    nodes.Transpose: transpose,
    nodes.Power: power,
    nodes.Binary: binary,
    nodes.ModeProduct: mode_product,
    nodes.Apply: apply,
    nodes.BroadcastForm: broadcast_form,
    nodes.Marginal: marginal,
    nodes.Norm: norm,
    nodes.Inner: inner,
    nodes.Reduce: reduce,
    nodes.Slice: slice_,
    nodes.Index: index,
    nodes.Dots: dots,
    nodes.Block: block,
    nodes.Listing: listing,
    nodes.Minimise: minimise,
    nodes.Indicator: indicator,
    nodes.Derivative: derivative,
}
