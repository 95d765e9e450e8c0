/** The runs of this page: the record of each by its token, and which of them is a branch of which. */

import { branchOf, createRecord } from "./record.js";

/** @typedef {import("../base/types.js").Live} Live */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {import("./types.js").Started} Started */
/**
 * What the next run that begins was asked for as.
 * @typedef {{ kind: "start" } | { kind: "resume" } | { kind: "branch", from: number } | { kind: "attach", run: string }
 *   | { kind: "return", began: string, branches: Live["branches"] }} Asked `return`: after a reload
 */

export function createRuns() {
  /** @type {Map<string, TrainingRecord>} */
  const records = new Map();

  return {
    /** @param {string} token */
    get: (token) => records.get(token),
    /** @param {TrainingRecord} record */
    keep: (record) => void records.set(record.started.run, record),
    clear: () => records.clear(),
    /**
     * The record of a run that has begun, and the page's branches with it.
     * @param {Started} started
     * @param {Asked} request
     * @param {TrainingRecord | null} old the run that was on the screen
     * @param {Live["branches"]} branches
     */
    begin(started, request, old, branches) {
      if (request.kind === "branch" && old) {
        const label = String(branches.length + 1);
        const record = branchOf(old, String(branches.length), started);
        return { record, branches: [...branches, { run: started.run, label }] };
      }
      if (request.kind === "return") {
        const known = request.branches.some(({ run }) => run === started.run);
        const own = [{ run: started.run, label: "1" }];
        return { record: createRecord(started), branches: known ? request.branches : own };
      }
      if (request.kind === "start" || !old) {
        records.clear();
        return { record: createRecord(started), branches: [{ run: started.run, label: "1" }] };
      }
      const before = request.kind === "attach" ? request.run : old.started.run;
      const record = { ...(records.get(before) ?? createRecord(started)), started };
      records.delete(before);
      return {
        record,
        branches: branches.map((branch) => (branch.run === before ? { ...branch, run: started.run } : branch)),
      };
    },
  };
}
