"""Training: a run is plain data, and `advance(run, budget) → (run, frames)` carries it on, to the same numbers."""
