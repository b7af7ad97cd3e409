r"""The phrases of running text that tell a shape, as a table of patterns.

A blank in a pattern is white space. ``{NAMES}`` is a list of names in formulas, ``{SHAPE}`` one of
sizes with a cross, ``{SIZE}`` a size, ``{SET}`` a set; ``{ADJ}`` are words that only describe.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from boxdot.notation.linting.declaring.paragraphs import NAME, NAMES, PRODUCT, SET, SIZE
from boxdot.notation.linting.declaring.unsaid import MATRIX, ROW, VECTOR
from boxdot.notation.shapes.sizes import Shape

Form = Callable[[Shape], Shape | None]

_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten"
_LONE = rf"(?<!\w)(?:[A-Za-z]|\d{{1,6}}|{_NUMBER})(?![\w])"
_SIZE = rf"(?:[{NAME}{SIZE}]|{_LONE})"
_CROSS = r"(?:\s*-?\s*by\s*-?\s*|\s*[×✕]\s*|\s+x\s+|(?<=\d)x(?=\d))"
_LIST = rf"[\[(]\s*{_SIZE}(?:\s*,\s*{_SIZE})+\s*[\])]"
_SHAPE = rf"(?:{PRODUCT}|{_SIZE}(?:{_CROSS}{_SIZE})+|{_LIST})"
_AND = r"(?:\s*,\s*(?:and|or)\s+|\s*,\s*|\s+(?:and|or)\s+|\s*&\s*)"
_NAMES = rf"[{NAME}{NAMES}](?:{_AND}[{NAME}{NAMES}])*(?![\w-])"
# Words that make what follows speak of something else than the name.
_FUNCTION = (
    "of|by|with|to|in|on|for|from|that|which|the|a|an|and|or|is|are|be|times|per|as|if|we|where|into"
    "|over|between|not|no|number|numbers|set|sets|sequence|list|collection|pairs?|products?|spaces?"
    "|sums?|inverse|norms?|rank|trace|entr(?:y|ies)|elements?|rows?|columns?|components?|sizes?"
    "|dimensions?|length|blocks?|batch|groups?|stack|each|every|function|than|only|via|using|but"
)
_ADJ = rf"(?:(?!(?:{_FUNCTION})\b)[A-Za-z][\w'-]*,? ){{0,4}}"
_ARTICLE = r"(?:(?:an?|the|some|any|its|our|their|this|two|three|all|both) )?"
_MATRIX = r"(?:matri(?:x|ces)|tensors?|arrays?)"
_TABLE = r"(?:matri(?:x|ces))"
_VECTOR = r"(?:column[ -])?vectors?"
_ROW = r"row[ -]vectors?"
_IS = (
    r"(?: (?:is|are|be|being|was|were|denotes?|represents?|will be|to be|becomes?|stands? for"
    r"|means|refers to)|\s*(?::|=|---?|—|–|,(?= an? ))|(?= an? ))"
)
_BE = rf"(?:{_IS} |\s*\((?=an? ))"
# The noun goes on to speak of another thing.
_STOP = (
    r"(?![\w-])(?! (?:of (?:[^.;]{0,25}(?:×|by)|vectors|matrices|blocks|functions|tensors"
    r"|polynomials)"
    r"|whose (?:entries|elements|rows|columns) (?:are|is)|products?|norms?|spaces?|fields?|form\b"
    r"|multiplications?|inverse|exponentials?|additions?|operations?|calculus|notation|algebra|valued"
    r"|factori[sz]ations?|decompositions?|inversions?|functions?|machines?|quantity|quantities"
    r"|equations?|elements?|entr(?:y|ies)))(?!-)"
)
_SHAPE_WORD = r"(?:shapes?|sizes?|dimensions?|dimensionality)"
_LENGTH = r"(?:lengths?|sizes?|dimensions?|dimensionality)"
# Things that have a size and channels, or weights, besides; or that are no tensors.
_DOUBTFUL = (
    r"(?:kernels?|filters?|windows?|grids?|patch(?:es)?|images?|pixels?|regions?|box(?:es)?|videos?"
    r"|strides?|data ?sets?|sets?|groups?|batch(?:es)?|networks?|layers?|graphs?|maps?|volumes?"
    r"|convolutions?|frames?|blocks?|sub-?matri(?:x|ces)|neighbou?rhoods?|lattices?|cells?|meshes|mesh"
    r"|codebooks?|vocabular(?:y|ies)|populations?|samples?|pools?|cluster?s)"
)
_SCALAR = (
    r"(?:scalars?|real numbers?|real scalars?|constants?|positive numbers?|numbers?"
    r"|integers?"
    r"|small (?:positive )?values?"
    r"|learning rates?|step[ -]?sizes?|temperatures?|thresholds?|hyper-?parameters?|probability"
    r"|batch size|sequence length|(?:regulari[sz]ation|tuning|trade-?off|decay|damping|smoothing"
    r"|momentum|scalar|penalty) (?:parameter|coefficient|weight|factor|rate|strength)s?"
    r"|weight decay"
    r"|(?:hidden|embedding|model|input|output|latent|feature) (?:dimension|size)|dimensionality"
    r"|(?:discount|shrinkage) factor|noise level|bandwidth)"
)
_COUNT = (
    r"(?:(?:the )?(?:total )?(?:number|dimension|dimensionality|length|count|cardinality|rank|size)"
    r" (?:of|for|in)\b|(?:the |a )?(?:batch|vocabulary|sample|hidden|embedding|step|window)"
    r" (?:size|dimension)\b|(?:the |a )?sequence length\b)"
)


SHAPE = _SHAPE
"""The pattern of sizes with a cross or in a list."""

DOUBTFUL = re.compile(rf"\b{_DOUBTFUL}\b", re.IGNORECASE)
"""Words for things whose sizes are not those of a tensor."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern, and the shape that it says: from the sizes in it, or of itself."""

    pattern: re.Pattern[str]
    form: Form | Shape


