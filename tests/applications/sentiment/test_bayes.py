"""Naive Bayes: its probabilities by hand, and that word order is beyond it."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.sentiment.bayes import fit


def test_probabilities_are_counts_with_one_added() -> None:
    model = fit([np.array([0, 0, 1]), np.array([2])], [True, False], vocabulary=3)
    assert np.exp(model.log_likelihood) == pytest.approx(np.array([[1 / 4, 1 / 4, 2 / 4], [3 / 6, 2 / 6, 1 / 6]]))
    assert np.exp(model.log_prior) == pytest.approx([0.5, 0.5])


def test_the_likelier_class_is_said() -> None:
    model = fit([np.array([0, 0, 1]), np.array([2])], [True, False], vocabulary=3)
    assert model.positive(np.array([0]))
    assert not model.positive(np.array([2, 2]))


def test_more_reviews_of_a_class_make_it_likelier() -> None:
    model = fit([np.array([0])] * 3 + [np.array([0])], [True] * 3 + [False], vocabulary=1)
    assert model.positive(np.array([0]))


def test_it_cannot_learn_an_exclusive_or() -> None:
    # (like, not) and (hate, really) against; (like, really) and (hate, not) for
    reviews, classes = [[0, 2], [1, 3], [0, 3], [1, 2]] * 50, [False, False, True, True] * 50
    model = fit([np.array(words) for words in reviews], classes, vocabulary=4)
    assert np.allclose(model.log_likelihood[0], model.log_likelihood[1])
