"""Forms of words: what agrees in Spanish, and verbs of both languages by person and tense.

    bueno         bueno buena buenos buenas, buenísimo …        four forms: masculine, feminine, and their plurals
    película      la película, las películas                    a noun has a gender and no form of the other
    odiar         yo: odio odié odiaba … inf, ger, part, sub
    love          base love, s loves, past loved, part loved, ing loving

Regular words only, with the spelling that goes with an ending (sacar, saqué; stop, stopped); the lists write out what
is not regular.
"""

from collections.abc import Sequence

from ..accents import bare
from ..word_list import word_list

Four = tuple[str, str, str, str]
"""Masculine, feminine, masculine plural, feminine plural; what has one form has it four times."""
MASCULINE, FEMININE = 0, 1
VOWELS = "aeiou"
HAS_SUPERLATIVE = frozenset(
    word_list(
        "malo rico feo lindo bonito hermoso bello aburrido divertido interesante rápido lento limpio sucio cómodo "
        "fácil difícil mono amable simpático majo contento triste frío fresco duro tonto listo largo pesado barato "
        "guapo útil delicioso precioso dulce tierno tranquilo atento educado bueno cansado enfadado soso seco salado "
        "borde maleducado antipático inteligente alegre elegante orgulloso harto incómodo peligroso injusto "
        "complicado ilusionado importante ruidoso silencioso grosero"
    )
)
"""Adjectives whose form in -ísimo is frequent."""


def same(word: str) -> Four:
    """A word that does not change."""
    return (word, word, word, word)


def written_out(word: str) -> Four:
    """A word whose forms are given, with bars between them; or one that does not change."""
    forms = word.split("/")
    if len(forms) == 1:
        return same(word)
    m, f, ms, fs = forms
    return (m, f, ms, fs)


def plural(word: str) -> str:
    """A Spanish noun or adjective in the plural."""
    if word[-1] in "aeoiuáéó":
        return f"{word}s"
    if word[-1] == "z":
        return f"{word[:-1]}ces"
    if word[-1] == "s" or word[-2:] in ("ap", "et", "ub", "ok"):
        return word
    for accented, vowel in (("ón", "on"), ("án", "an"), ("ín", "in"), ("én", "en"), ("és", "es")):
        if word.endswith(accented):
            return f"{word[:-2]}{vowel}es"
    return f"{word}es"


def adjective(word: str) -> list[Four]:
    """A Spanish adjective, and its superlative in -ísimo where it is short enough to have one."""
    if "/" in word or "-" in word:
        return [written_out(word)]
    feminine = f"{word[:-1]}a" if word.endswith("o") else word
    forms: Four = (word, feminine, plural(word), plural(feminine))
    top = superlative(word)
    return [forms, forms, forms, (f"{top}o", f"{top}a", f"{top}os", f"{top}as")] if top else [forms]


def superlative(word: str) -> str:
    """The superlative up to its last vowel ("riquísim"); empty where there is none."""
    if word not in HAS_SUPERLATIVE:
        return ""
    stem = bare(word) if "ñ" not in word else word
    if word.endswith("ble"):
        stem = f"{stem[:-2]}il"
    elif word[-1] in "oe":
        stem = stem[:-1]
    return f"{hard(stem)}ísim"


def hard(stem: str) -> str:
    """A stem before e or i, with the sound that it has before a or o."""
    return {"c": f"{stem[:-1]}qu", "g": f"{stem}u", "z": f"{stem[:-1]}c"}.get(stem[-1], stem)


def noun(word: str) -> tuple[int, str, str]:
    """A Spanish noun: gender, singular, plural. A gender that the ending does not say is written after a colon."""
    word, _, gender = word.partition(":")
    first, *rest = word.split("-")
    if not gender:
        gender = (
            "f" if first.endswith(("a", "ción", "sión", "dad", "tud", "eza")) and first not in MASCULINE_IN_A else "m"
        )
    return (FEMININE if gender == "f" else MASCULINE, word, "-".join([plural(first), *rest]))


MASCULINE_IN_A = frozenset(word_list("día problema guía drama programa clima tema mapa poema pijama"))
PRESENT = {"ar": "o as a amos an", "er": "o es e emos en", "ir": "o es e imos en"}
PAST = {"ar": "é aste ó amos aron", "er": "í iste ió imos ieron", "ir": "í iste ió imos ieron"}
IMPERFECT = {"ar": "aba abas aba ábamos aban", "er": "ía ías ía íamos ían", "ir": "ía ías ía íamos ían"}
PERSONS = ("yo", "tu", "el", "nos", "ellos")
OFTEN = 3
"""How much more often the present and the simple past come than the imperfect."""


def spanish_verb(word: str) -> dict[str, list[str]]:
    """A Spanish verb's forms by person (present, simple past, imperfect), and inf, ger, part, sub (él, present).

    After "~" stands the stem that it has where the stress falls on it: "perder~pierd".
    """
    word, _, stressed = word.partition("~")
    word, *rest = word.split("-")
    stem, ending = word[:-2], word[-2:]
    stressed = stressed or stem
    weak = weakened(stem) if stressed != stem and ending == "ir" else stem
    forms: dict[str, list[str]] = {}
    for k, person in enumerate(PERSONS):
        now = f"{stem if person == 'nos' else stressed}{PRESENT[ending].split()[k]}"
        if person == "yo" and ending != "ar" and stem.endswith("c"):
            now = f"{stem[:-1]}{'z' if stem.endswith('nc') else 'zc'}o"
        past = f"{weak if person in ('el', 'ellos') else stem}{PAST[ending].split()[k]}"
        if person == "yo" and ending == "ar":
            past = f"{hard(stem)}é"
        forms[person] = [now] * OFTEN + [past] * OFTEN + [f"{stem}{IMPERFECT[ending].split()[k]}"]
    forms["inf"] = [word]
    forms["ger"] = [f"{stem}ando" if ending == "ar" else f"{weak}iendo"]
    forms["part"] = ["roto" if word == "romper" else f"{stem}{'ado' if ending == 'ar' else 'ido'}"]
    forms["sub"] = [f"{hard(stressed)}e" if ending == "ar" else f"{forms['yo'][0][:-1]}a"]
    return {form: [" ".join([one, *rest]) for one in words] for form, words in forms.items()}


def weakened(stem: str) -> str:
    """The stem that a verb in -ir has in the past of él and ellos: divertir, divirtió; dormir, durmió."""
    at = max(stem.rfind("e"), stem.rfind("o"))
    return f"{stem[:at]}{'i' if stem[at] == 'e' else 'u'}{stem[at + 1 :]}"


def english_verb(word: str) -> dict[str, list[str]]:
    """An English verb's forms: base, s, past, part, ing; "lie/lies/lied/lied/lying" gives them all."""
    base, *given = word.split("/")
    s, past, part, ing = given or regular(base)
    return {"base": [base], "s": [s], "past": [past], "part": [part], "ing": [ing]}


def regular(base: str) -> Sequence[str]:
    """-s, -ed, -ed and -ing of a regular verb."""
    s = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    past = f"{base}d" if base.endswith("e") else f"{base}ed"
    return s, past, past, f"{base.removesuffix('e')}ing"


def english_noun(word: str) -> tuple[str, str]:
    """An English noun in the singular and the plural."""
    if word.endswith("y") and word[-2] not in VOWELS:
        return word, f"{word[:-1]}ies"
    if word.endswith(("man", "men")):
        return word, f"{word[:-2]}en"
    return word, f"{word}es" if word.endswith(("s", "sh", "ch", "x", "z")) else f"{word}s"
