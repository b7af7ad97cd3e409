"""Shapes that the code tells: unpacked, asserted, annotated, documented, or indexed in full."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.python.guarding import facts
from boxdot.notation.shapes.sizes import Shape, Size

Found = Iterator[tuple[str, Shape]]


def shapes_of(
    tree: ast.Module, context: Context, given: Mapping[str, Shape] | None = None
) -> dict[str, Shape]:
    """Return the shapes of names by what the code says of them, the clearest word first.

    >>> from boxdot.notation.shapes.conventions import Convention
    >>> code = ast.parse("n, d = X.shape; einsum('ij,j->i', A, x)")
    >>> shapes_of(code, Context("NumPy", Convention.C))
    {'X': ('n', 'd'), 'A': ('i', 'j'), 'x': ('j',)}
    """
    found: dict[str, Shape] = {}
    assigned = _assigned(tree)
    given = given or {}
    for rule in (_documented, _annotated, _asserted, _unpacked, _labelled, _ordered):
        for name, shape in rule(tree, context):
            if name not in found and name not in assigned:
                found[name] = shape
                context.taken.update(size for size in shape if isinstance(size, str))
    _follow(tree, found, {**given, **found}, assigned)
    return found


def _follow(
    tree: ast.AST, found: dict[str, Shape], known: dict[str, Shape], assigned: set[str]
) -> None:
    """Add the shapes that are told by others: ``assert b.shape == (A.shape[1],)``."""
    pairs = [pair for left, right in facts(tree) for pair in ((left, right), (right, left))]
    for _ in pairs:
        for one, other in pairs:
            name = _shape_of_name(one)
            shape = None if name is None else _told(other, known)
            if name is not None and shape is not None and name not in {*known, *assigned}:
                found[name] = known[name] = shape


def _told(node: ast.expr, known: Mapping[str, Shape]) -> Shape | None:
    """Return a shape by those that are known."""
    owner = _shape_of_name(node)
    if owner is not None:
        return known.get(owner)
    if not isinstance(node, ast.Tuple):
        return None
    sizes = [_length(item, known) for item in node.elts]
    whole = tuple(size for size in sizes if size is not None)
    return whole if len(whole) == len(sizes) else None


def _length(node: ast.expr, known: Mapping[str, Shape]) -> Size | None:
    """Return a length: 3, n, ``X.shape[0]``, ``len(X)`` or ``X.size(0)``."""
    match node:
        case ast.Constant(value=int(number)) if not isinstance(number, bool) and number > 0:
            return number
        case ast.Name(id=name):
            return name
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="shape"), slice=place):
            return _entry(known.get(name), place)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="size"), args=[place]):
            return _entry(known.get(name), place)
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return (known.get(name) or (None,))[0]
    return None


def _entry(shape: Shape | None, place: ast.expr) -> Size | None:
    match place:
        case ast.Constant(value=int(at)):
            pass
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(back))):
            at = -back
        case _:
            return None
    return shape[at] if shape is not None and -len(shape) <= at < len(shape) else None


MAKERS = frozenset("ones zeros empty full eye identity arange tri".split())
RESHAPERS = frozenset("reshape view broadcast_to expand tile repeat".split())


def lengths_of(tree: ast.AST) -> frozenset[str]:
    """Return the names that stand where only lengths can: ``np.ones((n, K))``.

    >>> sorted(lengths_of(ast.parse("np.ones((n, K)) + X.reshape(m, -1) + np.eye(len(x))")))
    ['K', 'm', 'n']
    """
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in MAKERS:
            found.update(_names_among(node.args[:1] if name == "full" else node.args))
        elif name in RESHAPERS:
            of_library = isinstance(node.func, ast.Name) or ast.unparse(node.func).startswith("np.")
            found.update(_names_among(node.args[1:] if of_library else node.args))
    return frozenset(found)


def _names_among(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.Name(id=name):
                yield name
            case ast.Tuple(elts=items) | ast.List(elts=items):
                yield from _names_among(items)
            case ast.BinOp(left=left, right=right):
                yield from _names_among([left, right])


def _assigned(tree: ast.AST) -> set[str]:
    """Return names whose first use is an assignment: what is said of them is not of an input."""
    stored: dict[str, tuple[int, int]] = {}
    loaded: dict[str, tuple[int, int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            kind = stored if isinstance(node.ctx, ast.Store) else loaded
            place = (node.lineno, 0 if kind is loaded else 1)
            kind[node.id] = min(kind.get(node.id, place), place)
    parameters = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {
        name
        for name, place in stored.items()
        if name not in parameters and place < loaded.get(name, (10**9, 0))
    }


_WORD = r"[A-Za-z_][A-Za-z_0-9]*"
_DOCUMENTED = re.compile(
    rf"^[ \t]*({_WORD}(?:\s*,\s*{_WORD})*)\s*:.*?(?:shape|of size)[ \t=:]*[(\[]([^)\]]*)[)\]]",
    re.MULTILINE,
)


def _documented(tree: ast.AST, context: Context) -> Found:
    """``X : array of shape (H, W, 3)`` in a docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef):
            text = ast.get_docstring(node) or ""
            for match in _DOCUMENTED.finditer(text):
                shape = _sizes(match[2].split(","))
                if shape is not None:
                    for name in match[1].split(","):
                        yield name.strip(), shape


