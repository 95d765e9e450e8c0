/** The views, in the order of their tabs. A new view is one file and one line here. */

import { clipping } from "./clipping.js";
import { contributions } from "./contributions.js";
import { gates } from "./gates.js";
import { gradient } from "./gradient.js";
import { gradients } from "./gradients.js";
import { jacobians } from "./jacobians.js";
import { matrix } from "./matrix.js";
import { memory } from "./memory.js";
import { sequence } from "./sequence.js";
import { split } from "./split.js";
import { states } from "./states.js";

/** @type {import("../figure/types.js").ChartView[]} */
export const views = [
  gradient,
  states,
  gates,
  gradients,
  split,
  contributions,
  jacobians,
  matrix,
  clipping,
  memory,
  sequence,
];
