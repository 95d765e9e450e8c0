"""Unroll: a laboratory for backpropagation through time, written by hand in NumPy.

The BLAS behind NumPy is held to one thread before NumPy is imported for the first time: the matrices here are small
(a few dozen rows), and a second thread makes such products two to seven times slower.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

__version__ = "0.1.0"
