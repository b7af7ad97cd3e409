"""The functions that are known by name, by what they do to a shape."""

from __future__ import annotations

ENTRYWISE = frozenset(
    (
        "exp expm1 log ln lg log2 log10 log1p sqrt cbrt abs sgn sign floor ceil round "
        "sin cos tan cot sec csc arcsin arccos arctan asin acos atan "
        "sinh cosh tanh coth arcsinh arccosh arctanh asinh acosh atanh Tanh "
        "σ sigmoid Sigmoid logistic logit sigm relu ReLU LeakyReLU leakyrelu ELU elu GELU gelu "
        "SiLU silu swish Swish softplus Softplus softsign hardtanh erf erfc Γ gamma conj Re Im "
        "square reciprocal clip Clip"
    ).split()
)
SAME_SHAPE = frozenset("softmax Softmax logsoftmax log_softmax softmin dropout Dropout".split())
STATISTICS = frozenset(
    (
        "sum mean var Var std Std avg average median prod argmax argmin amax amin E 𝔼 SUM Mean "
        "logsumexp"
    ).split()
)
NUMBERS = frozenset("rank card nnz norm logdet".split())
OF_SQUARES = frozenset("tr Tr trace det".split())
INVERSES = frozenset("inv expm logm sqrtm".split())
ACTIVATIONS = frozenset("σ φ ϕ ψ act activation Activation".split())
"""Names that papers give to entry-by-entry functions of their own."""
