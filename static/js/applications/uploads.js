/**
 * What the reader brings: it goes to the server, which keeps it in memory for a while under the hash of its content, and
 * stays in the page's memory, so that it can be brought again where the server has forgotten it.
 */

/** @typedef {{ material: string, about: Record<string, any> }} Brought */

/**
 * @param {{ base: string, lang: () => string, send?: (address: string, init: RequestInit) => Promise<Response> }} wiring
 */
export function createMaterials({ base, lang, send = (address, init) => fetch(address, init) }) {
  /** @type {Map<string, { content: BodyInit, about: Record<string, any>, name: string }>} */
  const kept = new Map();

  /**
   * @param {string} app
   * @param {BodyInit} content
   * @param {string} [name] what the reader calls it: a file's name
   * @returns {Promise<{ brought: Brought } | { error: import("../base/types.js").ErrorBody | null }>}
   */
  async function bring(app, content, name = "") {
    try {
      const response = await send(`${base}/api/material?app=${app}&lang=${lang()}`, { method: "POST", body: content });
      const body = await response.json();
      if (!response.ok) return { error: body.error };
      kept.set(body.material, { content, about: body.about, name });
      return { brought: body };
    } catch {
      return { error: null };
    }
  }

  return {
    bring,
    /** @param {string} material */
    has: (material) => kept.has(material),
    /** @param {string} material */
    about: (material) => kept.get(material),
    /** The same once more. @param {string} app @param {string} material @returns {Promise<boolean>} */
    async again(app, material) {
      const known = kept.get(material);
      return known !== undefined && "brought" in (await bring(app, known.content, known.name));
    },
  };
}
