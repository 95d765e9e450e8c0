/**
 * What the server sends and is sent. Nothing here exists at run time.
 * Written by `make docs` from the server's own description; do not edit by hand.
 */

/** A frame has arrived and been taken in. */
export interface Ack {
  type: "ack";
  /** its number */
  number: number;
}

/** An application, as its card and its page need it. */
export interface ApplicationEntry {
  /** its name */
  name: string;
  /** its variants; the first is the default */
  variants: string[];
  /** the fields of an input that it takes beside those that all have */
  fields: string[];
  /** the cell that it opens with */
  cell: string;
  /** how each variant is trained, as fields of an address */
  recipes: Record<string, string>;
  /** the length of the time axis in training */
  steps: number;
  /** what is measured: `measure.<name>` in the locales */
  measure: string;
  /** what that is compared with: `baseline.<name>` in the locales */
  baseline: string;
  /** what the measure has to reach; null: to be better than the baseline */
  goal: number | null;
  /** whether more of the measure is better */
  higher: boolean;
  /** where the data come from, and their licence */
  source: string;
  /** most bytes of an upload; 0: it takes none */
  material_bytes: number;
  /** variants whose words /api/vocabulary tells */
  vocabulary: string[];
  /** by variant and cell, what was measured with the weights that ship */
  figures: Record<string, Record<string, Measurement>>;
  /** by variant, what it cannot do */
  limits: Record<string, LimitEntry[]>;
}

/** Go on with a run that this server has kept. */
export interface Attach {
  type: "attach";
  /** its token */
  run: string;
  /** iterations whose curves the page has already */
  have?: number;
  /** language of error messages */
  lang?: string;
}

/** One norm before and after clipping. */
export interface BeforeAfter {
  /** before clipping */
  before: Norm;
  /** after clipping */
  after: Norm;
}

/** Two numbers of one (H, H) block of W_hh. */
export interface BlockSpectrum {
  /** spectral radius ρ, the largest |eigenvalue| */
  rho: Num;
  /** largest singular value σ, how much the block can stretch a vector */
  sigma: Num;
}

/** The same in a new run; the old one is kept as it is. */
export interface Branch {
  type: "branch";
  /** the iteration to go back to */
  iteration: number;
  /** {field: text}, as an address spells them */
  changes?: Record<string, string>;
}

/** Everything that a menu needs. */
export interface Catalogue {
  /** of the server */
  version: string;
  /** of the page */
  languages: Language[];
  /** the fields of a task's run */
  config: Property[];
  /** what a training run adds */
  training: Property[];
  /** the fields of each kind of configuration */
  kinds: Record<string, string[]>;
  /** the fields that may change while a run is under way */
  live: string[];
  /** the fields that a model may have of its own */
  own: string[];
  /** what only a request says */
  answer: Property[];
  /** what only the page reads */
  page: Property[];
  /** the cells */
  cells: CellEntry[];
  /** the tasks */
  tasks: TaskEntry[];
  /** the optimisers */
  optimisers: OptimiserEntry[];
  /** the floating-point types */
  precisions: Precision[];
  /** the applications */
  applications: ApplicationEntry[];
  /** the fields of an application's input */
  play: Property[];
  /** the parts of a trace */
  fields: Part[];
  /** training runs worth a lesson */
  training_presets: TrainingPreset[];
  /** what truncation and checkpoints cost in time, measured once */
  passes: PassTimes;
  /** what a request may ask for */
  limits: Record<string, number>;
}

/** A cell. */
export interface CellEntry {
  /** its name */
  name: string;
  /** what it carries from step to step */
  states: string[];
  /** the row blocks of W_xh and W_hh */
  blocks: string[];
  /** its gates */
  gates: Gate[];
  /** the gate that carries its state, or null */
  carry: string | null;
  /** the fields of a configuration that it takes */
  options: string[];
  /** its parameters, the readout's among them */
  params: ParameterEntry[];
  /** what a step computes */
  equations: EquationLines;
  /** when it was published */
  year: number;
  /** where */
  source: string;
}

/** A change of the run. */
export interface ChangeData {
  /** it acts after so many iterations */
  iteration: number;
  /** the setting */
  field: string;
  /** its value, as an address spells it */
  value: string;
}

/** Change settings, from the next iteration on. */
export interface ChangeSettings {
  type: "change";
  /** {field: text}, as an address spells them */
  changes: Record<string, string>;
}

/** A character of a text. */
export interface Character {
  /** the character */
  char: string;
  /** -log₂ of its probability, bits */
  surprise: Num;
  /** whether the reader gave it; else the network wrote it */
  given: boolean;
  /** whether it is one of the alphabet; else the network reads the unknown sign in its place */
  known: boolean;
  /** what was expected most */
  others: LikelyCharacter[];
}

/** The answer of /api/check. */
export interface Check {
  /** the version of the app */
  version: string;
  /** the canonical query of the configuration */
  address: string;
  /** one for each compared cell, and each of its layers, that has the parameter */
  runs: CheckedRun[];
}

/** One cell's gradient beside its finite differences. */
export interface CheckedRun {
  /** the cell's name */
  cell: string;
  /** the parameter; of several layers with its layer's name: layer2.W_hh */
  param: string;
  /** the larger step of the differences */
  epsilon: number;
  /** the largest entry of the gradient and others drawn from the seed; layers share them */
  entries: Entry[];
  /** largest difference, divided by the largest of all these numbers */
  max_relative_error: number | string;
  /** whether that is below 10⁻⁶ */
  agrees: boolean;
  /** why they need not agree: truncated (the gradient was cut on purpose), precision (it was computed in float32 or float16), kink (ReLU has no derivative at 0), sensitive (a tiny change grows so much over time that differences see no derivative), nonfinite; else null */
  reason: string | null;
}

/** What clipping does to the gradients of all parameters. */
export interface Clipping {
  /** none, norm or value */
  mode: string;
  /** the threshold θ */
  threshold: Num;
  /** the norm of all gradients together, before */
  before: Norm;
  /** the same after */
  after: Norm;
  /** by norm: what every gradient was multiplied by; by value: norm after / norm before */
  factor: Num;
  /** fraction of the entries that were changed */
  clipped: Num;
  /** by how much it turned the gradient of all parameters: 0 by norm; null where one of the two is zero, degrees */
  angle: Num | null;
  /** the norm of each parameter's gradient, before and after */
  params: Record<string, BeforeAfter>;
}

