"""The colours of topics, as on GitHub but readable on dark and on light terminals alike."""

import os
from collections.abc import Callable, Mapping

from paper_notes.values.color import RGB, luminance, parsed, with_luminance

DARKEST, LIGHTEST = 0.14, 0.24
"""Relative luminances between which text has a contrast of more than 3.5 to black and to white
(WCAG 2.2, contrast ratio; 3 is what it asks of large text and of signs)."""
DARKEST_OF_256, LIGHTEST_OF_256 = 0.1, 0.3
"""The same for a contrast of 3: a palette has few colours."""

_STEPS = (0, 95, 135, 175, 215, 255)
_PALETTE: dict[int, RGB] = {
    **{
        16 + 36 * red + 6 * green + blue: (_STEPS[red], _STEPS[green], _STEPS[blue])
        for red in range(6)
        for green in range(6)
        for blue in range(6)
    },
    **{232 + step: (8 + 10 * step,) * 3 for step in range(24)},
}
"""The colours of terminals with 256, as xterm has them; the first 16 are the reader's own."""


def topic_colors(colors: Mapping[str, str]) -> dict[str, RGB | int]:
    """Return terminal colours for topics, from their labels' colours in six hex digits."""
    many = os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    of: Callable[[RGB], RGB | int] = readable if many else readable_of_256
    return {name: of(parsed(hexed)) for name, hexed in colors.items()}


def readable(color: RGB) -> RGB:
    """Return the colour, as much darker or lighter as text needs on white and on black; its hue stays."""
    wanted = min(max(luminance(color), DARKEST), LIGHTEST)
    if wanted == luminance(color):
        return color
    return with_luminance(color, wanted)


def readable_of_256(color: RGB) -> int:
    """Return the number of the colour in a terminal's palette that comes nearest and can be read."""
    wanted = readable(color)
    can_be_read = [
        number for number, known in _PALETTE.items() if DARKEST_OF_256 <= luminance(known) <= LIGHTEST_OF_256
    ]
    return min(can_be_read, key=lambda number: _distance(_PALETTE[number], wanted))


def _distance(one: RGB, other: RGB) -> float:
    """Return how different two colours look, roughly: green is seen best, and reds and blues shift."""
    mean = (one[0] + other[0]) / 2
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    return (2 + mean / 256) * red * red + 4 * green * green + (2 + (255 - mean) / 256) * blue * blue
