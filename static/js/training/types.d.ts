/** Shapes of a training run on the page. Nothing here exists at run time. */

import type * as api from "../base/api.js";
import type { ChangeData as ChangeMark, EndData as End, ModelData as ModelInfo } from "../base/api.js";
import type { Trace } from "../base/types.js";

export type { ChangeData as ChangeMark, EndData as End, ModelData as ModelInfo } from "../base/api.js";

/** What does not change while a run lasts. */
export type Started = Omit<api.Started, "config"> & { config: Record<string, any> };

export type RunState = api.Frame["state"];

export type Frame = Omit<api.Frame, "trace"> & { trace: (Trace & { iteration: number }) | null };

/** The curves of one model; index 0 is iteration 1. Plain arrays that grow. */
export interface Curve {
  loss: number[];
  /** log10 of the global gradient norm before clipping, and its status code (0 ok, 1 zero, 2 overflow, 3 nan) */
  norm: number[];
  status: number[];
  /** norm after clipping / norm before */
  factor: number[];
}

export interface Evaluation {
  measure: number[];
  accuracy: number[] | null;
  /** an application's own measure */
  figure?: number[] | null;
  /** one histogram for each evaluation */
  gates: ArrayLike<number>[] | null;
  radius: Record<string, number[]>;
}

/** All that the page knows of a run: made by `createRecord(started)`, followed by `extend(record, frame)`, both pure. */
export interface TrainingRecord {
  started: Started;
  /** T of the probe and the batches */
  steps: number;
  models: ModelInfo[];
  iteration: number;
  state: RunState;
  perSecond: number;
  changes: ChangeMark[];
  curves: Curve[];
  ends: (End | null)[];
  bytes: number[];
  rows: { iterations: number[]; stride: number; models: { log10: ArrayLike<number>; status: ArrayLike<number> }[][] };
  evaluations: { iterations: number[]; models: Evaluation[] };
  predictions: (Packed | null)[];
  snapshots: number[];
  /** earlier branches of this run, drawn as thin lines beside the newest */
  ghosts: { label: string; record: TrainingRecord }[];
}