/** Everything about a task's run. The same configuration gives the same numbers, always. */
export interface Config {
  task: string;
  values: string;
  steps: number;
  loss_at: string;
  input_scale: number;
  seed: number;
  batch: number;
  cell: string[];
  units: number;
  layers: number;
  activation: string;
  norm: string;
  reset: string;
  bias: Record<string, number>;
  bias_init: string;
  clamp: Record<string, number>;
  init: string;
  rho: number;
  dtype: string;
  truncate: number;
  clip: string;
  threshold: number;
}

/** New points of one model's curves: arrays (n,), NaN after its end. */
export interface CurveData {
  /** loss per step that counts, on the batch */
  loss: Packed;
  /** log10 of the norm of all gradients, before clipping */
  norm: Packed;
  /** of that norm: 0 ok, 1 zero, 2 overflow, 3 nan */
  status: Packed;
  /** norm after clipping / norm before */
  factor: Packed;
}

/** From one date to the next. */
export interface DateStep {
  /** minute, hour, day, weekday, week, month, quarter, year; empty where dates do not go on */
  unit: string;
  /** how many of them */
  every: number;
  /** how many steps are of another length */
  irregular: number;
  /** the date from which the first of these goes; empty where there is none */
  first: string;
}

/** How a model ended: the first number that was not finite. */
export interface EndData {
  /** the iteration in which it was met */
  iteration: number;
  /** h, c, y, L, d_h, d_<parameter> or a parameter */
  quantity: string;
  /** the time step, from 1; null where it has none */
  step: number | null;
}

/** A sentence, the tag of every word, and the names that they make. */
export interface EntitiesAnswer {
  /** the sentence */
  words: string[];
  /** the likeliest tag of every word */
  tags: string[];
  /** all tags */
  classes: string[];
  /** p of every tag at every word, (T, tags) */
  probabilities: Packed;
  /** the names that the tags make */
  entities: Entity[];
  /** the tags when only the first n words had come, n = 1 … T */
  history: string[][];
  /** the right tags; null for a text that was typed */
  truth: string[] | null;
  /** the word of the vocabulary that each one is read as */
  read_as: string[];
}

/** A name in a sentence. */
export interface Entity {
  /** the place of its first word, from 0 */
  start: number;
  /** the place behind its last word */
  end: number;
  /** PER, LOC or ORG */
  kind: string;
  /** its words */
  text: string;
}

/** One entry of the parameter. */
export interface Entry {
  /** row and column (or the one index) of the entry */
  index: number[];
  /** the gradient by backpropagation through time */
  analytic: number | string;
  /** the gradient by central differences of the loss, in float64 */
  numeric: number | string;
}

/** A line of a cell's equations; see `app.cells.equations`. */
export interface EquationLine {
  /** with symbols */
  formula?: string;
  /** the same with numbers in it */
  numbers?: string;
  /** what comes out */
  result?: string;
  /** a gate that may be held: then it has no formula */
  gate?: string;
  /** whether it is short enough for two in a row */
  half?: boolean;
  /** options of the cell under which it is shown */
  when?: Record<string, string>;
}

/** A cell's equations, as data that the page writes them from. */
export interface EquationLines {
  /** of a step */
  forward: EquationLine[];
  /** of the way back */
  backward: EquationLine[];
  /** the key of what the carry gate does when it is held at 1 */
  open: string;
  /** the same at 0 */
  closed: string;
}

/** The body of every answer that is not a success. */
export interface ErrorBody {
  /** what went wrong */
  error: ErrorContent;
}

/** An error as a person and a program read it. */
export interface ErrorContent {
  /** the kind of error */
  code: string;
  /** one sentence in the reader's language */
  message: string;
  /** one entry for each field that is wrong; may be empty */
  details: ErrorDetail[];
}

/** What is wrong with one field. */
export interface ErrorDetail {
  /** the field of the query */
  field: string;
  /** the value it had, as text */
  value: string;
  /** what is wrong with it; `error.<code>` is the text's key */
  code: string;
  /** what is allowed */
  allowed: string;
  /** the same in words */
  message: string;
}

/** What was wrong with a message; the socket stays open and the run goes on. */
export interface ErrorMessage {
  type: "error";
  /** the error as everywhere in the API */
  error: ErrorContent;
}

/** Mean absolute errors over the steps whose value was known. */
export interface Errors {
  /** of the forecast's median */
  network: Num;
  /** of the last value, repeated */
  naive: Num;
  /** of the values a season before */
  seasonal: Num;
}

/** The values that were read, the forecast behind the last of them, and what it is to be compared with. */
export interface ForecastAnswer {
  /** the series: a variant's name, or the column of the reader's own table */
  series: string;
  /** the unit of its values */
  unit: string;
  /** where it comes from */
  source: string;
  /** its season; 1: none, steps */
  season: number;
  /** how many values it has */
  count: number;
  /** how many of them teach */
  split: number;
  /** the dates of the values that were read */
  labels: string[];
  /** the values that were read, (T,) */
  values: Packed;
  /** the dates of the h values that are forecast */
  future_labels: string[];
  /** low, median and high of each of them */
  forecast: Num[][];
  /** what came of them, as far as the series goes, (h,) or shorter */
  actual: Packed;
  /** the naive forecast, (h,) */
  naive: Packed;
  /** the seasonal naive forecast, (h,) */
  seasonal: Packed;
  /** how far off each was; null where nothing is known of what came */
  errors: Errors | null;
  /** whether all that is forecast is held out */
  held_out: boolean;
  /** the quantiles that low, median and high are meant to be */
  levels: Num[];
  /** of low and high */
  calibration: IntervalCalibration;
  /** the longest forecast, steps */
  longest: number;
  /** ∂ŷ/∂y_t: how far the last median moves when a value that was read moves by 1, (T,) */
  influence: Packed;
}

