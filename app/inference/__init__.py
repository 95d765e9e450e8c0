"""A trained network on a reader's input: its answer, the gradient of one of its outputs, and its trace."""
