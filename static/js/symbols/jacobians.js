/** The measured radius and the Jacobians, where the page's own picture did not need them: asked for once a picture. */

import { traceQuery } from "../state/request.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Trace} Trace */

/** @type {{ of: unknown, trace: Trace | null } | null} */
let asked = null;

/**
 * @param {State} state
 * @param {{ base: string, lang: string, changed: () => void }} tools
 * @returns {Trace | null} null until it is there
 */
export function jacobiansOf(state, { base, lang, changed }) {
  if (asked?.of === state.trace) return asked.trace;
  const question = { of: state.trace, trace: /** @type {Trace | null} */ (null) };
  asked = question;
  if (!state.trace || state.trace.tokens) return null; // an application's network is not asked
  fetch(`${base}/api/trace?${traceQuery(state, ["jacobians"], lang)}`)
    .then((response) => (response.ok ? response.json() : null))
    .then((trace) => {
      question.trace = trace;
      if (asked === question) changed();
    })
    .catch(() => {
      if (asked === question) asked = null; // the next question tries again
    });
  return null;
}