/** A table as it is read; lines before it say otherwise: #column=, #decimal=, #separator=, #missing=, #season= */
export interface ForecastUpload {
  /** its rows, those that were missing among them */
  rows: number;
  /** rows without a value */
  gaps: number;
  /** the column that is forecast */
  column: string;
  /** the columns of numbers that it has */
  columns: string[];
  /** the first and the last date */
  ends: [string, string];
  /** the season: the one that was found, or said, steps */
  season: number;
  /** how far it can be forecast, steps */
  horizon: number;
  /** how many values teach */
  taught: number;
  /** the names of all columns */
  names: string[];
  /** the first rows, as they are written, of at most twelve columns */
  first_rows: string[][];
  /** the season that was found */
  found: FoundSeason;
  /** from one date to the next; null where there are no dates */
  step: DateStep | null;
  /** whether the rows came from the newest to the oldest, and were turned */
  newest_first: boolean;
  /** whether the rows came in no order, and were brought into that of their dates */
  sorted: boolean;
  /** lines that are no rows: comments, titles, notes */
  skipped: number;
  /** the column's decimal sign; empty where no cell has one */
  decimal: string;
  /** its thousands sign; empty where no cell has one */
  thousands: string;
  /** the unit or currency that its cells have */
  unit: string;
  /** what separates columns; empty where there is one */
  separator: string;
  /** the text's encoding */
  encoding: string;
  /** a number that may stand for a missing value, such as -999; empty where there is none */
  suspect: string;
  /** how often it is there */
  suspects: number;
  /** what the reader said: column, decimal, separator, missing, season */
  chosen: string[];
  /** the values, or at most 200 of them, evenly spread */
  sparkline: Num[];
}

/** The season that was found, and how sure it is. */
export interface FoundSeason {
  /** whole steps; 1: none is clear, steps */
  steps: number;
  /** its length, not rounded; 0: none, steps */
  period: Num;
  /** the standard error of that, steps */
  error: Num;
  /** the share of the variation about the trend that it explains */
  strength: Num;
  /** the probability that noise alone would look as much like a season */
  chance: Num;
}

/** What is new since the last frame. */
export interface Frame {
  type: "frame";
  /** counts the frames; `ack` names it */
  number: number;
  /** iterations done */
  iteration: number;
  /** in one word */
  state: "running" | "paused" | "hidden" | "finished" | "diverged";
  /** iterations a second, lately */
  per_second: number;
  /** all of them */
  changes: ChangeData[];
  /** the iteration that the curves below begin with; forget what you have from there on */
  first: number;
  /** one for each model */
  curves: CurveData[];
  /** how each model ended, or null */
  ends: (EndData | null)[];
  /** most memory that tapes and checkpoints held in the last iteration */
  bytes: number[];
  /** of the waterfall */
  rows: Rows;
  /** at sequences that no batch has, the gates, the spectral radii */
  looks: Looks;
  /** of each model the newest, an array (n, S, K), or null */
  predictions: (Packed | null)[];
  /** iterations that can be looked at, gone back to, branched from */
  snapshots: number[];
  /** null, or the body of /api/trace for the probe, with `iteration` */
  trace: Record<string, JsonValue> | null;
}

/** A sentence after the first. */
export interface FurtherSentence {
  /** as it was typed */
  source: string;
  /** its translation */
  translation: string;
}

/** A gate of a cell. */
export interface Gate {
  /** its letter */
  name: string;
  /** sigmoid or tanh */
  activation: string;
  /** the least that it can be held at */
  min: number;
  /** the most that it can be held at */
  max: number;
  /** whether it carries the state */
  carry: boolean;
}

export interface Grid {
  log10: Packed;
  status: Packed;
}

/** A word that might come. */
export interface Guess {
  /** the word; a placeholder as the word of the source that it stands for */
  word: string;
  /** its probability */
  p: Num;
  /** the place of that word in the source, from 0; null where nothing is carried over */
  copied_from: number | null;
}

export interface HTTPValidationError {
  detail?: ValidationError[];
}

/** The held-out sequences whose predictions are shown. */
export interface HeldOutData {
  /** the n steps whose loss counts, from 1 */
  steps: number[];
  /** x_t, an array (T, S, D) */
  inputs: Packed;
  /** an array (n, S, K), or of class numbers (n, S) */
  targets: Packed;
  /** the baseline's outputs, an array (n, S, K); classes: probabilities */
  baseline: Packed;
  /** whether the targets are classes */
  classes: boolean;
}

export interface Inference {
  /** of the server */
  version: string;
  /** the canonical query; the same address gives the same numbers */
  address: string;
  /** of a live run: iterations done */
  iteration?: number;
  /** the application */
  app: string;
  /** its variant */
  variant: string;
  /** the network's cell */
  cell: string;
  /** the text of every step; of an encoder-decoder the source's, then the target's */
  tokens: string[];
  /** the step, from 1, whose answer the gradient comes from */
  focus: number;
  /** the loss of that answer */
  loss: Num;
  /** what the application's own picture is drawn from; `display` sends its arrays exactly */
  answer: TranslationAnswer | TextAnswer | EntitiesAnswer | SentimentAnswer | ForecastAnswer | SpeechAnswer | MelodyAnswer | VoiceAnswer;
  /** as of /api/trace: a run for each layer, by its name; encoder and decoder are one, `chain` */
  trace: { config: InferenceConfig; sequence?: SequenceData; runs: Run[]; };
}

export interface InferenceConfig {
  app: string;
  variant: string;
  material: string;
  cell: string[];
  clamp: Record<string, number>;
  truncate: number;
  clip: string;
  threshold: number;
  text?: string;
  example?: number;
  focus?: number;
  length?: number;
  temperature?: number;
  seed?: number;
  language?: string;
  distance?: number;
  horizon?: number;
  sound?: string;
  activation?: string;
  norm?: string;
  reset?: string;
  /** of the time axis */
  steps: number;
  batch: 1;
  /** of a layer */
  units: number;
  dtype: string;
  loss_at: "last";
}

/** Where a word lies on the most probable path that reads as these words. */
export interface Interval {
  /** the word */
  symbol: string;
  /** its first step, from 0 */
  from: number;
  /** the step behind its last one */
  to: number;
}

/** Whether the interval was widened or narrowed by what earlier forecasts missed; else it is the network's own. */
export interface IntervalCalibration {
  /** whether it was */
  done: boolean;
  /** earlier forecasts of as many steps ahead whose values were known: the fewest of any step */
  forecasts: number;
  /** the fewest that it takes */
  needed: number;
}

