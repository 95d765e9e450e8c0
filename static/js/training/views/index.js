/** The views of a training run, in the order of their tabs. A new view is one file and one line here. */

import { forget } from "./forget.js";
import { loss } from "./loss.js";
import { measure } from "./measure.js";
import { norm } from "./norm.js";
import { predictions } from "./predictions.js";
import { radius } from "./radius.js";
import { waterfall } from "./waterfall.js";

/** @type {import("../figure.js").TrainingView[]} */
export const trainingViews = [loss, norm, waterfall, forget, radius, predictions, measure];
