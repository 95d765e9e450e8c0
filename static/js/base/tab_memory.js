/**
 * What the page remembers of this tab over a reload and no longer: plain data under a name. A frame with a sandbox has
 * no such memory; there it lasts as long as the page.
 */

/** @type {Map<string, string>} */
const inPage = new Map();

/** @returns {Pick<Storage, "getItem" | "setItem" | "removeItem">} */
function storage() {
  try {
    return sessionStorage;
  } catch {
    return {
      getItem: (name) => inPage.get(name) ?? null,
      setItem: (name, text) => void inPage.set(name, text),
      removeItem: (name) => void inPage.delete(name),
    };
  }
}

/** @param {string} name @returns {any} null where nothing is remembered */
export function recall(name) {
  try {
    return JSON.parse(storage().getItem(`unroll.${name}`) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} name @param {any} value null forgets it */
export function remember(name, value) {
  try {
    if (value === null) storage().removeItem(`unroll.${name}`);
    else storage().setItem(`unroll.${name}`, JSON.stringify(value));
  } catch {
    // full, or forbidden: what is on the page stays there
  }
}
