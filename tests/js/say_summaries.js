/** Says the summary of every view of traces, for a test that holds it against their numbers: JSON in, JSON out. */

import { readFileSync } from "node:fs";
import { traceOf } from "../../static/js/applications/trace.js";
import { fetchView, views } from "../../static/js/views/index.js";
import { context } from "./context.js";

const { catalogue, languages, traces, answers } = JSON.parse(readFileSync(0, "utf-8"));

await Promise.all(views.map(fetchView));

/** Views whose parts a trace has. @param {any} trace @param {boolean} task */
const shown = (trace, task) =>
  views.filter(
    (view) =>
      (task || !("onlyTasks" in view && view.onlyTasks)) &&
      view.fields.every((field) => field in trace || trace.runs.every((/** @type {any} */ run) => field in run)),
  );

for (const language of languages) {
  const all = [
    ...traces.map((/** @type {any} */ trace) => ({ trace, task: true })),
    ...answers.map((/** @type {any} */ answer) => ({ trace: traceOf(answer), task: false })),
  ];
  for (const { trace, task } of all) {
    const of = context({ catalogue, config: trace.config, tokens: trace.tokens, boundary: trace.boundary }, language);
    const summaries = Object.fromEntries(shown(trace, task).map((view) => [view.id, view.figure(trace, of).summary]));
    process.stdout.write(`${JSON.stringify({ language, summaries })}\n`);
  }
}
