"""Diagrams: which nodes and edges a formula has, and pictures in which nothing overlaps."""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

import boxdot
from boxdot.notation.drawing.composing import compose
from boxdot.notation.drawing.networks import Edge, Kind, Network, Node
from boxdot.notation.drawing.placing import components, place
from boxdot.notation.drawing.scenes import inside, overlap
from boxdot.notation.drawing.svg import to_svg

ROOT = Path(__file__).resolve().parents[3]
UPDATE = os.environ.get("BOXDOT_UPDATE_DOCS") == "1"

PICTURES = {
    "mask": ("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}"),
    "product": ("A X Bᵀ", "A ∈ R^{I×J}; X ∈ R^{J×K}; B ∈ R^{L×K}"),
    "decomposition": ("A ⊡ B ⊡ C", "A ∈ R^{I×J×1}; B ∈ R^{I×1×K}; C ∈ R^{1×J×K}"),
    "khatri-rao": ("B ⊙_KR A", "A ∈ R^{I×R}; B ∈ R^{J×R}"),
    "least-squares": ("Â = 𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)", "Y ∈ R^{I×J×K}; Z ∈ R^{1×J×K}"),
}


def network(text, shapes):
    """Return the only network of an expression."""
    (found,) = boxdot.draw(text, shapes).networks()
    return found


def count(found, kind):
    return sum(node.kind is kind for node in found.nodes)


def plain_edges(found):
    """Return the labels that each edge between nodes joins."""
    names = [node.label or node.kind.value for node in found.nodes]
    return {(names[e.start], names[e.end], e.size) for e in found.edges if e.end is not None}


# Figure 2: which axes of X ∈ ℝ^{I×J} meet those of the other in a 𝓘, and what is free.
@pytest.mark.parametrize(
    ("shape", "knots", "free"),
    [
        ("I", 1, "IJ"),
        ("1×J", 1, "IJ"),
        ("1×1×K", 0, "IJK"),
        ("I×J", 2, "IJ"),
        ("I×1×K", 1, "IJK"),
        ("I×J×K", 2, "IJK"),
    ],
)
def test_figure_2(shape, knots, free):
    found = network("X ⊡ Y", f"X ∈ R^{{I×J}}; Y ∈ R^{{{shape}}}")
    assert [n.label for n in found.nodes if n.kind is Kind.TENSOR] == ["X", "Y"]
    assert count(found, Kind.COPY) == knots
    assert sorted(e.size for e in found.edges if e.is_free) == list(free)
    assert {name for edge in plain_edges(found) for name in edge[:2]} <= {"X", "Y", "copy"}
    assert not any(edge[:2] == ("X", "Y") for edge in plain_edges(found))  # nothing is contracted


def test_figure_3_joins_each_pair_in_a_knot():
    found = network(*PICTURES["decomposition"])
    meets = {}
    for edge in found.edges:
        if edge.end is not None:
            meets.setdefault((edge.end, edge.size), []).append(found.nodes[edge.start].label)
    assert {(size, *names) for (_, size), names in meets.items()} == {
        ("I", "A", "B"),
        ("J", "A", "C"),
        ("K", "B", "C"),
    }


def test_a_sum_over_terms_is_a_knot_without_a_free_edge():
    shapes = "A^(r) ∈ R^{I×J×1}; B^(r) ∈ R^{I×1×K}; C^(r) ∈ R^{1×J×K}"
    found = network("Σ_{r=1}^{R} A^(r) ⊡ B^(r) ⊡ C^(r)", shapes)
    assert Counter(edge.size for edge in found.edges) == {"R": 3, "I": 3, "J": 3, "K": 3}
    assert sorted(e.size for e in found.edges if e.is_free) == ["I", "J", "K"]


def test_figure_7_folding_an_unfolding_leaves_the_same_diagram():
    shapes = "X ∈ R^{I×J×K}; Y ∈ R^{I×J}"
    left, right = boxdot.draw("X ⊡ Y = fold_3(X_(3) diag(vec(Y)))", shapes).networks()
    assert left.nodes == right.nodes
    assert Counter(left.edges) == Counter(right.edges)


