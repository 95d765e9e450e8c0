"""Word lists as they are best read: as one text. word_list("one two") and word_list("New York|La Paz") give tuples."""


def word_list(text: str) -> tuple[str, ...]:
    """The words of a text, or its parts between bars where it has any."""
    return tuple(text.split("|") if "|" in text else text.split())