/** ∂s_t/∂s_{t-1} of the whole state, and its product, for one sequence of the batch. */
export interface Jacobians {
  /** largest singular value of ∂s_t/∂s_{t-1}, (T,) */
  sigma: Packed;
  /** spectral radius of ∂s_t/∂s_{t-1}, (T,) */
  rho: Packed;
  /** ‖∂s_T/∂s_t‖, spectral norm, (T,) */
  product: Series;
  /** growth of ‖∂s_T/∂s_t‖ going back (a Lyapunov exponent), decades per step */
  growth: Num;
  /** ρ and σ of W_hh, by block */
  recurrent: Record<string, BlockSpectrum>;
}

export type JsonValue = unknown;

/** A word that ships. */
export interface KnownWord {
  /** how it is written */
  spelling: string;
  /** whether training has seen it */
  seen: boolean;
}

/** A language of the page. */
export interface Language {
  /** as in `lang=` */
  code: string;
  /** what its speakers call it */
  name: string;
}

/** What of a tune was not read, or was changed. */
export interface LeftOut {
  /** chords, grace, ornaments, rests, lower (notes under others), voices, tunes, signs, rounded (lengths), octave, end (notes after the most that fit), metre */
  name: string;
  /** how often */
  count: number;
}

/** A lesson. */
export interface Lesson {
  title: Record<string, unknown>;
  /** one sentence */
  about: Record<string, unknown>;
  minutes: number;
  stops: Stop[];
}

/** A lesson as the list shows it. */
export interface LessonEntry {
  /** as in `lesson=` */
  name: string;
  title: Record<string, unknown>;
  about: Record<string, unknown>;
  /** how long it takes */
  minutes: number;
  /** how many stops it has */
  stops: number;
  /** its questions, in their order */
  asks: Record<string, unknown>[];
}

/** The lessons that ship. */
export interface Lessons {
  lessons: LessonEntry[];
}

/** A character that might come. */
export interface LikelyCharacter {
  /** the character; empty: the end */
  char: string;
  /** its probability */
  p: Num;
}

/** A note or a sound that might come. */
export interface LikelySymbol {
  /** the note or the phonetic sign; empty: the end */
  symbol: string;
  /** its probability */
  p: Num;
}

/** Something that an application cannot do: `limit.<name>` in the locales; see `app.applications.limits`. */
export interface LimitEntry {
  /** which */
  name: string;
  /** the cell that it is about */
  cell?: string;
  /** a figure, in the application's measure */
  value?: number;
  /** what that is to be compared with */
  beside?: number;
  /** a whole number that is named */
  count?: number;
  /** a language that is named */
  language?: string;
}

/** Which parts of the probe's trace the frames should carry. */
export interface LookAt {
  type: "look";
  /** parts of a trace; empty: none */
  fields: string[];
  /** the sequence of the probe; null: all */
  sample?: number | null;
  /** the unit of the equations */
  unit?: number;
  /** a kept snapshot; null: the newest weights */
  iteration?: number | null;
  /** of an application's run: the query of /api/play; the frames' trace is then that answer */
  play?: string | null;
}

/** New looks at one model. */
export interface LookData {
  /** loss per step that counts, on what the run is evaluated on, (n,) */
  measure: Packed;
  /** fraction of right classes, (n,), or null */
  accuracy: Packed | null;
  /** an application's own measure, on validation data, (n,), or null */
  figure: Packed | null;
  /** histogram of the carry gate's values, (n, bins), or null; of L > 1 layers (n, 1 + L, bins): of all layers together, then of each, the lowest first */
  gates: Packed | null;
  /** spectral radius of W_hh by block, (n,); of several layers layer1.f, layer2.f, … */
  radius: Record<string, Packed>;
}

/** New looks. */
export interface Looks {
  /** of the new looks */
  iterations: number[];
  /** all but the newest are kept at multiples of this many iterations */
  stride: number;
  /** one for each */
  models: LookData[];
}

/** Most bytes of tapes and checkpoints that were alive at one time in passes over a sequence of `steps` steps. */
export interface MeasuredMemory {
  /** the length of the sequence */
  steps: number;
  /** with the whole tape kept, in one piece, bytes */
  full: number;
  /** of a window of k steps; as `full` where nothing is truncated, bytes */
  truncated: number;
  /** with √T checkpoints, bytes */
  checkpointed: number;
}

/** What was measured with weights that ship, on held-out data, and what training them took. examples, interval: see `app.applications.base.Measured` losses: of the untrained and of the shipped weights on the validation data: what the loss of a live run spans */
export interface Measurement {
  value: number;
  baseline: number;
  examples?: number;
  interval?: number[] | null;
  losses?: [number, number];
  details: Record<string, JsonValue>;
  seconds: number;
  iterations: number;
  bytes: number;
  scratch?: (number | null)[];
}

/** A melody, for the piano roll and for the ear. */
export interface MelodyAnswer {
  /** what the sequence begins with */
  start: string;
  /** all that one can begin with */
  starts: string[];
  /** the mean of -log₂ p of the symbols after the start; null where there are none */
  bits: Num | null;
  /** the same as the Markov model expects them */
  baseline: Num | null;
  /** the share of those symbols that are none of the alphabet */
  unknown: Num;
  /** melody */
  kind: string;
  /** the notes */
  notes: MelodyNote[];
  /** quarter notes in a minute */
  tempo: Num;
  /** the melody as a MIDI file, base64 */
  midi: string;
}

/** A note of a melody. */
export interface MelodyNote {
  /** whether the reader gave it; else the network made it */
  given: boolean;
  /** -log₂ of its probability, bits */
  surprise: Num;
  /** what was expected most */
  others: LikelySymbol[];
  /** its MIDI number */
  pitch: number;
  /** when it begins, quarter notes */
  start: Num;
  /** how long it lasts, quarter notes */
  length: Num;
}

/** The tape's bytes, and what truncation and √T checkpointing would keep of them. */
export interface Memory {
  /** the tape, added up from its arrays, bytes */
  total: number;
  /** total / T, bytes */
  per_step: number;
  /** the same by array, bytes */
  parts: Record<string, number>;
  /** what a window of k steps keeps; all of it where nothing is truncated, bytes */
  truncated: number;
  /** most that √T checkpointing keeps at one time; all of it where that is less, bytes */
  checkpointed: number;
  /** ⌈√T⌉, the length of a segment between checkpoints, steps */
  segment: number;
}

