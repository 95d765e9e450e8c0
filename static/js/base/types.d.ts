/** Shared shapes of the page's scripts. Nothing here exists at run time. */

import type { TrainingRecord } from "../training/types.js";
import type { I18n } from "./i18n.js";

export type Num = number | "inf" | "-inf" | "nan";
export type Kind = "vanishing" | "stable" | "exploding";
export type NormStatus = "ok" | "zero" | "overflow" | "nan";

/** A norm as its base-10 logarithm, so that nothing is lost to overflow or to zero. */
export interface Norm {
  log10: Num;
  status: NormStatus;
}

/** A typed array in the form that Plotly reads directly; `shape` is absent in one dimension. */
export interface Packed {
  dtype: "f4" | "f8" | "u1" | "i4";
  bdata: string;
  shape?: string;
}

/** One norm per step; `status` holds 0 ok, 1 zero, 2 overflow, 3 nan; steps in `first` start at 1. */
export interface Series {
  log10: Packed;
  status: Packed;
  first: { zero: number | null; overflow: number | null; nan: number | null };
}

export interface Verdict {
  kind: Kind;
  rate: Num;
  lag: number;
  kept: Norm;
  below_thousandth: number | null;
  below_float32: number | null;
  below_float16: number | null;
  first_zero: number | null;
  first_overflow: number | null;
  first_nan: number | null;
}

/** One compared cell, or one model in training. The other keys are the fields that the request named. */
export interface Run {
  cell: string;
  /** a model's name, where several may have one cell: "lstm.2" */
  name?: string;
  verdict: Verdict;
  loss: Num;
  [field: string]: any;
}

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
export interface Played {
  app: string;
  variant: string;
  cell: string;
  tokens: string[];
  focus: number;
  loss: Num;
  answer: any;
  trace: Trace;
  iteration?: number;
}

/** An application as the catalogue tells of it. */
export interface ApplicationEntry {
  name: string;
  variants: string[];
  fields: string[];
  cell: string;
  recipes: Record<string, string>;
  steps: number;
  measure: string;
  baseline: string;
  goal: number | null;
  higher: boolean;
  source: string;
  material_bytes: number;
  figures: Record<string, Record<string, Measured>>;
}

/** What was measured with weights that ship. */
export interface Measured {
  value: number;
  baseline: number;
  details: Record<string, any>;
  seconds: number;
  iterations: number;
  scratch?: (number | null)[];
}

export type Value = string | number | boolean | string[] | number[] | Record<string, number>;
export type Config = Record<string, any>;
export type Page = Record<string, any>;

/** One row of the catalogue: it feeds the address, the control and the request. */
export interface Property {
  name: string;
  group?: string;
  kind:
    | "int"
    | "float"
    | "choice"
    | "list"
    | "map"
    | "numbers"
    | "bool"
    | "flag"
    | "text"
    | "models"
    | "changes"
    | "material";
  default: any;
  min?: number;
  max?: number;
  step?: number;
  choices?: string[];
  unit?: string;
  log?: boolean;
  applies?: Record<string, string[]>;
}

export interface Gate {
  name: string;
  activation: "sigmoid" | "tanh";
  min: number;
  max: number;
  carry: boolean;
}

export interface CellEntry {
  equations: import("../equations/cells.js").Equations;
  name: string;
  states: string[];
  gates: Gate[];
  carry: string | null;
  options: string[];
  year?: number;
  source?: string;
}

/** A lesson; where it trains, how often each of its models learned over seeds. */
export interface Preset {
  name: string;
  address: string;
  measured?: {
    name: string;
    cell: string;
    own: Record<string, string>;
    learned: number;
    diverged: number;
    runs: number;
    median_iterations: number | null;
    learned_interval: [number, number];
  }[];
}

/** What a mode's address speaks of. */
export interface AddressPart {
  /** the tables of the catalogue that it reads and writes, in their order */
  tables(config: Config): ("config" | "training" | "play")[];
  /** rows of the page's own table that only this mode has */
  page?: string[];
}

export interface Catalogue {
  /** What each mode's address speaks of; added by the page. */
  modes?: Record<string, AddressPart>;
  /** What only a request says: which parts, how written. */
  answer?: Property[];
  /** What a training run adds to the configuration. */
  training?: Property[];
  /** Fields that may change while a run is under way, and those that one model may have of its own. */
  live?: string[];
  own?: string[];
  version: string;
  languages: { code: string; name: string }[];
  config: Property[];
  page: Property[];
  cells: CellEntry[];
  tasks: { name: string; inputs: string[]; loss: string; classes: string[]; baseline: string; source: string }[];
  fields: { name: string; cost: string }[];
  presets: Preset[];
  training_presets?: Preset[];
  applications?: ApplicationEntry[];
  /** The fields of a play. */
  play?: Property[];
  limits: Record<string, any>;
}

export interface ErrorDetail {
  field: string | null;
  value?: string;
  code: string;
  allowed?: string;
  message: string;
}

export interface ErrorBody {
  code: string;
  message: string;
  details: ErrorDetail[];
}

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
}

export interface State {
  config: Config;
  /** what is played of an application, and its last answer */
  play?: Config;
  played?: Played | null;
  /** what the page knows of its training run, and how it stands to it */
  training?: TrainingRecord | null;
  live?: Live;
  page: Page;
  trace: Trace | null;
  status: "idle" | "loading" | "away" | "error";
  error: ErrorBody | null;
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
