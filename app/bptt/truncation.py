"""Truncated backpropagation through time: where the gradient is cut.

The state still flows forward over a cut; only the gradient stops. With a window of k steps the sequence is read as
blocks of k, counted back from its end (the first block may be shorter), so that the last loss always reaches back over
exactly k steps: it moves h_T, h_{T-1}, …, h_{T-k+1} and nothing before them.

Source: R. Williams, J. Peng, "An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network
Trajectories", Neural Computation 2 (1990), with the backward pass made every k steps over k steps.
"""


def cut_after(steps: int, window: int) -> list[bool]:
    """For t = 0 … T: whether the gradient that would arrive at s_t from step t+1 is dropped. Never at T itself.

    >>> [t for t, cut in enumerate(cut_after(10, 4)) if cut]
    [2, 6]
    """
    return [window > 0 and steps - t > 0 and (steps - t) % window == 0 for t in range(steps + 1)]
