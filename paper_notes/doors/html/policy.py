"""What HTML may be on a page: the one list of elements, attributes and addresses, twice.

`clean_input` is for what came out of a person's Markdown, in which raw HTML is allowed. It is the list
of GitHub's own sanitiser (html-pipeline), without what could act or mislead on a page: no styles, no
scripts, no forms, no frames, no SVG, no MathML, no address but http, https, mailto and relative ones.
`clean_output` is for what we made of that, and adds what only we put in. Both give well-formed HTML,
with double quotes around all attributes.
"""

import nh3

ADDRESSES = frozenset(("http", "https", "mailto"))

_PLAIN = """
    abbr b blockquote br caption center cite code dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small span strike strong
    sub summary sup table tbody td tfoot th thead tr tt ul var wbr
"""
_ALIGNED = "h1 h2 h3 h4 h5 h6 div p table tr td th img"

_INPUT: dict[str, set[str]] = {
    "*": set(),  # instead of nh3's own
    **{element: {"id"} for element in _PLAIN.split()},
    "a": {"id", "href", "title", "aria-label"},
    "abbr": {"id", "title"},
    "details": {"id", "open"},
    "img": {"alt", "height", "src", "title", "width"},
    "input": {"checked", "disabled"},
    "ol": {"id", "reversed", "start"},
    "pre": {"id", "lang"},
    "td": {"id", "colspan", "rowspan"},
    "th": {"id", "colspan", "rowspan"},
}
_CLASSES = {"a": {"footnote-backref"}, "section": {"footnotes"}, "sup": {"footnote-ref"}}
"""The classes that cmark gives its footnotes."""

MATHML: dict[str, frozenset[str]] = {
    element: frozenset(attributes.split())
    for element, attributes in {
        "math": "alttext display tabindex",
        "menclose": "notation",
        "mfrac": "linethickness",
        "mi": "mathvariant",
        "mn": "",
        "mo": """accent fence form largeop lspace maxsize minsize movablelimits rspace separator stretchy
            symmetric""",
        "mover": "accent",
        "mpadded": "depth height lspace voffset width",
        "mphantom": "",
        "mroot": "",
        "mrow": "",
        "mspace": "depth height linebreak width",
        "msqrt": "",
        "mstyle": "displaystyle mathsize scriptlevel",
        "msub": "",
        "msubsup": "",
        "msup": "",
        "mtable": "columnalign columnlines columnspacing displaystyle rowlines rowspacing",
        "mtd": "class",
        "mtext": "",
        "mtr": "",
        "munder": "accentunder",
        "munderover": "",
    }.items()
}
"""The elements of mathematics and their attributes: nothing in them is an address, a style or a script."""

_OUTPUT: dict[str, set[str]] = {
    **{element: attributes | {"class", "dir"} for element, attributes in _INPUT.items()},
    "*": set(),
    **{element: set(attributes) for element, attributes in MATHML.items()},
    "bdi": set(),
}
_OUTPUT["a"] |= {"rel"}
_OUTPUT["div"] |= {"tabindex"}
_OUTPUT["img"] |= {"decoding", "loading"}
_OUTPUT["input"] |= {"aria-label"}
_OUTPUT["pre"] = {"class", "dir", "id", "tabindex"}


_LIMITED = {element: {"align": {"left", "center", "right"}} for element in _ALIGNED.split()}
_LIMITED["input"] = {"type": {"checkbox"}}


def _cleaner(allowed: dict[str, set[str]], classes: dict[str, set[str]] | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(allowed) - {"*"},
        attributes=allowed,
        tag_attribute_values=_LIMITED,
        allowed_classes=classes,
        url_schemes=set(ADDRESSES),
        link_rel=None,  # our own pages need none; `links` adds it to all others
        strip_comments=True,
    )


_FOR_INPUT = _cleaner(_INPUT, _CLASSES)
_FOR_OUTPUT = _cleaner(_OUTPUT, None)
_FOR_TEXT = nh3.Cleaner(tags=set())
_READINGS = 6


def clean_input(html: str) -> str:
    """Return what a person's HTML may show, well-formed, and without any of our own marks."""
    return _FOR_INPUT.clean(html)


def clean_output(html: str) -> str:
    """Return HTML of ours with nothing in it that the policy does not name.

    It is what a browser makes of it: badly nested elements are read again until nothing moves, so
    that none of them can end an element of the page around it. What never settles becomes text.
    """
    for _ in range(_READINGS):
        cleaned = _FOR_OUTPUT.clean(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    return _FOR_TEXT.clean(html)
