"""Speech recognition: spoken digits, Spanish and English, from sound to words, by a network that reads both ways.

Nobody tells it when a word is said, only which words, in order: the CTC loss sums over all the ways in which they can
lie in time. What it learns is to say a word at one moment, and nothing before and after. The gradient of that moment
reaches back and on over the word's sound, and hardly beyond it.
"""

from base64 import b64encode
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np

from ...bptt.architecture import Network
from ...bptt.ctc import NONE, LabelSequences, ctc
from ...bptt.ctc_paths import align, best_path
from ...bptt.examples import Examples, padded, present
from ...bptt.losses import Loss, log_softmax
from ...bptt.stacked import Stacked
from ...cells.arrays import Array
from ..base import OWN, Application, Measured, Prediction, surprise
from ..config import InferenceConfig
from ..limits import Limit
from ..measurement import Figures
from ..split import Part
from .answer import Interval, SoundRemark, SpeechAnswer, SpeechDetails, SpeechUpload
from .clips import CLASSES, SILENT, Clip, clips, unheard_languages
from .config import SpeechConfig
from .errors import word_error_rate
from .mel import BANDS, PER_STEP, RATE, STEP_SECONDS, decibels, peaks, steps_of, whole_steps
from .nearest import nearest
from .recordings import Recording, has_marks, read_recordings
from .vary import vary
from .wav import MOST_BYTES, Sound, read_sound, to_wav

PEOPLE_SHARE = 6
"""One in so many training clips is of a voice cut from recordings of a person, which are few."""
OWN_SHARE = 0.5
"""The share of a batch that is the reader's own recordings; the rest keeps the network from forgetting other voices."""
QUICK = 3
"""During a run one in so many of the held-out clips is measured."""


