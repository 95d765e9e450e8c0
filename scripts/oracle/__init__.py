"""An outside check of the engine: its losses, states and gradients beside those of PyTorch's autograd, see `__main__`.

`pytorch/` has the equations again, written from their sources and from nothing in `app/`; only it and the checks that
call it need PyTorch. What is drawn, how it is judged and what is said of it is plain Python.
"""
