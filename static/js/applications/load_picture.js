/** The pictures, fetched together when the first one is asked for; an application that has none has that of a class. */

/** @typedef {import("./pictures/types.js").Picture} Picture */

/** @type {Promise<[Record<string, Picture>, Picture]> | null} */
let fetched = null;

/** @param {string} app @returns {Promise<Picture>} */
export async function pictureOf(app) {
  fetched ??= Promise.all([import("./pictures/index.js"), import("./pictures/classified.js")]).then(
    ([{ PICTURES }, { classified }]) => [PICTURES, classified],
  );
  const [pictures, other] = await fetched;
  return pictures[app] ?? other;
}
