"""Tunes in ABC notation, as people write them on the web: text → the melody of the first tune.

    X:1                      a tune begins; its fields: T title, M metre, L the length of a plain note, K the key,
    T:The Kesh               which is the last and begins the music. Other fields, words (w:) and comments (%) say
    M:6/8                    nothing of the melody
    K:G
    |: "G"G3 GAB | A3 ABd :|1 edd g>fe :|2 {g}(3edB !trill!A3- A3 |]

Read are octave marks, accidentals (to the end of the bar, in all octaves) and the signature of the key in any mode,
lengths, broken rhythm (> and <), tuplets, ties, repeats with their endings, changes of key, metre and length within,
and continued lines. Of notes that sound together the highest is the melody. Chord names, grace notes, decorations,
rests, further voices and further tunes are left out, and counted.

Source: the ABC notation standard 2.1, abcnotation.com/wiki/abc:standard:v2.1 (2011).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from .tune import ReadTune

FIFTHS = {letter: place - 1 for place, letter in enumerate("FCGDAEB")}
"""Sharps of the major key on a letter."""
MODES = {"maj": 0, "ion": 0, "": 0, "mix": -1, "dor": -2, "m": -3, "min": -3, "aeo": -3, "phr": -4, "loc": -5, "lyd": 1}
WHOLE_MODES = "|".join(
    (
        "maj(?:or)?",
        "min(?:or)?",
        "dor(?:ian)?",
        "mix(?:olydian)?",
        "ion(?:ian)?",
        "aeo(?:lian)?",
        "phr(?:ygian)?",
        "loc(?:rian)?",
        "lyd(?:ian)?",
        "m",
    )
)
"""The words of the modes, at full length or cut short."""
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SIGNS = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
FIELD = re.compile(r"([A-Za-z+]):(?![|:])(.*)")
KEY = re.compile(r"([A-G])([#b♯♭]?)\s*(maj|ion|mix|dor|min|aeo|phr|loc|lyd|m)?", re.IGNORECASE)
TIMES = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
"""In the time of how many so many notes are; five, seven and nine are in two, in compound metres in three."""
MOST_PLAYED = 4000
"""Notes, bars and marks that are gone through, repeats among them."""
MOST_SIGNS = 40_000
"""Characters that are read of a tune; a long one has two thousand."""
LENGTH = r"\d{0,3}/{0,6}\d{0,3}"
ENDING = r"\d[\d,.-]{0,20}"
TOKEN = re.compile(
    r'"(?P<chord>[^"]*)"|!(?P<deco>[^!\s]*)!|\+(?P<plus>[a-z.<>()]+)\+|\{(?P<grace>[^{}]*)\}'
    r"|\[(?P<field>[A-Za-z]):(?P<value>[^\[\]]*)\]"
    rf"|(?P<bar>:*\|[|\]:]*|::+|\[\|\]?)\s*(?P<after>{ENDING})?|\[\s*(?P<ending>{ENDING})"
    r"|\((?P<tuplet>\d)(?P<ratio>(?::\d{0,2}){0,2})"
    rf"|\[(?P<together>[^\[\]]*)\](?P<times>{LENGTH})(?P<together_tie>-?)"
    rf"|(?P<rest>[zxZX]){LENGTH}"
    r"|(?P<sign>\^\^|__|[\^_=])?(?P<letter>[A-Ga-g])(?P<octave>[,']*)"
    rf"(?P<length>{LENGTH})(?P<tie>\s*-)?"
    r"|(?P<broken>[<>]+)|(?P<quiet>[\s()`\\$*;?@#y-])|(?P<ornament>[~.HLMOPSTuvJKRWhijklnqrstw])"
)


@dataclass
class Sounding:
    """A note before repeats are played. tied: to the next of the same pitch."""

    pitch: int
    length: Fraction
    tied: bool = False


@dataclass
class Bar:
    """A bar line, or where an ending begins. opens, closes: a repeat; final: a section ends; endings: their numbers."""

    opens: bool = False
    closes: bool = False
    final: bool = False
    endings: frozenset[int] = frozenset()


@dataclass
class Reader:
    """What holds at a place of the music."""

    sharps: int = 0
    signature: dict[str, int] = field(default_factory=dict)
    in_bar: dict[str, int] = field(default_factory=dict)
    metre: str = ""
    unit: Fraction | None = None
    events: list[Sounding | Bar] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    tuplet: tuple[int, Fraction] = (0, Fraction(1))
    broken: Fraction = Fraction(1)

    @property
    def plain(self) -> Fraction:
        """A plain note in quarter notes: as L says, or a sixteenth where a bar is short, else an eighth."""
        if self.unit is not None:
            return self.unit
        return Fraction(1, 4) if 0 < metre_value(self.metre) < Fraction(3, 4) else Fraction(1, 2)

    # --- fields ---

    def read_field(self, name: str, value: str) -> None:
        """A field in the head, on a line, or in brackets."""
        value = value.split("%", maxsplit=1)[0].strip()
        if name == "K" and value:
            self.read_key(value)
        elif name == "M":
            self.metre = value.split()[0][:12] if value else ""
        elif name == "L" and re.fullmatch(r"1/[1-9]\d{0,2}|1", value):
            self.unit = 4 * Fraction(value)

    def read_key(self, value: str) -> None:
        """The signature: its sharps or flats, and those that are added to it one by one."""
        added = {letter.upper(): SIGNS[sign] for sign, letter in re.findall(r"(\^\^|__|[\^_=])([A-Ga-g])", value)}
        match = KEY.match(value)
        if value.upper().startswith("HP"):
            self.sharps = 2
        elif value.lower().startswith("none"):
            self.sharps = 0
        elif match and match[1].isupper() and not value.lower().startswith("clef"):
            step = {"#": 7, "♯": 7, "b": -7, "♭": -7}.get(match[2], 0)
            explicit = re.search(r"\bexp\b", value) is not None
            self.sharps = 0 if explicit else FIFTHS[match[1]] + step + MODES[(match[3] or "").lower()]
        self.signature = dict.fromkeys("FCGDAEB"[: max(0, self.sharps)], 1)
        self.signature |= dict.fromkeys("BEADGCF"[: max(0, -self.sharps)], -1)
        self.signature |= added
        self.in_bar = {}

    # --- music ---

    def read_line(self, line: str, *, strict: bool = False) -> None:
        """A line of music. strict: raises `SignError` at a sign that is none of its own."""
        at = 0
        while at < len(line):
            match = TOKEN.match(line, at)
            odd = match is None or match["ornament"] not in (None, "~", ".") or match["rest"] not in (None, "z")
            if match is None or (strict and odd):
                if strict:
                    raise SignError(at)
                self.left_out["signs"] += 1
                at += 1
                continue
            self.take(match)
            at = match.end()

    def take(self, match: re.Match[str]) -> None:
        """One sign of the music."""
        part = match.groupdict()
        if part["letter"]:
            length = self.timed(length_of(part["length"]))
            self.add(self.pitch(part["sign"], part["letter"], part["octave"]), length, tied=bool(part["tie"]))
        elif part["together"] is not None:
            self.take_together(part["together"], part["times"], tied=bool(part["together_tie"]))
        elif part["bar"]:
            self.bar(part["bar"], part["after"])
        elif part["ending"]:
            self.events.append(Bar(endings=numbers_of(part["ending"])))
        elif part["tuplet"]:
            self.begin_tuplet(int(part["tuplet"]), part["ratio"])
        elif part["broken"]:
            self.break_rhythm(part["broken"])
        elif part["field"]:
            self.read_field(part["field"], part["value"])
        elif part["rest"]:
            self.timed(Fraction(1))
            self.left_out["rests"] += 1
        elif part["chord"] is not None:
            self.left_out["chords"] += part["chord"][:1] not in ("^", "_", "<", ">", "@")
        elif part["grace"] is not None:
            self.left_out["grace"] += 1
        elif part["deco"] or part["plus"] or part["ornament"]:
            self.left_out["ornaments"] += 1

    def pitch(self, sign: str | None, letter: str, octave: str) -> int:
        """The MIDI number of a note, with the accidental that holds for its letter."""
        name = letter.upper()
        if sign:
            self.in_bar[name] = SIGNS[sign]
        raised = self.in_bar.get(name, self.signature.get(name, 0))
        height = letter.islower() + octave.count("'") - octave.count(",")
        return 60 + SEMITONES[name] + raised + 12 * height

    def take_together(self, inside: str, times: str, *, tied: bool) -> None:
        """Notes that sound together: the highest; as long as the first."""
        notes = [match for match in TOKEN.finditer(inside) if match["letter"]]
        if not notes:
            return
        pitches = [self.pitch(match["sign"], match["letter"], match["octave"]) for match in notes]
        self.left_out["lower"] += len(pitches) - 1
        length = length_of(notes[0]["length"]) * length_of(times)
        self.add(max(pitches), self.timed(length), tied=tied or any(match["tie"] for match in notes))

    def timed(self, length: Fraction) -> Fraction:
        """A length in plain notes, in quarter notes, as tuplets and broken rhythm have it."""
        left, factor = self.tuplet
        length *= self.plain * self.broken * (factor if left else 1)
        self.tuplet, self.broken = (max(0, left - 1), factor), Fraction(1)
        return length

    def add(self, pitch: int, length: Fraction, *, tied: bool) -> None:
        self.events.append(Sounding(pitch, length, tied))

    def begin_tuplet(self, count: int, ratio: str) -> None:
        """(p:q:r: r notes, p of them in the time of q."""
        _, *given = [*ratio.split(":"), "", ""]
        compound = self.metre.endswith("/8") and self.metre[:1] in ("6", "9", "1")
        time = int(given[0] or 0) or TIMES.get(count, 3 if compound else 2)
        self.tuplet = (int(given[1] or 0) or count, Fraction(time, max(1, count)))

    def break_rhythm(self, signs: str) -> None:
        """a>b: the first half as long again, the second half as long; a<b the other way round."""
        less = Fraction(1, 2 ** min(len(signs), 3))
        before, after = (2 - less, less) if signs[0] == ">" else (less, 2 - less)
        if self.events and isinstance(self.events[-1], Sounding):
            self.events[-1].length *= before
            self.broken = after

    def bar(self, line: str, ending: str | None) -> None:
        """A bar line ends the accidentals."""
        self.in_bar = {}
        double = line.startswith("::") or (":" in line[:1] and line.endswith(":") and len(line) > 1)
        closes, opens = line.startswith(":"), line.endswith(":") and line != ":|"
        self.events.append(Bar(opens or double, closes, "||" in line or "]" in line))
        if ending:
            self.events.append(Bar(endings=numbers_of(ending)))


class SignError(ValueError):
    """at: the place in the line, from 0."""

    def __init__(self, at: int) -> None:
        super().__init__(f"place {at}")
        self.at = at


def unfold(text: str) -> str:
    """A tune that a field of one line has run together, "X:1T:The KeshM:6/8K:G|: G3", on lines of its own again."""
    if "\n" in text.strip() or not re.match(r"\s*[XTMLR]:", text) or "K:" not in text:
        return text
    head, _, rest = text.partition("K:")
    key = re.match(rf"\s*(?:none|[A-G][#b]?(?:\s*(?:{WHOLE_MODES}))?)", rest)
    place = key.end() if key else 0
    return re.sub(r"(?<!\s)\s*(?=[A-Z]:)", "\n", head).strip() + f"\nK:{rest[:place]}\n{rest[place:]}"


def is_abc(text: str) -> bool:
    """Whether a text has the head of a tune: a key, or a number and a title."""
    names = {match[1] for line in text.splitlines() if (match := FIELD.match(line.strip()))}
    return "K" in names or {"X", "T"} <= names or {"M", "L"} <= names


def read_abc(text: str) -> ReadTune:
    """The first tune of a text that has a head; one without music has no notes."""
    reader, title, music, voice = Reader(), "", False, ""
    voices: list[str] = []
    numbers = 0
    for written in text[:MOST_SIGNS].replace("\\\n", " ").splitlines():
        if not written.strip():
            if reader.events:  # a blank line ends a tune: what follows is another, or prose
                break
            continue
        line = re.sub(r"(?<!\\)%.*", "", written).strip()
        name, value = match.groups() if (match := FIELD.match(line)) else ("", "")
        numbers += name == "X"
        if numbers > 1:
            break
        if name == "T" and not title:
            title = value.strip()[:80]
        elif name == "V" and value.split():
            voice = value.split()[0]
            voices += [] if voice in voices else [voice]
        elif name:
            reader.read_field(name, value)
            if name == "K" and not music:  # in the head voices are only described
                music, voice = True, voices[0] if voices else ""
        elif within := re.match(r"\[V:\s*([^\s\]]+)[^\]]*\]", line):
            voice = within[1]
            voices += [] if voice in voices else [voice]
            if voice == voices[0]:
                reader.read_line(line[within.end() :].split("&")[0])
        elif music and (not voices or voice == voices[0]):
            reader.read_line(line.split("&")[0])
    reader.left_out["voices"] += max(0, len(voices) - 1)
    others = len(re.findall(r"(?m)^[ \t]*X:", text)) - 1
    reader.left_out["tunes"] += max(0, others)
    sharps = first_sharps(text)
    return ReadTune(title, reader.metre, sharps, play(reader.events), reader.left_out)


def read_music(text: str) -> ReadTune:
    """Music without a head, as it is: raises `SignError` at what is no sign of it."""
    reader = Reader()
    reader.read_line(text, strict=True)
    return ReadTune("", "", None, play(reader.events), reader.left_out)


def first_sharps(text: str) -> int:
    """The signature of the first key that a text names."""
    reader = Reader()
    match = re.search(r"(?m)^[ \t]*K:(.*)$", text)
    reader.read_field("K", match[1] if match else "")
    return reader.sharps


def play(events: list[Sounding | Bar]) -> tuple[tuple[int, Fraction], ...]:
    """Repeats played, ties joined: pitch and length of every note."""
    notes: list[tuple[int, Fraction]] = []
    tied = False
    place, start, turn = 0, 0, 1
    for _ in range(MOST_PLAYED):
        if place >= len(events):
            break
        event = events[place]
        place += 1
        if isinstance(event, Sounding):
            if tied and notes and notes[-1][0] == event.pitch:
                notes[-1] = (event.pitch, notes[-1][1] + event.length)
            else:
                notes.append((event.pitch, event.length))
            tied = event.tied
        elif event.endings:
            if turn not in event.endings:
                place = next_ending(events, place, turn)
        elif event.closes and turn == 1:
            place, turn = start, 2
        elif event.closes and other_ending(events, place, turn + 1):
            place, turn = start, turn + 1
        elif event.closes or event.opens or (event.final and turn > 1):
            start, turn = place, 1
    return tuple(notes)


def next_ending(events: list[Sounding | Bar], place: int, turn: int) -> int:
    """Behind the mark of the ending for this time round; at the end of the section where there is none."""
    for at in range(place, len(events)):
        event = events[at]
        if isinstance(event, Bar) and turn in event.endings:
            return at + 1
        if isinstance(event, Bar) and event.opens and not event.closes:
            return at
    return len(events)


def other_ending(events: list[Sounding | Bar], place: int, turn: int) -> bool:
    """Whether the next mark is an ending for this time round."""
    event = events[place] if place < len(events) else None
    return isinstance(event, Bar) and turn in event.endings


def numbers_of(text: str) -> frozenset[int]:
    """1, 1,2 or 1-3 as numbers."""
    numbers: set[int] = set()
    for part in re.split(r"[,.]", text):
        ends = [int(end) for end in part.split("-") if end]
        if ends:
            numbers |= set(range(ends[0], min(ends[-1], ends[0] + 9) + 1))
    return frozenset(numbers)


def length_of(text: str) -> Fraction:
    """2, /, //, /4 or 3/2 as a number; a nonsense length is 1."""
    above, slashes, below = re.fullmatch(r"(\d*)(/*)(\d*)", text).groups()  # type: ignore[union-attr]
    divisor = int(below) if below and slashes else 2 ** len(slashes)
    value = Fraction(int(above or 1), divisor or 1)
    return value if 0 < value <= 64 else Fraction(1)


def metre_value(metre: str) -> Fraction:
    """6/8 as a number; 0 where it is none."""
    if metre in ("C", "C|"):
        return Fraction(1)
    match = re.fullmatch(r"(\d{1,3}(?:\+\d{1,3})*)/(\d{1,3})", metre)
    return Fraction(sum(map(int, match[1].split("+"))), int(match[2])) if match and int(match[2]) else Fraction(0)
