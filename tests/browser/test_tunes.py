"""A tune that is brought to music: pasted in ABC or as a MIDI file, with what was read of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.applications import APPLICATIONS
from app.applications.music.melodies import melodies
from app.applications.music.midi import midi

pytestmark = pytest.mark.skipif("music" not in APPLICATIONS, reason="it is not there")
ABC = 'X:1\nT:The Kesh\nM:6/8\nK:G\n|: "G"G3 GAB | A3 ABd :|\n\nX:2\nT:Another\nK:D\nDEF'


def test_a_pasted_tune_becomes_the_input_and_what_was_left_out_is_said(lab):
    page = lab.open("mode=apps&app=music&lang=en")
    page.locator(".bring summary").click()
    page.locator("#play-paste").fill(ABC)
    page.locator(".bring-line.wide button").click()
    read = page.locator(".bring-read")
    expect(read).to_contain_text("“The Kesh”, 16 notes")
    expect(read).to_contain_text("5 semitones up")
    expect(read).to_contain_text("1 further tune")
    lab.in_address("text", "c3cded3degc3cded3deg")
    lab.in_address("material", None)


def test_a_midi_file_becomes_the_input(lab):
    page = lab.open("mode=apps&app=music&lang=es")
    tune = melodies()[0]
    content = midi(tune.notes[:12], tune.metre)
    page.locator("#play-material").set_input_files({"name": "a.mid", "mimeType": "audio/midi", "buffer": content})
    expect(page.locator(".bring-read")).to_contain_text("12 notas")
    page.locator("#play-text").fill("CDE")
    expect(page.locator(".bring-read")).to_be_hidden()
