/** The pictures, fetched together when the first one is asked for; an application may be without one. */

/** @typedef {import("./pictures/types.js").Picture} Picture */

/** @type {Promise<Record<string, Picture>> | null} */
let fetched = null;

/** @param {string} app @returns {Promise<Picture | undefined>} */
export async function pictureOf(app) {
  fetched ??= import("./pictures/index.js").then(({ PICTURES }) => PICTURES);
  return (await fetched)[app];
}
