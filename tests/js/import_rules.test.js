import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../static/js/", import.meta.url));

/** Every import between two scripts, static or dynamic; types are none. */
const imports = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".js"))
  .flatMap((name) => {
    const source = readFileSync(join(ROOT, name), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
    return [...source.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)].map(([, to]) => ({
      from: name,
      to: relative(ROOT, join(ROOT, dirname(name), to)),
    }));
  });

test("a view imports no other view", () => {
  for (const folder of ["views", "training/views"]) {
    const between = imports.filter(
      ({ from, to }) => dirname(from) === folder && dirname(to) === folder && from !== `${folder}/index.js`,
    );
    assert.deepEqual(between, []);
  }
});

test("the page's frame knows no mode by name", () => {
  const shown = readdirSync(join(ROOT, "shell")).filter((name) => name.endsWith(".js"));
  for (const name of [...shown.map((script) => `shell/${script}`), "main.js"])
    assert.doesNotMatch(readFileSync(join(ROOT, name), "utf8"), /"(lab|train|apps)"/, name);
});

test("no script asks where it lies: in a bundle it lies elsewhere", () => {
  for (const name of readdirSync(ROOT, { recursive: true, encoding: "utf8" }))
    if (name.endsWith(".js")) assert.doesNotMatch(readFileSync(join(ROOT, name), "utf8"), /import\.meta/, name);
});

test("no stylesheet knows a mode by name", () => {
  const css = fileURLToPath(new URL("../../static/css/", import.meta.url));
  for (const name of readdirSync(css, { recursive: true, encoding: "utf8" }))
    if (name.endsWith(".css")) assert.doesNotMatch(readFileSync(join(css, name), "utf8"), /data-mode=/, name);
});
