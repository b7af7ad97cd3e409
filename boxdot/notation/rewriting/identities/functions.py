"""Functions of entries: exponentials, logarithms, roots, softmax."""

from __future__ import annotations

from boxdot.notation.rewriting.identities.identity import Identity

IDENTITIES = (
    Identity(
        "exponential-of-difference", "exp(X ⊟ Y)", "exp(X) ⧄ exp(Y)",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "the broadcast condition holds",
        "The exponential turns a broadcast difference into a quotient.",
        general="X Y",
    ),
    Identity(
        "logarithm-of-product", "log(X ⊡ Y)", "log(X) ⊞ log(Y)",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "X and Y are positive",
        "The logarithm turns a broadcast product into a broadcast sum.",
        general="X Y",
    ),
    Identity(
        "logarithm-of-quotient", "log(X ⧄ Y)", "log(X) ⊟ log(Y)",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "X and Y are positive",
        "The logarithm turns a broadcast quotient into a difference.",
        general="X Y",
    ),
    Identity(
        "logarithm-of-exponential", "log(exp(X))", "X", "X ∈ R^{I×J}", "", "",
        "The logarithm undoes the exponential.",
        general="X",
    ),
    Identity(
        "exponential-of-logarithm", "exp(log(X))", "X", "X ∈ R^{I×J}", "", "X is positive",
        "The exponential undoes the logarithm.",
        general="X",
    ),
    Identity(
        "absolute-value-of-product", "abs(X ⊡ Y)", "abs(X) ⊡ abs(Y)",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "the broadcast condition holds",
        "The absolute value goes into a broadcast product.",
        general="X Y",
    ),
    Identity(
        "root-of-product", "sqrt(X ⊡ Y)", "sqrt(X) ⊡ sqrt(Y)",
        "X ∈ R^{I×J}; Y ∈ R^I", "", "X and Y are not negative",
        "The root goes into a broadcast product.",
        general="X Y",
    ),
    Identity(
        "root-of-square", "sqrt(X ⊡ X)", "abs(X)", "X ∈ R^{I×J}", "", "",
        "The root of the square is the absolute value.",
        general="X",
    ),
    Identity(
        "softmax-as-quotient", "softmax(x)", "exp(x) ⧄ sum(exp(x))", "x ∈ R^I", "", "",
        "A softmax divides the exponentials by their sum.",
    ),
    Identity(
        "logarithm-of-softmax", "log(softmax(x))", "x ⊟ log(sum(exp(x)))", "x ∈ R^I", "", "",
        "The logarithm of a softmax takes the log-sum-exp from every entry.",
    ),
    Identity(
        "softmax-shift-by-sum", "softmax(x ⊞ y)", "softmax(x)", "x ∈ R^I; y ∈ R", "", "",
        "A softmax does not change when a number is added to every entry.",
    ),
    Identity(
        "log-sum-exp-shift", "log(sum(exp(x ⊞ k)))", "k + log(sum(exp(x)))", "x ∈ R^I; k ∈ R", "",
        "", "A number moves out of a log-sum-exp.",
    ),
)  # fmt: skip
