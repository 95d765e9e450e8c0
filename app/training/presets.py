"""Presets of training: addresses of runs worth watching, and what counts as having learned in each.

Each was tried over many seeds by `benchmarks.seeds`; what came of it is in `rates.json`, beside this file. Their seed
and what they do not name are the defaults.
"""

TRAINING_PRESETS: dict[str, str] = {
    "first_run": "cell=rnn,lstm&steps=60&bias=f:1&rho=1&dtype=float32&clip=norm&rate=0.02&minibatch=64&iterations=800",
    "learn_adding": "cell=rnn,lstm&bias=f:1&rho=1&dtype=float32&clip=norm&rate=0.02&minibatch=64&iterations=1500",
    "learn_bias": "cell=lstm&rho=1&dtype=float32&clip=norm&rate=0.02&iterations=1500"
    "&models=cell=lstm;bias=f:-2|cell=lstm;bias=f:0|cell=lstm;bias=f:1|cell=lstm;bias_init=chrono",
    "diverge": "task=latch&cell=rnn&activation=identity&rho=1&dtype=float32&optimiser=sgd&rate=0.0015&minibatch=16"
    "&iterations=1500&models=cell=rnn;clip=none|cell=rnn;clip=norm",
    "order_clip": "task=order&steps=30&cell=rnn&rho=1&dtype=float32&optimiser=sgd&rate=0.01&minibatch=20"
    "&iterations=2000&models=cell=rnn;clip=none|cell=rnn;clip=norm",
    "order_clip_fast": "task=order&steps=30&cell=rnn&rho=1&dtype=float32&optimiser=sgd&rate=0.1&minibatch=20"
    "&iterations=1000&models=cell=rnn;clip=none|cell=rnn;clip=norm",
    "learn_latch": "task=latch&dtype=float32&clip=norm&iterations=300",
    "learn_copying": "task=copying&steps=30&loss_at=every&bias=f:1,z:1&rho=1&dtype=float32&clip=norm&rate=0.02"
    "&minibatch=64&iterations=2000",
    "learn_sine": "task=sine&steps=60&loss_at=every&bias=f:1,z:1&rho=1&dtype=float32&clip=norm&rate=0.01"
    "&iterations=400",
    "learn_sequence": "task=sequence&loss_at=every&bias=f:0,z:0&dtype=float32&clip=norm&iterations=600",
}

CRITERIA: dict[str, float] = {
    "first_run": 0.01,
    "learn_adding": 0.01,  # of the 1/6 that saying the mean leaves
    "learn_bias": 0.01,
    "diverge": 0.35,  # half of the ln 2 that guessing leaves
    "order_clip": 0.69,  # half of the ln 4 that guessing leaves
    "order_clip_fast": 0.69,
    "learn_latch": 0.35,
    "learn_copying": 0.52,  # three quarters of the ln 2 that guessing leaves
    "learn_sine": 0.024,  # half of what saying the last value again leaves
    "learn_sequence": 0.125,  # half of what saying the last value again leaves
}
"""A run has learned when the held-out measure of its last evaluation is below this."""