def _phrase(pattern: str, form: Form | Shape) -> Phrase:
    spelled = re.sub(r"(?<!\[) ", r"\\s+", pattern)
    return Phrase(re.compile(spelled, re.IGNORECASE), form)


def _tensor(shape: Shape) -> Shape | None:
    return shape if len(shape) > 1 else None


def _matrix(shape: Shape) -> Shape | None:
    return shape if len(shape) == 2 else None


def _vector(shape: Shape) -> Shape | None:
    return shape if len(shape) == 1 else None


def _row(shape: Shape) -> Shape | None:
    return (1, *shape) if len(shape) == 1 else None


def _any(shape: Shape) -> Shape | None:
    return shape


_N, _S, _Z, _X = (
    f"(?P<names>{_NAMES})",
    f"(?P<shape>{_SHAPE})",
    f"(?P<shape>{_SIZE})",
    f"(?P<shape>{SET})",
)
_OF = (
    r"(?:,?(?: (?:which|that|both|all))?(?: (?:is|are|be|being|will be))?"
    r" (?:has|have|having|with|of|will have)(?: (?:an?|the))?)"
)
_DOUBT = rf"(?P<doubt>{_DOUBTFUL} )?"
_KIND = r"(?:(?:matri(?:x|ces)|tensors?|arrays?|vectors?|masks?|parameters?|inputs?|outputs?))"

