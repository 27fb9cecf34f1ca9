"""What a person types or pastes: an arXiv id in any form, a DOI or link, an issue, or a piece of a title.

Nothing here asks the network. Patterns are plain strings, compiled by `re` when they are
first used, because every start of `papers` imports this module.

The id grammar is arXiv's (https://info.arxiv.org/help/arxiv_identifier.html): `YYMM.number`
since April 2007, with four digits through 2014 and five since, before that
`archive.CLASS/YYMMNNN`; both with an optional `vN`.
"""

import re
from typing import NamedTuple

from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator, locate, unescaped
from paper_notes.values.refusal import cut, printable, refuse, shown


class ArxivId(NamedTuple):
    """Which paper on arXiv, and which version of it if one was named."""

    base: str
    """Without version, as arXiv writes it: `1706.03762`, `hep-th/9901001`, `math/0309136`."""
    version: int | None = None

    @property
    def canonical(self) -> str:
        """The identity of the paper: two references to it have the same one."""
        return self.base


class IssueNumber(NamedTuple):
    """An issue of the library at hand."""

    number: int


class IssueUrl(NamedTuple):
    """An issue of a named repository."""

    repository: str
    """`owner/name`, spelled as it was typed."""
    number: int


class Title(NamedTuple):
    """Neither id nor issue: a piece of a title, printable and without runs of white space."""

    text: str


Reference = ArxivId | Locator | IssueNumber | IssueUrl | Title


class Found(NamedTuple):
    """One reference in a longer text: `text[start:end]` is how it was written."""

    id: ArxivId
    start: int
    end: int


def parse_arxiv_id(text: str) -> ArxivId:
    """Return the paper that an id, link, DOI or citation names.

    Raises PapersError, saying what is wrong with it, when that is not exactly one paper.
    """
    cleaned = _clean(text)
    paper = _arxiv_id(cleaned)
    if paper is None:
        refuse(cleaned, "is not an arXiv id or link.", _EXAMPLES)
    return paper


def parse_paper(text: str) -> ArxivId | Locator:
    """Return the paper that an id, link or DOI names, on arXiv or elsewhere.

    Raises PapersError, saying what is wrong with it, when that is not exactly one paper.
    """
    cleaned = _clean(text)
    if _issue(cleaned):
        refuse(cleaned, "is an issue, not a paper.", _EXAMPLES)
    paper = _paper(cleaned)
    if paper is None:
        words = re.fullmatch(r"(?=.*[^\W_])[\w ,.!?-]{1,60}", printable(cleaned))
        title = f" If it is a title: papers add '\"{printable(cleaned)}\"'"
        if not words or re.search("[0-9]{3}", cleaned):
            title = ""
        refuse(cleaned, "is not an arXiv id or link.", _EXAMPLES + title)
    return paper


def parse_reference(text: str) -> Reference:
    """Return what `text` names: an issue, a paper on arXiv or elsewhere, or else a piece of a title.

    A bare number of up to six digits is an issue; larger ones, and whatever looks like an id or a
    link without being a sound one, raise PapersError instead of passing for a title.
    """
    cleaned = _clean(text)
    # Words alone are neither: to find that out by all the patterns would take longer than to find the note.
    if re.search(r"[0-9./:\\%#@]", cleaned) and (found := _issue(cleaned) or _paper(cleaned)):
        return found
    title = printable(text).strip()
    if not any(character.isalnum() for character in title):
        # Such a piece is in every title, or in none that anybody meant.
        refuse(cleaned, "names no note.", "Use a number, an arXiv id, or a piece of the title.")
    return Title(title)


def month_of(arxiv_id: str) -> str | None:
    """Return the month of a paper's first version as YYYY-MM: its id begins with it, after the archive.

    arXiv help: understanding the arXiv identifier. None if the id is no such id.
    """
    found = re.match(r"(?:.*/)?([0-9]{2})(0[1-9]|1[0-2])(?:\.|[0-9]{3}$)", arxiv_id)
    if found is None:
        return None
    year = int(found[1])
    return f"{year + (1900 if year > 90 else 2000)}-{found[2]}"


