import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { MODES } from "../../static/js/modes/index.js";

const styles = new URL("../../static/css/", import.meta.url);

/** What a sheet is sent with. @param {string} name @returns {string[]} */
function whole(name) {
  const text = readFileSync(new URL(`${name}.css`, styles), "utf8");
  return [name, ...[...text.matchAll(/@import "(.+)\.css";/g)].flatMap(([, other]) => whole(other))];
}

test("every stylesheet is fetched with the page, with a mode, with the dialogs, a lesson, its maker or a symbol", () => {
  const fetched = [
    ...whole("page"),
    ...MODES.flatMap(({ sheets }) => sheets).flatMap(whole),
    "dialogs",
    "lecture",
    "lessons",
    "maker",
    "symbols",
    "plotly",
  ];
  const there = ["", "pictures/"].flatMap((folder) =>
    readdirSync(new URL(folder || ".", styles))
      .filter((name) => name.endsWith(".css"))
      .map((name) => folder + name.replace(".css", "")),
  );
  assert.deepEqual(fetched.sort(), there.sort());
});
