/** Where the reader uploads a text, a table or a sound: a file, or what is pasted. The microphone is in `voice`. */

import { h, icon } from "../base/dom.js";
import { hasTraining } from "../state/address.js";
import { playOf } from "../state/request.js";
import { keepMaterial } from "./kept_inputs.js";
import { mountTablePreview } from "./table_preview.js";
import { tuneSentence } from "./tune_sentence.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").ApplicationEntry} ApplicationEntry */

/** What an application takes: the kinds of files, whether it can be pasted, whether it is a sound. */
const TAKES = /** @type {Record<string, { accept: string, paste: boolean, sound: boolean }>} */ ({
  text: { accept: ".txt,text/plain", paste: true, sound: false },
  forecast: { accept: ".csv,.txt,text/csv", paste: true, sound: false },
  speech: { accept: ".wav,audio/wav", paste: false, sound: true },
  music: { accept: ".mid,.midi,.abc,.txt,audio/midi,text/vnd.abc", paste: true, sound: false },
});
const ANY = { accept: "", paste: true, sound: false };

/** What it is called: a text, a table, a sound. @param {string} app */
const kindOf = (app) => (app === "forecast" ? "table" : app === "speech" ? "sound" : "text");

/** The variant that learns from the reader's upload, where there is one. @param {ApplicationEntry} entry */
const ownOf = (entry) => (entry.variants.includes("own") ? "own" : null);

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n, entry: ApplicationEntry,
 *   uploads: ReturnType<typeof import("./uploads.js").createUploads>, given: () => void }} wiring
 *   `given`: what was missing is there, and is asked about again
 */
export function mountUploadForm(root, { store, t, entry, uploads, given }) {
  const trains = hasTraining(store.get()); // a run's upload is its own: it is only asked for where it is missing
  const { accept, paste, sound } = TAKES[entry.name] ?? ANY;
  const kilobytes = t.number(entry.material_bytes / 1000, { maximumFractionDigits: 0 });
  const message = h("p", { class: "message", id: "play-material-error" });
  const file = h("input", {
    type: "file",
    id: "play-material",
    class: "unseen",
    accept,
    "aria-describedby": "play-material-error",
    async onchange() {
      const [chosen] = file.files ?? [];
      if (chosen) await take(chosen, chosen.name);
      file.value = "";
    },
  });
  const area = h("textarea", {
    id: "play-paste",
    class: "text",
    rows: 3,
    spellcheck: "false",
    placeholder: t.has(`app.${entry.name}.paste`) ? t(`app.${entry.name}.paste`) : "",
  });
  const use = h(
    "button",
    { type: "button", class: "action", onclick: () => area.value.trim() && take(area.value, "") },
    t("apps.use"),
  );
  /** @param {BodyInit} content @param {string} name @returns {Promise<string | null>} its name; null: it was refused */
  async function take(content, name) {
    message.textContent = "";
    const answer = await uploads.upload(entry.name, content, name);
    if ("error" in answer) {
      if (table.ask(answer.error, content, name)) return null;
      message.textContent = answer.error?.message ?? t("page.away");
      return null;
    }
    more.open = false;
    const { material, about } = answer.upload;
    read.textContent = "";
    if (typeof about.text === "string") {
      const { text, example } = about;
      put({ text, example, variant: "melody", material: "", focus: 0 }); // what was read is the input: no upload is needed
      readText = text;
      read.textContent = tuneSentence(/** @type {any} */ (about), t);
      return material;
    }
    const { config } = store.get();
    keepMaterial(entry.name, material);
    if (trains) {
      if (material !== config.material) store.set({ config: { ...config, material } }, { history: "push" });
      given();
      return material;
    }
    if (material === playOf(store.get()).material) {
      given();
      return material;
    }
    const variant = about.recordings === 0 ? "" : ownOf(entry); // one sound is heard, many teach
    put({ material, sound: "", focus: 0, example: 0, ...(variant !== null && { variant }) });
    return material;
  }

  /** @param {import("../base/types.js").Config} patch */
  const put = (patch) => store.set({ play: { ...store.get().play, ...patch } }, { history: "push" });

  const more = h(
    "details",
    { class: "more bring" },
    h("summary", {}, t(t.has(`app.${entry.name}.bring`) ? `app.${entry.name}.bring` : "apps.bring")),
    h(
      "div",
      { class: "bring-body" },
      h(
        "div",
        { class: "bring-line" },
        file,
        h("label", { for: "play-material", class: "action quiet bring-file" }, icon("download"), t("apps.file")),
        h("span", { class: "hint" }, t(sound ? "apps.bring_sound" : "apps.bring_limit", { kilobytes })),
      ),
      paste && h("label", { for: "play-paste", class: "unseen" }, t("apps.paste")),
      paste && h("div", { class: "bring-line wide" }, area, use),
    ),
  );
  const name = h("span", {});
  const back = h(
    "button",
    {
      type: "button",
      class: "action quiet",
      onclick() {
        keepMaterial(entry.name, "");
        put({ material: "", variant: "", sound: "", focus: 0 });
      },
    },
    icon("close"),
    t("apps.put_away"),
  );
  /** What was read of a tune, as long as it is the input. */
  const read = h("p", { class: "bring-read", role: "status" });
  let readText = "";
  const here = h("p", { class: "brought", hidden: true }, icon("check"), name, back);
  const tablePlace = h("div", {});
  const table = mountTablePreview(tablePlace, { t, about: uploads.about, take });
  root.replaceChildren(
    h("div", { class: "bring-place", "data-control": "material" }, here, tablePlace, more, message, read),
  );

  let asks = false;

  return {
    take,
    /** @param {State} state */
    update(state) {
      const { material } = playOf(state);
      const missing = state.error?.code === "no_such_material" && !uploads.has(material);
      here.hidden = !material || missing;
      back.hidden = trains;
      root.hidden = trains && !material;
      more.hidden = trains && !missing;
      if (missing && !asks) more.open = true;
      read.hidden = !read.textContent || playOf(state).text !== readText;
      const known = uploads.about(material);
      table.show(material);
      const words = known?.name || t("apps.brought");
      if (name.textContent !== words) name.textContent = words;
      if (missing)
        message.textContent = t("apps.bring_again", {
          kind: t(`apps.kind.${kindOf(entry.name)}`),
          digest: material.slice(0, 8),
        });
      else if (asks) message.textContent = "";
      asks = missing;
    },
    /** Whether it asks for a file that the address names. */
    asks: () => asks,
  };
}