class Speech(Application[SpeechConfig]):
    """See the module. `OWN` is the network that ships, tuned to a reader's voice by a few recordings of theirs."""

    name: ClassVar[str] = "speech"
    variants: ClassVar[tuple[str, ...]] = ("", OWN)
    config: ClassVar[type[InferenceConfig]] = SpeechConfig
    cell: ClassVar[str] = "gru"
    recipe: ClassVar[str] = (
        "units=48&rate=0.005&minibatch=32&iterations=4000&changes=3200:rate=0.001&clip=norm&threshold=1&dtype=float32"
    )
    own_recipe: ClassVar[str] = (
        "units=48&rate=0.004&minibatch=32&iterations=120&changes=80:rate=0.001&clip=norm&threshold=1&dtype=float32"
    )
    steps: ClassVar[int] = 75
    measure_name: ClassVar[str] = "wer"
    baseline_name: ClassVar[str] = "nearest"
    goal: ClassVar[float | None] = 0.05
    higher: ClassVar[bool] = False
    source: ClassVar[str] = "spoken by the synthesisers eSpeak NG, Flite and Festival (scripts/data/speech.py)"
    material_bytes: ClassVar[int] = MOST_BYTES

    @classmethod
    def recipe_of(cls, variant: str) -> str:
        """To tune takes few iterations: docs/applications.md says how they were chosen."""
        return cls.own_recipe if variant == OWN else cls.recipe

    @classmethod
    def begins_with(cls, variant: str) -> str | None:
        """A voice is learned by going on from the weights that ship."""
        return cls.variants[0] if variant == OWN else None

    @cached_property
    def recordings(self) -> tuple[Recording, ...]:
        """What the reader said to teach the network. Raises `MaterialError`."""
        return read_recordings(self.material) if self.variant == OWN else ()

    @classmethod
    def limits(cls, variant: str, figures: Figures) -> tuple[Limit, ...]:
        """The languages in which no person was heard who did not train it."""
        unheard = (Limit("unheard", language=language) for language in unheard_languages())
        return (*super().limits(variant, figures), *unheard)

    def architecture(self, units: int) -> Stacked:
        _ = self.recordings  # what cannot be learned from is refused before a run begins
        return Stacked(PER_STEP * BANDS, units, len(CLASSES), both=True)

    @property
    def loss(self) -> Loss:
        return LabelSequences()

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        """Clips of voices that are trained on, varied: of the reader's own, where there is one, and of all others."""
        taught = self.recordings
        own = [taught[k] for k in rng.integers(0, len(taught), round(OWN_SHARE * size))] if taught else []
        levels, labels = self.others(rng, size - len(own))
        most = PER_STEP * self.steps
        return examples(
            [*(vary(rng, recording.levels, most) for recording in own), *levels],
            [*(recording.labels for recording in own), *labels],
        )

    def others(self, rng: np.random.Generator, size: int) -> tuple[list[Array], list[tuple[int, ...]]]:
        """Levels and labels of clips of voices that are not held out, varied; some of them are people's."""
        people = size // PEOPLE_SHARE
        chosen = [
            group[k]
            for group, many in ((clips().trained_people, people), (clips().trained, size - people))
            for k in rng.integers(0, len(group), many)
        ]
        most = PER_STEP * self.steps
        return [vary(rng, clip.levels, most) for clip in chosen], [clip.labels for clip in chosen]

    @cached_property
    def validation(self) -> Examples:
        return clip_examples(clips().held_out)

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """Word error rate on the held-out voices."""
        chosen = clips().held_out[:: QUICK if quick else 1]
        heard = transcripts(network, clip_examples(chosen))
        said = [clip.labels for clip in chosen]
        if quick:
            return Measured(word_error_rate(said, heard), baseline())
        people = clips().held_out_people
        details = SpeechDetails(
            exact=float(np.mean([pair[0] == pair[1] for pair in zip(said, heard, strict=True)])),
            people=word_error_rate([clip.labels for clip in people], transcripts(network, clip_examples(people))),
        )
        return Measured(word_error_rate(said, heard), baseline(), details)

    @classmethod
    def read_material(cls, content: bytes) -> SpeechUpload:
        """One sound, or recordings to learn a voice from."""
        if has_marks(content):
            recordings = read_recordings(content)
            seconds = sum(len(recording.samples) for recording in recordings) / RATE
            words = sorted({recording.label for recording in recordings})
            return SpeechUpload(round(seconds, 2), (), len(recordings), tuple(CLASSES[label] for label in words))
        sound = read_sound(content)
        return SpeechUpload(round(len(sound.samples) / RATE, 2), remarks_of(sound), 0, ())

    @cached_property
    def sound(self) -> Sound | None:
        """The reader's own sound: what they brought to be heard, or else said."""
        content = self.input_upload or (b"" if self.variant == OWN else self.material)
        return read_sound(content) if content else None

    def heard(self, request: SpeechConfig) -> tuple[Sound, Clip | Recording | None, int]:
        """The sound that a request is about, the example that it is, if it is one, and how many of these there are."""
        if self.sound is not None:
            return self.sound, None, len(self.recordings or clips().sound)
        if self.recordings:
            recording = self.recordings[request.example % len(self.recordings)]
            return Sound(recording.samples), recording, len(self.recordings)
        places = list(clips().sound)
        place = places[request.example % len(places)]
        return Sound(clips().sound[place]), clips().audible[place], len(places)

    def predict(self, network: Network, request: SpeechConfig) -> Prediction[SpeechAnswer]:
        """A clip's words (or the reader's own sound's), and the gradient of one moment's answer.

        focus: the step of that moment; 0: where the network is surest of the last word that it hears.
        """
        sound, clip, count = self.heard(request)
        samples = sound.samples
        levels = whole_steps(decibels(samples))
        truth = clip.labels if clip else ()
        batch = examples([levels], [truth]).cast(network.dtype)
        run = network.forward(batch)
        log_p = log_softmax(run.outputs[:, 0].astype(np.float64))
        (heard,) = best_path(run.outputs, np.array([len(log_p)]))
        spans = alignment(run.outputs, heard)
        steps = len(log_p)
        last = spans[-1] if spans else None
        surest = steps if last is None else last.start + 1 + int(log_p[last.start : last.end, heard[-1]].argmax())
        focus = min(request.focus or surest, steps)
        value = surprise(run.outputs, focus - 1, int(log_p[focus - 1].argmax()))
        back = network.backward(run, value.d_y, request.truncate)
        known = clip.labels if clip else heard
        answer = SpeechAnswer(
            spectrogram=levels,
            bands_hz=tuple(round(float(hertz)) for hertz in peaks()),
            posteriors=np.exp(log_p),
            symbols=CLASSES,
            path=tuple(log_p.argmax(axis=1).tolist()),
            alignment=spans,
            transcript=tuple(CLASSES[label] for label in heard),
            truth=tuple(CLASSES[label] for label in truth) if clip else None,
            step_seconds=STEP_SECONDS,
            sound=b64encode(to_wav(samples)).decode("ascii"),
            voice=clip.voice if isinstance(clip, Clip) else "",
            language=clip.language if isinstance(clip, Clip) else "",
            lattice=tuple(CLASSES[label] for label in known),
            gamma=gamma(run.outputs, known),
            examples=count,
            remarks=remarks_of(sound),
        )
        tokens = tuple(SILENT if k == 0 else CLASSES[k] for k in log_p.argmax(axis=1))
        return Prediction(tokens, run, value, back, focus, answer)


