"""Parts of a trace about the dynamics: Jacobians, the three numbers that people confuse, and the gradient matrix."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..bptt.initialisers import spectral_radius
from ..bptt.jacobians import JacobianAnalysis, analyse
from ..bptt.norms import LogNorms
from ..cells.arrays import Array
from ..document import about
from .layer import TracedLayer


@dataclass(frozen=True)
class BlockSpectrum:
    """Two numbers of one (H, H) block of W_hh."""

    rho: float = about("spectral radius ρ, the largest |eigenvalue|")
    sigma: float = about("largest singular value σ, how much the block can stretch a vector")


@dataclass(frozen=True)
class Jacobians:
    """∂s_t/∂s_{t-1} of the whole state, and its product, for one sequence of the batch."""

    sigma: Array = about("largest singular value of ∂s_t/∂s_{t-1}", shape="(T,)")
    rho: Array = about("spectral radius of ∂s_t/∂s_{t-1}", shape="(T,)")
    product: LogNorms = about("‖∂s_T/∂s_t‖, spectral norm", shape="(T,)")
    growth: float = about("growth of ‖∂s_T/∂s_t‖ going back (a Lyapunov exponent)", unit="decades per step")
    recurrent: dict[str, BlockSpectrum] = about("ρ and σ of W_hh, by block")


def jacobian_part(layer: TracedLayer) -> Jacobians:
    """The Jacobians of the chosen sequence (the first, where none is chosen)."""
    return jacobians_of(analyse(layer.jacobians, layer.end), layer.blocks)


def jacobians_of(analysis: JacobianAnalysis, blocks: Mapping[str, Array]) -> Jacobians:
    """An analysis beside the blocks of W_hh, by name."""
    spectra = {
        name: BlockSpectrum(spectral_radius(block), float(np.linalg.norm(block, 2)))
        for name, block in ((name, block.astype(np.float64)) for name, block in blocks.items())
    }
    return Jacobians(analysis.sigma, analysis.rho, analysis.product, analysis.growth, spectra)


def matrix(layer: TracedLayer) -> LogNorms:
    """‖∂L_s/∂h_t‖ for a loss at every step, whatever steps the run's own loss counts."""
    return layer.matrix
