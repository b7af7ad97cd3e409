"""What LaTeX commands mean: tables from command name to token."""

from __future__ import annotations

OPERATORS = {
    "boxdot": ("MULOP", "⊡"), "boxplus": ("BOXADD", "⊞"), "boxminus": ("BOXADD", "⊟"),
    "boxslash": ("MULOP", "⧄"), "odot": ("MULOP", "⊙"), "bigodot": ("MULOP", "⊙"),
    "oslash": ("MULOP", "⊘"), "otimes": ("MULOP", "⊗"), "bigotimes": ("MULOP", "⊗"),
    "circ": ("MULOP", "∘"), "circledast": ("MULOP", "⊛"), "ast": ("MULOP", "*"),
    "star": ("MULOP", "*"), "cdot": ("MULOP", "·"), "bullet": ("MULOP", "·"),
    "times": ("MULOP", "×"), "div": ("MULOP", "/"), "backslash": ("MULOP", "\\"),
    "setminus": ("MULOP", "\\"), "pm": ("PLUS", "+"), "mp": ("MINUS", "−"),
    "coloneqq": ("REL", ":="), "triangleq": ("REL", ":="), "equiv": ("REL", "="),
    "leftarrow": ("REL", "←"), "gets": ("REL", "←"), "longleftarrow": ("REL", "←"),
    "approx": ("REL", "≈"), "simeq": ("REL", "≈"), "cong": ("REL", "≈"), "le": ("REL", "≤"),
    "leq": ("REL", "≤"), "leqslant": ("REL", "≤"), "ge": ("REL", "≥"), "geq": ("REL", "≥"),
    "geqslant": ("REL", "≥"), "ll": ("REL", "<"), "gg": ("REL", ">"), "lt": ("REL", "<"),
    "gt": ("REL", ">"), "ne": ("REL", "≠"), "neq": ("REL", "≠"), "propto": ("REL", "∝"),
    "sim": ("REL", "∼"), "to": ("REL", "→"), "rightarrow": ("REL", "→"), "mapsto": ("REL", "→"),
    "longrightarrow": ("REL", "→"), "longmapsto": ("REL", "→"), "iff": ("REL", "⟺"),
    "Leftrightarrow": ("REL", "⟺"), "Longleftrightarrow": ("REL", "⟺"),
    "implies": ("REL", "⟺"), "Rightarrow": ("REL", "⟺"), "in": ("IN", "∈"),
    "lbrack": ("LBRACK", "["), "rbrack": ("RBRACK", "]"), "langle": ("LANGLE", "⟨"),
    "rangle": ("RANGLE", "⟩"), "lvert": ("ABSOPEN", "|"), "rvert": ("ABSCLOSE", "|"),
    "lVert": ("NORMOPEN", "‖"), "rVert": ("NORMCLOSE", "‖"), "vert": ("FENCE", "|"),
    "Vert": ("FENCE", "‖"), "|": ("FENCE", "‖"), "parallel": ("FENCE", "‖"),
    "mid": ("BAR", "|"), "{": ("LBRACE", "{"), "}": ("RBRACE", "}"), "lbrace": ("LBRACE", "{"),
    "rbrace": ("RBRACE", "}"), "colon": ("COLON", ":"), "dots": ("DOTS", "…"),
    "ldots": ("DOTS", "…"), "cdots": ("DOTS", "…"), "vdots": ("DOTS", "…"),
    "ddots": ("DOTS", "…"), "dotsc": ("DOTS", "…"), "dotsb": ("DOTS", "…"),
    "square": ("SQUARE", "□"), "Box": ("SQUARE", "□"), "top": ("TRANSPOSE", "ᵀ"),
    "intercal": ("TRANSPOSE", "ᵀ"), "transpose": ("TRANSPOSE", "ᵀ"), "sum": ("BIGOP", "Σ"),
    "prod": ("BIGOP", "∏"), "partial": ("PREFIX", "∂"), "nabla": ("PREFIX", "∇"),
    "prime": ("MARK", "′"), "dagger": ("MARK", "†"), "\\": ("NEWLINE", "\\\\"),
    "newline": ("NEWLINE", "\\\\"), "cr": ("NEWLINE", "\\\\"), "forall": ("REMARK", "∀"),
    "exists": ("REMARK", "∃"), "lor": ("MULOP", "∨"), "land": ("MULOP", "∧"),
    "vee": ("MULOP", "∨"), "wedge": ("MULOP", "∧"), "quad": ("QUAD", " "),
    "qquad": ("QUAD", " "), "lfloor": ("FLOOR", "floor"), "rfloor": ("RPAR", ")"),
    "lceil": ("FLOOR", "ceil"), "rceil": ("RPAR", ")"), "%": ("MARK", "%"), "_": ("MARK", "_"),
    "int": ("BIGOP", "∫"), "iint": ("BIGOP", "∬"), "iiint": ("BIGOP", "∫"),
    "oint": ("BIGOP", "∮"), "bigoplus": ("BIGOP", "⊕"), "bigcup": ("BIGOP", "⋃"),
    "bigcap": ("BIGOP", "⋂"), "bigvee": ("BIGOP", "∨"), "bigwedge": ("BIGOP", "∧"),
    "coprod": ("BIGOP", "∐"), "lim": ("BIGOP", "lim"), "limsup": ("BIGOP", "lim"),
    "liminf": ("BIGOP", "lim"), "cup": ("MULOP", "∪"), "cap": ("MULOP", "∩"),
    "sqcup": ("MULOP", "⊔"), "uplus": ("MULOP", "⊎"), "subset": ("MULOP", "⊂"),
    "subseteq": ("MULOP", "⊆"), "supset": ("MULOP", "⊃"), "supseteq": ("MULOP", "⊇"),
    "notin": ("MULOP", "∉"), "oplus": ("MULOP", "⊕"), "ominus": ("MULOP", "⊖"),
    "bmod": ("MULOP", "mod"), "mod": ("MULOP", "mod"), "choose": ("MULOP", "choose"),
    "over": ("MULOP", "over"), "lnot": ("PREFIX", "¬"), "doteq": ("REL", "="),
    "asymp": ("REL", "≈"), "lesssim": ("REL", "≤"), "gtrsim": ("REL", "≥"),
    "leftrightarrow": ("REL", "⟺"), "Longrightarrow": ("REL", "⟺"), "hookrightarrow": ("REL", "→"),
    "rightsquigarrow": ("REL", "→"), "leadsto": ("REL", "→"), "$": ("MARK", "$"),
    "#": ("MARK", "#"), "&": ("MARK", "&"),
    "perp": ("MARK", "⊥"), "degree": ("MARK", "°"), "limits": ("SKIP", ""),
    "mathbbm1": ("CONSTANT", "𝟏"), "neg": ("PREFIX", "¬"), "succeq": ("REL", "≥"),
    "preceq": ("REL", "≤"), "succ": ("REL", ">"), "prec": ("REL", "<"), "ni": ("MULOP", "∋"),
}  # fmt: skip
"""Commands without arguments to token kind and canonical text."""

