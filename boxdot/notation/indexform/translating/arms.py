"""The table of arms: which function translates which node."""

from __future__ import annotations

from boxdot.notation.expressions import nodes
from boxdot.notation.indexform.translating.blocks import block
from boxdot.notation.indexform.translating.context import Arm
from boxdot.notation.indexform.translating.functions import apply
from boxdot.notation.indexform.translating.indexing import index, indicator
from boxdot.notation.indexform.translating.leaves import constant, number, refused, symbol
from boxdot.notation.indexform.translating.matrices import power, transpose
from boxdot.notation.indexform.translating.norms import inner, norm
from boxdot.notation.indexform.translating.operators import binary, mode_product, negate
from boxdot.notation.indexform.translating.reductions import reduce
from boxdot.notation.indexform.translating.squares import broadcast_form, marginal

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
    nodes.Slice: refused,
    nodes.Index: index,
    nodes.Dots: refused,
    nodes.Block: block,
    nodes.Listing: refused,
    nodes.Minimise: refused,
    nodes.Indicator: indicator,
    nodes.Derivative: refused,
}
