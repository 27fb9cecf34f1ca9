"""What a person types or pastes: an arXiv id in any form, a DOI or link, an issue, or a piece of a title.

Nothing here asks the network.
"""

import re
from typing import NamedTuple

from paper_notes.values.arxiv_id import (
    AR5IV_PAGES,
    ARXIV_PAGES,
    CERTAIN_ID,
    DOI_SITE,
    EXAMPLES,
    FLAGS,
    LONGEST,
    SITES,
    TYPED_ID,
    ArxivId,
    arxiv_id_of,
    arxiv_id_of_link,
    site_of,
)
from paper_notes.values.arxiv_mentions import FOLDED, TRAILING, find_arxiv_ids
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator, locate
from paper_notes.values.percent import unescaped
from paper_notes.values.refusal import printable, refuse

_WRAPPING = "<>()[]{}\"'`*_~‘’‚“”„«»‹›「」『』【】《》〈〉"
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))


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


def parse_arxiv_id(text: str) -> ArxivId:
    """Return the paper that an id, link, DOI or citation names.

    Raises PapersError, saying what is wrong with it, when that is not exactly one paper.
    """
    cleaned = _clean(text)
    paper = _arxiv_id(cleaned)
    if paper is None:
        refuse(cleaned, "is not an arXiv id or link.", EXAMPLES)
    return paper


def parse_paper(text: str) -> ArxivId | Locator:
    """Return the paper that an id, link or DOI names, on arXiv or elsewhere.

    Raises PapersError, saying what is wrong with it, when that is not exactly one paper.
    """
    cleaned = _clean(text)
    if _issue(cleaned):
        refuse(cleaned, "is an issue, not a paper.", EXAMPLES)
    paper = _paper(cleaned)
    if paper is None:
        words = re.fullmatch(r"(?=.*[^\W_])[\w ,.!?-]{1,60}", printable(cleaned))
        title = f" If it is a title: papers add '\"{printable(cleaned)}\"'"
        if not words or re.search("[0-9]{3}", cleaned):
            title = ""
        refuse(cleaned, "is not an arXiv id or link.", EXAMPLES + title)
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


def _clean(text: str) -> str:
    """Return what was typed without wrapping, invisible characters and typographic variants."""
    stripped = text.strip()
    if len(stripped) > LONGEST:
        refuse(stripped, f"is too long for a reference ({len(stripped):,} characters).", EXAMPLES)
    folded = " ".join(stripped.translate(FOLDED).translate(_INVISIBLE).split())
    markdown = re.fullmatch(r"[^\[]*\[.*\]\(\s*<?([^\s<>()]+)>?[^()]*\)\W*", folded)
    if markdown and folded.count("](") == 1:
        folded = markdown[1]
    written = re.sub(r"^[-*+•]\s+", "", folded).lstrip(_WRAPPING + TRAILING + " ")
    cleaned = written.rstrip(_WRAPPING + TRAILING + " ")
    if cleaned.count("(") > cleaned.count(")") and written[len(cleaned) :].startswith(")"):
        cleaned += ")"  # that of https://en.wikipedia.org/wiki/Attention_(machine_learning)
    if not cleaned:
        raise PapersError("That names no paper: there is nothing in it.", EXAMPLES)
    if "%" in cleaned and "://" not in cleaned:
        cleaned = unescaped(cleaned)
    return cleaned


def _issue(cleaned: str) -> IssueNumber | IssueUrl | None:
    """Return the issue that is named, None if it is none."""
    if number := re.fullmatch(r"(?:#|gh-)([0-9]{1,9})|([1-9][0-9]{0,5})", cleaned, FLAGS):
        if int(number[1] or number[2]) == 0:
            refuse(cleaned, "is no issue.", "Issue numbers begin at 1.")
        return IssueNumber(int(number[1] or number[2]))
    if re.fullmatch(r"[0-9]+", cleaned):
        refuse(cleaned, "is neither an issue number nor an arXiv id.", EXAMPLES)
    if short := re.fullmatch(r"([\w.-]+/[\w.-]+)#([1-9][0-9]{0,8})", cleaned, FLAGS):
        return IssueUrl(short[1], int(short[2]))
    url = re.fullmatch(
        r"(?:https?://(?P<host>[^\s/?#@\\]+)|(?:www\.)?github\.com)(?:/repos)?"
        r"/(?P<repository>[\w.-]+/[\w.-]+)/(?P<kind>issues|pull)/(?P<number>[1-9][0-9]{0,8})(?:[/?#].*)?",
        cleaned,
        FLAGS,
    )
    if url is None or site_of(url["host"] or "github.com") in SITES:
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
    host, _, path = re.sub(r"^(?:https?:)?/*", "", cleaned, flags=FLAGS).partition("/")
    site = site_of(re.split(r"[?#]", host, maxsplit=1)[0])
    if site.endswith("doi.org") or re.match(r"(?:(?:info|urn):)?(?:doi[:/]?\s?)?10\.", cleaned, FLAGS):
        return bool(re.search(r"10\.48550/", cleaned))
    if SITES.get(site) in (ARXIV_PAGES, AR5IV_PAGES):
        return True
    if site in SITES:
        return bool(re.match(rf"{SITES[site]}(?:arxiv:)?[0-9]", path, FLAGS))
    return "xiv" in site and bool(re.search(rf"(?<![\w.]){CERTAIN_ID}", cleaned, FLAGS))


def _arxiv_id(cleaned: str) -> ArxivId | None:
    """Return the paper, None for what has nothing to do with arXiv; raises for failed attempts."""
    if doi := re.fullmatch(r"(?:doi:?\s?)?(10\.[0-9]{4,9}/.+)", cleaned, FLAGS):
        return arxiv_id_of_link(DOI_SITE + doi[1], cleaned)
    if re.fullmatch(TYPED_ID, cleaned, FLAGS):
        return arxiv_id_of(cleaned)
    if re.match(r"/(?:ftp|abs|pdf|html|format|ps|src|e-print|tb)/\S", cleaned):
        return arxiv_id_of_link(f"https://arxiv.org{cleaned}", cleaned)
    if re.fullmatch(r"(?:[a-z][a-z0-9+.-]*:/|//|[^\s/]+\.[a-z]{2,}/)\S*", cleaned, re.IGNORECASE):
        return arxiv_id_of_link(cleaned, cleaned)
    papers = {found.paper.id: found.paper for found in reversed(find_arxiv_ids(cleaned))}
    if len(papers) > 1:
        refuse(cleaned, f"names {len(papers)} papers.", "Give them one by one.")
    if papers:
        return papers.popitem()[1]
    if re.search(r"://|arxiv\.org|arxiv\s?:|^[0-9]{4}[.,][0-9]{3}", cleaned, FLAGS):
        refuse(cleaned, "is not an arXiv id or link.", EXAMPLES)
    return None
