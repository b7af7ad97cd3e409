"""Which function lowers which node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boxdot.notation.codegen.lowering.blocks import lower_block
from boxdot.notation.codegen.lowering.context import Arm, Context
from boxdot.notation.codegen.lowering.elementwise import (
    ELEMENTWISE,
    lower_elementwise,
    lower_negate,
)
from boxdot.notation.codegen.lowering.functions import lower_apply
from boxdot.notation.codegen.lowering.indexing import lower_index
from boxdot.notation.codegen.lowering.indicators import lower_indicator
from boxdot.notation.codegen.lowering.leaves import lower_constant, lower_number, lower_symbol
from boxdot.notation.codegen.lowering.matrices import lower_power, lower_transpose
from boxdot.notation.codegen.lowering.norms import (
    lower_broadcast_form,
    lower_frobenius,
    lower_inner,
    lower_marginal,
    lower_norm,
)
from boxdot.notation.codegen.lowering.operands import Operand
from boxdot.notation.codegen.lowering.products import lower_dot, lower_product, lower_solve
from boxdot.notation.codegen.lowering.sums import lower_reduce
from boxdot.notation.codegen.lowering.tensors import (
    lower_khatri_rao,
    lower_kronecker,
    lower_mode_product,
    lower_outer,
)
from boxdot.notation.expressions import nodes as n

OPERATORS: Mapping[n.Op, Callable[[Context, n.Binary], Operand]] = {
    **dict.fromkeys(ELEMENTWISE, lower_elementwise),
    n.Op.MATMUL: lower_product,
    n.Op.TIMES: lower_product,
    n.Op.DOT: lower_dot,
    n.Op.SOLVE: lower_solve,
    n.Op.OUTER: lower_outer,
    n.Op.KRONECKER: lower_kronecker,
    n.Op.KHATRI_RAO: lower_khatri_rao,
    n.Op.FROBENIUS: lower_frobenius,
}


def _lower_binary(context: Context, node: n.Binary) -> Operand:
    arm = OPERATORS.get(node.op)
    if arm is None:
        context.refuse(
            node,
            f"code for {node.op.value} cannot be written: it has several meanings",
            "write ⊡ for the element-wise product",
        )
    return arm(context, node)


ARMS: Mapping[type, Callable[[Context, Any], Operand]] = {  # each arm takes its own kind of node
    n.Number: lower_number,
    n.Symbol: lower_symbol,
    n.Constant: lower_constant,
    n.Negate: lower_negate,
    n.Transpose: lower_transpose,
    n.Power: lower_power,
    n.Binary: _lower_binary,
    n.ModeProduct: lower_mode_product,
    n.Apply: lower_apply,
    n.BroadcastForm: lower_broadcast_form,
    n.Marginal: lower_marginal,
    n.Norm: lower_norm,
    n.Inner: lower_inner,
    n.Reduce: lower_reduce,
    n.Index: lower_index,
    n.Indicator: lower_indicator,
    n.Block: lower_block,
}
"""The nodes that denote arrays; the others (a minimiser, a derivative, a set) are refused."""

__all__ = ["ARMS", "Arm"]