LETTER_STYLES = {
    "mathbf": "bf", "bf": "bf", "textbf": "bf", "boldsymbol": "bi", "bm": "bi", "bold": "bf",
    "mathbfit": "bi", "symbf": "bf", "symbfit": "bi", "pmb": "bi", "mathcal": "cal", "cal": "cal",
    "mathscr": "cal", "mathbb": "bb", "Bbb": "bb", "mathbbm": "bb", "mathds": "bb",
    "mathfrak": "frak", "mathsf": "sf", "textsf": "sf", "sf": "sf", "mathtt": "tt", "tt": "tt",
    "texttt": "tt", "mathit": "it", "textit": "it", "it": "it", "boldmath": "bi",
}  # fmt: skip
"""Commands that style the letters in their argument (or, as old switches, in the rest)."""

UPRIGHT = frozenset({"mathrm", "textrm", "rm", "mathop", "mathord", "mathbin", "mathrel",
                     "mathnormal", "textnormal", "up", "mathpunct", "mathinner",
                     "operatorname", "operatorname*", "text", "mbox", "hbox",
                     "textup"})  # fmt: skip
"""Commands whose argument is upright: several letters in it are one word."""

SWITCHES = frozenset({"bf", "it", "rm", "sf", "tt", "cal", "up"})
"""Old font switches: they take no argument and hold to the end of the group."""

FUNCTION_COMMANDS = frozenset(
    "exp log ln tanh sinh cosh coth sin cos tan cot sec csc arcsin arccos arctan det dim ker deg "
    "gcd hom Pr sup inf".split()
)
"""Commands that are the name of a function."""

OPTIMISER_COMMANDS = {"min": "min", "max": "max", "argmin": "argmin", "argmax": "argmax"}

SPACES = frozenset({" ", "\n", ",", ";", ":", "!", ">", "~", "/", "-", "quad", "qquad", "enspace",
                    "thinspace", "enskip", "displaystyle", "textstyle", "scriptstyle",
                    "scriptscriptstyle", "limits", "nolimits", "nonumber", "notag", "left",
                    "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl",
                    "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "biggm", "Biggm",
                    "small", "large", "Large", "normalsize", "scriptsize", "tiny", "footnotesize",
                    "hfill", "allowbreak", "nobreak", "relax", "centering", "hline", "par",
                    "noindent", "strut", "mathstrut", "null", "xspace", "ensuremath",
                    "protect", "break", "*", "@", "Huge", "huge", "displaylimits"})  # fmt: skip
"""Commands that leave no token behind."""

SKIPPED_WITH_ARGUMENT = frozenset({"label", "pmod", "tag", "tag*", "hspace", "hspace*", "vspace",
                                   "phantom", "hphantom", "vphantom", "color", "notag", "cite",
                                   "citep", "citet", "ref", "eqref", "footnote", "rule", "mspace",
                                   "intertext", "shortintertext", "htmlId"})  # fmt: skip
"""Commands that vanish together with their argument."""

TRANSPARENT = frozenset({"underbrace", "overbrace", "boxed", "fbox", "cancel", "mathstrut",
                         "smash", "ensuremath", "displaystyle", "textstyle", "framebox",
                         "overparen", "underparen", "mathclose", "mathopen",
                         "vcenter", "bcancel", "xcancel"})  # fmt: skip
"""Commands whose argument stands for itself."""

SECOND_ARGUMENT = frozenset({"textcolor", "colorbox", "underset", "overset", "stackrel",
                             "raisebox", "class", "htmlClass", "cssId", "style"})  # fmt: skip
"""Commands whose second argument stands for itself, the first being decoration."""

FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "flatfrac"})

MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix",
                      "smallmatrix", "array", "bsmallmatrix", "psmallmatrix", "pmatrix*",
                      "bmatrix*", "matrix*"})  # fmt: skip
"""Environments that are a matrix."""

ROW_ENVIRONMENTS = frozenset({"align", "align*", "aligned", "alignat", "alignat*", "alignedat",
                              "split", "gather", "gather*", "gathered", "equation", "equation*",
                              "multline", "multline*", "eqnarray", "eqnarray*", "flalign",
                              "flalign*", "displaymath", "math", "dmath", "dmath*", "subequations",
                              "IEEEeqnarray", "IEEEeqnarray*"})  # fmt: skip
"""Environments whose rows are statements."""
