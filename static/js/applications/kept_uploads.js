/**
 * Uploads over a reload: the bytes of the last ones, in this tab's own memory and no longer than the tab. What is too
 * large for it is asked for again.
 */

import { recall, remember } from "../base/tab_memory.js";

/** @typedef {{ content: BodyInit, about: Record<string, any>, name: string, reloads?: boolean }} Kept */
/** @typedef {{ material: string, about: Record<string, any>, name: string, bytes: string }} Stored `bytes`: in base64 */

/** Characters in all; a browser gives a tab about five million. */
const MOST = 3_600_000;
const NAME = "uploads";
/** Bytes that are spelled at once: a call takes only so many arguments. */
const PIECE = 0x8000;

/** @param {Uint8Array} bytes */
function spell(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

/** @returns {Map<string, Kept>} */
export function keptUploads() {
  /** @type {Stored[]} */
  const stored = recall(NAME) ?? [];
  return new Map(
    stored.map(({ material, about, name, bytes }) => [
      material,
      { about, name, content: Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0)) },
    ]),
  );
}

/**
 * Keep an upload; the oldest make room for it.
 * @param {string} material
 * @param {Kept} upload
 */
export async function keepUpload(material, { content, about, name }) {
  const bytes = spell(new Uint8Array(await new Response(content).arrayBuffer()));
  /** @type {Stored[]} */
  const others = (recall(NAME) ?? []).filter((/** @type {Stored} */ other) => other.material !== material);
  const all = [...others, { material, about, name, bytes }];
  const size = () => all.reduce((sum, one) => sum + one.bytes.length, 0);
  while (all.length && size() > MOST) all.shift();
  remember(NAME, all);
}
