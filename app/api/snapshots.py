"""Snapshots of a live run as messages of its socket, both ways, and as a file for NumPy."""

import base64
import binascii
from typing import TYPE_CHECKING

import anyio
from fastapi import APIRouter, Request, Response

from ..errors import ErrorBody, Fault, InvalidRequest
from ..live import frame
from ..numerals import Range
from ..settings import LIMITS
from ..training.config import TrainConfig
from ..training.run import Divergence, TrainingRun
from ..training.snapshot import Snapshot, SnapshotError, freeze, npz, thaw
from ..wire import messages as m
from ..wire.schemas import ERRORS

if TYPE_CHECKING:
    from ..live.hub import Hub

router = APIRouter(prefix="/api/live", tags=["live"])


def snapshot_message(run: TrainingRun) -> m.SnapshotMessage:
    """The message `snapshot`."""
    snapshot = freeze(run)
    state, increment = snapshot.generator
    data = m.SnapshotData(
        iteration=snapshot.iteration,
        generator=(str(state), str(increment)),
        ends=[frame.end_of(end) for end in snapshot.ends],
        optimiser_steps=list(snapshot.optimiser_steps),
        arrays=base64.b64encode(snapshot.arrays).decode(),
    )
    return m.SnapshotMessage(iteration=run.iteration, address=run.config.address(idle=True), data=data)


def run_of_snapshot(config: TrainConfig, data: m.SnapshotData, material: bytes) -> TrainingRun:
    """The run of a snapshot that a page brings back."""
    try:
        state, increment = (int(text) if text.isdecimal() and len(text) < 50 else -1 for text in data.generator)
        ends = tuple(None if end is None else Divergence(**end.model_dump()) for end in data.ends)
        arrays = base64.b64decode(data.arrays, validate=True)
        steps = tuple(data.optimiser_steps)
        return thaw(config, Snapshot(data.iteration, (state, increment), ends, steps, arrays), material)
    except (SnapshotError, binascii.Error) as error:
        raise InvalidRequest(Fault("snapshot", str(error), "no_snapshot")) from None


ITERATION = {
    "name": "iteration",
    "in": "query",
    "required": False,
    "schema": {"type": "integer", "minimum": 0, "maximum": LIMITS.iterations, "default": LIMITS.iterations},
    "description": "the kept snapshot at or before this iteration",
}


@router.get(
    "/{run}/snapshot.npz",
    summary="A live run's weights and optimiser memory for NumPy",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}, 404: {"model": ErrorBody}, **ERRORS},
    openapi_extra={"parameters": [ITERATION]},
)
async def get_snapshot(request: Request, run: str) -> Response:
    """The kept snapshot at or before `iteration`; without it, the newest."""
    text = request.query_params.get("iteration", str(LIMITS.iterations))
    iteration = int(text) if text.isdecimal() and len(text) < 9 else LIMITS.iterations + 1
    if iteration > LIMITS.iterations:
        raise InvalidRequest(Fault("iteration", text, "out_of_range", Range(0, LIMITS.iterations)))
    hub: Hub = request.app.state.hub
    session = hub.find(run)
    body = await anyio.to_thread.run_sync(npz, session.record.before(iteration))
    headers = {"Content-Disposition": 'attachment; filename="snapshot.npz"', "Cache-Control": "no-store"}
    return Response(body, media_type="application/zip", headers=headers)
