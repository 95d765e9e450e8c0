/**
 * The reader's own numbers, sent as they are typed. Where they could have been meant otherwise it is said how they are
 * read; where they do not tell, both readings are there to choose from.
 */

import { h } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { write } from "../state/address_values.js";
import { sequenceReading, shownSequence } from "../state/typed_numbers.js";

/** How many numbers of a reading are shown. */
const SHOWN = 6;

/**
 * @param {import("../base/types.js").Property} _property
 * @param {import("./number_field.js").Wiring} wiring
 * @returns {import("./number_field.js").Field}
 */
export function sequenceField(_property, { t, id, change }) {
  const area = h("textarea", {
    id,
    class: "text",
    rows: 3,
    spellcheck: "false",
    autocomplete: "off",
    placeholder: t("config.values.placeholder"),
    oninput: () => {
      change(area.value.trim());
      tell();
    },
  });
  const note = h("div", { class: "note reading", "aria-live": "polite" });
  /** @param {number[]} values */
  const list = (values) =>
    values
      .slice(0, SHOWN)
      .map((value) => numbersIn(t.lang).plain(value, 15))
      .join("; ") + (values.length > SHOWN ? "; …" : "");

  let told = "";
  function tell() {
    const reading = sequenceReading(area.value.trim(), t.lang);
    const key = JSON.stringify(reading);
    if (key === told) return;
    told = key;
    note.replaceChildren(
      ...(reading && "read" in reading
        ? [t("values.read", { count: reading.read.length, numbers: list(reading.read) })]
        : (reading?.choices ?? []).map((values) =>
            h(
              "button",
              {
                type: "button",
                class: "action quiet",
                onclick: () => {
                  area.value = values.join(" ");
                  change(area.value);
                  tell();
                },
              },
              list(values),
            ),
          )),
    );
  }

  return {
    parts: [area],
    main: area,
    after: note,
    show(value) {
      if (document.activeElement !== area) area.value = shownSequence(write(value), t.lang);
      tell();
    },
  };
}
