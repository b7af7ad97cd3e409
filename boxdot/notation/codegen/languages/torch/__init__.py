"""PyTorch: a table over what the libraries of Python share."""

from boxdot.notation.codegen.languages.torch.table import TORCH as TORCH
