"""Broadcast products and sums as matrix algebra, and the matrix algebra itself."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

ROWS = "X ∈ R^{I×J}; y ∈ R^I"
COLUMNS = "X ∈ R^{I×J}; z ∈ R^J"
VECTORS = "x ∈ R^I; y ∈ R^J"

IDENTITIES = (
    Identity(
        "broadcast-product-of-vectors", "x ⊡ y", "diag(x) y", "x, y ∈ R^I", "eq. 22", "",
        "The broadcast product of two vectors is a diagonal matrix times a vector.",
    ),
    Identity(
        "square-outer-product", "x ⊡ yᵀ", "x yᵀ", "x, y ∈ R^I", "eq. 23", "",
        "The broadcast product of a column and a row of equal lengths is their outer product.",
    ),
    Identity(
        "outer-product", "x ⊡ yᵀ", "x yᵀ", VECTORS, "eq. 24", "",
        "The broadcast product of a column and a row is their outer product.",
    ),
    Identity(
        "row-scaling", "X ⊡ y", "diag(y) X", ROWS, "eq. 25", "",
        "The broadcast product with a column scales the rows of a matrix.",
    ),
    Identity(
        "column-scaling", "X ⊡ zᵀ", "X diag(z)", COLUMNS, "eq. 26", "",
        "The broadcast product with a row scales the columns of a matrix.",
    ),
    Identity(
        "row-division", "X ⧄ y", "diag(y)^{-1} X", ROWS, "", "y has no zero",
        "The broadcast quotient by a column is a product with an inverse diagonal matrix.",
    ),
    Identity(
        "column-division", "X ⧄ zᵀ", "X diag(z)^{-1}", COLUMNS, "", "z has no zero",
        "The broadcast quotient by a row is a product with an inverse diagonal matrix.",
    ),
    Identity(
        "division-of-vectors", "x ⧄ y", "diag(y)^{-1} x", "x, y ∈ R^I", "", "y has no zero",
        "The quotient of two vectors is an inverse diagonal matrix times a vector.",
    ),
    Identity(
        "division-of-rows", "xᵀ ⧄ yᵀ", "xᵀ diag(y)^{-1}", "x, y ∈ R^I", "", "y has no zero",
        "The quotient of two rows is a row times an inverse diagonal matrix.",
    ),
    Identity(
        "broadcast-product-of-rows", "xᵀ ⊡ yᵀ", "xᵀ diag(y)", "x, y ∈ R^I", "", "",
        "The broadcast product of two rows is a row times a diagonal matrix.",
    ),
    Identity(
        "row-and-column-scaling", "X ⊡ (y zᵀ)", "diag(y) X diag(z)",
        "X ∈ R^{I×J}; y ∈ R^I; z ∈ R^J", "", "",
        "The broadcast product with an outer product scales the rows and the columns.",
    ),
    Identity(
        "row-and-column-division", "X ⧄ (y zᵀ)", "diag(y)^{-1} X diag(z)^{-1}",
        "X ∈ R^{I×J}; y ∈ R^I; z ∈ R^J", "", "y and z have no zeros",
        "The broadcast quotient by an outer product divides the rows and the columns.",
    ),
    Identity(
        "outer-quotient", "x ⧄ yᵀ", "x 𝟏_Jᵀ diag(y)^{-1}", VECTORS, "", "y has no zero",
        "A column over a row is an outer product with ones whose columns are divided.",
    ),
    Identity(
        "row-over-column", "yᵀ ⧄ x", "diag(x)^{-1} 𝟏_I yᵀ", VECTORS, "", "x has no zero",
        "A row over a column is an outer product with ones whose rows are divided.",
    ),
    Identity(
        "scalar-over-vector", "y ⧄ x", "y diag(x)^{-1} 𝟏_I", "x ∈ R^I; y ∈ R", "",
        "x has no zero", "A scalar over a vector is a multiple of the reciprocals.",
    ),
    Identity(
        "hadamard-product-of-rows", "xᵀ ⊙ yᵀ", "xᵀ diag(y)", "x, y ∈ R^I", "", "",
        "The Hadamard product of two rows is a row times a diagonal matrix.",
    ),
    Identity(
        "norm-of-scaled-rows", "‖X ⊡ y‖_F²", "tr(Xᵀ diag(y)² X)", ROWS, "eq. 27", "",
        "The squared norm of a matrix with scaled rows is the trace of a weighted Gram matrix.",
    ),
    Identity(
        "norm-of-diagonal-product", "‖diag(y) X‖_F²", "tr(Xᵀ diag(y)² X)", ROWS, "eq. 27", "",
        "The squared norm of a matrix with scaled rows is the trace of a weighted Gram matrix.",
    ),
    Identity(
        "scaled-frontal-slices", "X ⊡ Y", "fold_3(X_(3) diag(vec(Y)))",
        "X ∈ R^{I×J×K}; Y ∈ R^{I×J}", "eq. 28", "",
        "Multiplying a tensor by a matrix scales the columns of its third unfolding.",
    ),
    Identity(
        "outer-sum", "x ⊞ yᵀ", "x 𝟏_Jᵀ + 𝟏_I yᵀ", VECTORS, "eq. 58", "",
        "The broadcast sum of a column and a row is a sum of two outer products with ones.",
    ),
    Identity(
        "column-added", "X ⊞ y", "X + y 𝟏_Jᵀ", ROWS, "eq. 59", "",
        "Adding a column to every column is adding an outer product with ones.",
    ),
    Identity(
        "row-added", "X ⊞ zᵀ", "X + 𝟏_I zᵀ", COLUMNS, "eq. 60", "",
        "Adding a row to every row is adding an outer product with ones.",
    ),
    Identity(
        "outer-difference", "x ⊟ yᵀ", "x 𝟏_Jᵀ − 𝟏_I yᵀ", VECTORS, "", "",
        "The broadcast difference of a column and a row is a difference of outer products.",
    ),
    Identity(
        "row-minus-column", "yᵀ ⊟ x", "𝟏_I yᵀ − x 𝟏_Jᵀ", VECTORS, "", "",
        "A row minus a column is a difference of outer products with ones.",
    ),
    Identity(
        "broadcast-sum-of-row-and-scalar", "xᵀ ⊞ y", "xᵀ + y 𝟏_Iᵀ", "x ∈ R^I; y ∈ R", "eq. 57", "",
        "A scalar is added to every entry of a row.",
    ),
    Identity(
        "row-minus-scalar", "xᵀ ⊟ y", "xᵀ − y 𝟏_Iᵀ", "x ∈ R^I; y ∈ R", "", "",
        "A scalar is taken from every entry of a row.",
    ),
    Identity(
        "column-subtracted", "X ⊟ y", "X − y 𝟏_Jᵀ", ROWS, "", "",
        "Taking a column from every column is subtracting an outer product with ones.",
    ),
    Identity(
        "row-subtracted", "X ⊟ zᵀ", "X − 𝟏_I zᵀ", COLUMNS, "", "",
        "Taking a row from every row is subtracting an outer product with ones.",
    ),
    Identity(
        "columns-minus-matrix", "y ⊟ X", "y 𝟏_Jᵀ − X", ROWS, "", "",
        "A column minus a matrix is an outer product with ones minus the matrix.",
    ),
    Identity(
        "rows-minus-matrix", "zᵀ ⊟ X", "𝟏_I zᵀ − X", COLUMNS, "", "",
        "A row minus a matrix is an outer product with ones minus the matrix.",
    ),
    Identity(
        "scalar-minus-matrix", "y ⊟ X", "y 𝟏_{I,J} − X", "X ∈ R^{I×J}; y ∈ R", "", "",
        "A scalar minus a matrix takes every entry from the scalar.",
    ),
    Identity(
        "scalar-minus-vector", "y ⊟ x", "y 𝟏_I − x", "x ∈ R^I; y ∈ R", "", "",
        "A scalar minus a vector takes every entry from the scalar.",
    ),
    Identity(
        "vector-minus-scalar", "x ⊟ y", "x − y 𝟏_I", "x ∈ R^I; y ∈ R", "", "",
        "A scalar is taken from every entry of a vector.",
    ),
    Identity(
        "superdiagonal-with-vector", "𝓘_{I,I,I} ×_3 yᵀ", "diag(y)", "y ∈ R^I", "eq. 30", "",
        "The super-diagonal tensor times a vector along a mode is the diagonal matrix.",
    ),
    Identity(
        "product-of-diagonals", "diag(x) diag(y)", "diag(x ⊙ y)", "x, y ∈ R^I", "", "",
        "The product of diagonal matrices is the diagonal matrix of the Hadamard product.",
    ),
    Identity(
        "sum-of-diagonals", "diag(x) + diag(y)", "diag(x + y)", "x, y ∈ R^I", "", "",
        "The sum of diagonal matrices is the diagonal matrix of the sum.",
    ),
    Identity(
        "transpose-of-diagonal", "diag(x)ᵀ", "diag(x)", "x ∈ R^I", "", "",
        "A diagonal matrix is symmetric.",
    ),
    Identity(
        "double-transpose", "(Xᵀ)ᵀ", "X", "X ∈ R^{I×J}", "", "",
        "Transposing twice changes nothing.", general="X", also=("X ∈ R^I",),
    ),
    Identity(
        "transpose-of-product", "(A B)ᵀ", "Bᵀ Aᵀ", "A ∈ R^{I×J}; B ∈ R^{J×K}", "", "",
        "The transpose of a product is the product of the transposes in reverse.",
        general="A B", also=("A ∈ R^{I×J}; B ∈ R^J",),
    ),
    Identity(
        "transpose-of-sum", "(A + B)ᵀ", "Aᵀ + Bᵀ", "A, B ∈ R^{I×J}", "", "",
        "The transpose of a sum is the sum of the transposes.", general="A B",
    ),
    Identity(
        "product-associates", "(A B) C", "A (B C)",
        "A ∈ R^{I×J}; B ∈ R^{J×K}; C ∈ R^{K×L}", "", "",
        "The matrix product is associative.",
        general="A B C",
    ),
    Identity(
        "product-over-plus", "A (B + C)", "A B + A C", "A ∈ R^{I×J}; B, C ∈ R^{J×K}", "", "",
        "The matrix product distributes over the sum on its right.",
        general="A B C", also=("A ∈ R; B, C ∈ R^{J×K}",),
    ),
    Identity(
        "plus-times-product", "(A + B) C", "A C + B C", "A, B ∈ R^{I×J}; C ∈ R^{J×K}", "", "",
        "The matrix product distributes over the sum on its left.",
        general="A B C",
    ),
    Identity(
        "product-with-identity", "A 𝑰_J", "A", "A ∈ R^{I×J}", "", "",
        "The identity is neutral on the right.",
    ),
    Identity(
        "identity-times-product", "𝑰_I A", "A", "A ∈ R^{I×J}", "", "",
        "The identity is neutral on the left.",
    ),
    Identity(
        "identity-is-diagonal", "diag(𝟏_I)", "𝑰_I", "X ∈ R^{I×J}", "", "",
        "The diagonal matrix of ones is the identity.",
    ),
    Identity(
        "diagonal-times-ones", "diag(x) 𝟏_I", "x", "x ∈ R^I", "", "",
        "A diagonal matrix times ones is its diagonal.",
    ),
    Identity(
        "double-negative", "−(−X)", "X", "X ∈ R^{I×J}", "", "",
        "Negating twice changes nothing.", general="X", also=("X ∈ R", "X ∈ R^{I×J×K}"),
    ),
    Identity(
        "difference-is-sum", "X − Y", "X + (−Y)", "X, Y ∈ R^{I×J}", "", "",
        "A difference is the sum with the negative.", general="X Y", also=("X, Y ∈ R",),
    ),
    Identity(
        "plus-commutes", "X + Y", "Y + X", "X, Y ∈ R^{I×J}", "", "",
        "The sum is commutative.", general="X Y", also=("X, Y ∈ R",),
    ),
    Identity(
        "plus-associates", "(X + Y) + Z", "X + (Y + Z)", "X, Y, Z ∈ R^{I×J}", "", "",
        "The sum is associative.", general="X Y Z",
    ),
    Identity(
        "negative-of-sum", "−(X + Y)", "(−X) + (−Y)", "X, Y ∈ R^{I×J}", "", "",
        "The negative goes into a sum.", general="X Y",
    ),
    Identity(
        "equal-terms", "X + X", "2 X", "X ∈ R^{I×J}", "", "",
        "A sum of two equal terms is twice the term.", general="X", also=("X ∈ R",),
    ),
    Identity(
        "difference-of-equals", "X − X", "𝟎_{I,J}", "X ∈ R^{I×J}", "", "",
        "A difference of equal terms is zero.",
    ),
    Identity(
        "plus-zeros", "X + 𝟎_{I,J}", "X", "X ∈ R^{I×J}", "", "",
        "Adding zeros changes nothing.",
    ),
    Identity(
        "diagonal-slides", "diag(x) y", "diag(y) x", "x, y ∈ R^I", "", "",
        "A diagonal matrix times a vector is symmetric in both.",
    ),
    Identity(
        "diagonals-commute", "diag(x) diag(y)", "diag(y) diag(x)", "x, y ∈ R^I", "", "",
        "Diagonal matrices commute.",
    ),
    Identity(
        "ones-times-diagonal", "𝟏_Iᵀ diag(x)", "xᵀ", "x ∈ R^I", "", "",
        "A row of ones times a diagonal matrix is its diagonal.",
    ),
    Identity(
        "square-of-diagonal", "diag(x)²", "diag(x ⊙ x)", "x ∈ R^I", "", "",
        "The square of a diagonal matrix squares its diagonal.",
    ),
    Identity(
        "inverse-of-diagonal", "diag(x)^{-1}", "diag(𝟏_I ⊘ x)", "x ∈ R^I", "", "x has no zero",
        "The inverse of a diagonal matrix has the reciprocals.",
    ),
    Identity(
        "scaled-diagonal", "diag(k x)", "k diag(x)", "x ∈ R^I; k ∈ R", "", "",
        "A scalar moves out of a diagonal matrix.",
    ),
    Identity(
        "outer-product-times-vector", "(x yᵀ) z", "(yᵀ z) x", "x ∈ R^I; y, z ∈ R^J", "", "",
        "An outer product times a vector is a multiple of its column.",
    ),
    Identity(
        "scaled-outer-product", "diag(z) (x yᵀ)", "(z ⊙ x) yᵀ", "x, z ∈ R^I; y ∈ R^J", "", "",
        "Scaling the rows of an outer product scales its column.",
    ),
    Identity(
        "ones-count", "𝟏_nᵀ 𝟏_n", "n", "x ∈ R^n", "", "",
        "The inner product of ones with themselves counts them.",
    ),
    Identity(
        "ones-times-ones", "𝟏_n 𝟏_mᵀ", "𝟏_{n,m}", "X ∈ R^{n×m}", "", "",
        "An outer product of ones is a matrix of ones.",
    ),
    Identity(
        "scalar-out-of-product", "A (k B)", "k (A B)", "A ∈ R^{I×J}; B ∈ R^{J×K}; k ∈ R", "", "",
        "A scalar moves out of a matrix product.",
        general="A B", also=("A ∈ R^{I×J}; B ∈ R^J; k ∈ R",),
    ),
    Identity(
        "scalar-out-of-transpose", "(k A)ᵀ", "k Aᵀ", "A ∈ R^{I×J}; k ∈ R", "", "",
        "A scalar moves out of a transpose.",
        general="A",
    ),
    Identity(
        "negative-of-transpose", "(−A)ᵀ", "−Aᵀ", "A ∈ R^{I×J}", "", "",
        "The negative moves out of a transpose.",
        general="A",
    ),
    Identity(
        "product-over-minus", "A (B − C)", "A B − A C", "A ∈ R^{I×J}; B, C ∈ R^{J×K}", "", "",
        "The matrix product distributes over the difference on its right.",
        general="A B C",
    ),
    Identity(
        "minus-times-product", "(A − B) C", "A C − B C", "A, B ∈ R^{I×J}; C ∈ R^{J×K}", "", "",
        "The matrix product distributes over the difference on its left.",
        general="A B C",
    ),
    Identity(
        "inverse-of-inverse", "(A^{-1})^{-1}", "A", "A ∈ R^{n×n}", "", "A is invertible",
        "Inverting twice changes nothing.",
    ),
    Identity(
        "inverse-of-product", "(A B)^{-1}", "B^{-1} A^{-1}",
        "A, B ∈ R^{n×n}", "", "A and B are invertible",
        "The inverse of a product is the product of the inverses in reverse.",
    ),
    Identity(
        "inverse-of-transpose", "(Aᵀ)^{-1}", "(A^{-1})ᵀ", "A ∈ R^{n×n}", "", "A is invertible",
        "The inverse of the transpose is the transpose of the inverse.",
    ),
    Identity(
        "product-with-inverse", "A A^{-1}", "𝑰_n", "A ∈ R^{n×n}", "", "A is invertible",
        "A matrix times its inverse is the identity.",
    ),
    Identity(
        "inverse-times-matrix", "A^{-1} A", "𝑰_n", "A ∈ R^{n×n}", "", "A is invertible",
        "The inverse times the matrix is the identity.",
    ),
    Identity(
        "inverse-of-scaled", "(k A)^{-1}", "k^{-1} A^{-1}",
        "A ∈ R^{n×n}; k ∈ R", "", "A is invertible, k is not zero",
        "The inverse of a multiple is the multiple by the reciprocal.",
    ),
    Identity(
        "diagonal-is-scaled-identity", "diag(x)", "𝑰_I ⊡ x", "x ∈ R^I", "", "",
        "A diagonal matrix is the identity with scaled rows.",
    ),
    Identity(
        "inverse-diagonal-is-divided-identity", "diag(x)^{-1}", "𝑰_I ⧄ x", "x ∈ R^I", "",
        "x has no zero", "The inverse of a diagonal matrix is the identity with divided rows.",
    ),
    Identity(
        "transpose-of-inverse-diagonal", "(diag(x)^{-1})ᵀ", "diag(x)^{-1}", "x ∈ R^I", "",
        "x has no zero", "The inverse of a diagonal matrix is symmetric.",
    ),
    Identity(
        "push-through", "A (𝑰_n + B A)^{-1}", "(𝑰_m + A B)^{-1} A", "A ∈ R^{m×n}; B ∈ R^{n×m}", "",
        "𝑰 + B A and 𝑰 + A B are invertible", "A factor moves through an inverse.",
    ),
    Identity(
        "sherman-morrison", "(A + u vᵀ)^{-1}",
        "A^{-1} − (1 + vᵀ A^{-1} u)^{-1} (A^{-1} u vᵀ A^{-1})", "A ∈ R^{n×n}; u, v ∈ R^n", "",
        "A and the sum are invertible", "The inverse after an update of rank one.",
    ),
    Identity(
        "woodbury", "(A + U C V)^{-1}",
        "A^{-1} − A^{-1} U (C^{-1} + V A^{-1} U)^{-1} V A^{-1}",
        "A ∈ R^{n×n}; U ∈ R^{n×k}; C ∈ R^{k×k}; V ∈ R^{k×n}", "",
        "A, C and the sums are invertible", "The inverse after an update of low rank.",
    ),
    Identity(
        "projection-is-idempotent", "(A (Aᵀ A)^{-1} Aᵀ) (A (Aᵀ A)^{-1} Aᵀ)",
        "A (Aᵀ A)^{-1} Aᵀ", "A ∈ R^{n×k}", "", "Aᵀ A is invertible",
        "The projection on the columns of a matrix is its own square.",
    ),
    Identity(
        "diagonal-of-matrix", "diag(X)", "diag(vec(X))", "X ∈ R^{I×J}", "", "",
        "The diagonal matrix of a matrix has its vectorisation on the diagonal.",
    ),
)  # fmt: skip