/** Bytes kept for a sequence of t steps, at [t-1], t = 1 … T: exact arithmetic on the tape's measured arrays. */
export interface MemoryCurve {
  /** s_0 and t steps, (N,), bytes */
  full: Packed;
  /** s_0 and min(t, k) steps; as `full` where nothing is truncated, (N,), bytes */
  truncated: Packed;
  /** the states between segments of ⌈√t⌉ steps, and the tape of one segment, (N,), bytes */
  checkpointed: Packed;
  /** passes of the engine over some of these lengths */
  measured: MeasuredMemory[];
  /** the length of a segment in a checkpointed training pass of this size: more than ⌈√T⌉ where tapes are small, steps */
  training_segment: number;
}

/** One of the models that train side by side. */
export interface ModelData {
  /** its cell's name, numbered where several models have that cell: lstm.2 */
  name: string;
  /** its cell */
  cell: string;
  /** {field: text} of what it has of its own */
  own: Record<string, string>;
  /** the gate that carries its state, or null */
  carry: string | null;
  /** the row blocks of its W_hh */
  blocks: string[];
}

/** A tune, as the network can read it: the text is one to be played, and the upload is no longer needed. */
export interface MusicUpload {
  /** its notes, in the signature of C */
  text: string;
  /** the place of its metre among the starts */
  example: number;
  /** its title; empty where it has none */
  title: string;
  /** its metre as it is written; empty likewise */
  metre: string;
  /** the metre that it is read in */
  read_metre: string;
  /** how far it was transposed, semitones */
  shift: number;
  /** how many notes were read */
  notes: number;
  /** what was not read, or was changed */
  left_out: LeftOut[];
}

export interface Norm {
  log10: Num;
  status: "ok" | "zero" | "overflow" | "nan";
}

/** Norms over the units and the batch, at each step. */
export interface Norms {
  /** ‖h_t‖ and, for the LSTM, ‖c_t‖, (T,) */
  state: Record<string, Series>;
  /** ‖∂L/∂h_t‖ and ‖∂L/∂c_t‖, (T,) */
  d_state: Record<string, Series>;
  /** the part that comes from this step's own loss, (T,) */
  d_state_local: Record<string, Series>;
  /** the part that arrives from step t+1, (T,) */
  d_state_future: Record<string, Series>;
  /** ‖∂L_T/∂h_t‖, the gradient of the last step's loss alone, (T,) */
  d_h_last: Series;
  /** the last gradient carried along the direct path alone, ‖∂L/∂s_T ⊙ Π_{k>t} carry gate_k‖ (LSTM: c and the forget gate; GRU: h and the update gate); null for a cell without one, (T,) */
  carry: Series | null;
  /** L_t where the loss counts, 0 elsewhere; the loss is their sum, (T,) */
  loss: Packed;
}

/** A number; one that is not finite travels by its name, never as null. */
export type Num = number | "inf" | "-inf" | "nan";

/** An optimiser. */
export interface OptimiserEntry {
  /** as in `optimiser=` */
  name: string;
  /** the ε that it adds to what it divides by; null: it divides by nothing */
  epsilon: number | null;
}

/** An answer to choose: of a choice it is right as flagged or by its interval; of a number it has a value. */
export interface Option {
  text: Record<string, unknown>;
  /** this is the answer */
  right?: boolean | null;
  /** it is, where what is asked is at least this */
  from?: number | null;
  /** and less than this */
  to?: number | null;
  /** the number, or the curve's value at the first step */
  value?: number | null;
}

/** A word that was said. */
export interface OutputWord {
  /** the word; a placeholder as the word of the source that it stands for */
  word: string;
  /** its probability */
  p: Num;
  /** the place of that word in the source, from 0; null where nothing is carried over */
  copied_from: number | null;
  /** the word that the network said: the same, or a placeholder */
  said: string;
  /** the three that were likeliest beside it */
  others: Guess[];
}

/** A typed array in the form that Plotly.js reads: bytes, little-endian, in base64. */
export interface Packed {
  dtype: "f8" | "f4" | "i4" | "u1";
  bdata: string;
  shape?: string;
}

/** A parameter of a network with one layer. */
export interface ParameterEntry {
  /** its name; with several layers each has one of it */
  name: string;
  /** options of the cell under which it exists */
  when?: Record<string, string>;
}

/** A part of a trace. */
export interface Part {
  /** as in `fields=` */
  name: string;
  /** default, cheap or costly */
  cost: string;
}

/** The time of a batch's loss and gradients, in times of a full pass over the same batch. */
export interface PassRatio {
  /** the cell */
  cell: string;
  /** where the loss is: nothing goes back before it */
  loss_at: "last" | "every";
  /** T */
  steps: number;
  /** in windows */
  truncated: number;
  /** with √T checkpoints */
  checkpointed: number;
}

/** Times are no function of an address: these were measured once, by `python -m benchmarks.passes`. */
export interface PassTimes {
  /** when, in UTC */
  measured: string;
  /** the machine's load before and after */
  load: [number, number];
  /** H */
  units: number;
  /** B */
  batch: number;
  /** k, the steps of a window */
  window: number;
  /** the precision */
  dtype: string;
  /** whether others were at work meanwhile */
  busy: boolean;
  /** by cell, loss and length */
  ratios: PassRatio[];
}

/** Stand still. */
export interface Pause {
  type: "pause";
}

/** A sound of a word, and how to make it: see `app.applications.music.formants`. */
export interface Phoneme {
  /** whether the reader gave it; else the network made it */
  given: boolean;
  /** -log₂ of its probability, bits */
  surprise: Num;
  /** what was expected most */
  others: LikelySymbol[];
  /** its phonetic sign */
  symbol: string;
  /** vowel, glide, liquid, nasal, stop, fricative or affricate */
  manner: string;
  /** F1, F2, F3 at its beginning, Hz */
  formants: [number, number, number];
  /** the same at its end, Hz */
  to: [number, number, number];
  /** how loud its voice is, 0 … 1 */
  voiced: Num;
  /** how loud its noise is, 0 … 1 */
  noise: Num;
  /** around which frequency the noise is, Hz */
  centre: number;
  /** how long it lasts, s */
  seconds: Num;
}

/** Go on. */
export interface Play {
  type: "play";
}

