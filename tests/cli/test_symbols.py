"""``boxdot symbols``: each symbol with its shape and declaration, or why its shape is unknown."""

from __future__ import annotations

import pytest

PAPER = r"""# One
Let $X \in \mathbb{R}^{n \times d}$ and $f: \mathbb{R}^n \to \mathbb{R}$. Then $X + Q$ and $n X$.

# Two
Let $A \in \mathbb{R}^{n}$, $A \in \mathbb{R}^{m}$, $B \in \{a, b\}$, $X \in \mathbb{R}^{k}$.
$$A + B + X$$
"""


@pytest.fixture
def paper(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.md").write_text(PAPER, encoding="utf-8")
    return "p.md"


def test_json_lists_shape_place_or_reason(boxdot_command, paper):
    rows = boxdot_command("symbols", paper, "--json").json
    assert list(rows[0]) == (
        ["symbol", "shape", "kind", "evidence", "declared", "reason", "used", "first"]
    )
    told = {
        (row["symbol"], row["declared"] and row["declared"]["line"]): (
            row["shape"] and "×".join(row["shape"]),
            row["reason"],
        )
        for row in rows
    }
    assert told["X", 2] == ("n×d", None)
    assert told["X", 5] == ("k", None)
    assert told["Q", None] == (None, "undeclared")
    assert told["n", None] == (None, "a size")
    assert told["A", None] == (None, "conflicting declarations at p.md:5:6, p.md:5:30")
    assert told["B", None] == (None, "declared without a shape at p.md:5:54")
    (f,) = [row for row in rows if row["symbol"] == "f"]
    assert (f["kind"], f["declared"]["line"]) == ("function", 2)
    (x, _) = [row for row in rows if row["symbol"] == "X"]
    assert (x["used"], x["first"]) == (3, {"file": "p.md", "line": 2, "column": 6})


def test_text_is_a_table(boxdot_command, paper):
    head, first, *_ = boxdot_command("symbols", paper).out.splitlines()
    assert head.split()[:4] == ["symbol", "shape", "evidence", "used"]
    assert first.split() == ["X", "n×d", "declared", "3", "p.md:2:6"]
    unknown = boxdot_command("symbols", paper, "--unknown").out
    assert "p.md:2:6" not in unknown
    assert "undeclared" in unknown


def test_the_configuration_declares_too(boxdot_command, paper, tmp_path):
    (tmp_path / "boxdot.toml").write_text("[symbols]\nQ = 'R^{n×d}'\n", encoding="utf-8")
    (row,) = [r for r in boxdot_command("symbols", paper, "--json").json if r["symbol"] == "Q"]
    assert (row["shape"], row["declared"], row["reason"]) == (["n", "d"], None, None)
    assert "configuration" in boxdot_command("symbols", paper).out


def test_evidence(boxdot_command, tmp_path):
    text = (
        r"Let $X \in \mathbb{R}^{n\times d}$ and $W$ a $d\times h$ matrix. Then $G = X^\top X$, "
        r"$\mathbf{z} + \mathbf{y}$, $r \odot s$."
    )
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    rows = boxdot_command("symbols", tmp_path / "a.md", "--json").json
    told = {row["symbol"]: (row["shape"], row["evidence"]) for row in rows}
    assert told["X"] == (["n", "d"], "declared")
    assert told["W"] == (["d", "h"], "prose")
    assert told["G"] == (["d", "d"], "follows")
    assert told["𝐳"] == (["·"], "letter style")
    assert told["r"] == (["·"], "use")
    plain = boxdot_command(
        "symbols", tmp_path / "a.md", "--json", "--convention", "plain-letters"
    ).json
    assert {row["symbol"]: row["evidence"] for row in plain}["𝐳"] is None


def test_nothing_to_tell(boxdot_command, tmp_path):
    (tmp_path / "a.md").write_text("words")
    assert boxdot_command("symbols", tmp_path).out == ""
    assert boxdot_command("symbols", tmp_path / "none.md").code == 2
