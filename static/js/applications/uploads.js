/**
 * What the reader uploads: it goes to the server, which keeps it in memory for a while under the hash of its content, and
 * stays in this tab's memory, so that it can be uploaded again where the server has forgotten it.
 */

import { keepUpload, keptUploads } from "./kept_uploads.js";

/** @typedef {{ material: string, about: Record<string, any> }} Upload */

/**
 * @param {{ base: string, lang: () => string, send?: (address: string, init: RequestInit) => Promise<Response> }} wiring
 */
export function createUploads({ base, lang, send = (address, init) => fetch(address, init) }) {
  const inMemory = keptUploads();

  /**
   * @param {string} app
   * @param {BodyInit} content
   * @param {string} [name] what the reader calls it: a file's name
   * @param {boolean} [reloads] whether it is to outlast a reload: a browser may write what does to its disk
   * @returns {Promise<{ upload: Upload } | { error: import("../base/types.js").ErrorBody | null }>}
   */
  async function upload(app, content, name = "", reloads = true) {
    try {
      const response = await send(`${base}/api/material?app=${app}&lang=${lang()}`, { method: "POST", body: content });
      const body = await response.json();
      if (!response.ok) return { error: body.error };
      const kept = { content, about: body.about, name, reloads };
      inMemory.set(body.material, kept);
      if (reloads) await keepUpload(body.material, kept);
      return { upload: body };
    } catch {
      return { error: null };
    }
  }

  return {
    upload,
    /** @param {string} material */
    has: (material) => inMemory.has(material),
    /** @param {string} material */
    about: (material) => inMemory.get(material),
    /** The same once more. @param {string} app @param {string} material @returns {Promise<boolean>} */
    async uploadAgain(app, material) {
      const known = inMemory.get(material);
      return known !== undefined && "upload" in (await upload(app, known.content, known.name, known.reloads));
    },
  };
}
