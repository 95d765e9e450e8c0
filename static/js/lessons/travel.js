/**
 * How a lesson travels: as JSON, compressed (deflate-raw) and spelled in the 64 signs that a link may have, after the
 * `#` that no server sees. What comes from someone else is bounded while it is read: neither a long link nor one that
 * swells is taken in.
 */

import { LESSON_HASH } from "../state/history.js";

/** Characters of a link that mail, chats and forms let pass; above, the file is offered. */
export const LONGEST_LINK = 8192;
/** Bytes of a lesson. */
export const LARGEST = 64 * 1024;

/** What can be wrong with a lesson on its way. */
export class TravelFault extends Error {
  /** @param {"not_a_lesson" | "too_large"} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** @param {Uint8Array} bytes */
function spell(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function unspell(text) {
  if (text.length > LARGEST * 2) throw new TravelFault("too_large");
  if (!/^[\w-]+$/.test(text)) throw new TravelFault("not_a_lesson");
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  } catch {
    throw new TravelFault("not_a_lesson");
  }
}

/**
 * The bytes of a stream, and no more than so many.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {number} most
 */
async function bounded(stream, most) {
  const reader = stream.getReader();
  /** @type {BlobPart[]} */
  const pieces = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer());
    size += value.byteLength;
    if (size > most) {
      void reader.cancel().catch(() => {});
      throw new TravelFault("too_large");
    }
    pieces.push(/** @type {BlobPart} */ (value));
  }
}

/** @param {Uint8Array} bytes @param {"CompressionStream" | "DecompressionStream"} way */
const through = (bytes, way) =>
  new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new globalThis[way]("deflate-raw"));

/** @param {Uint8Array} bytes @returns {any} */
function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new TravelFault("not_a_lesson");
  }
}

/** @param {unknown} lesson plain data @returns {Promise<string>} */
export async function pack(lesson) {
  const bytes = new TextEncoder().encode(JSON.stringify(lesson));
  return spell(await bounded(through(bytes, "CompressionStream"), LARGEST * 2));
}

/**
 * What a link holds, not yet checked to be a lesson; throws `TravelFault`.
 * @param {string} text
 * @returns {Promise<any>}
 */
export async function unpack(text) {
  const compressed = unspell(text);
  try {
    return parsed(await bounded(through(compressed, "DecompressionStream"), LARGEST));
  } catch (error) {
    throw error instanceof TravelFault ? error : new TravelFault("not_a_lesson");
  }
}

/** What a file holds, not yet checked; throws `TravelFault`. @param {Blob} file @returns {Promise<any>} */
export async function unpackFile(file) {
  if (file.size > LARGEST) throw new TravelFault("too_large");
  return parsed(await bounded(file.stream(), LARGEST));
}

/** The lesson in the part of an address after `#`; null where there is none. @param {string} hash */
export const packedIn = (hash) => (hash.startsWith(LESSON_HASH) && hash.slice(LESSON_HASH.length)) || null;

/** The link of a lesson. @param {string} page address of the page, with its slash @param {string} packed @param {string} [query] */
export const linkOf = (page, packed, query = "") => `${page}${query && `?${query}`}${LESSON_HASH}${packed}`;

/** Code that shows a lesson in a frame of another page. @param {string} link @param {string} title */
export function frameCode(link, title) {
  const safe = (/** @type {string} */ text) =>
    text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<iframe src="${safe(link)}" title="${safe(title)}" width="100%" height="760" loading="lazy" allow="clipboard-write"></iframe>`;
}