def find_arxiv_ids(text: str) -> list[Found]:
    """Return the references to arXiv papers in free text, in order, repetitions included.

    Links to pages of papers, arXiv DOIs and ids named as arXiv's count. A number by itself counts
    only where it can hardly be anything else; one in the link or DOI of another site never does.
    """
    # Replacements keep the length, so that positions hold in the text as it was given.
    # JSON exports of chats write every slash as `\/`.
    scanned = text.translate(_FOLDED).replace("\\/", "//")
    found: list[Found] = []
    for match in re.finditer(_MENTION, scanned, _FLAGS):
        kind = match.lastgroup or ""
        written = match[kind][:_LONGEST].rstrip(_TRAILING)
        if kind == "bare" and not _stands_as_id(scanned, match, found):
            continue
        try:
            if kind == "link":
                paper = _from_link(written, written)
            elif kind == "doi":
                paper = _from_link(_DOI_SITE + written, written)
            else:
                paper = _from_id(written)
        except PapersError:
            continue
        found.append(Found(paper, match.start(), match.start(kind) + len(written)))
    return found


_FLAGS = re.IGNORECASE | re.ASCII
_LONGEST = 2000
"""Characters of the longest reference; longer ones are a paste gone wrong."""

_EXAMPLES = "arXiv ids look like 1706.03762 or hep-th/9901001."
_LINK_EXAMPLE = "Links to papers look like https://arxiv.org/abs/1706.03762."

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs"
    "|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol"
    "|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
"""Archives that gave out ids before April 2007, the closed ones included."""

_DOI_SITE = "https://doi.org/"
_ARXIV_PAGES = r"(?:(?:abs|pdf|html|format|ps|dvi|src|e-print|tb)/+)?"
_AR5IV_PAGES = r"(?:(?:html|abs|pdf)/+)?"
_SITES = {
    "arxiv.org": _ARXIV_PAGES,
    "xxx.lanl.gov": _ARXIV_PAGES,
    "ar5iv.org": _AR5IV_PAGES,
    "ar5iv.labs.arxiv.org": _AR5IV_PAGES,
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
_TYPED_ID = (
    rf"(?:(?:oai:)?arxiv(?:\.org)?\s?[:.#/-]*\s?|/?(?:abs|pdf)/)?{_ID}{_FILE}"
    # What arXiv prints on a paper's margin: arXiv:1706.03762v5 [cs.CL] 6 Dec 2017
    r"(?:\s*[\[(][a-z.,; -]+(?:[\])]|$))?(?:\s[0-9]{1,2}\s[a-z]{3}\s[0-9]{4})?"
)

_HOST = r"(?:(?!https?:/)[^\s/<>()\[\]{}\"'`])+"
_URL_CHARACTER = r"[!#-&*-;=?-Z_a-z~]"
_END = r"(?![0-9a-z_%]|[./:-][0-9]|,[0-9](?![0-9]{3}\.[0-9]{4}))"
_CERTAIN_ID = (
    rf"(?:(?:{_ARCHIVES})(?:\.[a-z-]{{2,12}})?/[0-9]{{7}}|[0-9]{{4}}\.[0-9]{{4,5}})"
    rf"(?:v[0-9]{{1,3}})?{_END}"
)
_MENTION = (
    # Any link is taken whole, so that nothing is found inside a foreign one.
    rf"(?P<link>https?:/+{_HOST}(?:(?!https?:/){_URL_CHARACTER})*"
    rf"|(?<![\w.@/%-])(?:[a-z0-9-]{{1,63}}\.){{0,3}}(?:{'|'.join(map(re.escape, _SITES))})/{_URL_CHARACTER}+)"
    rf"|(?<![\w.])(?P<doi>10\.[0-9]{{4,9}}/{_URL_CHARACTER}+)"
    r"|(?<![\w./@-])(?:oai:)?arxiv(?:\.org)?(?:[ _-]?(?:id|preprint))?[\s:.#=\"'\[({/|_-]{0,5}"
    rf"(?P<named>{_CERTAIN_ID})"
    rf"|(?<![\w./@%:+=~$\\-])(?P<bare>{_CERTAIN_ID})"
)

_ID_WORD = r"(?:id|print|paper|論文|논문|论文)\W{1,3}$"
_UNIT = r"\s?(?:[%‰°€$円元원]|(?:[munµ]?s|secs?|min|h|[kmg]?hz|[kmgt]i?b|px|[kcm]?m|k?g|usd|eur|x)(?!\w))"

_WRAPPING = "<>()[]{}\"'`*_~‘’‚“”„«»‹›「」『』【】《》〈〉"
_TRAILING = ".,;:!?*_~…。、·"
_FOLDED: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},  # full-width letters, digits, punctuation
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-"),  # hyphens as PDFs and phones write them
}
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))


