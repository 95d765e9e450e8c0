"""Backpropagation through time: one unroller, one backward pass, and what is measured on the way."""
