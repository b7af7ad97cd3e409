"""Julia."""

from boxdot.notation.codegen.languages.julia.writing import write_julia as write_julia
