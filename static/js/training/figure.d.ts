/** Shapes of the training charts. Nothing here exists at run time. */

import type { ChartFigure, FigureContext } from "../figure/types.js";
import type { TrainingRecord } from "./types.js";

export interface TrainingFigure extends ChartFigure {
  /** a value of the configuration that can be dragged in the picture: a threshold as a logarithm, on these axes */
  handle?: { axis: "y"; value: number; x: string; y: string };
  /** what `x` is in the panels under the cursor; without it there is no cursor */
  over?: "iterations" | "steps";
}

export interface TrainingView {
  id: string;
  of: "training";
  /** shows one layer of a deep network, or all of them together */
  hasLayers?: boolean;
  figure(record: TrainingRecord, context: FigureContext): TrainingFigure;
}
