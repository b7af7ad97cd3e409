"""Matrices of distances: symmetric, the same by every way of computing, input of scikit-learn."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from markov_chains import chain

import boxdot
from boxdot.numeric.markov import (
    dask_pairwise_distances,
    discounted_wl_distance,
    discounted_wl_k,
    label_cost,
    pairwise_distances,
    weighted_transition_matrix,
)

GIVEN = {"epsilon": 0.2, "delta": 0.4}


@pytest.fixture(scope="module")
def chains():
    rng = np.random.default_rng(0)
    return [chain(rng, n, 0.5) for n in (2, 4, 3, 5)]


@pytest.fixture(scope="module")
def labels(chains):
    rng = np.random.default_rng(1)
    return [rng.random(len(one)) for one in chains]


def test_each_entry_is_the_distance_of_its_pair(chains, labels):
    found = pairwise_distances(chains, labels=labels, **GIVEN)
    assert (found == found.T).all()
    for i, j in ((0, 3), (2, 1), (2, 2)):
        cost = label_cost(labels[i], labels[j])
        one = discounted_wl_distance(chains[i], chains[j], cost, 0.2, 0.4)
        assert found[i, j] == pytest.approx(float(one.distance), abs=1e-6)
    cost = label_cost(labels[1], labels[3])
    pairs = pairwise_distances(chains, labels=labels, method="pairs", **GIVEN)
    assert pairs == pytest.approx(found, abs=1e-6)
    shallow = pairwise_distances(chains, labels=labels, k=2, **GIVEN)
    one = discounted_wl_k(chains[1], chains[3], cost, 0.2, 0.4, 2)
    assert shallow[3, 1] == pytest.approx(float(one.distance), abs=1e-6)


@pytest.mark.parametrize("prefer", ["threads", "processes"])
def test_workers_change_nothing(chains, labels, prefer, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    alone = pairwise_distances(chains, labels=labels, **GIVEN)
    shared = pairwise_distances(
        chains, labels=labels, n_jobs=2, prefer=prefer, progress=True, **GIVEN
    )
    assert shared.tolist() == alone.tolist()
    assert "10 of 10 pairs" in capsys.readouterr().err


def test_other_chains_and_debiasing(chains, labels):
    whole = pairwise_distances(chains, labels=labels, **GIVEN)
    part = pairwise_distances(
        chains[:2], chains[2:], labels=labels[:2], other_labels=labels[2:], **GIVEN
    )
    assert part == pytest.approx(whole[:2, 2:], abs=1e-9)
    fair = pairwise_distances(chains, labels=labels, debiased=True, **GIVEN)
    assert not np.diag(fair).any()
    own = np.diag(whole)
    assert fair == pytest.approx(whole - (own[:, None] + own) / 2, abs=1e-12)
    fair_part = pairwise_distances(
        chains[:2],
        chains[2:],
        labels=labels[:2],
        other_labels=labels[2:],
        debiased=True,
        **GIVEN,
    )
    assert fair_part == pytest.approx(fair[:2, 2:], abs=1e-8)


def test_dask_blocks_agree(chains, labels):
    da = pytest.importorskip("dask.array")
    eager = pairwise_distances(chains, labels=labels, **GIVEN)
    lazy = dask_pairwise_distances(chains, labels=labels, chunk=3, **GIVEN)
    assert isinstance(lazy, da.Array)
    assert lazy.compute(scheduler="synchronous").tolist() == eager.tolist()
    part = dask_pairwise_distances(
        chains[:3], chains[3:], labels=labels[:3], other_labels=labels[3:], chunk=2, **GIVEN
    )
    assert part.compute(scheduler="synchronous") == pytest.approx(eager[:3, 3:], abs=1e-9)


def graphs():
    """Two circles and two paths, with colours."""
    made = [networkx.cycle_graph(5), networkx.path_graph(5)] * 2
    made = [networkx.relabel_nodes(graph, lambda node: f"n{node}") for graph in made]
    for graph in made:
        networkx.set_node_attributes(graph, {node: node in ("n0", "n1") for node in graph}, "red")
    return made


def test_graphs_are_told_apart_by_their_degrees_or_attributes():
    found = pairwise_distances(graphs(), debiased=True, **GIVEN)
    assert found[0, 2] == pytest.approx(0, abs=1e-7)
    assert found[0, 1] > 0.05
    coloured = pairwise_distances(graphs()[:2], labels="red", q=0.3, **GIVEN)
    walks = [weighted_transition_matrix(graph, 0.3) for graph in graphs()[:2]]
    colours = [[1, 1, 0, 0, 0]] * 2
    by_hand = pairwise_distances(walks, labels=colours, metric="categorical", **GIVEN)
    assert coloured == pytest.approx(by_hand, abs=1e-9)


def test_a_function_may_be_the_metric(chains, labels):
    square = pairwise_distances(
        chains, labels=labels, metric=lambda x, y: (x[:, None] - y[None]) ** 2, **GIVEN
    )
    vectors = [one[:, None] for one in labels]
    same = pairwise_distances(chains, labels=vectors, metric="sqeuclidean", **GIVEN)
    assert square == pytest.approx(same, abs=1e-9)


def test_scikit_learn_takes_the_matrix():
    cluster = pytest.importorskip("sklearn.cluster")
    neighbors = pytest.importorskip("sklearn.neighbors")
    found = pairwise_distances(graphs(), debiased=True, **GIVEN).clip(0)
    clusters = cluster.DBSCAN(eps=0.02, min_samples=1, metric="precomputed").fit(found)
    assert clusters.labels_.tolist() == [0, 1, 0, 1]
    nearest = neighbors.KNeighborsClassifier(1, metric="precomputed").fit(found, list("cpcp"))
    assert nearest.predict(found).tolist() == list("cpcp")


def test_scipy_clusters_the_matrix():
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    found = pairwise_distances(graphs(), debiased=True, **GIVEN)
    groups = fcluster(linkage(squareform(found, checks=False)), 2, "maxclust")
    assert groups[:2].tolist() == groups[2:].tolist()
    assert groups[0] != groups[1]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"chains": []}, "chains is empty"),
        ({"labels": [[1, 2]]}, "2 chains, but labels for 1"),
        ({"labels": [[1, 2], [1]]}, r"chains\[1\] has 2 states, but labels of shape \(1,\)"),
        ({"labels": "colour"}, "is no graph"),
        ({"metric": "cosine"}, "no label metric"),
        ({"n_jobs": 0}, "n_jobs"),
        ({"prefer": "magic", "n_jobs": 2}, "prefer must be"),
        ({"delta": 2}, "delta must be"),
        ({"tol": 0}, "tol must be"),
        ({"method": "magic"}, "method must be one of"),
        ({"chains": [np.eye(2), np.eye(2)]}, r"chains\[0\] has 2 closed classes"),
        ({"chains": [[[0.5, 0.4], [0, 1]]]}, r"chains\[0\]: row 0 sums to"),
    ],
)
def test_errors(changed, words):
    two = np.full((2, 2), 0.5)
    given = {"chains": [two, two], **GIVEN} | changed
    with pytest.raises(boxdot.DataError, match=words):
        pairwise_distances(given.pop("chains"), **given)


def test_a_node_without_the_attribute_is_named():
    graph = networkx.path_graph(3)
    networkx.set_node_attributes(graph, {0: 1, 1: 2}, "colour")
    with pytest.raises(boxdot.DataError, match=r"the node 2 of chains\[0\] has no attribute"):
        pairwise_distances([graph], labels="colour", **GIVEN)


def test_a_chunk_of_nothing(chains):
    pytest.importorskip("dask")
    with pytest.raises(boxdot.DataError, match="chunk must be"):
        dask_pairwise_distances(chains, chunk=0, **GIVEN)
