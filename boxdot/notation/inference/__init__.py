"""The shape of every expression."""

from boxdot.notation.inference.inferring import infer as infer
from boxdot.notation.inference.result import IndexForm as IndexForm
from boxdot.notation.inference.result import Inference as Inference
from boxdot.notation.inference.result import Statement as Statement
