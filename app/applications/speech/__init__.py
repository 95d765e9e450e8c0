"""Speech recognition: spoken digits, Spanish and English, from sound to words, by a network that reads both ways.

Nobody tells it when a word is said, only which words, in order: the CTC loss sums over all the ways in which they can
lie in time. What it learns is to say a word at one moment, and nothing before and after. The gradient of that moment
reaches back and on over the word's sound, and hardly beyond it.
"""

from base64 import b64encode
from collections.abc import Sequence
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
from ..interval import of_ratio
from ..limits import Limit
from ..measurement import Figures
from ..split import Part
from .answer import Interval, SoundRemark, SpeechAnswer, SpeechDetails, SpeechUpload
from .clips import CLASSES, LANGUAGES, PARTS, SILENT, Clip, clips
from .config import SpeechConfig
from .errors import distance, word_error_rate
from .mel import BANDS, FLOOR, PER_STEP, RATE, STEP_SECONDS, decibels, peaks, steps_of, whole_steps
from .nearest import nearest
from .nothing import nothing
from .recordings import Recording, has_marks, read_recordings
from .vary import vary
from .wav import MOST_BYTES, Sound, read_sound, to_wav

OWN_SHARE = 0.5
"""The share of a batch that is the reader's own recordings; the rest keeps the network from forgetting other voices."""
NUMBERS_EVERY = 2
"""One in so many batches, on average, is of numbers in one breath; the others are of one word each, and short."""
WORD_FRAMES = 60
"""Frames of a clip in a batch of single words."""
PEOPLE, CUT, NOTHING = 0.45, 0.125, 0.1
"""Shares of a batch: people, voices that were cut from recordings, and sounds in which there is no word."""
PAUSE = 8
"""Most frames of silence between two digits of a person that are put together as a number."""
QUICK = 3
"""During a run one in so many of the clips for validation is measured."""


