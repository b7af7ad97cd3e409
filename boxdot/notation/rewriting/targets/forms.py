"""Names of identities that several targets share, by what they do."""

from __future__ import annotations

BROADCAST_FORMS = """
right-broadcast-form-in-product left-broadcast-form-in-product broadcast-forms-in-product
right-broadcast-form-in-sum left-broadcast-form-in-sum broadcast-forms-in-sum
right-broadcast-form-in-difference left-broadcast-form-in-difference
broadcast-forms-in-difference
right-broadcast-form-in-quotient left-broadcast-form-in-quotient broadcast-forms-in-quotient
"""
"""X^□ beside ⊙ + − ⊘."""

COPIES = """
copied-column-in-product copied-row-in-product written-out-columns-in-product
written-out-rows-in-product written-out-columns-in-sum written-out-rows-in-sum
written-out-columns-in-difference written-out-rows-in-difference written-out-columns-in-quotient
copied-column-in-quotient copied-row-in-quotient
kronecker-copies-in-product
"""
"""Copies of a row, a column or a matrix beside ⊙ and +."""

EQUAL_SUMS = """
broadcast-sum-of-equal-shapes broadcast-difference-of-equal-shapes
"""

EQUAL_PRODUCTS = """
broadcast-product-of-equal-shapes broadcast-quotient-of-equal-shapes
"""

SUMS_OF_MATRICES = """
outer-sum outer-difference column-added row-added column-subtracted row-subtracted
columns-minus-matrix rows-minus-matrix
broadcast-sum-with-scalar broadcast-sum-of-vector-and-scalar
broadcast-sum-of-tensor-and-scalar broadcast-difference-with-scalar vector-minus-scalar
row-minus-column broadcast-sum-of-row-and-scalar row-minus-scalar
scalar-minus-matrix scalar-minus-vector
"""

SUMS_OF_TENSORS = """
column-added-to-tensor row-added-to-tensor row-added-to-fourth-order-tensor tube-added-to-tensor
matrix-added-to-tensor column-subtracted-from-tensor row-subtracted-from-tensor
row-subtracted-from-fourth-order-tensor matrix-subtracted-from-tensor matrix-minus-tensor
"""

DIAGONAL_PRODUCTS = """
row-scaling column-scaling row-division column-division broadcast-product-of-vectors
broadcast-product-of-rows division-of-vectors division-of-rows
"""

OUTER_QUOTIENTS = """
outer-quotient row-over-column scalar-over-vector
"""

ONES = """
broadcast-product-with-ones broadcast-product-with-column-of-ones
broadcast-product-with-row-of-ones
"""
"""What multiplication by ones leaves as it is."""

MODE_PRODUCTS = """
first-mode-scaling second-mode-scaling third-mode-scaling first-mode-division
second-mode-division third-mode-division scaled-frontal-slices
"""

OUTER_PRODUCTS = """
square-outer-product outer-product
"""

NORMS = """
norm-of-broadcast-product norm-of-broadcast-forms
"""
"""Norms of marginals and of broadcast forms."""

SCALARS = """
variance-of-matrix
sum-of-broadcast-product sum-of-hadamard-product sum-of-product-of-vectors
sum-of-scaled-rows sum-of-scaled-columns
row-sums-of-scaled-columns column-sums-of-scaled-rows
mean-of-vector mean-of-matrix mean-of-tensor sum-of-vector sum-of-row sum-of-matrix sum-of-tensor
trace-as-sum-of-broadcast-product
bilinear-form-of-broadcast-product bilinear-hadamard-form
norm-of-product-by-vectors norm-of-hadamard-product-by-vectors
vec-of-broadcast-product vec-of-hadamard-product
"""
"""What stands around a product and says it without the product."""

VECTORISATIONS = """
vec-of-row vec-of-vector double-transpose transpose-of-diagonal transpose-of-inverse-diagonal
"""

CANCELLING = """
factor-cancels divisor-cancels term-cancels subtrahend-cancels
broadcast-sum-with-zeros broadcast-sum-with-column-of-zeros
broadcast-quotient-by-ones broadcast-quotient-by-column-of-ones
"""
"""What leaves one operand as it is."""

QUOTIENTS = """
quotient-times-product quotient-by-broadcast-quotient quotient-of-broadcast-quotient
scalar-out-of-dividend negative-of-broadcast-quotient
quotient-of-broadcast-sum quotient-of-broadcast-difference
"""