PHRASES: tuple[Phrase, ...] = (
    # --- sizes of matrices and tensors
    _phrase(rf"{_S} {_ADJ}{_MATRIX} {_N}", _tensor),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_S}[ -]{_ADJ}{_MATRIX}{_STOP}", _tensor),
    _phrase(rf"{_N} (?:is|are|be) {_S}(?=\s*(?:[.,;)]|$|and\b|while\b|where\b))", _tensor),
    _phrase(
        rf"{_DOUBT}{_N}(?:{_BE}{_ARTICLE}{_ADJ}{_KIND})?{_OF}"
        rf" {_ADJ}{_SHAPE_WORD}(?: (?:is|of|equal to)|\s*[:=])?\s*{_S}",
        _tensor,
    ),
    _phrase(rf"{_DOUBT}{_N}\s*\((?:(?:of|with) )?{_SHAPE_WORD}\s*[:=]?\s*{_S}", _tensor),
    _phrase(rf"{_SHAPE_WORD} of (?:the )?{_ADJ}{_DOUBT}{_N} (?:is|are|be|becomes?) {_S}", _tensor),
    _phrase(rf"(?:matri(?:x|ces)|tensors?|arrays?) {_N}\s*\(\s*{_S}\s*\)", _tensor),
    _phrase(
        rf"{_TABLE} {_N},? (?:with|of|having|has) (?P<shape>{_SIZE} rows? and {_SIZE} columns?)",
        _matrix,
    ),
    _phrase(
        rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_TABLE},? (?:with|of|having)"
        rf" (?P<shape>{_SIZE} rows? and {_SIZE} columns?)",
        _matrix,
    ),
    _phrase(rf"{_N} (?:has|have) (?P<shape>{_SIZE} rows? and {_SIZE} columns?)", _matrix),
    # --- sizes of vectors
    _phrase(rf"{_Z}\s*-\s*dimensional {_ADJ}{_ROW} {_N}", _row),
    _phrase(rf"{_Z}\s*-?\s*dimension(?:al)? {_ADJ}{_VECTOR} {_N}", _vector),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_Z}\s*-\s*dimensional {_ADJ}{_ROW}{_STOP}", _row),
    _phrase(
        rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_Z}\s*-?\s*dimension(?:al)? {_ADJ}{_VECTOR}{_STOP}", _vector
    ),
    _phrase(rf"length\s*-\s*{_Z} {_ADJ}{_VECTOR} {_N}", _vector),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}length\s*-\s*{_Z} {_ADJ}{_VECTOR}{_STOP}", _vector),
    _phrase(rf"{_ROW} {_N},? (?:of|with|having)(?: the)? {_LENGTH} {_Z}", _row),
    _phrase(rf"{_VECTOR} {_N},? (?:of|with|having)(?: the)? {_LENGTH} {_Z}", _vector),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_ROW} (?:of|with) {_LENGTH} {_Z}", _row),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_VECTOR} (?:of|with) {_LENGTH} {_Z}", _vector),
    _phrase(
        rf"{_VECTOR} {_N},? (?:of|with|having) {_Z} (?:entries|elements|components|coordinates)",
        _vector,
    ),
    _phrase(
        rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_VECTOR} (?:of|with|having) {_Z}"
        rf" (?:real |scalar )?(?:entries|elements|components|coordinates|numbers|scalars)",
        _vector,
    ),
    _phrase(rf"{_Z}\s*-\s*vectors? {_N}", _vector),
    # --- sets
    _phrase(
        rf"{_N}(?: (?:is|are|be|lies?|lives?|lie|belongs?|takes? (?:its )?values))? (?:in|to) {_X}",
        _any,
    ),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}(?:{_KIND}|points?|scalars?) (?:in|from|of) {_X}", _any),
    # --- kinds
    _phrase(rf"{_ROW} {_N}", ROW),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_ROW}{_STOP}", ROW),
    _phrase(rf"{_VECTOR} {_N}", VECTOR),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_VECTOR}{_STOP}", VECTOR),
    _phrase(rf"{_TABLE} {_N}", MATRIX),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_TABLE}{_STOP}", MATRIX),
    _phrase(rf"\b{_SCALAR} {_N}", ()),
    _phrase(rf"{_N}{_BE}{_ARTICLE}{_ADJ}{_SCALAR}{_STOP}(?! of)", ()),
    _phrase(rf"{_N}{_IS} {_COUNT}", ()),
)
"""The phrases, those that say most first: a name that one of them tells is not asked again."""

SAME = _phrase(
    rf"{_N}{_OF} same {_SHAPE_WORD} (?:as|of)(?: (?:that|those) of)? {_ARTICLE}{_ADJ}(?:{_KIND} )?"
    rf"(?P<like>{NAME})",
    (),
).pattern
"""What says that a symbol has the shape of another one."""

WORDS = re.compile(
    r"vector|matri|tensor|scalar|array|shape|size|dimension|number|constant|rate|temperature"
    r"|threshold|parameter|probability|factor|integer|\blie|\bin\b|length|rows?\b|level|bandwidth|\bvalues?\b",
    re.IGNORECASE,
)
"""What a paragraph holds that says anything of a shape."""
