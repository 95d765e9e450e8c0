import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";
import {
  frameCode,
  LARGEST,
  LONGEST_LINK,
  linkOf,
  pack,
  packedIn,
  TravelFault,
  unpack,
  unpackFile,
} from "../../static/js/lessons/travel.js";

const lesson = {
  title: { es: "Desvanecimiento «ρ < 1» 🎓" },
  about: { es: "ñ" },
  minutes: 5,
  stops: [{ title: { es: "Uno" }, address: "cell=rnn&rho=0.9", text: { es: "<b>no</b> $h_{t-1}$ [[rho=1.1|así]]" } }],
};
const spell = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString("base64url");
const faulty = (/** @type {string} */ code) => (/** @type {unknown} */ error) =>
  error instanceof TravelFault && error.code === code;

test("a lesson comes out of its link as it went in, in signs that a link may have", async () => {
  const packed = await pack(lesson);
  assert.match(packed, /^[\w-]+$/);
  assert.deepEqual(await unpack(packed), lesson);
  assert.equal(packedIn(new URL(linkOf("http://host/lab/", packed, "stop=2")).hash), packed);
  assert.equal(new URL(linkOf("http://host/lab/", packed, "stop=2")).search, "?stop=2"); // no server sees the rest
});

test("what swells beyond a lesson's size is not taken in", async () => {
  for (const size of [LARGEST + 1, 50_000_000]) {
    const bomb = spell(deflateRawSync(Buffer.alloc(size, 32), { level: 9 }));
    await assert.rejects(unpack(bomb), faulty("too_large"), String(size));
  }
});

test("a link that is too long is not even decompressed", async () => {
  await assert.rejects(unpack("A".repeat(LARGEST * 2 + 1)), faulty("too_large"));
});

test("rubbish, what was cut and what is no JSON is said to be no lesson", async () => {
  const packed = await pack(lesson);
  const json = spell(deflateRawSync(Buffer.from('{"title": ')));
  const latin = spell(deflateRawSync(Buffer.from([0x22, 0xe9, 0x22])));
  for (const text of ["", "****", "AAAA", packed.slice(0, -12), `${packed}%20`, "%3Cscript%3E", "A", json, latin])
    await assert.rejects(unpack(text), faulty("not_a_lesson"), text);
});

test("a file is read as a link is: no larger, and only JSON", async () => {
  assert.deepEqual(await unpackFile(new Blob([JSON.stringify(lesson)])), lesson);
  await assert.rejects(unpackFile(new Blob(["PK\u0003\u0004"])), faulty("not_a_lesson"));
  await assert.rejects(unpackFile(new Blob([" ".repeat(LARGEST + 1)])), faulty("too_large"));
});

test("a hash that is no lesson's is left alone", () => {
  for (const hash of ["", "#main", "#chapter-gates", "#lesson", "#lesson="]) assert.equal(packedIn(hash), null, hash);
});

test("a lesson of a dozen stops fits into a link", async () => {
  const stops = Array.from({ length: 12 }, (_, i) => ({
    title: { en: `Stop ${i}`, es: `Parada ${i}` },
    address: `cell=rnn,lstm&steps=${50 + i}&rho=${0.8 + i / 50}`,
    text: { en: `At stop ${i} the gradient is ${"a product of factors ".repeat(8)}`, es: `En la parada ${i} …` },
  }));
  assert.ok(linkOf("http://host/", await pack({ ...lesson, stops })).length < LONGEST_LINK);
});

test("a title stays text in the code of a frame", () => {
  const code = frameCode('http://host/?embed=1&stop=2#lesson=abc"', '"><script>alert(1)</script>');
  assert.doesNotMatch(code, /<script|"><s|abc"/);
  assert.match(code, /^<iframe src="http:\/\/host\/\?embed=1&amp;stop=2#lesson=abc&quot;"/);
});
