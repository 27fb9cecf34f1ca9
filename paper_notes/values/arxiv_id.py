"""Ids of papers on arXiv and the links that name them: how they are written, and what can be wrong with them.

The grammar is arXiv's (https://info.arxiv.org/help/arxiv_identifier.html): `YYMM.number`
since April 2007, with four digits through 2014 and five since, before that
`archive.CLASS/YYMMNNN`; both with an optional `vN`.

Patterns are plain strings, or compiled when they are first used: most commands need few of them.
"""

import re
from typing import NamedTuple

from paper_notes.values.patterns import Pattern
from paper_notes.values.percent import unescaped
from paper_notes.values.refusal import cut, refuse, shown

FLAGS = re.IGNORECASE | re.ASCII
LONGEST = 2000
"""Characters of the longest reference; longer ones are a paste gone wrong."""

EXAMPLES = "arXiv ids look like 1706.03762 or hep-th/9901001."
_LINK_EXAMPLE = "Links to papers look like https://arxiv.org/abs/1706.03762."

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs"
    "|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol"
    "|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
"""Archives that gave out ids before April 2007, the closed ones included."""

DOI_SITE = "https://doi.org/"
ARXIV_PAGES = r"(?:(?:abs|pdf|html|format|ps|dvi|src|e-print|tb)/+)?"
AR5IV_PAGES = r"(?:(?:html|abs|pdf)/+)?"
SITES = {
    "arxiv.org": ARXIV_PAGES,
    "xxx.lanl.gov": ARXIV_PAGES,
    "ar5iv.org": AR5IV_PAGES,
    "ar5iv.labs.arxiv.org": AR5IV_PAGES,
    "alphaxiv.org": r"(?:[a-z]{2}(?:-[a-z]+)?/+)?(?:abs|overview|pdf|html)/+",
    "huggingface.co": "papers/+",
    "hf.co": "papers/+",
    "doi.org": r"10\.48550/+arxiv\.",
    "dx.doi.org": r"10\.48550/+arxiv\.",
    "semanticscholar.org": "arxiv/+",
    "scirate.com": "arxiv/+",
    "papers.cool": "arxiv/+",
    "arxiv-vanity.com": "papers/+",
}
"""Sites whose links name arXiv papers, and what stands before the id."""

_ID = (
    r"(?:(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]+)?/+(?P<serial>[0-9]+)"
    r"|(?P<month>[0-9]+)\.(?P<number>[0-9]+))"
    r"(?:v(?P<version>[0-9]+))?"
)
"""An id, or a failed attempt at one, so that we can say what is wrong with it."""

_FILE = r"(?:\.(?:pdf|ps|html?|gz|tar|txt))*"
TYPED_ID = (
    rf"(?:(?:oai:)?arxiv(?:\.org)?\s?[:.#/-]*\s?|/?(?:abs|pdf)/)?{_ID}{_FILE}"
    # What arXiv prints on a paper's margin: arXiv:1706.03762v5 [cs.CL] 6 Dec 2017
    r"(?:\s*[\[(][a-z.,; -]+(?:[\])]|$))?(?:\s[0-9]{1,2}\s[a-z]{3}\s[0-9]{4})?"
)

_PAGES = {
    site: Pattern(rf"{before}(?:arxiv:)?(?P<id>{_ID}){_FILE}(?:[^\w.].*)?$", FLAGS)
    for site, before in SITES.items()
}
"""What stands behind the host in a link to a paper, by site."""
_STORE = Pattern(r"(?:ftp|ps_cache)/+([a-z-]+)/+[a-z]+/+[0-9]{4}/+", FLAGS)
_PORT = Pattern(r":(?:80|443)?$")
_TYPED = Pattern(TYPED_ID, FLAGS)

_END = r"(?![0-9a-z_%]|[./:-][0-9]|,[0-9](?![0-9]{3}\.[0-9]{4}))"
CERTAIN_ID = (
    rf"(?:(?:{_ARCHIVES})(?:\.[a-z-]{{2,12}})?/[0-9]{{7}}|[0-9]{{4}}\.[0-9]{{4,5}})"
    rf"(?:v[0-9]{{1,3}})?{_END}"
)


class ArxivId(NamedTuple):
    """Which paper on arXiv, and which version of it if one was named."""

    id: str
    """Its identity: without version, as arXiv writes it: `1706.03762`, `hep-th/9901001`, `math/0309136`."""
    version: int | None = None


def arxiv_id_of(typed: str) -> ArxivId:
    """Return the paper of an id that stands by itself."""
    match = _TYPED.fullmatch(typed)
    return _checked(match, typed) if match else refuse(typed, "is not an arXiv id.", EXAMPLES)


