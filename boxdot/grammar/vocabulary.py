"""The words of the notation: which glyphs, digraphs and commands mean which token."""

from __future__ import annotations

RELATIONS = {
    "=": "=", ":=": ":=", "≔": ":=", "≜": ":=", "≡": "=", "←": "←", "≈": "≈", "≃": "≈",
    "≅": "≈", "≤": "≤", "⩽": "≤", "≥": "≥", "⩾": "≥", "<": "<", ">": ">", "≠": "≠",
    "∝": "∝", "∼": "∼", "→": "→", "↦": "→", "⟶": "→", "⟺": "⟺", "⇔": "⟺", "⇒": "⟺",
}  # fmt: skip
"""Relation glyphs to canonical relations."""

PRODUCTS = {
    "⊡": "⊡", "⧄": "⧄", "⊙": "⊙", "⊘": "⊘", "⊗": "⊗", "∘": "∘", "⊛": "⊛", "*": "*", "∗": "*",
    "·": "·", "⋅": "·", "•": "·", "×": "×", "/": "/", "÷": "/", "\\": "\\", "⨀": "⊙",
}  # fmt: skip
"""Operators on the level of products."""

BOXED_SUMS = {"⊞": "⊞", "⊟": "⊟"}

SIMPLE = {
    "+": ("PLUS", "+"), "-": ("MINUS", "−"), "−": ("MINUS", "−"), "–": ("MINUS", "−"),
    "(": ("LPAR", "("), ")": ("RPAR", ")"), "[": ("LBRACK", "["), "]": ("RBRACK", "]"),
    "{": ("LBRACE", "{"), "}": ("RBRACE", "}"), "⟨": ("LANGLE", "⟨"), "⟩": ("RANGLE", "⟩"),
    ",": ("COMMA", ","), ";": ("SEMI", ";"), ":": ("COLON", ":"), "∈": ("IN", "∈"),
    "…": ("DOTS", "…"), "⋯": ("DOTS", "…"), "⋮": ("DOTS", "…"), "⋱": ("DOTS", "…"),
    "‖": ("FENCE", "‖"), "∥": ("FENCE", "‖"), "|": ("FENCE", "|"), "∣": ("FENCE", "|"),
    "□": ("SQUARE", "□"), "◻": ("SQUARE", "□"), "ᵀ": ("TRANSPOSE", "ᵀ"), "⊤": ("TRANSPOSE", "ᵀ"),
    "Σ": ("BIGOP", "Σ"), "∑": ("BIGOP", "Σ"), "∏": ("BIGOP", "∏"), "√": ("ROOT", "√"),
    "∂": ("PREFIX", "∂"), "∇": ("PREFIX", "∇"), "𝟏": ("CONSTANT", "𝟏"), "𝟎": ("CONSTANT", "𝟎"),
    "𝟙": ("CONSTANT", "𝟏"), "𝓘": ("CONSTANT", "𝓘"), "&": ("COLSEP", "&"), "±": ("PLUS", "+"),
    "∀": ("REMARK", "∀"), "∃": ("REMARK", "∃"), "∨": ("REMARK", "∨"), "∧": ("REMARK", "∧"),
}  # fmt: skip
"""Single glyphs to token kind and canonical text."""

KNOWN_FUNCTIONS = frozenset(
    "exp log ln log2 log10 sqrt tanh sinh cosh sin cos tan arcsin arccos arctan abs sign sgn relu "
    "sigmoid softmax softplus gelu silu erf mean var std diag tr trace vec det rank fold unfold bc "
    "size permute min max 𝒫 floor ceil sum norm inv rad logdet logsumexp".split()
)
"""Functions that are known by their name; other names before a parenthesis are the author's."""

FUNCTION_ALIASES = {
    "trace": "tr", "Tr": "tr", "ln": "log", "Diag": "diag", "ReLU": "relu", "Relu": "relu",
    "sgn": "sign", "Var": "var", "Mean": "mean", "Softmax": "softmax", "Sigmoid": "sigmoid",
}  # fmt: skip

OPTIMISERS = {
    "argmin": "argmin", "argmax": "argmax", "minimize": "min", "minimise": "min",
    "maximize": "max", "maximise": "max", "min": "min", "max": "max",
}  # fmt: skip
"""Words that choose a variable: ``argmin_A``, ``minimize_A``."""

SEPARATING_WORDS = frozenset(
    {"where", "with", "and", "or", "for", "wobei", "avec", "subject to", "such that", "s.t"}
)
"""Words between a statement and the next one or its declarations."""

CONDITIONAL_WORDS = frozenset({"if", "when", "unless", "otherwise", "else", "iff"})
"""Words before a condition, which is no statement."""

DIGRAPHS = {  # ASCII digraphs, longest first where one begins another
    ".*": ("MULOP", "⊡"), ".+": ("BOXADD", "⊞"), ".-": ("BOXADD", "⊟"), "./": ("MULOP", "⧄"),
    "(*)": ("MULOP", "⊙"), "(/)": ("MULOP", "⊘"), "(x)": ("MULOP", "⊗"), "(o)": ("MULOP", "∘"),
    ":=": ("REL", ":="), "<-": ("REL", "←"), "<=>": ("REL", "⟺"), "<=": ("REL", "≤"),
    ">=": ("REL", "≥"), "!=": ("REL", "≠"), "~=": ("REL", "≈"), "~~": ("REL", "≈"),
    "->": ("REL", "→"), "...": ("DOTS", "…"), "||": ("FENCE", "‖"), "^[]": ("SQUAREUP", "□"),
    "_[]": ("SQUAREDOWN", "□"), "@": ("MULOP", "·"), "<<": ("LANGLE", "⟨"), ">>": ("RANGLE", "⟩"),
    "~": ("REL", "∼"),
}  # fmt: skip

ASCII_WORDS = {
    "in": ("IN", "∈"), "xx": ("MULOP", "×"), "ox": ("MULOP", "⊗"), "sum": ("BIGOP", "Σ"),
    "prod": ("BIGOP", "∏"), "ones": ("CONSTANT", "𝟏"), "zeros": ("CONSTANT", "𝟎"),
    "eye": ("CONSTANT", "𝑰"), "superdiag": ("CONSTANT", "𝓘"), "RR": ("NAME", "ℝ"),
    "oo": ("NAME", "∞"), "conv": ("MULOP", "⊛"), "prop": ("REL", "∝"),
    "partial": ("PREFIX", "∂"), "nabla": ("PREFIX", "∇"),
}  # fmt: skip
"""Words that stand for a glyph in the ASCII spelling."""
