/** What is spoken to an application: the big button first, teaching it a voice, and trying what it has learned. */

import { h } from "../base/dom.js";
import { mountRecorder } from "./recorder.js";
import { mountTeachPanel } from "./teach_panel.js";
import { mountTrial } from "./teach_trial.js";

/** @typedef {import("../base/types.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {{ t: import("../base/i18n.js").I18n, teach: import("./teach.js").Teach, trains: boolean,
 *   entry: import("../base/types.js").ApplicationEntry, take: (content: BodyInit, name: string) => Promise<string | null> }} wiring
 */
export function mountVoice(root, { t, teach, trains, entry, take }) {
  const panelPlace = h("div", {});
  const recorderPlace = h("div", { class: "voice" });
  root.replaceChildren(recorderPlace, panelPlace);
  /** @type {ReturnType<typeof mountTeachPanel> | null} */
  let panel = null;
  /** @type {ReturnType<typeof mountTrial> | null} */
  let trial = null;
  const begin = h(
    "button",
    { type: "button", class: "action quiet voice-teach", onclick: () => turn(true) },
    t("teach.title"),
  );
  const recorder = trains ? null : mountRecorder(recorderPlace, { t, teach: begin, take });
  recorderPlace.hidden = trains;

  /** @param {boolean} open */
  function turn(open) {
    teach.turn(open);
    panel?.destroy();
    panel = null;
    recorderPlace.hidden = trains || open;
    if (open && !trains)
      panel = mountTeachPanel(panelPlace, {
        t,
        teach,
        close() {
          turn(false);
          begin.focus();
        },
        learn: () => teach.learn(entry),
      });
  }
  if (!trains) turn(teach.open);

  return {
    /** @param {State} state */
    update(state) {
      recorder?.update(state);
      const tries = trains && state.config.variant === "own";
      if (tries && !trial) trial = mountTrial(panelPlace, { t, teach });
      if (!tries && trial) {
        trial.destroy();
        trial = null;
      }
      trial?.update(state);
    },
    destroy() {
      recorder?.destroy();
      panel?.destroy();
      trial?.destroy();
    },
  };
}
