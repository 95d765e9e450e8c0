/**
 * Reads addresses as the page does, for a test that compares with the server: lines of JSON in, lines of JSON out.
 * `sent` is what the page itself then asks the server for.
 */

import { readFileSync } from "node:fs";
import { MODES } from "../../static/js/modes/index.js";
import { formatConfig, formatPlay, formatTraining, parse } from "../../static/js/state/address.js";
import { write } from "../../static/js/state/address_values.js";
import { checkAddress } from "./check_address.js";

const { catalogue, addresses } = JSON.parse(readFileSync(0, "utf-8"));
catalogue.modes = Object.fromEntries(MODES.map(({ id, address }) => [id, address])); // as the page sets it

/** The last mode that an address names is the page's. */
const SENT = {
  trace: (/** @type {string} */ address) => formatConfig(parse(`${address}&mode=lab`, catalogue).config, catalogue),
  train: (/** @type {string} */ address) => formatTraining(parse(`${address}&mode=train`, catalogue).config, catalogue),
  play: (/** @type {string} */ address) => formatPlay(parse(`${address}&mode=apps`, catalogue).play, catalogue),
};

for (const [reader, address] of addresses) {
  const { wrong, values, address: canonical } = checkAddress(address, reader, catalogue);
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, write(value)]));
  const sent = SENT[/** @type {keyof typeof SENT} */ (reader)](address);
  process.stdout.write(`${JSON.stringify({ wrong, values: wrong.length ? {} : texts, address: canonical, sent })}\n`);
}
