"""The laboratory's networks in PyTorch, as a second opinion: forward passes by their equations, autograd for the rest.

No function here calls one of the engine: what comes in is weights, inputs and the plain facts of a configuration.
"""
