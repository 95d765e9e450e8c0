/** Shapes of the charts. Nothing here exists at run time. */

import type { I18n } from "../base/i18n.js";
import type { Numbers } from "../base/numbers.js";
import type { Context, Figure, State, Theme, Trace } from "../base/types.js";

/** What a figure is drawn for: the page's context and the room that it has. */
export interface FigureContext extends Context {
  numbers: Numbers;
  width: number;
  /** given where the page fixes the height; otherwise the figure says how much it wants */
  height?: number;
  /** one of the view's `choices`, where it has any */
  choice?: string;
}

export interface ChartFigure extends Figure {
  height: number;
  /** axes on which x is the step: the cursor runs through them */
  cursor?: string[];
  /** a few numbers worth reading beside the picture */
  facts?: { columns: string[]; rows: (string | number)[][]; note?: string };
}

/** How a trace is read under the cursor. */
export interface Reading {
  label: string;
  format: "norm" | "value" | "percent" | "bytes";
  /** the true values by step, where what is drawn was held at the edge of a scale */
  values?: ArrayLike<number | null>;
}

export interface ChartView {
  id: string;
  fields: string[];
  /** shows what a task of the laboratory has and an application has not */
  onlyTasks?: boolean;
  /** what the reader may choose between (a cell, say) */
  choices?: (trace: Trace) => string[];
  figure(trace: Trace, context: FigureContext): ChartFigure;
}

/** A rectangle of the plot in CSS pixels with the data range of its sides. */
export interface Box {
  x: string;
  y: string;
  left: number;
  top: number;
  width: number;
  height: number;
  xRange: [number, number];
  yRange: [number, number];
}

export interface Tools {
  store: import("../base/types.js").Store;
  t: I18n;
  theme: () => Theme;
}

export interface Mounted {
  update(state: State): Promise<void>;
  destroy(): void;
}
