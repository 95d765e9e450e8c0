import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { PICTURES } from "../../static/js/applications/pictures/index.js";

const folder = new URL("../../static/js/applications/pictures/", import.meta.url);
const locales = new URL("../../static/locales/later/", import.meta.url);

/** Texts that the pictures name in full, and the beginnings of those that they put together. */
const named = readdirSync(folder)
  .filter((name) => name.endsWith(".js"))
  .flatMap((name) => {
    const source = readFileSync(new URL(name, folder), "utf8");
    return [...source.matchAll(/["`](picture\.[\w.]+?)(\$\{|["`])/g)].map(([, key, end]) => ({
      name,
      key,
      whole: end !== "${",
    }));
  });

for (const file of readdirSync(locales))
  test(`${file}: every text that a picture names is there, and every text of the pictures is named`, () => {
    const keys = Object.keys(JSON.parse(readFileSync(new URL(file, locales), "utf8")));
    for (const { name, key, whole } of named)
      assert.ok(
        keys.some((known) => (whole ? known === key : known.startsWith(key))),
        `${name}: ${key}`,
      );
    const titles = [...Object.keys(PICTURES), "classified"].map((app) => `picture.${app}`);
    for (const title of titles) assert.ok(keys.includes(title), title);
    for (const known of keys.filter((key) => key.startsWith("picture.") && !titles.includes(key)))
      assert.ok(
        named.some(({ key, whole }) => (whole ? known === key : known.startsWith(key))),
        known,
      );
  });
