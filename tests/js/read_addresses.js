/** Reads addresses as the page does, for a test that compares with the server: lines of JSON in, lines of JSON out. */

import { readFileSync } from "node:fs";
import { write } from "../../static/js/state/values.js";
import { verdict } from "../../static/js/state/verdict.js";

const { catalogue, addresses } = JSON.parse(readFileSync(0, "utf-8"));
for (const [reader, address] of addresses) {
  const { wrong, values, address: canonical } = verdict(address, reader, catalogue);
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, write(value)]));
  process.stdout.write(`${JSON.stringify({ wrong, values: wrong.length ? {} : texts, address: canonical })}\n`);
}