def _clean(text: str) -> str:
    """Return what was typed without wrapping, invisible characters and typographic variants."""
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        refuse(stripped, f"is too long for a reference ({len(stripped):,} characters).", _EXAMPLES)
    folded = " ".join(stripped.translate(_FOLDED).translate(_INVISIBLE).split())
    markdown = re.fullmatch(r"[^\[]*\[.*\]\(\s*<?([^\s<>()]+)>?[^()]*\)\W*", folded)
    if markdown and folded.count("](") == 1:
        folded = markdown[1]
    written = re.sub(r"^[-*+•]\s+", "", folded).lstrip(_WRAPPING + _TRAILING + " ")
    cleaned = written.rstrip(_WRAPPING + _TRAILING + " ")
    if cleaned.count("(") > cleaned.count(")") and written[len(cleaned) :].startswith(")"):
        cleaned += ")"  # that of https://en.wikipedia.org/wiki/Attention_(machine_learning)
    if not cleaned:
        raise PapersError("That names no paper: there is nothing in it.", _EXAMPLES)
    if "%" in cleaned and "://" not in cleaned:
        cleaned = unescaped(cleaned)
    return cleaned


def _issue(cleaned: str) -> IssueNumber | IssueUrl | None:
    """Return the issue that is named, None if it is none."""
    if number := re.fullmatch(r"(?:#|gh-)([0-9]{1,9})|([1-9][0-9]{0,5})", cleaned, _FLAGS):
        if int(number[1] or number[2]) == 0:
            refuse(cleaned, "is no issue.", "Issue numbers begin at 1.")
        return IssueNumber(int(number[1] or number[2]))
    if re.fullmatch(r"[0-9]+", cleaned):
        refuse(cleaned, "is neither an issue number nor an arXiv id.", _EXAMPLES)
    if short := re.fullmatch(r"([\w.-]+/[\w.-]+)#([1-9][0-9]{0,8})", cleaned, _FLAGS):
        return IssueUrl(short[1], int(short[2]))
    url = re.fullmatch(
        r"(?:https?://(?P<host>[^\s/?#@\\]+)|(?:www\.)?github\.com)(?:/repos)?"
        r"/(?P<repository>[\w.-]+/[\w.-]+)/(?P<kind>issues|pull)/(?P<number>[1-9][0-9]{0,8})(?:[/?#].*)?",
        cleaned,
        _FLAGS,
    )
    if url is None or _site(url["host"] or "github.com") in _SITES:
        return None
    if url["kind"].lower() == "pull":
        refuse(cleaned, "is a pull request.", "Notes are issues; give the link of one.")
    return IssueUrl(url["repository"], int(url["number"]))


def _paper(cleaned: str) -> ArxivId | Locator | None:
    """Return the paper, None for what names none; raises for failed attempts."""
    try:
        return _arxiv_id(cleaned) or locate(cleaned)
    except PapersError:
        elsewhere = None if _is_meant_as_arxiv(cleaned) else locate(cleaned)
        if elsewhere is None:
            raise
        return elsewhere


def _is_meant_as_arxiv(cleaned: str) -> bool:
    """Whether what is no sound reference to arXiv was to be one: its own sites, and what looks like them."""
    host, _, path = re.sub(r"^(?:https?:)?/*", "", cleaned, flags=_FLAGS).partition("/")
    site = _site(re.split(r"[?#]", host, maxsplit=1)[0])
    if site.endswith("doi.org") or re.match(r"(?:(?:info|urn):)?(?:doi[:/]?\s?)?10\.", cleaned, _FLAGS):
        return bool(re.search(r"10\.48550/", cleaned))
    if _SITES.get(site) in (_ARXIV_PAGES, _AR5IV_PAGES):
        return True
    if site in _SITES:
        return bool(re.match(rf"{_SITES[site]}(?:arxiv:)?[0-9]", path, _FLAGS))
    return "xiv" in site and bool(re.search(rf"(?<![\w.]){_CERTAIN_ID}", cleaned, _FLAGS))