/** A floating-point type. */
export interface Precision {
  /** as in `dtype=` */
  name: string;
  /** its smallest number above zero; what is no more than half of it, an optimiser's ε say, is rounded to zero */
  smallest: number;
}

/** How often a model of a training preset learned and diverged over seeds. */
export interface PresetRate {
  /** the model's name */
  name: string;
  /** its cell */
  cell: string;
  /** {field: text} of what it has of its own */
  own: Record<string, string>;
  /** runs that learned */
  learned: number;
  /** runs that ended at a number that was not finite */
  diverged: number;
  /** out of so many */
  runs: number;
  /** until it had learned; null where it never did */
  median_iterations: number | null;
  /** the 95 % interval of the share that learns */
  learned_interval: [number, number];
}

/** A field of an address: it feeds the address, the control and the request. */
export interface Property {
  /** as in an address */
  name: string;
  /** the group of controls that it stands in */
  group: string;
  /** int, float, choice, list, map, numbers, flag, text, models, changes, material, … */
  kind: string;
  /** its value where an address does not name it */
  default: JsonValue;
  /** the least that is allowed */
  min?: number;
  /** the most that is allowed */
  max?: number;
  /** of the control */
  step?: number;
  /** all that is allowed */
  choices?: string[];
  /** the unit's key */
  unit?: string;
  /** whether the control is logarithmic */
  log?: boolean;
  /** it acts where each of these fields has one of these values */
  applies?: Record<string, JsonValue[]>;
  /** what it means, where it has no control */
  about?: string;
}

/** What is to be foreseen, and what of the picture says what was true. */
export interface Question {
  kind: "number" | "choice" | "curve";
  question: Record<string, unknown>;
  /** the quantity of the trace: needed but for a choice that is flagged */
  of?: string | null;
  options?: Option[];
}

/** No room yet. */
export interface Queued {
  type: "queued";
  /** place in the queue, from 1 */
  place: number;
}

/** What comes after the guess, or at once where nothing is asked. */
export interface Reveal {
  /** a piece of an address, put on top */
  address?: string | null;
  /** the pass that is played */
  play?: "forward" | "backward" | null;
  text?: Record<string, unknown> | null;
}

/** Go back, drop the changes that came later, make these, and go on. */
export interface Rewind {
  type: "rewind";
  /** the iteration to go back to */
  iteration: number;
  /** {field: text}, as an address spells them */
  changes?: Record<string, string>;
}

/** New rows of one model's waterfall. */
export interface RowData {
  /** log10 ‖∂L/∂h_t‖, an array (n, T); of L > 1 layers (n, 1 + L, T): of all layers together, then of each, the lowest first */
  log10: Packed;
  /** an array of codes of the same shape */
  status: Packed;
}

/** New rows of the waterfall. */
export interface Rows {
  /** of the new rows */
  iterations: number[];
  /** only every so many iterations a row is kept; older ones are forgotten alike */
  stride: number;
  /** one for each */
  models: RowData[];
}

/** What one cell did. `parts` holds the parts that were asked for, by name. */
export interface Run {
  /** the cell's name */
  cell: string;
  /** the model's name: its cell's, numbered where several models of a training run have that cell */
  name: string;
  /** which layer of its network, the lowest is 1; 0: all layers together, where there are several */
  layer: number;
  /** vanishing, stable or exploding, with the rate */
  verdict: Verdict;
  /** L = Σ_t L_t */
  loss: Num;
  /** norms of the states and of their gradients, step by step */
  norms?: Norms;
  /** norms before and after clipping, and the factor */
  clipping?: Clipping;
  /** bytes that the tape keeps, measured */
  memory?: Memory;
  /** bytes that sequences of 1 … T steps would keep */
  memory_curve?: MemoryCurve;
  /** h_t and, for the LSTM, c_t */
  states?: Record<string, Packed>;
  /** every gate's values; empty for a cell without gates */
  gates?: Record<string, Packed>;
  /** the arguments of the gates (RNN: of φ) */
  preactivations?: Record<string, Packed>;
  /** ∂L/∂s_t, its own-loss part and what arrives */
  state_gradients?: StateGradients;
  /** y_t = W_hy h_t + b_y */
  outputs?: Packed;
  /** one unit's own numbers, for the equations of a step */
  unit?: UnitSeries;
  /** what each step adds to ∂L/∂W_hh and ∂L/∂W_xh */
  contributions?: Record<string, WeightContributions>;
  /** the gradient of every parameter, before and after clipping */
  gradients?: WeightGradients;
  /** what truncation keeps of the full gradient, and by how much it turns it */
  truncation?: Truncation;
  /** the weights and biases */
  params?: Record<string, Packed>;
  /** Jacobians of the state, their product and growth */
  jacobians?: Jacobians;
  /** log10 ‖∂L_s/∂h_t‖ at [s-1, t-1], of a loss at every step */
  matrix?: Grid;
  /** the contribution of each step to ∂L/∂W_hh and ∂L/∂W_xh in full */
  contribution_matrices?: Record<string, Packed>;
}

/** A review, and the opinion of it as it forms. */
export interface SentimentAnswer {
  /** the review as it was typed, in small letters; “didn't” is two words, “did” and “not” */
  words: string[];
  /** the word of the vocabulary, or the stand-in, that each one is read as */
  read_as: string[];
  /** p of “positive” after every word, (T,) */
  opinion: Packed;
  /** the place, from 0, of the word that decides; null where nobody knows it */
  decisive: number | null;
  /** 1 positive, 0 negative; null for a text that was typed */
  truth: number | null;
  /** the same as the network says it after the last word */
  said: number;
  /** the places, from 0, of the words that training has never seen */
  unknown: number[];
}

/** The batch that every compared cell sees. */
export interface SequenceData {
  /** the names of the input channels */
  channels: string[];
  /** x_t, (T, B, D) */
  inputs: Packed;
  /** ŷ_t, (T, B, K), or class numbers (T, B); null for an application's input, which has none, (T, B, K) */
  targets: Packed | null;
}

export interface Series {
  log10: Packed;
  status: Packed;
  /** The first step met going back in time, from 1. */
  first: { zero: number | null; overflow: number | null; nan: number | null; };
}

