/** A recorded clip: from base64 to bytes, and from bytes to something that can be played. */

/** @param {string} base64 @returns {ArrayBuffer} */
export function bytesOf(base64) {
  const raw = atob(base64);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes.buffer;
}

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
