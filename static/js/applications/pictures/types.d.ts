/** Shapes of the applications' pictures. Nothing here exists at run time. */

import type { I18n } from "../../base/i18n.js";
import type { Numbers } from "../../base/numbers.js";
import type { Packed, Theme, Trace } from "../../base/types.js";

export type { I18n, Numbers, Theme };

/** An array as it travels: packed, or as nested lists. */
export type Numeric = Packed | number[] | number[][];

/** The whole answer of GET /api/play. */
export interface Body<Answer = any> {
  /** the text of every step of the time axis */
  tokens: string[];
  /** the step, from 1, that the gradient comes from */
  focus: number;
  loss: number;
  answer: Answer;
  trace: Trace | null;
}

export interface Tools {
  t: I18n;
  numbers: Numbers;
  theme: () => Theme;
  /** a step of the time axis, from 1, was chosen */
  onFocus: (step: number) => void;
}

export interface Mounted<Answer = any> {
  show(body: Body<Answer>): void;
  destroy(): void;
}

/** What an answer says, as plain data: in sentences, and as a table. */
export interface Figure {
  summary: string[];
  table: { columns: string[]; rows: (string | number)[][] };
}

export interface Picture {
  /** pure, from an answer */
  figure(answer: any, tools: Pick<Tools, "t" | "numbers">): Figure;
  mount(root: HTMLElement, tools: Tools): Mounted;
  /** a small still picture for the application's card */
  card(root: HTMLElement, tools: { t: I18n }): void;
}

/** A word that was said, or might have been; `copied_from`: the place in the source of the word that it carries over. */
export interface SaidWord {
  word: string;
  p: number;
  copied_from: number | null;
}

export interface TranslationAnswer {
  source: string[];
  /** what the network reads for each of them */
  read_as: string[];
  /** the places of the words that it does not know */
  unknown: number[];
  output: (SaidWord & { said: string; others: SaidWord[] })[];
  /** sentences after the first */
  further: { source: string; translation: string }[];
  translation: string;
  reference: string | null;
  dictionary: string;
  exact: boolean | null;
}

export interface Character {
  char: string;
  surprise: number;
  given: boolean;
  /** false: the network reads the unknown sign in its place */
  known: boolean;
  others: { char: string; p: number }[];
}

export interface TextAnswer {
  characters: Character[];
  bits: number | null;
  baseline: number | null;
  text: string;
  /** more that it writes after the same beginning, and whether training has seen it */
  samples?: { text: string; seen: boolean }[];
  /** the share of the characters that are not in the alphabet, and the bits that it takes to say which one such is */
  unknown: number;
  unknown_bits: number;
  /** the same share in the reader's own text */
  corpus_unknown: number | null;
}

export interface EntitiesAnswer {
  words: string[];
  tags: string[];
  probabilities: Numeric;
  classes: string[];
  entities: { kind: string; start: number; end: number; text: string }[];
  history: string[][];
  truth: string[] | null;
  /** the word of the vocabulary that each one is read as; ‹…› where it is not known */
  read_as: string[];
}

export interface SentimentAnswer {
  words: string[];
  /** what each word is read as: itself, the known word that was meant, or the stand-in of unknown words */
  read_as?: string[];
  opinion: Numeric;
  decisive: number | null;
  truth: 0 | 1 | null;
  said: 0 | 1;
  /** the words, from 0, that the network has never seen */
  unknown?: number[];
}

export interface ForecastAnswer {
  series: string;
  unit: string;
  labels: string[];
  values: Numeric;
  future_labels: string[];
  forecast: Numeric;
  levels: number[];
  /** whether the interval was calibrated, on how many earlier forecasts, and how many it takes */
  calibration: { done: boolean; forecasts: number; needed: number };
  actual: Numeric;
  naive: Numeric;
  seasonal: Numeric;
  errors: { network: number; naive: number; seasonal: number } | null;
  /** how far the last forecast moves when a value that was read moves by one: a number for each step */
  influence?: Numeric;
}

export interface SpeechAnswer {
  spectrogram: Numeric;
  bands_hz: number[];
  posteriors: Numeric;
  symbols: string[];
  path: number[];
  alignment: { symbol: string; from: number; to: number }[];
  transcript: string[];
  truth: string[] | null;
  step_seconds: number;
  sound: string | null;
  voice: string;
  /** how the reader's own sound was read, where that should be said */
  remarks?: { name: string; value: number }[];
}

export interface Note {
  pitch: number | null;
  start: number;
  length: number;
  given: boolean;
  surprise: number | null;
  /** what else was expected, in the signs of the tokens; "" is the end */
  others?: { symbol: string; p: number }[];
}

export interface MelodyAnswer {
  kind: "melody";
  /** its metre, "6/8" */
  start?: string;
  notes: Note[];
  midi: string;
  tempo: number;
  bits: number | null;
  baseline: number | null;
}

export interface Phoneme {
  symbol: string;
  given: boolean;
  surprise: number | null;
  seconds: number;
  voiced: boolean | number;
  noise: boolean | number;
  formants: number[];
  /** formants at its end, where they move */
  to?: number[];
  /** Hz that its noise is around */
  centre?: number;
  manner?: string;
  others?: { symbol: string; p: number }[];
}

/** A word that ships, and whether training has seen it; null: there is none that sounds so. */
export type KnownWord = { spelling: string; seen: boolean } | null;

export interface VoiceAnswer {
  kind: "phonemes";
  phonemes: Phoneme[];
  word?: KnownWord;
  /** more that it says after the same beginning */
  samples?: { text: string; word: KnownWord }[];
  bits: number | null;
  baseline: number | null;
}