def remarks_of(sound: Sound) -> tuple[SoundRemark, ...]:
    """What should be said of how a file was read."""
    return tuple(SoundRemark(remark.name, remark.value) for remark in sound.remarks)


def examples(levels: list[Array], labels: list[tuple[int, ...]]) -> Examples:
    """Clips as a batch: levels in dB, (frames, bands) each, and the words' numbers."""
    inputs = [steps_of(clip_levels).astype(np.float32) for clip_levels in levels]
    longest = max(map(len, labels))
    targets = np.full((longest, len(labels)), NONE)
    for b, words in enumerate(labels):
        targets[: len(words), b] = words
    mask = present([len(clip_levels) for clip_levels in inputs])
    return Examples(padded(inputs), mask, targets, mask.astype(np.float32))


def clip_examples(chosen: tuple[Clip, ...]) -> Examples:
    """The same of clips as they are."""
    return examples([clip.levels for clip in chosen], [clip.labels for clip in chosen])


def transcripts(network: Network, batch: Examples) -> list[tuple[int, ...]]:
    """The words that the network reads off every clip."""
    return best_path(network.forward(batch).outputs, batch.mask.sum(axis=0))


@lru_cache(maxsize=1)
def baseline() -> float:
    """The word error rate of the nearest training clip's words."""
    all_clips = clips()
    heard = nearest((*all_clips.trained, *all_clips.trained_people), all_clips.held_out)
    return word_error_rate([clip.labels for clip in all_clips.held_out], heard)


def alignment(outputs: Array, labels: tuple[int, ...]) -> tuple[Interval, ...]:
    """Where each word lies on the most probable path that reads as these words: steps `start` … `end` - 1, from 0."""
    if not labels:
        return ()
    path = align(outputs, np.array([len(outputs)]), np.array([labels]))[:, 0]
    intervals = []
    for place, label in enumerate(labels):
        at = np.flatnonzero(path == 2 * place + 1)
        if at.size:
            intervals.append(Interval(CLASSES[label], int(at[0]), int(at[-1]) + 1))
    return tuple(intervals)


def gamma(outputs: Array, labels: tuple[int, ...]) -> Array:
    """The share of all paths that read as these words that passes through each of the lattice's positions, (T, S)."""
    return ctc(outputs, np.array([len(outputs)]), np.array([labels], int).reshape(1, -1)).gamma[:, 0]