def _arxiv_id(cleaned: str) -> ArxivId | None:
    """Return the paper, None for what has nothing to do with arXiv; raises for failed attempts."""
    if doi := re.fullmatch(r"(?:doi:?\s?)?(10\.[0-9]{4,9}/.+)", cleaned, _FLAGS):
        return _from_link(_DOI_SITE + doi[1], cleaned)
    if re.fullmatch(_TYPED_ID, cleaned, _FLAGS):
        return _from_id(cleaned)
    if re.match(r"/(?:ftp|abs|pdf|html|format|ps|src|e-print|tb)/\S", cleaned):
        return _from_link(f"https://arxiv.org{cleaned}", cleaned)
    if re.fullmatch(r"(?:[a-z][a-z0-9+.-]*:/|//|[^\s/]+\.[a-z]{2,}/)\S*", cleaned, re.IGNORECASE):
        return _from_link(cleaned, cleaned)
    papers = {found.id.base: found.id for found in reversed(find_arxiv_ids(cleaned))}
    if len(papers) > 1:
        refuse(cleaned, f"names {len(papers)} papers.", "Give them one by one.")
    if papers:
        return papers.popitem()[1]
    if re.search(r"://|arxiv\.org|arxiv\s?:|^[0-9]{4}[.,][0-9]{3}", cleaned, _FLAGS):
        refuse(cleaned, "is not an arXiv id or link.", _EXAMPLES)
    return None


def _from_link(link: str, typed: str) -> ArxivId:
    """Return the paper that a link, with or without `https://`, leads to."""
    scheme, _, rest = link.partition(":/") if ":/" in link[:12] else ("https", "", link)
    host, _, path = re.split(r"[?#]", rest.lstrip("/"), maxsplit=1)[0].partition("/")
    site = _site(host)
    if scheme.lower() not in ("http", "https"):
        refuse(typed, "is no link to a web page.", _LINK_EXAMPLE)
    if "@" in host:
        refuse(typed, "has a user name where its site should be.", _LINK_EXAMPLE)
    if site not in _SITES:
        not_arxiv = "is not arXiv" if "xiv" in site else "is no site whose links to arXiv papers we know"
        refuse(typed, f"is no link to a paper: {shown(site)} {not_arxiv}.", _LINK_EXAMPLE)
    path = unescaped(path).lstrip("/")
    # Where arXiv kept its files: ftp/arxiv/papers/1706/1706.03762.pdf, ftp/hep-th/papers/9901/9901001.pdf
    if store := re.match(r"(?:ftp|ps_cache)/+([a-z-]+)/+[a-z]+/+[0-9]{4}/+", path, _FLAGS):
        path = path[store.end() :] if store[1].lower() == "arxiv" else f"{store[1]}/{path[store.end() :]}"
    page = re.match(rf"{_SITES[site]}(?:arxiv:)?(?P<id>{_ID}){_FILE}(?:[^\w.].*)?$", path, _FLAGS)
    if page is None and site.endswith("doi.org"):
        refuse(typed, "is not an arXiv DOI.", "Those look like 10.48550/arXiv.1706.03762.")
    if page is None:
        refuse(typed, f"leads to {site}, but not to a paper.", _LINK_EXAMPLE)
    return _checked(page, typed)


def _site(host: str) -> str:
    """Return the name by which `_SITES` has a host: all of arXiv's own are one."""
    name = re.sub(r":(?:80|443)?$", "", host.lower()).rstrip(".").removeprefix("www.")
    return "arxiv.org" if name.endswith(".arxiv.org") and name not in _SITES and "@" not in name else name


def _from_id(typed: str) -> ArxivId:
    """Return the paper of an id that stands by itself."""
    match = re.fullmatch(_TYPED_ID, typed, _FLAGS)
    return _checked(match, typed) if match else refuse(typed, "is not an arXiv id.", _EXAMPLES)


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
        refuse(typed, f"is not an arXiv id: there is no archive {shown(archive)}.", _EXAMPLES)
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


def _stands_as_id(text: str, match: re.Match[str], found: list[Found]) -> bool:
    """Whether an id without any word of arXiv near it can hardly be another number."""
    start, end = match.span()
    if "/" in match[0] or "v" in match[0].lower():
        return True
    before, after = text[max(0, start - 24) : start], text[end : end + 12]
    line_start = r"(?:\A|[\r\n])" if len(before) == start else r"[\r\n]"
    alone = bool(re.search(line_start + r"[\s>|#*+•・-]*\Z", before)) and not re.search(r"[0-9]", after)
    follows_an_id = bool(found) and found[-1].end == start - 1 and before.endswith(",")
    counted = re.search(r"[0-9],$|[<>=≈~±+*/^$€£¥₩-]\s*$", before) and not (alone or follows_an_id)
    measured = re.search(r":\s*$", before) and not re.search(_ID_WORD, before, _FLAGS)
    if counted or measured or re.match(_UNIT, after, _FLAGS):
        return False
    enclosed = before[-1:] in ("[", "`", "{", "(") and after[:1] in ("]", "`", "}", ")")
    # A number with four decimals is often a measurement; one with five hardly ever.
    return enclosed or alone or len(match[0]) == 10