def _annotated(tree: ast.AST, context: Context) -> Found:
    """``X: Float[Array, "n d"]``, as jaxtyping has it."""
    for node in ast.walk(tree):
        annotation = getattr(node, "annotation", None)
        name = node.arg if isinstance(node, ast.arg) else None
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        if name is None or not isinstance(annotation, ast.Subscript):
            continue
        words = [
            part.value
            for part in ast.walk(annotation.slice)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        shape = _sizes(words[0].split()) if len(words) == 1 else None
        if shape is not None:
            yield name, shape


def _sizes(words: Iterable[str]) -> Shape | None:
    found: list[Size] = []
    for word in (word.strip() for word in words):
        if re.fullmatch(r"[0-9]{1,9}", word):
            found.append(int(word))
        elif re.fullmatch(_WORD, word):
            found.append(word)
        elif word:
            return None
    return tuple(found)


def _asserted(tree: ast.AST, context: Context) -> Found:
    """``assert X.shape == (n, d)``; ``if X.shape != (n, d): raise``."""
    for left, right in facts(tree):
        for one, other in ((left, right), (right, left)):
            name = _shape_of_name(one)
            if name is not None and isinstance(other, ast.Tuple):
                shape = _sizes(map(ast.unparse, other.elts))
                if shape is not None:
                    yield name, shape


def _shape_of_name(node: ast.expr) -> str | None:
    """Return X of ``X.shape`` or ``X.size()``."""
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr="shape"):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="size"), args=[]):
            return name
        case _:
            return None


def _unpacked(tree: ast.AST, context: Context) -> Found:
    """``n, d = X.shape``."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value):
                name = _shape_of_name(value)
                words = [one.id for one in targets if isinstance(one, ast.Name)]
                if name is not None and len(words) == len(targets):
                    yield name, tuple(_unnamed(word, context) for word in words)


def _unnamed(word: str, context: Context) -> Size:
    return context.fresh() if word == "_" else word


def _labelled(tree: ast.AST, context: Context) -> Found:
    """``einsum("ij,jk->ik", A, B)``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=function, args=[ast.Constant(value=str() as text), *operands]):
                if ast.unparse(function).endswith("einsum") and "." not in text:
                    yield from _by_labels(text, operands)


def _by_labels(text: str, operands: list[ast.expr]) -> Found:
    terms = text.replace(" ", "").partition("->")[0].split(",")
    for term, operand in zip(terms, operands, strict=False):
        if isinstance(operand, ast.Name) and term.isalpha():
            yield operand.id, tuple(term)


def _ordered(tree: ast.AST, context: Context) -> Found:
    """``B[:, :, None]``: as many axes as are written, of lengths that nobody names."""
    for left, right in facts(tree):
        match left, right:
            case ast.Attribute(value=ast.Name(id=name), attr="ndim"), ast.Constant(value=int(n)):
                if 0 <= n <= 32:
                    yield name, tuple(context.fresh() for _ in range(n))
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=marks)):
                kinds = [_kind(mark) for mark in marks]
                if "new" in kinds and set(kinds) <= {"new", "axis"}:
                    yield name, tuple(context.fresh() for kind in kinds if kind == "axis")


def _kind(mark: ast.expr) -> str:
    """Return whether a subscript makes a new axis, stands for one, or is something else."""
    match mark:
        case ast.Constant(value=None) | ast.Attribute(attr="newaxis") | ast.Name(id="newaxis"):
            return "new"
        case ast.Slice(lower=None, upper=None, step=None):
            return "axis"
        case _:
            return "other"
