/** Every application's picture, by its name. */

import { entities } from "./entities.js";
import { forecast } from "./forecast.js";
import { music } from "./music.js";
import { sentiment } from "./sentiment.js";
import { speech } from "./speech.js";
import { text } from "./text.js";
import { translation } from "./translation.js";

/** @type {Record<string, import("./types.js").Picture>} */
export const PICTURES = { translation, text, entities, sentiment, forecast, speech, music };
