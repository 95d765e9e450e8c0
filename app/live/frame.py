"""From a run's record to the messages of `app.wire.messages`: what is new since the reader's last frame."""

from collections.abc import Sequence

import numpy as np

from .. import cells
from ..cells.arrays import Array
from ..training.config import TrainConfig
from ..training.evaluation import Evaluation
from ..training.problem import ShownSequences, TrainingProblem
from ..training.record import Curve, Record, Row
from ..training.run import Divergence
from ..wire import messages as m
from ..wire.encoding import Packed
from ..wire.encoding import pack_for_display as pack
from .motion import State


def end_of(end: Divergence | None) -> m.EndData | None:
    """How a model ended."""
    return None if end is None else m.EndData(iteration=end.iteration, quantity=end.quantity, step=end.step)


def started_message(token: str, problem: TrainingProblem, iteration: int, keep_seconds: int) -> m.Started:
    """What of a run does not change."""
    config, shown_sequences = problem.config, problem.shown_sequences
    return m.Started(
        run=token,
        address=config.address(idle=True),
        config={
            **config.model_dump(mode="json"),
            "steps": config.steps,
            "models": [dict(fields_of_model) for fields_of_model in config.models],
            "changes": [],
        },
        models=models_of(config),
        baseline=problem.baseline,
        part=problem.part,
        held_out=None if shown_sequences is None else held_out_of(shown_sequences),
        iteration=iteration,
        keep_seconds=keep_seconds,
    )


def models_of(config: TrainConfig) -> list[m.ModelData]:
    """The models that train side by side."""
    fields_of_models = config.models or ((),) * len(config.names)
    models = []
    for name, effective, fields_of_model in zip(config.names, config.effective(0), fields_of_models, strict=True):
        cell = cells.CELLS[effective.cell[0]]
        fields = {field: text for field, text in dict(fields_of_model).items() if field != "cell"}
        models.append(
            m.ModelData(name=name, cell=cell.name, own=fields, carry=cell.carry_gate(), blocks=list(cell.blocks))
        )
    return models


def held_out_of(shown_sequences: ShownSequences) -> m.HeldOutData:
    """The held-out sequences whose predictions are shown."""
    return m.HeldOutData(
        steps=[int(step) + 1 for step in shown_sequences.steps],
        inputs=pack(shown_sequences.inputs),
        targets=pack(shown_sequences.targets),
        baseline=pack(shown_sequences.baseline),
        classes=shown_sequences.classes,
    )


def frame(
    record: Record, known: int, *, number: int, state: State, per_second: float, changes: list[m.ChangeData]
) -> m.Frame:
    """What the record has that a reader, who knows the iterations up to `known`, has not."""
    start = max(0, known - record.first)
    rows = [row for row in record.rows if row.iteration > known]
    evaluations = [(iteration, of_models) for iteration, of_models in record.evaluations if iteration > known]
    return m.Frame(
        number=number,
        iteration=record.iteration,
        state=state.value,
        per_second=per_second,
        changes=changes,
        first=record.first + start + 1,
        curves=[curve_of(curve, start) for curve in record.curves],
        ends=[end_of(end) for end in record.ends],
        bytes=record.bytes,
        rows=m.Rows(
            iterations=[row.iteration for row in rows],
            stride=record.stride,
            models=[rows_of(rows, k, record.row_shapes[k]) for k in range(record.count)],
        ),
        looks=m.Looks(
            iterations=[iteration for iteration, _ in evaluations],
            stride=record.evaluation_stride,
            models=[columns_of([of_models[k] for _, of_models in evaluations]) for k in range(record.count)],
        ),
        predictions=[None if outputs is None else pack(outputs) for outputs in record.newest[1]],
        snapshots=[run.iteration for run in record.snapshots],
        trace=None,
    )


def curve_of(curve: Curve, start: int) -> m.CurveData:
    """The points of a curve from `start` on."""
    return m.CurveData(
        loss=pack(np.array(curve.loss[start:], np.float32)),
        norm=pack(np.array(curve.norm[start:], np.float32)),
        status=pack(np.array(curve.status[start:], np.uint8)),
        factor=pack(np.array(curve.factor[start:], np.float32)),
    )


def rows_of(rows: Sequence[Row], k: int, shape: tuple[int, ...]) -> m.RowData:
    """Rows of the waterfall of model k, n of a shape (…, T), as arrays (n, …, T), also where there are none."""

    def stacked(parts: list[Array], dtype: type[np.generic]) -> Packed:
        return pack(np.array(parts, dtype).reshape(len(parts), *shape))

    return m.RowData(
        log10=stacked([row.log10[k] for row in rows], np.float32),
        status=stacked([row.status[k] for row in rows], np.uint8),
    )


def columns_of(evaluations: Sequence[Evaluation | None]) -> m.LookData:
    """The evaluations of one model as columns; a model that had ended has NaN there."""
    known = [evaluation for evaluation in evaluations if evaluation is not None]
    blocks = known[0].radius if known else {}
    bins = next((evaluation.gates.shape for evaluation in known if evaluation.gates is not None), None)

    def column(values: Sequence[float | None]) -> Packed:
        return pack(np.array([np.nan if value is None else value for value in values], np.float32))

    def column_if_any(values: Sequence[float | None]) -> Packed | None:
        return None if all(value is None for value in values) else column(values)

    def gates_of(evaluation: Evaluation | None) -> Array:
        return np.full(bins or (), np.nan) if evaluation is None or evaluation.gates is None else evaluation.gates

    return m.LookData(
        measure=column([None if evaluation is None else evaluation.measure for evaluation in evaluations]),
        accuracy=column_if_any([None if evaluation is None else evaluation.accuracy for evaluation in evaluations]),
        figure=column_if_any([None if evaluation is None else evaluation.figure for evaluation in evaluations]),
        gates=None
        if bins is None
        else pack(np.array([gates_of(evaluation) for evaluation in evaluations], np.float32)),
        radius={
            block: column([None if evaluation is None else evaluation.radius[block] for evaluation in evaluations])
            for block in blocks
        },
    )


def with_trace(frame: m.Frame, trace: str | None) -> str:
    """A frame as text; the trace is JSON already, and is put in as it is."""
    text = frame.model_dump_json(exclude={"trace"})
    return f'{text[:-1]},"trace":{trace or "null"}}}'
