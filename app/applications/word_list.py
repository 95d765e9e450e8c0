"""Word lists as they are best read: as one text. listed("one two") and listed("New York|La Paz") give tuples."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a text, or its parts between bars where it has any."""
    return tuple(text.split("|") if "|" in text else text.split())