def test_contractions_are_plain_edges():
    found = network(*PICTURES["product"])
    assert plain_edges(found) == {("A", "X", "J"), ("X", "B", "K")}
    assert [(found.nodes[e.start].label, e.size) for e in found.edges if e.is_free] == [
        ("A", "I"),
        ("B", "L"),
    ]


def test_a_trace_is_a_loop():
    found = network("tr(A)", "A ∈ R^{I×I}")
    assert found == Network((Node(Kind.TENSOR, "A"),), (Edge("I", 0, 0),))


def test_every_occurrence_is_a_node():
    found = network("X ⊡ X ⊡ X", "X ∈ R^I")
    assert [node.label for node in found.nodes] == ["X", "X", "X", ""]
    assert network("A A⁻¹", "A ∈ R^{I×I}").nodes == (
        Node(Kind.TENSOR, "A"),
        Node(Kind.BOX, "A⁻¹"),
    )


def test_what_is_no_product_is_a_box():
    found = network("exp(X) ⊡ (y + z) ⧄ s", "X ∈ R^{I×J}; y, z ∈ R^I; s ∈ R^{1×J}")
    assert [n.label for n in found.nodes if n.kind is Kind.BOX] == ["exp(X)", "y + z", "1/s"]


def test_sums_stand_side_by_side_and_are_stretched_by_ones():
    (picture,) = boxdot.draw("X ⊟ 2 y", "X ∈ R^{I×J}; y ∈ R^I").pictures
    ((first, second),) = picture.sides
    assert (first.sign, second.sign, second.factor) == ("", "−", "2")
    assert second.network.nodes == (Node(Kind.TENSOR, "y"), Node(Kind.ONES, "𝟏"))
    assert [edge.size for edge in second.network.edges] == ["I", "J"]


def test_lengths_are_factors():
    (picture,) = boxdot.draw("mean(X)", "X ∈ R^{I×J}").pictures
    assert picture.sides[0][0].factor == "1/(I J)"


def test_fixed_positions_and_free_indices():
    found = network("Σ_k A_{2,k} B_{k,j}", "A ∈ R^{I×K}; B ∈ R^{K×J}")
    assert [n.label for n in found.nodes if n.kind is Kind.ENTRY] == ["2"]
    assert [e.size for e in found.edges if e.is_free] == ["j"]


