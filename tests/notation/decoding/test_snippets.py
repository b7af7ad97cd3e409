"""Code as people write it has, when run, the value of the notation that it becomes."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import numpy as np
import pytest
from snippet_arrays import arrays, lengths, squeezed

import boxdot

DATA = Path(__file__).resolve().parents[2] / "data" / "snippets.toml"
SNIPPETS = tomllib.loads(DATA.read_text(encoding="utf-8"))["snippet"]


def run(language, code, data, sizes):
    """Return what the code computes: its last expression, assignment or function."""
    import ast

    names = {"math": math, **sizes}
    tree = ast.parse(code.strip())
    if language == "numpy":
        convert = np.asarray
        names["np"] = np
        try:
            import einops
        except ImportError:
            pass
        else:
            names |= {"einops": einops, "rearrange": einops.rearrange}
    elif language == "torch":
        torch = pytest.importorskip("torch", reason="PyTorch is not installed")
        convert = torch.tensor
        names |= {"torch": torch, "F": torch.nn.functional}
    else:
        jax = pytest.importorskip("jax", reason="JAX is not installed")
        jax.config.update("jax_enable_x64", True)
        convert = jax.numpy.asarray
        names |= {"jax": jax, "jnp": jax.numpy}
    code_names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    code_names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    from boxdot.notation.decoding.symbols import new_symbol, symbol_of

    inputs = {}
    for name in code_names:
        symbol = symbol_of(name, data) or new_symbol(name)
        if symbol in data:
            own = np.copy(data[symbol])  # the code may change it where it stands
            inputs[name] = convert(own if own.ndim else own.item())
    names |= inputs | {"Float": {(None, s): None for s in ()}, "Array": None}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
    *body, last = tree.body
    if isinstance(last, ast.Expr):
        last = ast.Assign([ast.Name("result_", ast.Store())], last.value)
    elif isinstance(last, ast.Assign):
        last.targets.append(ast.Name("result_", ast.Store()))
    elif isinstance(last, ast.AugAssign):
        body.append(last)
        last = ast.Assign([ast.Name("result_", ast.Store())], ast.Name(last.target.id, ast.Load()))
    else:
        parameters = {a.arg for a in last.args.args} & set(inputs)
        source = f"result_ = {last.name}({', '.join(f'{p}={p}' for p in sorted(parameters))})"
        body.append(last)
        (last,) = ast.parse(source).body
    tree.body = [*body, last]
    exec(compile(ast.fix_missing_locations(tree), "<snippet>", "exec"), names)
    return np.asarray(names["result_"])


@pytest.mark.parametrize("snippet", SNIPPETS, ids=[s["name"] for s in SNIPPETS])
def test_the_notation_has_the_value_of_the_code(snippet):
    language = snippet.get("language", "numpy")
    sizes = snippet.get("sizes", {})
    decoded = boxdot.from_code(snippet["code"], language, snippet.get("declare", ""), sizes=sizes)
    sizes = lengths(decoded, sizes)
    text = decoded.text("unicode")
    # ASCII has no letter styles and no accents: there 𝒫 and a declared P are one name, x̂ is xhat
    styled = "P" in decoded.formula.symbols or "\u0302" in decoded.text("unicode")
    plain = [] if styled else ["ascii"]
    for spelling in ("unicode", "latex", *plain):
        again = boxdot.parse(decoded.text(spelling), snippet.get("declare", ""))
        assert again.statements == decoded.formula.statements, spelling
    assert boxdot.check(decoded.formula).verdict != "fails", text
    for seed in range(2):
        data = arrays(decoded, sizes, seed, snippet.get("declare", ""))
        formula = boxdot.parse(text, snippet.get("declare", ""), sizes=sizes)
        value = boxdot.evaluate(formula, data)
        told = run(language, snippet["code"], data, sizes)
        assert np.isfinite(told).all()
        trimmed = value.reshape(told.shape) if value.size == told.size else value
        assert squeezed(value.shape) == squeezed(told.shape), text
        np.testing.assert_allclose(trimmed, told, rtol=1e-6, atol=1e-8, err_msg=text)


@pytest.mark.parametrize(
    "snippet", [s for s in SNIPPETS if "expect" in s], ids=lambda snippet: snippet["name"]
)
def test_the_notation_proves_equal_to_what_is_meant(snippet):
    declare = snippet.get("declare", "")
    decoded = boxdot.from_code(snippet["code"], snippet.get("language", "numpy"), declare)
    text = boxdot.convert(decoded.formula, to="unicode").code
    *before, last = text.split("; ")
    expected, _, shapes = snippet["expect"].partition(" where ")
    shapes = shapes.replace(", ", "; ")
    last = last if " = " not in last else last.partition(" = ")[2]
    names = [d.partition(" ∈ ")[0] for d in decoded.declarations]
    for word in ("gamma", "beta", "lam"):
        letter = {"gamma": "γ", "beta": "β", "lam": "λ"}[word]
        if letter in names:
            expected, shapes = expected.replace(word, letter), shapes.replace(word, letter)
    whole = "; ".join([*before, f"{last} = {expected}"])
    proof = boxdot.prove(whole, "; ".join(filter(None, [declare, shapes])))
    assert proof.verdict == "proved", whole


@pytest.mark.parametrize("snippet", SNIPPETS, ids=[s["name"] for s in SNIPPETS])
def test_warnings_are_where_they_belong(snippet):
    if "warns" in snippet:
        decoded = boxdot.from_code(
            snippet["code"], snippet.get("language", "numpy"), snippet.get("declare", "")
        )
        assert any(snippet["warns"] in warning for warning in decoded.warnings)


def test_there_are_as_many_as_are_claimed():
    assert len(SNIPPETS) >= 300
