"""The rules of differentiation: for each construct, what its adjoint gives to its operands."""
