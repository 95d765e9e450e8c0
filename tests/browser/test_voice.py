"""The voice in a real Chromium, whose microphone is a file: recording, why there is none, and teaching it a voice."""

from __future__ import annotations

import struct
import wave
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect, sync_playwright

from app.applications import APPLICATIONS
from app.applications.speech.clips import clips
from app.applications.speech.mel import RATE
from scripts import chromium
from tests.applications.marked_wav import chunk
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.skipif("speech" not in APPLICATIONS, reason="it is not there")

SILENT = """
  navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream;
"""
NAMED = "navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('no', '{name}'); }};"
TOLD = """
  window.told = [];
  new MutationObserver(() => {
    const status = document.querySelector(".voice-status")?.textContent;
    const meter = document.querySelector(".voice-meter:not([hidden])") !== null;
    if (status && told.at(-1)?.[0] !== status) told.push([status, meter]);
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""
"""Everything that the page says while it records, and whether the meter is there: each for half a second."""
INSECURE = "Object.defineProperty(window, 'isSecureContext', { value: false });"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """A browser that hears a clip which ships, again and again, with silence between."""
    path = tmp_path_factory.mktemp("sound") / "said.wav"
    sound = clips().sound[next(iter(clips().sound))]
    said(path, np.concatenate([np.zeros(RATE // 4), sound, np.zeros(RATE)]))
    flags = [
        *chromium.FLAGS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={path}",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        yield browser
        browser.close()


def said(path: Path, samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(samples * 32000).astype("<i2").tobytes())


def opened(lab, query="mode=apps&app=speech&cell=gru", script=""):
    if script:
        lab.context.add_init_script(script)
    page = lab.open(query)
    expect(page.locator(".voice-record")).to_be_visible()
    return page


def test_the_big_button_comes_first_and_says_what_was_heard(lab):
    page = opened(lab, script=TOLD)
    button, picture = page.locator(".voice-record").bounding_box(), page.locator(".bench-inputs").bounding_box()
    assert button["y"] + button["height"] <= picture["y"]
    assert button["height"] >= 44
    page.locator(".voice-record").press("Enter")
    heard = page.locator(".voice-status b")
    expect(heard).not_to_be_empty()
    expect(page.locator(".pic-transcript b").first).to_be_visible()
    assert heard.inner_text().split()[0] in page.locator(".pic-transcript").inner_text()
    expect(page.locator(".voice-record")).to_have_text("Again")
    told = [text for text, _ in page.evaluate("told")]
    counted = told.index("3 …")
    assert told[counted : counted + 4] == ["3 …", "2 …", "1 …", "Speak now"]
    assert dict(page.evaluate("told"))["Speak now"]


def test_silence_is_nothing_heard_and_no_digit(lab):
    page = opened(lab, script=SILENT)
    page.locator(".voice-record").click()
    expect(page.locator(".voice-status")).to_contain_text("Nothing heard")
    assert "material" not in page.url


@pytest.mark.parametrize(
    ("name", "words"),
    [("NotAllowedError", "not allowed"), ("NotFoundError", "no microphone"), ("NotReadableError", "does not answer")],
)
def test_why_there_is_no_microphone_is_told_apart(lab, name, words):
    page = opened(lab, script=NAMED.format(name=name))
    page.locator(".voice-record").click()
    expect(page.locator(".voice-reason")).to_contain_text(words)
    expect(page.locator(".voice-record")).to_be_enabled()


def test_over_plain_http_it_says_at_once_why_and_what_to_do(open_lab):
    lab = open_lab(viewport=chromium.PHONE)
    page = opened(lab, "mode=apps&app=speech&cell=gru&lang=es", INSECURE)
    expect(page.locator(".voice-reason")).to_contain_text("--tls-cert")
    expect(page.locator(".voice-record")).to_be_disabled()
    assert violations(page) == []


@pytest.mark.parametrize(
    ("viewport", "query"), [(chromium.DESKTOP, "theme=dark&lang=es"), (chromium.PHONE, "theme=light&lang=en")]
)
def test_axe_finds_no_violation_where_it_is_taught(open_lab, viewport, query):
    page = opened(open_lab(viewport=viewport), f"mode=apps&app=speech&cell=gru&{query}")
    page.locator(".voice-teach").click()
    expect(page.locator(".teach-prompt")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_file_whose_numbers_are_out_of_scale_is_heard_with_a_word_on_it(lab):
    page = opened(lab)
    samples = (clips().sound[next(iter(clips().sound))] * 32767).astype("<f4").tobytes()
    form = struct.pack("<HHIIHH", 3, 1, RATE, 4 * RATE, 4, 32)
    content = b"RIFF\0\0\0\0WAVE" + chunk(b"fmt ", form) + chunk(b"data", samples)
    page.locator("#play-material").set_input_files({"name": "a.wav", "mimeType": "audio/wav", "buffer": content})
    expect(page.locator(".pic-remarks")).to_contain_text("beyond ±1")
    expect(page.locator(".pic-transcript b").first).not_to_have_text("nothing")


def test_a_voice_is_taught_and_tried(lab):
    page = opened(lab)
    page.locator(".voice-teach").click()
    expect(page.locator(".teach-go")).to_be_focused()
    expect(page.locator(".teach-foot .action")).to_be_disabled()
    page.keyboard.press("Enter")
    expect(page.locator(".teach-mark.said").nth(9)).to_be_visible()
    page.locator(".teach-go").click()
    page.get_by_role("button", name="Skip").click()
    expect(page.locator(".teach-mark.skipped")).to_have_count(1)
    page.locator(".teach-foot .action").click()
    lab.in_address("variant", "own")
    lab.in_address("mode", "train")
    expect(page.locator(".train-words b")).to_have_text("iteration 120")
    expect(page.locator(".teach h3")).to_have_text("Try it")
    page.locator(".teach-go").click()
    expect(page.locator(".teach-trials tbody tr")).to_have_count(1)
    page.locator(".teach-go").click()
    expect(page.locator(".teach-figure")).to_contain_text("Accuracy on 1 digit:")
    assert "sound=" in page.url