/** A run as the server gave it: enough to go on from there. */
export interface SnapshotData {
  /** iterations done */
  iteration: number;
  /** state and increment of PCG64, as decimal digits */
  generator: [string, string];
  /** how each model ended, or null */
  ends: (EndData | null)[];
  /** steps that each optimiser has taken */
  optimiser_steps: number[];
  /** weights and optimisers' memory: base64 of little-endian numbers, no shapes */
  arrays: string;
}

/** Enough to go on from here, on any server. */
export interface SnapshotMessage {
  type: "snapshot";
  /** iterations done */
  iteration: number;
  /** the run's address, with its changes */
  address: string;
  /** the run */
  data: SnapshotData;
}

/** How a file was read that does not say, or says wrongly, what is in it. */
export interface SoundRemark {
  /** scaled: its numbers went beyond ±1; unfinished: its end is missing */
  name: string;
  /** the largest of its numbers; the seconds that were there */
  value: Num;
}

/** A sound, what the network hears in it at every step, and the words that it reads off that. */
export interface SpeechAnswer {
  /** levels in dB, (frames, bands) */
  spectrogram: Packed;
  /** the frequency at which each band is loudest, Hz */
  bands_hz: number[];
  /** p of every symbol at every step, (T, symbols) */
  posteriors: Packed;
  /** the symbols; the first is the blank */
  symbols: string[];
  /** the likeliest symbol of every step, by its place among them */
  path: number[];
  /** where each word that was heard lies */
  alignment: Interval[];
  /** the words that were heard */
  transcript: string[];
  /** the words that were said; null where nobody told */
  truth: string[] | null;
  /** how long a step lasts, s */
  step_seconds: Num;
  /** the sound as a .wav file, base64 */
  sound: string;
  /** who speaks; empty for the reader's own sound */
  voice: string;
  /** in which language; likewise */
  language: string;
  /** the words that `gamma` is of: those that were said, or that were heard */
  lattice: string[];
  /** the share of all paths that read as these words that passes through each of the lattice's positions, (T, S) */
  gamma: Packed;
  /** how many examples there are */
  examples: number;
  /** how the reader's own sound was read, where that should be said */
  remarks: SoundRemark[];
}

/** A sound, or recordings to learn a voice from. */
export interface SpeechUpload {
  /** how long it is; recordings without the silence around them, s */
  seconds: Num;
  /** how it was read, where that should be said */
  remarks: SoundRemark[];
  /** how many recordings it has with the names of what is said; 0: it is one sound */
  recordings: number;
  /** the words that are said in them */
  words: string[];
}

/** How fast it goes. */
export interface Speed {
  type: "speed";
  /** iterations a second; null: all that there is time for */
  per_second?: number | null;
}

/** Begin a run, or go on with one that this server does not know. */
export interface Start {
  type: "start";
  /** the run's address, with its changes */
  query: string;
  /** language of error messages */
  lang?: string;
  /** false: wait for `play` */
  play?: boolean;
  /** go on from here; its configuration is `query` */
  snapshot?: SnapshotData | null;
  /** iterations whose curves the page has already */
  have?: number;
}

/** A run is there; what of it does not change. */
export interface Started {
  type: "started";
  /** its token */
  run: string;
  /** the canonical query */
  address: string;
  /** the configuration in full */
  config: Record<string, JsonValue>;
  /** those that train side by side */
  models: ModelData[];
  /** the trivial baseline's loss per step that counts, on the same sequences; null: there is none */
  baseline: number | null;
  /** what the run is evaluated on: a task's held-out sequences, an application's validation data */
  part: "training" | "validation" | "held out";
  /** null for an application, whose predictions show what it does */
  held_out: HeldOutData | null;
  /** iterations done */
  iteration: number;
  /** how long the run is kept when its reader has gone */
  keep_seconds: number;
}

/** ∂L/∂s_t and the two parts that it is the sum of. */
export interface StateGradients {
  /** ∂L/∂h_t and, for the LSTM, ∂L/∂c_t, (T, B, H) */
  total: Record<string, Packed>;
  /** the part that comes from this step's own loss, (T, B, H) */
  local: Record<string, Packed>;
  /** the part that arrives from step t+1; total = local + future, (T, B, H) */
  future: Record<string, Packed>;
}

/** A few iterations, then pause. */
export interface Step {
  type: "step";
  /** how many */
  iterations?: number;
}

/** End the run and forget it. */
export interface Stop {
  type: "stop";
}

/** A task. */
export interface TaskEntry {
  /** its name */
  name: string;
  /** its input channels */
  inputs: string[];
  /** numbers, or classes, of an output */
  outputs: number;
  /** its loss */
  loss: string;
  /** what its classes are called; empty: by their numbers */
  classes: string[];
  /** what it is compared with: `baseline.<name>` in the locales */
  baseline: string;
  /** where it comes from */
  source: string;
}

/** A text as the network read it, and how it goes on. */
export interface TextAnswer {
  /** what the sequence begins with */
  start: string;
  /** all that one can begin with */
  starts: string[];
  /** the mean of -log₂ p of the symbols after the start; null where there are none */
  bits: Num | null;
  /** the same as the Markov model expects them */
  baseline: Num | null;
  /** the share of those symbols that are none of the alphabet */
  unknown: Num;
  /** the text, character by character */
  characters: Character[];
  /** all of it */
  text: string;
  /** more that the network writes after the same beginning */
  samples: TextSample[];
  /** what it takes to say which character one is that is not in the alphabet, bits */
  unknown_bits: Num;
  /** the share of the characters of the reader's own text that are not in the alphabet; null where there is none */
  corpus_unknown: Num | null;
}

/** Another text after the same beginning. */
export interface TextSample {
  /** the text */
  text: string;
  /** whether training has seen it */
  seen: boolean;
}

/** A text. */
export interface TextUpload {
  /** whether it is a list of short lines, each of which is a sequence of its own */
  listed: boolean;
  /** how long it is */
  characters: number;
  /** how many different characters it has */
  signs: number;
  /** the share of its characters that are none of the alphabet: of the 98 most frequent ones */
  unknown: Num;
  /** sequences that teach */
  training: number;
  /** sequences that a run in training is looked at with */
  validation: number;
  /** sequences that are held out */
  held_out: number;
}

export interface Trace {
  version: string;
  /** the canonical query; the same address gives the same numbers */
  address: string;
  config: Config;
  sequence?: SequenceData;
  /** one for each cell compared */
  runs: Run[];
}