class Speech(Application[SpeechConfig]):
    """See the module. `OWN` is the network that ships, tuned to a reader's voice by a few recordings of theirs."""

    name: ClassVar[str] = "speech"
    variants: ClassVar[tuple[str, ...]] = ("", OWN)
    config: ClassVar[type[InferenceConfig]] = SpeechConfig
    cell: ClassVar[str] = "gru"
    recipe: ClassVar[str] = (
        "units=48&rate=0.006&minibatch=32&iterations=5000&changes=3600:rate=0.002;4400:rate=0.0005"
        "&clip=norm&threshold=1&dtype=float32"
    )
    own_recipe: ClassVar[str] = (
        "units=48&rate=0.004&minibatch=32&iterations=120&changes=80:rate=0.001&clip=norm&threshold=1&dtype=float32"
    )
    steps: ClassVar[int] = 75
    measure_name: ClassVar[str] = "wer"
    baseline_name: ClassVar[str] = "nearest"
    goal: ClassVar[float | None] = 0.05
    higher: ClassVar[bool] = False
    source: ClassVar[str] = (
        "spoken by the synthesisers eSpeak NG, Flite and Festival (scripts/data/speech.py) and by four people "
        "(scripts/data/people.py: Free Spoken Digit Dataset, doi:10.5281/zenodo.1342401, CC BY-SA 4.0)"
    )
    material_bytes: ClassVar[int] = MOST_BYTES

    def __init__(
        self, variant: str = "", material: bytes = b"", input_upload: bytes = b"", *, left_out: str = ""
    ) -> None:
        """left_out: a person who is not trained on, to be measured with (scripts/voices.py)."""
        super().__init__(variant, material, input_upload)
        self.left_out = left_out

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
        """The languages in which no person was heard."""
        heard = {clip.language for clip in clips().people}
        unheard = (Limit("unheard", language=language) for language in LANGUAGES if language not in heard)
        return (*super().limits(variant, figures), *unheard)

    def architecture(self, units: int) -> Stacked:
        _ = self.recordings  # what cannot be learned from is refused before a run begins
        return Stacked(PER_STEP * BANDS, units, len(CLASSES), both=True)

    @property
    def loss(self) -> Loss:
        return LabelSequences()

    @cached_property
    def people(self) -> dict[str, list[Clip]]:
        """The clips of each person who is trained on."""
        voices: dict[str, list[Clip]] = {}
        for clip in clips().people:
            if clip.voice != self.left_out:
                voices.setdefault(clip.voice, []).append(clip)
        return voices

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        """Clips of voices that are trained on, varied: of the reader's own, where there is one, and of all others."""
        taught = self.recordings
        own = [taught[k] for k in rng.integers(0, len(taught), round(OWN_SHARE * size))] if taught else []
        levels, labels = self.others(rng, size - len(own))
        most = PER_STEP * self.steps
        behind = rng.permutation(len(own))
        varied = [vary(rng, one.levels, most, own[other].levels) for one, other in zip(own, behind, strict=True)]
        return examples([*varied, *levels], [*(one.labels for one in own), *labels])

    def others(self, rng: np.random.Generator, size: int) -> tuple[list[Array], list[tuple[int, ...]]]:
        """Levels and labels of all other voices' clips: single words, or numbers; in some nothing is said."""
        several = rng.integers(NUMBERS_EVERY) == 0
        most = PER_STEP * self.steps if several else WORD_FRAMES
        counts = [round(size * share) for share in (PEOPLE / (2 if several else 1), CUT, NOTHING)]
        silent = counts.pop()
        chosen = [self.person(rng, several=several) for _ in range(counts[0])]
        synthetic = training_clips(several)
        for group, many in ((synthetic[1], counts[1]), (synthetic[0], size - silent - sum(counts))):
            chosen += [group[k] for k in rng.integers(0, len(group), many)]
        behind = rng.permutation(len(chosen))
        levels = [
            vary(rng, clip.levels, most, chosen[other].levels) for clip, other in zip(chosen, behind, strict=True)
        ]
        levels += [nothing(rng, most) for _ in range(silent)]
        return levels, [*(clip.labels for clip in chosen), *[()] * silent]

    def person(self, rng: np.random.Generator, *, several: bool) -> Clip:
        """A digit that a person says, or two or three by the same, put together."""
        said = list(self.people.values())[rng.integers(len(self.people))]
        parts = [said[k] for k in rng.integers(0, len(said), rng.integers(2, 4) if several else 1)]
        levels = [parts[0].levels]
        for clip in parts[1:]:
            levels += [np.full((rng.integers(PAUSE), BANDS), FLOOR), clip.levels]
        labels = tuple(label for clip in parts for label in clip.labels)
        return Clip(np.concatenate(levels), labels, "en", parts[0].voice)

    @cached_property
    def validation(self) -> Examples:
        return clip_examples(clips().validation)

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """Word error rate on voices that synthesisers make; of those that were cut from recordings it is a detail.

        None of them is trained on. How people are understood who are not trained on is in scripts/voices.py.
        """
        made, cut = ([clip for clip in clips().of(part) if clip.cut == of_people] for of_people in (False, True))
        if quick:
            made = made[::QUICK]
        said, heard = [clip.labels for clip in made], transcripts(network, clip_examples(made))
        value = word_error_rate(said, heard)
        if quick:
            return Measured(value, baseline(part))
        errors = np.array([distance(*pair) for pair in zip(said, heard, strict=True)])
        details = SpeechDetails(
            exact=float((errors == 0).mean()),
            cut=word_error_rate([clip.labels for clip in cut], transcripts(network, clip_examples(cut))),
        )
        return Measured(value, baseline(part), details, len(made), of_ratio(errors, [len(words) for words in said]))

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
        return Sound(clips().sound[place]), clips().validation[place], len(places)

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
    targets = np.full((max(map(len, labels)), len(labels)), NONE)
    for b, words in enumerate(labels):
        targets[: len(words), b] = words
    mask = present([len(clip_levels) for clip_levels in inputs])
    return Examples(padded(inputs), mask, targets, mask.astype(np.float32))


def clip_examples(chosen: Sequence[Clip]) -> Examples:
    """The same of clips as they are."""
    return examples([clip.levels for clip in chosen], [clip.labels for clip in chosen])


def transcripts(network: Network, batch: Examples) -> list[tuple[int, ...]]:
    """The words that the network reads off every clip."""
    return best_path(network.forward(batch).outputs, batch.mask.sum(axis=0))


@lru_cache(maxsize=2)
def training_clips(several: bool) -> tuple[list[Clip], list[Clip]]:
    """What synthesisers say in training, single words or several: voices that are made, and that were cut."""
    fitting = [clip for clip in clips().training if (len(clip.labels) > 1) == several]
    return [clip for clip in fitting if not clip.cut], [clip for clip in fitting if clip.cut]


@lru_cache(maxsize=len(PARTS))
def baseline(part: Part = "held out") -> float:
    """The word error rate of the nearest training clip's words, on one part of the synthesisers' voices."""
    chosen = [clip for clip in clips().of(part) if not clip.cut]
    return word_error_rate([clip.labels for clip in chosen], nearest(clips().training, chosen))


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
