/** Shapes of a training run on the page. Nothing here exists at run time. */

import type { Packed, Trace } from "../base/types.js";

/** One of the networks that train side by side. `name` is "lstm", or "lstm.2" where several have that cell. */
export interface ModelInfo {
  name: string;
  cell: string;
  own: Record<string, string>;
  carry: string | null;
  blocks: string[];
}

export interface ChangeMark {
  iteration: number;
  field: string;
  value: string;
}

export interface End {
  iteration: number;
  quantity: string;
  step: number | null;
}

/** What does not change while a run lasts. */
export interface Started {
  type: "started";
  run: string;
  address: string;
  config: Record<string, any>;
  models: ModelInfo[];
  /** the trivial baseline's loss per judged step, on the held-out sequences; null where there is none */
  baseline: number | null;
  /** null for an application, whose play shows what it does */
  held_out: null | {
    steps: number[];
    inputs: Packed;
    targets: Packed;
    baseline: Packed;
    classes: boolean;
  };
  iteration: number;
  keep_seconds: number;
}

export type RunState = "running" | "paused" | "hidden" | "finished" | "diverged";

export interface Frame {
  type: "frame";
  number: number;
  iteration: number;
  state: RunState;
  per_second: number;
  changes: ChangeMark[];
  first: number;
  curves: { loss: Packed; norm: Packed; status: Packed; factor: Packed }[];
  ends: (End | null)[];
  bytes: number[];
  rows: { iterations: number[]; stride: number; models: { log10: Packed; status: Packed }[] };
  looks: {
    iterations: number[];
    models: {
      measure: Packed;
      accuracy: Packed | null;
      figure?: Packed | null;
      gates: Packed | null;
      radius: Record<string, Packed>;
    }[];
  };
  predictions: (Packed | null)[];
  snapshots: number[];
  trace: (Trace & { iteration: number }) | null;
}

/** The curves of one model; index 0 is iteration 1. Plain arrays that grow. */
export interface Curve {
  loss: number[];
  /** log10 of the global gradient norm before clipping, and its status code (0 ok, 1 zero, 2 overflow, 3 nan) */
  norm: number[];
  status: number[];
  /** norm after clipping / norm before */
  factor: number[];
}

export interface Look {
  measure: number[];
  accuracy: number[] | null;
  /** an application's own measure */
  figure?: number[] | null;
  /** one histogram for each look */
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
  looks: { iterations: number[]; models: Look[] };
  predictions: (Packed | null)[];
  snapshots: number[];
  /** earlier branches of this run, drawn as thin lines beside the newest */
  ghosts: { label: string; record: TrainingRecord }[];
}
