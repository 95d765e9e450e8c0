/**
 * The page's scripts as few files, in `dist/`: what the first picture needs is `js/main.js`, and what is imported while
 * the page runs are chunks beside it. `dist/bundle.json` says what it was made of; `app/bundle.py` reads it.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const STATIC = fileURLToPath(new URL("../static/", import.meta.url));
const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

/** A hash of every script, by its name; `app/bundle.py` takes the same. */
function hashOfSources() {
  const hash = createHash("sha256");
  const scripts = readdirSync(join(STATIC, "js"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => `js/${name.replaceAll(sep, "/")}`);
  for (const name of scripts.sort()) {
    const content = readFileSync(join(STATIC, name));
    hash.update(`${name} ${content.length} `).update(content);
  }
  return hash.digest("hex");
}

rmSync(join(DIST, "bundle.json"), { force: true });
rmSync(join(DIST, "js"), { recursive: true, force: true });
const sources = hashOfSources();
const bundle = await rolldown({ input: join(STATIC, "js/main.js") });
const { output } = await bundle.write({
  dir: DIST,
  minify: true,
  entryFileNames: "js/[name].js",
  // a page of an older version finds its own chunk or none, never one that takes other things from its main script
  chunkFileNames: "js/[name]-[hash].js",
});
/** Source → the file that holds it. @type {Record<string, string>} */
const files = {};
for (const chunk of output)
  if (chunk.type === "chunk")
    for (const id of chunk.moduleIds)
      if (id.startsWith(STATIC)) files[relative(STATIC, id).replaceAll(sep, "/")] = chunk.fileName;
writeFileSync(join(DIST, "bundle.json"), JSON.stringify({ sources, files }));
