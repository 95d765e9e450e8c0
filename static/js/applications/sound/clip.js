/** A recorded clip as something that can be played. */

import { bytesOf } from "../../state/decode.js";

/**
 * A WAV file as a score. The bytes are copied: decoding takes them away.
 * @param {string} base64
 * @returns {import("./player.js").Score}
 */
export const clipScore = (base64) => ({
  async prepare(context) {
    const buffer = await context.decodeAudioData(bytesOf(base64));
    return {
      seconds: buffer.duration,
      start(output, at) {
        const source = new AudioBufferSourceNode(context, { buffer });
        source.connect(output);
        source.start(at);
        return [source];
      },
    };
  },
});
