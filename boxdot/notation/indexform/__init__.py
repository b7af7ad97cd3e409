"""Index form: the meaning of an expression, on which equality, derivatives and code stand."""

from boxdot.notation.indexform.budgets import BudgetError as BudgetError
from boxdot.notation.indexform.budgets import limited as limited
from boxdot.notation.indexform.structure import Form as Form
from boxdot.notation.indexform.tensors import Tensor as Tensor
from boxdot.notation.indexform.translating import Translated as Translated
from boxdot.notation.indexform.translating import translate as translate