def arxiv_id_of_link(link: str, typed: str) -> ArxivId:
    """Return the paper that a link, with or without `https://`, leads to."""
    scheme, host, path = _parted(link)
    site = site_of(host)
    if scheme.lower() not in ("http", "https"):
        refuse(typed, "is no link to a web page.", _LINK_EXAMPLE)
    if "@" in host:
        refuse(typed, "has a user name where its site should be.", _LINK_EXAMPLE)
    if site not in SITES:
        not_arxiv = "is not arXiv" if "xiv" in site else "is no site whose links to arXiv papers we know"
        refuse(typed, f"is no link to a paper: {shown(site)} {not_arxiv}.", _LINK_EXAMPLE)
    path = unescaped(path).lstrip("/")
    # Where arXiv kept its files: ftp/arxiv/papers/1706/1706.03762.pdf, ftp/hep-th/papers/9901/9901001.pdf
    if store := _STORE.match(path):
        path = path[store.end() :] if store[1].lower() == "arxiv" else f"{store[1]}/{path[store.end() :]}"
    page = _PAGES[site].match(path)
    if page is None and site.endswith("doi.org"):
        refuse(typed, "is not an arXiv DOI.", "Those look like 10.48550/arXiv.1706.03762.")
    if page is None:
        refuse(typed, f"leads to {site}, but not to a paper.", _LINK_EXAMPLE)
    return _checked(page, typed)


def names_papers(link: str) -> bool:
    """Tell whether a link leads to one of `SITES`; to any other, `arxiv_id_of_link` finds no paper."""
    _, host, _ = _parted(link)
    return site_of(host) in SITES


def _parted(link: str) -> tuple[str, str, str]:
    """Return scheme, host and path of a link, with or without `https://`."""
    scheme, _, rest = link.partition(":/") if ":/" in link[:12] else ("https", "", link)
    host, _, path = rest.lstrip("/").partition("?")[0].partition("#")[0].partition("/")
    return scheme, host, path


def site_of(host: str) -> str:
    """Return the name by which `SITES` has a host: all of arXiv's own are one."""
    name = host.lower()
    if ":" in name:
        name = _PORT.sub("", name)
    name = name.rstrip(".").removeprefix("www.")
    return "arxiv.org" if name.endswith(".arxiv.org") and name not in SITES and "@" not in name else name


def month_of(arxiv_id: str) -> str | None:
    """Return the month of a paper's first version as YYYY-MM: its id begins with it, after the archive.

    arXiv help: understanding the arXiv identifier. None if the id is no such id.
    """
    found = re.match(r"(?:.*/)?([0-9]{2})(0[1-9]|1[0-2])(?:\.|[0-9]{3}$)", arxiv_id)
    if found is None:
        return None
    year = int(found[1])
    return f"{year + (1900 if year > 90 else 2000)}-{found[2]}"


def _checked(match: re.Match[str], typed: str) -> ArxivId:
    """Return the id that `_ID` matched, or say why there can be no such paper."""
    version = None if match["version"] is None else int(match["version"])
    if version is not None and not 1 <= version <= 999:
        remedy = "Versions begin with v1; without one you get the latest."
        refuse(typed, f"has a version that cannot be: v{cut(match['version'], 9)}.", remedy)
    if match["archive"]:
        return ArxivId(_old_style(match["archive"].lower(), match["serial"], typed), version)
    return ArxivId(_new_style(match["month"], match["number"], typed), version)


def _old_style(archive: str, serial: str, typed: str) -> str:
    """Return `archive/YYMMNNN`; the subject class is no part of the id."""
    if not re.fullmatch(_ARCHIVES, archive):
        refuse(typed, f"is not an arXiv id: there is no archive {shown(archive)}.", EXAMPLES)
    if len(serial) != 7:
        remedy = "Seven are right, as in hep-th/9901001."
        refuse(typed, f"is not an arXiv id: it has {_digits(serial)} after the slash.", remedy)
    _check_month(serial[:4], typed)
    if not (serial >= "9107" or serial < "0704"):
        remedy = "Ids with a slash run from July 1991 to March 2007; later ones look like 1706.03762."
        refuse(typed, "has a date that does not go with a slash.", remedy)
    _check_number(serial[4:], typed)
    return f"{archive}/{serial}"


def _new_style(month: str, number: str, typed: str) -> str:
    """Return `YYMM.number`."""
    if len(month) != 4:
        remedy = "Year and month are four digits, as in 1706.03762."
        refuse(typed, f"is not an arXiv id: it has {_digits(month)} before the dot.", remedy)
    _check_month(month, typed)
    if not "0704" <= month < "9100":
        remedy = "Ids with a dot begin in April 2007 (0704); older ones look like hep-th/9901001."
        refuse(typed, "has a date that does not go with a dot.", remedy)
    digits, rule = (4, "Through 2014 there are four") if month < "1501" else (5, "Since 2015 there are five")
    if len(number) != digits:
        remedy = f"{rule}, as in {'1207.0580' if digits == 4 else '1706.03762'}."
        refuse(typed, f"is not an arXiv id: it has {_digits(number)} after the dot.", remedy)
    _check_number(number, typed)
    return f"{month}.{number}"


def _digits(text: str) -> str:
    return "1 digit" if len(text) == 1 else f"{len(text)} digits"


def _check_month(year_and_month: str, typed: str) -> None:
    month = year_and_month[2:]
    if not "01" <= month <= "12":
        remedy = f"There is no month {month}: ids begin with the year and the month, as in 1706.03762."
        refuse(typed, f"is not an arXiv id: it says month {month}.", remedy)


def _check_number(number: str, typed: str) -> None:
    if int(number) == 0:
        remedy = "The first paper of a month has number 1."
        refuse(typed, f"is not an arXiv id: it ends in {number}.", remedy)
