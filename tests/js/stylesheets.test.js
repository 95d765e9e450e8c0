import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { APPLICATION_SHEETS } from "../../static/js/modes/modes.js";

const styles = new URL("../../static/css/", import.meta.url);

test("every stylesheet of the pictures is fetched with the applications", () => {
  const there = readdirSync(new URL("pictures/", styles)).map((name) => `pictures/${name.replace(".css", "")}`);
  assert.deepEqual([...APPLICATION_SHEETS].sort(), ["applications", ...there].sort());
});

test("a page that opens with an application has the same stylesheets in its head, in the same order", () => {
  const head = readFileSync(new URL("../../templates/_head.html", import.meta.url), "utf8");
  const [, plays] = /\{% if plays -%\}([\s\S]*?)\{% endif -%\}/.exec(head) ?? [];
  const [, list] = /for sheet in (\[.*?\])/.exec(plays ?? "") ?? [];
  assert.match(plays ?? "", /css\/applications\.css[\s\S]*css\/pictures\/\{\{ sheet \}\}\.css/);
  assert.deepEqual(
    JSON.parse(list ?? "[]").map((/** @type {string} */ name) => `pictures/${name}`),
    APPLICATION_SHEETS.slice(1),
  );
});
