"""The site's style sheet: the one that ships, the colours of topics, and those of code."""

from collections.abc import Iterable

from paper_notes.values.color import RGB, contrast, luminance, mixed, parsed, with_luminance
from paper_notes.values.topic_defaults import Topic

LIGHT: RGB = (253, 253, 251)
DARK: RGB = (22, 24, 27)
"""The grounds of the two schemes, as style.css has them."""
_TINT = 0.11, 0.24
"""How much of a topic's colour the ground of its label has, in the two schemes."""
_STRONG = 0.16
"""The relative luminance of a colour that is neither pale nor dark."""
READABLE = 4.6
"""A little more than the contrast that WCAG 2.2 asks of text (AA, 1.4.3)."""


def topic_class(rank: int) -> str:
    """Return the class that gives a topic its colours; the rank is its place in the taxonomy."""
    return f"t{rank}"


def style_sheet(shipped: str, topics: Iterable[Topic], highlight: tuple[str, str]) -> str:
    """Return the whole style sheet."""
    light, dark = [], []
    for rank, topic in enumerate(topics):
        color = parsed(topic.color)
        light.append(_rule(rank, color, LIGHT, _TINT[0]))
        dark.append(_rule(rank, color, DARK, _TINT[1]))
    on_light, on_dark = (rules.strip() for rules in highlight)
    added = [*light, on_light, "@media screen and (prefers-color-scheme: dark) {", *dark, on_dark, "}"]
    return "\n".join([shipped, *added, ""])


def _rule(rank: int, color: RGB, ground: RGB, tint: float) -> str:
    # The hue of a pale label, too, is to be seen.
    under = mixed(with_luminance(color, _STRONG), ground, tint)
    return (
        f".{topic_class(rank)} {{ --topic: {_hex(_visible(color, ground))}; "
        f"--topic-ground: {_hex(under)}; --topic-text: {_hex(readable_on(color, under))}; }}"
    )


def readable_on(color: RGB, ground: RGB) -> RGB:
    """Return the colour as much darker or lighter as text on that ground needs."""
    if contrast(color, ground) >= READABLE:
        return color
    under = luminance(ground)
    # Whichever side of the ground has room for it.
    darker = (under + 0.05) / READABLE - 0.05
    wanted = darker if darker > 0 else (under + 0.05) * READABLE - 0.05
    found = with_luminance(color, wanted)
    while contrast(found, ground) < READABLE - 0.1:  # eight bits are coarse near black
        wanted *= 0.95 if darker > 0 else 1.05
        found = with_luminance(color, wanted)
    return found


def _visible(color: RGB, ground: RGB) -> RGB:
    """Return the colour for a bar or a dot: WCAG 2.2 asks a contrast of 3 of those (1.4.11)."""
    under = luminance(ground)
    # And none is to outshine the others in the dark.
    least, most = (0.0, (under + 0.05) / 3.1 - 0.05) if under > 0.5 else ((under + 0.05) * 3.1 - 0.05, 0.4)
    wanted = min(max(luminance(color), least), most)
    return color if wanted == luminance(color) else with_luminance(color, wanted)


def _hex(color: RGB) -> str:
    return "#" + bytes(color).hex()
