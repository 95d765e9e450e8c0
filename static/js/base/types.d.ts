/** Shared shapes of the page's scripts. Nothing here exists at run time. */

import type { TrainingFigure } from "../training/figure.js";
import type { TrainingRecord } from "../training/types.js";
import type * as api from "./api.js";
import type { I18n } from "./i18n.js";

export type { ErrorDetail, Gate, Norm, Num, Packed, Series, Verdict } from "./api.js";

export type Kind = api.Verdict["kind"];
export type NormStatus = api.Norm["status"];

/** One compared cell, or one model in training. The other keys are the fields that the request named. */
export type Run = Pick<api.Run, "cell" | "verdict" | "loss"> & {
  /** a model's name, where several may have one cell: "lstm.2" */
  name?: string;
  /** which layer of its network; 0: all of them together */
  layer?: number;
  /** of a shown run: how many layers its network has */
  depth?: number;
  [field: string]: any;
};

export interface Trace {
  version: string;
  address: string;
  config: Config;
  sequence?: any;
  runs: Run[];
  /** of an application: the text of each step, the step (from 1) that is asked about, the last one that the encoder reads */
  tokens?: string[];
  focus?: number;
  boundary?: number | null;
}

/** The answer of /api/play: the application's own answer, and the trace of its network. */
export type Prediction = Omit<api.Inference, "version" | "address" | "answer" | "trace"> &
  Partial<Pick<api.Inference, "address">> & {
    answer: any;
    trace: Trace;
  };

export type ApplicationEntry = api.ApplicationEntry;
/** What was measured with weights that ship. */
export type Measured = Omit<api.Measurement, "bytes" | "details"> & { details: Record<string, any> };

export type Value = string | number | boolean | string[] | number[] | Record<string, number>;
export type Config = Record<string, any>;
export type Page = Record<string, any>;

/** One row of the catalogue: it feeds the address, the control and the request. A control may have a row of its own. */
export type Property = Omit<api.Property, "group" | "default"> & { group?: string; default: any };
export type CellEntry = Pick<api.CellEntry, "name" | "states" | "gates" | "carry" | "options"> &
  Partial<Pick<api.CellEntry, "year" | "source" | "params">> & { equations: import("../equations/cells.js").Equations };

/** A lesson; where it trains, how often each of its models learned over seeds. */
export type Preset = api.TrainingPreset;

/** What a mode's address speaks of. */
export interface AddressPart {
  /** the tables of the catalogue that it reads and writes, in their order */
  tables(config: Config): ("config" | "training" | "play")[];
  /** rows of the page's own table that only this mode has */
  page?: string[];
}

/** The catalogue as the page reads it. What only some modes read may be missing. */
export type Catalogue = Pick<api.Catalogue, "version" | "languages" | "fields" | "presets"> &
  Partial<
    Pick<api.Catalogue, "live" | "own" | "applications" | "training_presets" | "optimisers" | "precisions" | "passes">
  > & {
    /** What each mode's address speaks of; added by the page. */
    modes?: Record<string, AddressPart>;
    config: Property[];
    page: Property[];
    /** What only a request says: which parts, how written. */
    answer?: Property[];
    /** What a training run adds to the configuration. */
    training?: Property[];
    /** The kinds of configuration by name, and the fields that each has; an application's input has some of its own. */
    kinds?: Record<string, string[]>;
    /** The fields of a play. */
    play?: Property[];
    cells: CellEntry[];
    tasks: Omit<api.TaskEntry, "outputs">[];
    limits: Record<string, any>;
  };

export type ErrorBody = api.ErrorContent;

/** How the page stands to its training run. */
export interface Live {
  /** no run; asked for and waiting; here */
  phase: "none" | "asked" | "here";
  /** so many runs are before this one; null: it has its place */
  place: number | null;
  /** the connection is gone and sought anew */
  lost: boolean;
  /** the kept iteration that is looked at; null: the newest */
  at: number | null;
  /** sent, and not yet in a frame: `{field: text}` */
  pending: Record<string, string>;
  /** what the run began with, as an address without its changes */
  began: string;
  /** iterations a second at most; null: as many as there is time for */
  speed: number | null;
  /** every run of this page, in the order of their making */
  branches: { run: string; label: string }[];
  /** a run that the page came back to is not on the server any more */
  gone?: boolean;
}

export interface State {
  config: Config;
  /** what is played of an application, and its last answer */
  play?: Config;
  prediction?: Prediction | null;
  /** the question, as an address, that the last answer is of; a run's answers say their own */
  answered?: string;
  /** what the page knows of its training run, and how it stands to it */
  training?: TrainingRecord | null;
  live?: Live;
  /** a run was asked for together with its page: it begins once its mode is there */
  begin?: boolean;
  page: Page;
  trace: Trace | null;
  status: "idle" | "loading" | "away" | "error";
  error: ErrorBody | null;
  /** while a lesson asks: what it leaves of a picture */
  veil?: ((figure: TrainingFigure) => TrainingFigure) | undefined;
  catalogue: Catalogue;
}

export interface Change {
  history?: "push" | "replace" | "none";
}

export interface Store {
  get(): State;
  set(patch: Partial<State>, change?: Change): void;
  subscribe(listener: (state: State, previous: State, change: Change) => void): () => void;
}

export type Translate = (key: string, values?: Record<string, any>) => string;

export type Colorscale = [number, string][];

export interface Theme {
  mode: "light" | "dark";
  size: "normal" | "projector";
  font: { family: string; mono: string; math: string; size: number };
  ink: string;
  muted: string;
  faint: string;
  grid: string;
  line: string;
  surface: string;
  background: string;
  accent: string;
  warn: string;
  error: string;
  cells: Record<string, string>;
  /** three colours for what is no cell */
  hues: string[];
  dashes: Record<string, string>;
  diverging: Colorscale;
  sequential: Colorscale;
}

export interface Context {
  t: I18n;
  theme: Theme;
  page: Page;
  config: Config;
  catalogue: Catalogue;
  /** of an application: the text of each step, and where its decoder begins */
  tokens?: string[];
  boundary?: number | null;
}

export interface Figure {
  data: any[];
  layout: any;
  summary: string;
  table: { columns: string[]; rows: (string | number)[][] };
}

export interface View {
  id: string;
  fields: string[];
  figure(trace: Trace, context: Context): Figure;
}

/** A thing on the page that follows the state. `update` resolves once it is painted. */
export interface Component {
  update(state: State): Promise<void> | void;
}