# --- pictures -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_manual_are_what_is_drawn(name):
    path = ROOT / "docs" / "pictures" / f"{name}.svg"
    found = boxdot.draw(*PICTURES[name]).svg
    if UPDATE:
        path.write_text(found, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found


def test_svg_is_well_formed_and_accessible():
    text = boxdot.draw("f(x) < ‖A‖_F", "x ∈ R^I; A ∈ R^{I×I}; f: R^I → R").svg
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == "f(x) < ‖A‖_F"
    assert "box f(x)" in root.find(f"{space}desc").text
    assert root.get("role") == "img"
    assert not re.search("href|<script|url\\(", text)  # needs nothing beside it


def drawable():
    """Yield the formulas of the paper that have a diagram."""
    entries = tomllib.loads((ROOT / "tests/data/equations.toml").read_text(encoding="utf-8"))
    for entry in entries["entry"]:
        shapes = (entry.get("declare") or {}).items()
        declared = "; ".join(
            f"{n} ∈ R^{{{'×'.join(map(str, s))}}}" if s else f"{n} ∈ R" for n, s in shapes
        )
        try:
            yield entry["id"], boxdot.draw(boxdot.parse(entry["unicode"], declared))
        except boxdot.BoxdotError:
            continue


def core(mark):
    """Return the room that a mark fills; a round one leaves the corners free."""
    left, top, right, bottom = mark.box
    if getattr(mark, "kind", None) is Kind.FOLD:  # half a disc, on the side that it is turned to
        turn, radius = math.radians(mark.turn), mark.half[0]
        x = mark.middle[0] + math.cos(turn) * radius * 0.55
        y = mark.middle[1] + math.sin(turn) * radius * 0.55
        return (x - 3, y - 3, x + 3, y + 3)
    round_ = getattr(mark, "kind", None) not in (None, Kind.BOX)
    edge = 0.3 * mark.half[1] if round_ else 2
    return (left + edge, top + edge, right - edge, bottom - edge)


def test_nothing_overlaps_in_the_formulas_of_the_paper():
    seen = 0
    for name, drawing in drawable():
        scene = compose(list(drawing.pictures))
        marks = [*scene.discs, *scene.labels]
        for first, second in combinations(marks, 2):
            assert not overlap(first.box, second.box), (name, first, second)
        cores = [core(mark) for mark in marks]
        for line in scene.lines:
            for point in line.along(24)[2:-2]:
                assert not any(inside(point, room) for room in cores), (name, line)
        ElementTree.fromstring(to_svg(scene, drawing.title, drawing.description))
        widths = {len(row) for row in drawing.text.split("\n")}
        assert max(widths) < 160
        seen += 1
    assert seen >= 118


def test_the_overlap_test_can_fail():
    scene = compose(list(boxdot.draw(*PICTURES["mask"]).pictures))
    disc = scene.discs[0]
    assert overlap(disc.box, disc.moved(5, 5).box)
    assert not overlap(disc.box, disc.moved(200, 0).box)


def test_drawings_are_deterministic():
    first, second = (boxdot.draw(*PICTURES["decomposition"]).svg for _ in range(2))
    assert first == second


def test_parts_that_nothing_joins_are_placed_apart():
    found = network("x ∘ y", "x ∈ R^I; y ∈ R^J")
    assert components(found) == [[0], [1]]
    assert place(found, [1]).places.keys() == {1}


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shapes", "said"),
    [
        ("argmin_A ‖Y − A‖_F²", "Y, A ∈ R^I", "no network"),
        ("x ⊡ y", "x ∈ R^I; y ∈ R^J", "only if I = J"),
        ("X ⊡ y", "X ∈ R^{I×J}", "shape of y is not known"),
        ("X ∈ R^{I×J}", "", "nothing to draw"),
        (" ⊡ ".join(["x"] * 50), "x ∈ R^I", "too large"),
        (" + ".join(["x"] * 50), "x ∈ R^I", "too large"),
    ],
)
def test_what_has_no_diagram_is_refused(text, shapes, said):
    with pytest.raises(boxdot.BoxdotError, match=said):
        boxdot.draw(text, shapes)


def test_ill_shaped_formulas_are_refused():
    with pytest.raises(boxdot.IllShapedError):
        boxdot.draw("X ⊙ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")


@pytest.mark.parametrize("name", ["A_r", "A^{(r)}"])
def test_members_of_a_family_meet_in_the_index_of_their_sum(name):
    other = name.replace("A", "B")
    text = f"Σ_{{r=1}}^{{R}} {name} ⊡ {other}"
    found = boxdot.draw(text, f"{name} ∈ R^{{I×J}}; {other} ∈ R^I").text
    assert "───R───" in found


def test_members_are_called_by_their_numbers():
    found = boxdot.draw("Σ_{r=1}^{2} A_r + A_1", "A_r ∈ R^I").text
    assert found.splitlines()[0].split() == ["A_1", "+", "A_2", "+", "A_1"]


def test_computed_entries_are_boxes_with_an_edge_for_each_index():
    found = boxdot.draw("y_i = Σ_k x_{i+k-1} w_k", "x ∈ R^N; w ∈ R^K")
    assert "[x_{i+k−1}]" in found.text
    assert "─K─" in found.text


def test_an_array_that_is_defined_by_its_entries_is_drawn():
    found = boxdot.draw("Y_{ij} = Σ_k A_{ik} B_{kj}", "A ∈ R^{I×K}; B ∈ R^{K×J}").text
    assert found.splitlines()[0].split() == ["Y", "=", "A", "B"]
