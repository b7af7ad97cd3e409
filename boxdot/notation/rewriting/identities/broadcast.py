"""The laws of the broadcast operators: eqs. (12)–(17), (55)–(57) and their like for ⊞ ⊟ ⧄."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

SAME = "X, Y ∈ R^{I×J×K}"
STRETCHED = "X ∈ R^{I×1×K}; Y ∈ R^{I×J}"
THREE = "X ∈ R^{I×J}; Y ∈ R^{I×1×K}; Z ∈ R^{1×J×K}"
SUM = "X ∈ R^{I×1×K}; Y, Z ∈ R^{I×J}"
FITS = "the broadcast condition holds"
EQUAL = "X and Y have the same shape"

IDENTITIES = (
    Identity(
        "broadcast-product-of-equal-shapes", "X ⊡ Y", "X ⊙ Y", SAME, "eq. 12", EQUAL,
        "On equal shapes the broadcast product is the Hadamard product.",
        general="X Y", also=("X, Y ∈ R^I", "X, Y ∈ R^{I×J}"),
    ),
    Identity(
        "broadcast-product-commutes", "X ⊡ Y", "Y ⊡ X", STRETCHED, "eq. 13", FITS,
        "The broadcast product is commutative.",
        general="X Y", also=(SAME,),
    ),
    Identity(
        "scalar-out-of-left-factor", "(k X) ⊡ Y", "k (X ⊡ Y)", f"{STRETCHED}; k ∈ R", "eq. 14",
        FITS, "A scalar moves out of the left factor of a broadcast product.",
        general="X Y",
    ),
    Identity(
        "scalar-out-of-right-factor", "X ⊡ (k Y)", "k (X ⊡ Y)", f"{STRETCHED}; k ∈ R", "eq. 14",
        FITS, "A scalar moves out of the right factor of a broadcast product.",
        general="X Y",
    ),
    Identity(
        "broadcast-product-with-zeros", "X ⊡ 𝟎_{I,J}", "𝟎_{I,J}", "X ∈ R^{I×J}", "eq. 15", "",
        "A broadcast product with zeros is zero.",
    ),
    Identity(
        "broadcast-product-associates", "(X ⊡ Y) ⊡ Z", "X ⊡ (Y ⊡ Z)", THREE, "eq. 16",
        "each two of the factors meet the broadcast condition",
        "The broadcast product is associative.",
        general="X Y Z",
    ),
    Identity(
        "broadcast-product-over-plus", "X ⊡ (Y + Z)", "X ⊡ Y + X ⊡ Z", SUM, "eq. 17",
        "Y and Z have the same shape, and so have the two products",
        "The broadcast product distributes over the sum.",
        general="X Y Z", also=("X ∈ R^I; Y, Z ∈ R^{I×J}",),
    ),
    Identity(
        "broadcast-product-over-minus", "X ⊡ (Y − Z)", "X ⊡ Y − X ⊡ Z", SUM, "",
        "Y and Z have the same shape, and so have the two products",
        "The broadcast product distributes over the difference.",
        general="X Y Z",
    ),
    Identity(
        "broadcast-product-over-broadcast-sum", "X ⊡ (Y ⊞ Z)", "X ⊡ Y ⊞ X ⊡ Z", THREE, "",
        "each two of the tensors meet the broadcast condition",
        "The broadcast product distributes over the broadcast sum.",
        general="X Y Z", also=("X ∈ R^{I×J}; Y ∈ R^{I×1}; Z ∈ R^{1×J}",),
    ),
    Identity(
        "broadcast-product-over-broadcast-difference", "X ⊡ (Y ⊟ Z)", "X ⊡ Y ⊟ X ⊡ Z", THREE, "",
        "each two of the tensors meet the broadcast condition",
        "The broadcast product distributes over the broadcast difference.",
        general="X Y Z",
    ),
    Identity(
        "broadcast-sum-of-equal-shapes", "X ⊞ Y", "X + Y", SAME, "", EQUAL,
        "On equal shapes the broadcast sum is the sum (eq. 12 for ⊞).",
        general="X Y", also=("X, Y ∈ R^I",),
    ),
    Identity(
        "broadcast-difference-of-equal-shapes", "X ⊟ Y", "X − Y", SAME, "", EQUAL,
        "On equal shapes the broadcast difference is the difference.",
        general="X Y",
    ),
    Identity(
        "broadcast-quotient-of-equal-shapes", "X ⧄ Y", "X ⊘ Y", SAME, "", EQUAL,
        "On equal shapes the broadcast quotient is the Hadamard quotient.",
        general="X Y",
    ),
    Identity(
        "broadcast-sum-commutes", "X ⊞ Y", "Y ⊞ X", STRETCHED, "", FITS,
        "The broadcast sum is commutative (eq. 13 for ⊞).",
        general="X Y",
    ),
    Identity(
        "broadcast-sum-associates", "(X ⊞ Y) ⊞ Z", "X ⊞ (Y ⊞ Z)", THREE, "",
        "each two of the terms meet the broadcast condition",
        "The broadcast sum is associative (eq. 16 for ⊞).",
        general="X Y Z",
    ),
    Identity(
        "broadcast-difference", "X ⊟ Y", "X ⊞ (−Y)", STRETCHED, "eq. 55", FITS,
        "A broadcast difference is the broadcast sum with the negative.",
        general="X Y", also=(SAME,),
    ),
    Identity(
        "broadcast-quotient", "X ⧄ Y", "X ⊡ (𝟏_{I,J} ⊘ Y)", "X ∈ R^{I×1×K}; Y ∈ R^{I×J}", "eq. 56",
        "Y has no zero", "A broadcast quotient is the broadcast product with the reciprocal.",
        general="X",
    ),
    Identity(
        "broadcast-quotient-by-vector", "X ⧄ y", "X ⊡ (𝟏_I ⊘ y)", "X ∈ R^{I×J}; y ∈ R^I", "eq. 56",
        "y has no zero", "A broadcast quotient is the broadcast product with the reciprocal.",
        general="X",
    ),
    Identity(
        "quotient-of-broadcast-product", "(X ⊡ Y) ⧄ Z", "X ⊡ (Y ⧄ Z)", THREE, "",
        "Z has no zero", "A broadcast quotient of a product divides one factor.",
        general="X Y Z",
    ),
    Identity(
        "quotient-of-broadcast-quotient", "(X ⧄ Y) ⧄ Z", "X ⧄ (Y ⊡ Z)", THREE, "",
        "Y and Z have no zeros", "Dividing twice divides by the broadcast product.",
        general="X Y Z",
    ),
    Identity(
        "quotient-of-broadcast-sum", "(X ⊞ Y) ⧄ Z", "X ⧄ Z ⊞ Y ⧄ Z", THREE, "",
        "Z has no zero", "The broadcast quotient distributes over the broadcast sum.",
        general="X Y Z",
    ),
    Identity(
        "broadcast-sum-with-scalar", "X ⊞ y", "X + y 𝟏_{I,J}", "X ∈ R^{I×J}; y ∈ R", "eq. 57", "",
        "A scalar is added to every entry: X + y𝟏, never X + y or X + y𝑰.",
    ),
    Identity(
        "broadcast-sum-of-vector-and-scalar", "x ⊞ y", "x + y 𝟏_I", "x ∈ R^I; y ∈ R", "eq. 57", "",
        "A scalar is added to every entry of a vector.",
    ),
    Identity(
        "broadcast-sum-of-tensor-and-scalar", "X ⊞ y", "X + y 𝟏_{I,J,K}",
        "X ∈ R^{I×J×K}; y ∈ R", "eq. 57", "",
        "A scalar is added to every entry of a tensor.",
    ),
    Identity(
        "broadcast-difference-with-scalar", "X ⊟ y", "X − y 𝟏_{I,J}", "X ∈ R^{I×J}; y ∈ R", "", "",
        "A scalar is taken from every entry (eqs. 55 and 57).",
    ),
    Identity(
        "broadcast-product-with-scalar", "X ⊡ y", "y X", "X ∈ R^{I×J×K}; y ∈ R", "eq. 21", "",
        "The broadcast product with a scalar is the scalar multiple.",
        general="X", also=("X ∈ R^I; y ∈ R", "X ∈ R^{I×J}; y ∈ R"),
    ),
    Identity(
        "broadcast-quotient-by-scalar", "X ⧄ y", "y^{-1} X", "X ∈ R^{I×J}; y ∈ R", "",
        "y is not zero", "The broadcast quotient by a scalar is the multiple by its reciprocal.",
        general="X",
    ),
    Identity(
        "transpose-of-broadcast-product", "(X ⊡ Y)ᵀ", "Xᵀ ⊡ Yᵀ", "X ∈ R^{I×J}; Y ∈ R^I", "",
        "both are of order 2 at most", "The transpose goes into a broadcast product.",
        general="X Y", also=("X ∈ R^{I×J}; Y ∈ R^{1×J}",),
    ),
    Identity(
        "transpose-of-broadcast-sum", "(X ⊞ Y)ᵀ", "Xᵀ ⊞ Yᵀ", "X ∈ R^{I×J}; Y ∈ R^I", "",
        "both are of order 2 at most", "The transpose goes into a broadcast sum.",
        general="X Y",
    ),
    Identity(
        "sum-and-difference-of-broadcast", "(X ⊞ Y) ⊡ (X ⊟ Y)", "X ⊡ X ⊟ Y ⊡ Y", STRETCHED, "",
        FITS, "The broadcast product of sum and difference is the difference of the squares.",
        general="X Y",
    ),
    Identity(
        "negative-of-broadcast-product", "X ⊡ (−Y)", "−(X ⊡ Y)", STRETCHED, "", FITS,
        "A negative factor makes the broadcast product negative.",
        general="X Y",
    ),
    Identity(
        "negative-of-broadcast-quotient", "(−X) ⧄ Y", "−(X ⧄ Y)", STRETCHED, "", "Y has no zero",
        "A negative dividend makes the broadcast quotient negative.",
        general="X Y",
    ),
    Identity(
        "negative-of-broadcast-sum", "−(X ⊞ Y)", "(−X) ⊞ (−Y)", STRETCHED, "", FITS,
        "The negative goes into a broadcast sum.",
        general="X Y",
    ),
    Identity(
        "broadcast-product-with-ones", "X ⊡ 𝟏_{I,J}", "X", "X ∈ R^{I×J}", "", "",
        "Ones are neutral in a broadcast product.",
        general="X", also=("X ∈ R^{I×J×K}",),
    ),
    Identity(
        "broadcast-product-with-column-of-ones", "X ⊡ 𝟏_I", "X", "X ∈ R^{I×J}", "", "",
        "Ones are neutral in a broadcast product.",
        general="X", also=("X ∈ R^I", "X ∈ R^{I×J×K}"),
    ),
    Identity(
        "broadcast-product-with-row-of-ones", "X ⊡ 𝟏_Jᵀ", "X", "X ∈ R^{I×J}", "", "",
        "Ones are neutral in a broadcast product.",
        general="X", also=("X ∈ R^{1×J}", "X ∈ R^{I×J×K}"),
    ),
    Identity(
        "penetrating-product", "X ⊙_PF Y", "X ⊡ Y", "X ∈ R^{I×J}; Y ∈ R^{I×J×K}", "eq. 47", "",
        "The penetrating face product is a broadcast product of a matrix and a third-order tensor.",
    ),
    Identity(
        "quotient-times-product", "(X ⧄ Y) ⊡ Z", "(X ⊡ Z) ⧄ Y",
        "X ∈ R^{I×J}; Y ∈ R^{I×1×K}; Z ∈ R^{1×J×K}", "", "Y has no zero",
        "A product with a broadcast quotient multiplies the dividend.",
        general="X Y Z",
    ),
    Identity(
        "quotient-by-broadcast-quotient", "X ⧄ (Y ⧄ Z)", "(X ⊡ Z) ⧄ Y",
        "X ∈ R^{I×J}; Y ∈ R^{I×1×K}; Z ∈ R^{1×J×K}", "", "Y and Z have no zeros",
        "Dividing by a broadcast quotient multiplies by its divisor.",
        general="X Y Z",
    ),
    Identity(
        "factor-cancels", "(X ⊡ Y) ⧄ Y", "X",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "Y has no zero, and X has the joint shape",
        "A factor cancels with an equal divisor.",
        general="X Y",
    ),
    Identity(
        "divisor-cancels", "(X ⧄ Y) ⊡ Y", "X",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "Y has no zero, and X has the joint shape",
        "A divisor cancels with an equal factor.",
        general="X Y",
    ),
    Identity(
        "term-cancels", "(X ⊞ Y) ⊟ Y", "X", "X ∈ R^{I×J}; Y ∈ R^I", "", "X has the joint shape",
        "A term cancels when it is taken away.",
        general="X Y",
    ),
    Identity(
        "subtrahend-cancels", "(X ⊟ Y) ⊞ Y", "X",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "X has the joint shape",
        "What was taken away cancels when it is added.",
        general="X Y",
    ),
    Identity(
        "quotient-of-broadcast-difference", "(X ⊟ Y) ⧄ Z", "X ⧄ Z ⊟ Y ⧄ Z",
        "X ∈ R^{I×J}; Y ∈ R^{I×1×K}; Z ∈ R^{1×J×K}", "", "Z has no zero",
        "The broadcast quotient distributes over the broadcast difference.",
        general="X Y Z",
    ),
    Identity(
        "broadcast-sum-with-zeros", "X ⊞ 𝟎_{I,J}", "X", "X ∈ R^{I×J}", "", "",
        "Zeros are neutral in a broadcast sum.",
        general="X", also=("X ∈ R^{I×J×K}",),
    ),
    Identity(
        "broadcast-sum-with-column-of-zeros", "X ⊞ 𝟎_I", "X", "X ∈ R^{I×J}", "", "",
        "Zeros are neutral in a broadcast sum.",
        general="X", also=("X ∈ R^I",),
    ),
    Identity(
        "broadcast-quotient-by-ones", "X ⧄ 𝟏_{I,J}", "X", "X ∈ R^{I×J}", "", "",
        "Dividing by ones changes nothing.",
        general="X",
    ),
    Identity(
        "broadcast-quotient-by-column-of-ones", "X ⧄ 𝟏_I", "X", "X ∈ R^{I×J}", "", "",
        "Dividing by ones changes nothing.",
        general="X",
    ),
    Identity(
        "scalar-out-of-dividend", "(k X) ⧄ Y", "k (X ⧄ Y)",
        "X ∈ R^{I×1×K}; Y ∈ R^{I×J}; k ∈ R", "", "Y has no zero",
        "A scalar moves out of the dividend of a broadcast quotient.",
        general="X Y",
    ),
    Identity(
        "product-of-broadcast-sums", "(X ⊞ Y) ⊡ (X ⊞ Y)", "X ⊡ X ⊞ 2 (X ⊡ Y) ⊞ Y ⊡ Y",
        "X ∈ R^{I×1×K}; Y ∈ R^{I×J}", "", "the broadcast condition holds",
        "The square of a broadcast sum has three terms.",
        general="X Y",
    ),
    Identity(
        "transpose-of-broadcast-difference", "(X ⊟ Y)ᵀ", "Xᵀ ⊟ Yᵀ",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "both are of order 2 at most",
        "The transpose goes into a broadcast difference.",
        general="X Y",
    ),
    Identity(
        "transpose-of-broadcast-quotient", "(X ⧄ Y)ᵀ", "Xᵀ ⧄ Yᵀ",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "Y has no zero",
        "The transpose goes into a broadcast quotient.",
        general="X Y",
    ),
    Identity(
        "negative-of-broadcast-difference", "−(X ⊟ Y)", "Y ⊟ X",
        "X ∈ R^{I×1×K}; Y ∈ R^{I×J}", "", "the broadcast condition holds",
        "The negative of a broadcast difference exchanges its terms.",
        general="X Y",
    ),
    Identity(
        "like-terms", "X ⊞ Y ⊞ X", "2 X ⊞ Y", "X ∈ R^{I×J}; Y ∈ R^I", "", "the joint shape stays",
        "Equal terms of a broadcast sum are collected, in alphabetical order.",
        general="X Y",
    ),
    Identity(
        "broadcast-product-in-order", "Z ⊡ (Y ⊡ X)", "X ⊡ Y ⊡ Z",
        "X ∈ R^{I×J}; Y ∈ R^{I×1×K}; Z ∈ R^{1×J×K}", "",
        "each two of the factors meet the broadcast condition",
        "The factors of a broadcast product are in alphabetical order.",
        general="X Y Z",
    ),
)  # fmt: skip
