"""The MATLAB and the Julia that are written (columnmajor.tsv), names, and functions as a whole."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.languages.julia import write_julia
from boxdot.notation.codegen.languages.julia.names import TAKEN as JULIA_TAKEN
from boxdot.notation.codegen.languages.julia.names import julia_identifiers
from boxdot.notation.codegen.languages.matlab import write_matlab
from boxdot.notation.codegen.languages.matlab.names import LEGAL, matlab_identifiers
from boxdot.notation.codegen.languages.matlab.names import TAKEN as MATLAB_TAKEN
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.inference import infer
from boxdot.notation.reading import read


def cases() -> list[list[str]]:
    path = Path(__file__).with_name("columnmajor.tsv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            [row["formula"], row["declarations"], language, row[language].replace("⏎", "\n")]
            for row in rows
            for language in ("matlab", "julia")
        ]


@pytest.mark.parametrize(("formula", "declarations", "language", "code"), cases())
def test_text(formula, declarations, language, code):
    assert convert(read(formula, declarations), language).code == code


NORMALISATION = read("Y = ((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β", "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C}")

MATLAB = """\
function Y = normalise(X, mu, sigma, gamma, beta)
    %NORMALISE  Y = (X ⊟ μ) ⧄ σ ⊡ γ ⊞ β
    %   X: array N×C×H×W
    %   mu: array 1×C
    %   sigma: array 1×C
    %   gamma: array 1×C
    %   beta: array 1×C
    %   returns Y: array N×C×H×W
    N = size(X, 1);
    C = size(X, 2);
    H = size(X, 3);
    W = size(X, 4);
    assert( ...
        ndims(X) <= 4 && isequal(size(X, 1:4), [N, C, H, W]), ...
        'X must be N×C×H×W, not %s', ...
        mat2str(size(X)));
    assert(isequal(size(mu), [1, C]), 'mu must be 1×C, not %s', mat2str(size(mu)));
    assert(isequal(size(sigma), [1, C]), 'sigma must be 1×C, not %s', mat2str(size(sigma)));
    assert(isequal(size(gamma), [1, C]), 'gamma must be 1×C, not %s', mat2str(size(gamma)));
    assert(isequal(size(beta), [1, C]), 'beta must be 1×C, not %s', mat2str(size(beta)));
    Y = (X - mu) ./ sigma .* gamma + beta;
end"""

JULIA = '''\
"""
    layer(W, x, b)

softmax(W x ⊞ b)

# Arguments
- `W`: array of size (m, n)
- `x`: array of size (n,)
- `b`: array of size (m,)

Returns an array of size (m,).
"""
function layer(W::AbstractMatrix, x::AbstractVector, b::AbstractVector)
    m, n = size(W)
    size(x) == (n,) || throw(DimensionMismatch("x must have the size (n,), not $(size(x))"))
    size(b) == (m,) || throw(DimensionMismatch("b must have the size (m,), not $(size(b))"))
    t1 = W * x + b
    t2 = exp.(t1 .- maximum(t1))
    return t2 / sum(t2)
end'''


def test_functions():
    assert convert(NORMALISATION, "matlab", "normalise").code == MATLAB
    layer = read("softmax(W x ⊞ b)", "W ∈ R^{m×n}; x ∈ R^n; b ∈ R^m")
    assert convert(layer, "julia", "layer").code == JULIA


def test_hostile_text_stays_in_its_docstring():
    hostile = replace(NORMALISATION, text="")
    program = lower_formula(hostile, infer(hostile))
    summary = '""" $(run(`ls`)) \\ \n end'
    code = write_julia(program, "f", summary).code
    assert code.count('"""') == 2
    assert "\\$(run" in code
    lines = write_matlab(program, "f", summary).code.splitlines()
    assert lines[1].lstrip().startswith("%F")
    assert "end" in lines[1]


@pytest.mark.parametrize("language", ["matlab", "julia"])
@pytest.mark.parametrize("name", ["end", "1f", "f(", "f\nsystem('ls')", "", "sum", "_"])
def test_function_names(language, name):
    with pytest.raises(UnsupportedError, match="cannot be the name of a function"):
        convert(NORMALISATION, language, name)


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=6, unique=True))
def test_identifiers_are_legal_and_distinct(names):
    for identifiers, taken in (
        (matlab_identifiers, MATLAB_TAKEN),
        (julia_identifiers, JULIA_TAKEN),
    ):
        found = identifiers(names)
        assert len(set(found.values())) == len(names)
        assert not set(found.values()) & taken
        assert all(name.isidentifier() and name.strip("_") for name in found.values())
    assert all(LEGAL.fullmatch(name) for name in matlab_identifiers(names).values())


def test_imports_of_julia():
    assert convert(read("‖x‖ + mean(x)", "x ∈ R^n"), "julia").imports == (
        "using LinearAlgebra",
        "using Statistics",
    )
    assert convert(read("X ⊡ X", "X ∈ R^{m×n}"), "julia").imports == ()


def test_sizes_that_no_input_tells():
    code = convert(read("𝟏_n"), "matlab")
    assert code.code == "ones(n, 1)"
    assert code.warnings == ("the size n must be given: no axis of an input has it",)
    assert "function f(n::Integer)" in convert(read("𝟏_n"), "julia", "f").code
