/** What runs beside the page while the microphone is open: it hands every block of samples on. */

const { AudioWorkletProcessor, registerProcessor } = /** @type {any} */ (globalThis);

class Recorder extends AudioWorkletProcessor {
  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const channel = inputs[0]?.[0];
    if (channel) this.port.postMessage(channel.slice());
    return true;
  }
}

registerProcessor("recorder", Recorder);
