"""Colours that can be read: how light one is, and the same hue lighter or darker."""

from colorsys import hls_to_rgb, rgb_to_hls

RGB = tuple[int, int, int]


def parsed(digits: str) -> RGB:
    """Return the colour that six hex digits say."""
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def luminance(color: RGB) -> float:
    """Return the relative luminance, from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = map(_linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def with_luminance(color: RGB, wanted: float) -> RGB:
    """Return the colour as much darker or lighter as that luminance needs; its hue stays."""
    hue, _, saturation = rgb_to_hls(*(part / 255 for part in color))
    darker, lighter = 0.0, 1.0
    for _ in range(10):  # as fine as eight bits are
        middle = (darker + lighter) / 2
        red, green, blue = (round(part * 255) for part in hls_to_rgb(hue, middle, saturation))
        color = (red, green, blue)
        if luminance(color) < wanted:
            darker = middle
        else:
            lighter = middle
    return color


def mixed(color: RGB, ground: RGB, share: float) -> RGB:
    """Return so much of the colour on a ground."""
    red, green, blue = (
        round(share * part + (1 - share) * under) for part, under in zip(color, ground, strict=True)
    )
    return red, green, blue


def _linear(part: int) -> float:
    share = part / 255
    return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