/** A training run worth a lesson. */
export interface TrainingPreset {
  /** its name */
  name: string;
  /** its query */
  address: string;
  /** one for each model; empty where nothing was measured */
  measured: PresetRate[];
}

/** A sentence and its translation. */
export interface TranslationAnswer {
  /** the sentence, word by word; a question begins with ¿ */
  source: string[];
  /** what the network reads for each of them: a word of its own, or a placeholder */
  read_as: string[];
  /** the places, from 0, of the words that it does not know */
  unknown: number[];
  /** the translation, word by word, the end among them */
  output: OutputWord[];
  /** the same as a sentence */
  translation: string;
  /** the right translation; null for a text that was typed */
  reference: string | null;
  /** what a dictionary makes of it, word for word: the baseline */
  dictionary: string;
  /** whether the translation is the right one; null where that is not known */
  exact: boolean | null;
  /** the sentences after the first, each translated by itself */
  further: FurtherSentence[];
}

/** A truncated gradient g beside the full one G of the same weights on the same batch. */
export interface TruncatedGradient {
  /** ‖G‖, back to step 1 */
  full: Norm;
  /** ‖g‖, as the windows of the configuration cut it */
  truncated: Norm;
  /** ⟨g, G⟩ / ‖G‖²: what g keeps along G, signed; null where a norm is zero or not finite */
  share: Num | null;
  /** the angle between the two, 0 … 180; null where a norm is zero or not finite, degrees */
  angle: Num | null;
}

/** What truncation loses: the gradient of the configuration beside that of full backpropagation through time. */
export interface Truncation {
  /** k: how many steps the gradient goes back; 0 = all, steps */
  window: number;
  /** of all parameters together */
  all: TruncatedGradient;
  /** of each parameter */
  params: Record<string, TruncatedGradient>;
}

/** Every number that the equations of a step name, for one unit of one sequence, over time. */
export interface UnitSeries {
  /** the unit, counted from 0 */
  index: number;
  /** the sequence of the batch, counted from 0 */
  sequence: number;
  /** x0 … inputs, y0 … outputs; h, c, h_prev, c_prev; a_<gate>, <gate>, and u_<gate>, what is normalised before its gain and bias; m (GRU: W_hn h + b_hn); d_h, d_h_local, d_h_future and the same for c, (T,) */
  series: Record<string, Packed>;
}

export interface Upload {
  /** the name that it is kept under: the SHA-256 of its bytes, in hexadecimal */
  material: string;
  /** the application that can use it */
  app: string;
  /** what it is, as the application reads it */
  about: TextUpload | ForecastUpload | SpeechUpload | MusicUpload;
}

export interface ValidationError {
  loc: (string | number)[];
  msg: string;
  type: string;
  input?: unknown;
  ctx?: Record<string, unknown>;
}

/** What the sentence at the top of the page says. It is about ‖∂L_T/∂h_t‖, the gradient of the last step's loss. */
export interface Verdict {
  /** vanishing, stable, exploding, or none where the last loss sends no gradient at all */
  kind: "vanishing" | "stable" | "exploding" | "none";
  /** slope of log10 ‖∂L_T/∂h_t‖ going back in time, over `lag` steps, decades per step */
  rate: Num;
  /** how many steps back the norm is an ordinary number (1 if it is zero there), steps */
  lag: number;
  /** ‖∂L_T/∂h_{T-lag}‖ / ‖∂L_T/∂h_T‖, the fraction of the gradient that is left there */
  kept: Norm;
  /** the first step, going back, where the norm is below 10⁻³ of its value at T */
  below_thousandth: number | null;
  /** the first step, going back, where the norm is below what float32 can hold */
  below_float32: number | null;
  /** the first step, going back, where the norm is below what float16 can hold */
  below_float16: number | null;
  /** the first step, going back, where the norm is exactly zero */
  first_zero: number | null;
  /** the first step, going back, where the norm has overflowed */
  first_overflow: number | null;
  /** the first step, going back, where the norm is not a number */
  first_nan: number | null;
  /** the first step, going back, that truncation lets nothing through to */
  cut: number | null;
}

/** Whether anybody can see the page; a run that nobody sees pauses. */
export interface Visible {
  type: "visible";
  /** false: the run stands still */
  visible: boolean;
}

export interface Vocabulary {
  /** the application */
  app: string;
  /** its variant */
  variant: string;
  /** its words, by language or kind */
  groups: WordGroup[];
}

/** A word, for the ear, and more of them. */
export interface VoiceAnswer {
  /** what the sequence begins with */
  start: string;
  /** all that one can begin with */
  starts: string[];
  /** the mean of -log₂ p of the symbols after the start; null where there are none */
  bits: Num | null;
  /** the same as the Markov model expects them */
  baseline: Num | null;
  /** the share of those symbols that are none of the alphabet */
  unknown: Num;
  /** phonemes */
  kind: string;
  /** its sounds */
  phonemes: Phoneme[];
  /** the word that ships which sounds so; null for one that was made up */
  word: KnownWord | null;
  /** others that the network makes after the same beginning */
  samples: VoiceSample[];
}

/** Another word after the same beginning. */
export interface VoiceSample {
  /** its phonetic signs */
  text: string;
  /** the word that sounds so; null for one that was made up */
  word: KnownWord | null;
}

/** How the gradient of one shared weight matrix is a sum over the steps, ∂L/∂W = Σ_t G_t. */
export interface WeightContributions {
  /** ‖G_t‖, the contribution of step t, (T,) */
  norm: Series;
  /** ‖Σ_{s≥t} G_s‖, the sum as it runs from T down to t, (T,) */
  running: Series;
  /** ⟨G_t, ∂L/∂W⟩ / ‖∂L/∂W‖², signed; the shares add up to 1, (T,) */
  share: Packed;
}

/** The gradient of every parameter, in the parameter's own shape. */
export interface WeightGradients {
  /** before clipping, the parameter's */
  before: Record<string, Packed>;
  /** after clipping, the parameter's */
  after: Record<string, Packed>;
}

/** Words of one language or one kind. */
export interface WordGroup {
  /** a language (es), a country (ES), or what they are (names, words) */
  name: string;
  /** each once, in the order of their letters */
  words: string[];
}
