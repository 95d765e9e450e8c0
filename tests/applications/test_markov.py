"""The baseline of the language models: a distribution, the right one on small examples, and no better for cheating."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.applications.markov import NOTHING, PLAIN, Markov

START = 9
SYMBOLS = 5
sequences = st.lists(st.lists(st.integers(0, SYMBOLS - 1), max_size=12).map(lambda own: [START, *own]), max_size=12)


@pytest.mark.parametrize(("order", "told"), [(1, False), (2, False), (3, False), (3, True)])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_after_every_context_seen_or_not_probabilities_sum_to_one(order: int, told: bool, data: st.DataObject) -> None:
    model = Markov(data.draw(sequences), SYMBOLS, order, with_start=told)
    strange = tuple(data.draw(st.lists(st.integers(NOTHING, START), min_size=order, max_size=order)))
    for context in [*model.contexts, strange]:
        p = np.array([model.probability(context, symbol) for symbol in range(SYMBOLS)])
        assert p.sum() == pytest.approx(1, abs=1e-12)
        assert (p > 0).all()


def test_counted_in_nothing_every_symbol_is_as_likely_as_the_others() -> None:
    model = Markov([], SYMBOLS)
    assert model.probability((NOTHING, START), 3) == pytest.approx(1 / SYMBOLS)
    np.testing.assert_allclose(model.nats([START, 0, 1, 2]), np.log(SYMBOLS))


def test_the_equations_hold_on_an_example_that_can_be_followed_by_hand() -> None:
    """a b and a c, order 1, over {a, b, c}: too few counts for an estimate, so every discount is 1/2."""
    a, b, c = range(3)
    model = Markov([[a, b], [a, c]], 3, order=1)
    n = 2  # different symbols, each after one context
    p_b = (1 - PLAIN) / n + PLAIN * 2 / n / 3
    p_a = 0 + PLAIN * 2 / n / 3
    assert model.probability((b,), b) == pytest.approx(p_b)  # b was never a context
    assert model.probability((a,), b) == pytest.approx((1 - PLAIN) / 2 + PLAIN * 2 / 2 * p_b)
    assert model.probability((a,), a) == pytest.approx(PLAIN * 2 / 2 * p_a)


def test_a_symbol_that_follows_one_other_only_is_unlikely_after_a_strange_context() -> None:
    """Kneser and Ney's San Francisco: "1" comes ten times, always after "0"; "2" three times, after three others."""
    model = Markov([[START, *[0, 1] * 10, 3, 2, 2], [START, 4, 2, 4, 4], [START, 2]], SYMBOLS, order=1)
    strange = (7,)
    assert model.probability(strange, 2) > model.probability(strange, 1)


def test_the_discounts_are_those_of_the_counts_of_counts() -> None:
    sequences = [[START, *own] for own in ([0], [0], [0], [1], [1], [2], [3], [3], [4, 4])]
    model = Markov(sequences, SYMBOLS, order=1)
    discounts, seen = model.levels[1]
    counts = sorted(count for one in seen.values() for count in one.times.values())
    n = [counts.count(k) for k in range(5)]
    assert n == [0, 3, 2, 1, 0]
    y = n[1] / (n[1] + 2 * n[2])
    np.testing.assert_allclose(
        discounts, [0, 1 - 2 * y * n[2] / n[1], 2 - 3 * y * n[3] / n[2], 3 - 4 * y * n[4] / n[3]]
    )


def test_the_start_is_given_and_never_predicted() -> None:
    model = Markov([[START, 1, 2]] * 3, SYMBOLS)
    assert len(model.nats([START, 1, 2])) == 2
    assert list(model.steps([START, 1, 2])) == [((NOTHING, START), 1), ((START, 1), 2)]


def test_a_model_that_is_told_the_start_knows_it_at_every_symbol() -> None:
    model = Markov([[START, 1, 2, 3]], SYMBOLS, order=3, with_start=True)
    assert list(model.steps([START, 1, 2, 3])) == [
        ((START, NOTHING, NOTHING), 1),
        ((START, NOTHING, 1), 2),
        ((START, 1, 2), 3),
    ]
    two = [[8, *[0, 1] * 9]] * 4 + [[START, *[0, 2] * 9]] * 4
    forgets, told = Markov(two, SYMBOLS), Markov(two, SYMBOLS, order=3, with_start=True)
    assert told.mean_nats(two) < forgets.mean_nats(two) + 1e-9


def test_two_symbols_of_context_are_better_than_one_where_they_decide() -> None:
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(200):
        own = [int(rng.integers(2)), int(rng.integers(2))]
        while len(own) < 12:
            own.append(own[-1] ^ own[-2])
        drawn.append([START, *own])
    first, second = (Markov(drawn[:150], SYMBOLS, order).mean_nats(drawn[150:]) for order in (1, 2))
    assert second < 0.3
    assert first > 0.5
