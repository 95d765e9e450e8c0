/**
 * What the reader says of a table: lines before it, `#decimal=,`, which are part of what is uploaded and of its name. The
 * table itself keeps its bytes, in whatever encoding they are.
 */

/** @typedef {{ column?: string, decimal?: string, separator?: string, missing?: string, season?: string }} Choices */

const LINE = /^\ufeff?[ \t]*#[ \t]*(column|decimal|separator|missing|season)[ \t]*=[ \t]*(.*?)[ \t\r]*$/i;
const NEWLINE = 10;

/**
 * The choices in front of a table, and the rest of its bytes.
 * @param {Uint8Array} bytes
 * @returns {{ choices: Choices, rest: Uint8Array }}
 */
export function splitChoices(bytes) {
  /** @type {Record<string, string>} */
  const choices = {};
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf(NEWLINE);
    const match = LINE.exec(new TextDecoder().decode(rest.subarray(0, end < 0 ? rest.length : end)));
    if (!match) return { choices, rest };
    choices[match[1].toLowerCase()] = match[2];
    rest = end < 0 ? new Uint8Array() : rest.subarray(end + 1);
  }
}

/**
 * The same table with other choices beside those that it has; an empty one is taken back.
 * @param {BodyInit} content
 * @param {Choices} patch
 * @returns {Promise<Blob>}
 */
export async function withChoices(content, patch) {
  const { choices, rest } = splitChoices(new Uint8Array(await new Response(content).arrayBuffer()));
  const lines = Object.entries({ ...choices, ...patch })
    .filter(([, value]) => value)
    .map(([name, value]) => `#${name}=${value}\n`);
  return new Blob([...lines, /** @type {BlobPart} */ (rest)]);
}
