"""Parts of a trace about the dynamics: Jacobians, the three numbers that people confuse, and where losses reach."""

from dataclasses import dataclass

import numpy as np

from app.bptt.initialisers import spectral_radius
from app.bptt.jacobian import analyse, jacobians
from app.bptt.norms import LogNorms
from app.bptt.reach import reach
from app.cells.base import Array
from app.document import about
from app.trace.run import Run


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


def jacobian_part(run: Run) -> Jacobians:
    """The Jacobians of the chosen sequence (the first, where none is chosen)."""
    found = analyse(
        jacobians(run.network.params, run.forward.tape, min(run.selection.sequence or 0, run.config.batch - 1))
    )
    blocks = run.network.params["W_hh"].astype(np.float64).reshape(len(run.cell.blocks), run.config.units, -1)
    return Jacobians(
        found.sigma,
        found.rho,
        found.product,
        found.growth,
        {
            name: BlockSpectrum(spectral_radius(block), float(np.linalg.norm(block, 2)))
            for name, block in zip(run.cell.blocks, blocks, strict=True)
        },
    )


def matrix(run: Run) -> LogNorms:
    """‖∂L_s/∂h_t‖ for a loss at every step, whatever steps the run's own loss counts."""
    with np.errstate(all="ignore"):
        d_y = run.network.loss.gradient(run.forward.outputs, run.batch.targets)
        d_h = d_y.astype(run.config.precision) @ run.network.params["W_hy"]
    return reach(run.network.params, run.forward.tape, d_h, truncate=run.config.truncate)
