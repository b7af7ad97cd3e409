"""Chains of graphs and costs of labels."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from scipy import sparse

import boxdot
from boxdot.numeric.markov.graphs import degree_markov, label_cost, weighted_transition_matrix

PATH = np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]])
WALK = [[0.25, 0.75, 0, 0], [0.375, 0.25, 0.375, 0], [0, 0.75, 0.25, 0], [0, 0, 0, 1]]


def test_lazy_walk_of_every_kind_of_graph():
    graph = networkx.from_numpy_array(PATH)
    assert weighted_transition_matrix(PATH, 0.25).tolist() == WALK
    assert weighted_transition_matrix(graph, 0.25).tolist() == WALK
    assert weighted_transition_matrix(np.stack([PATH, PATH]), 0.25)[1].tolist() == WALK
    walk = weighted_transition_matrix(sparse.csr_array(PATH), 0.25)
    assert sparse.issparse(walk)
    assert walk.toarray().tolist() == WALK


def test_weights_of_edges_count_only_when_asked_for():
    graph = networkx.Graph()
    graph.add_weighted_edges_from([("a", "b", 3.0), ("a", "c", 1.0)])
    assert weighted_transition_matrix(graph, 0)[0].tolist() == [0, 0.5, 0.5]
    assert weighted_transition_matrix(graph, 0, weight="weight")[0].tolist() == [0, 0.75, 0.25]


@pytest.mark.parametrize(
    ("graph", "q", "words"),
    [
        (PATH, 1.5, "probability"),
        (PATH, float("nan"), "probability"),
        (PATH[:2], 0.5, "square"),
        (-PATH, 0.5, "negative"),
        (PATH * np.nan, 0.5, "finite"),
        (networkx.Graph(), 0.5, "no nodes"),
    ],
)
def test_what_is_no_graph_is_refused(graph, q, words):
    with pytest.raises(boxdot.DataError, match=words):
        weighted_transition_matrix(graph, q)


def test_degree():
    assert degree_markov(WALK) == 3
    assert degree_markov(sparse.csr_array(WALK)) == 3
    assert degree_markov(np.stack([np.eye(4), WALK])) == 3


def test_label_costs():
    batch = label_cost([[0, 2], [1, 1]], [[1], [4]], "absolute")
    assert batch.tolist() == [[[1], [1]], [[3], [3]]]
    vectors = [[0, 0], [3, 4]]
    assert label_cost(vectors, [[0, 0]]).tolist() == [[0], [5]]
    assert label_cost(vectors, [[0, 0]], "sqeuclidean").tolist() == [[0], [25]]
    assert label_cost([0, 1], [1, 1], "categorical").tolist() == [[1, 1], [0, 0]]
    assert label_cost([True, False], [True]).tolist() == [[0], [1]]


def test_one_hot_vectors_and_categories_agree():
    labels = np.array([2, 0, 1, 2])
    hot = np.eye(3)[labels]
    half = np.abs(hot[:, None] - hot[None]).sum(-1) / 2
    assert label_cost(labels, labels, "categorical").tolist() == half.tolist()


@pytest.mark.parametrize(
    ("first", "second", "metric", "words"),
    [
        ([1], [2], "cosine", "no label metric"),
        (["a"], ["b"], "absolute", "of numbers"),
        ([[1, 2]], [[1]], "euclidean", "shape"),
        (3, [2], "absolute", "shape"),
    ],
)
def test_labels_that_do_not_fit_are_refused(first, second, metric, words):
    with pytest.raises(boxdot.DataError, match=words):
        label_cost(first, second, metric)
