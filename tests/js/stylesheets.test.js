import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { MODES } from "../../static/js/modes/index.js";

const styles = new URL("../../static/css/", import.meta.url);
const templates = new URL("../../templates/", import.meta.url);

test("every stylesheet is fetched with the page, with a mode, with the dialogs, a lesson, its maker or a symbol", () => {
  const [, list] = /for sheet in (\[.*?\])/.exec(readFileSync(new URL("_head.html", templates), "utf8")) ?? [];
  const fetched = [
    ...JSON.parse(list ?? "[]"),
    ...MODES.flatMap(({ sheets }) => sheets),
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
