"""Papers that are not on arXiv: which DOI or address is whose, however it was pasted.

A paper has one identity: its DOI (https://www.doi.org/doi-handbook/), or else the address of
its page. Sites that have several addresses for a paper are in a table here. An identity from a
link is an address that can be opened; it never costs a request.

As in `arxiv_id`, patterns are plain strings.
"""

import re
from typing import NamedTuple

from paper_notes.values.errors import PapersError
from paper_notes.values.percent import escape_match, unescaped
from paper_notes.values.refusal import refuse


class Locator(NamedTuple):
    """Where a paper that is not on arXiv is to be found."""

    id: str
    """Its identity: two references to a paper have the same one."""
    url: str | None = None
    """The page: as it was given, without what only tracks people, or the one a site has; None for a DOI."""
    doi: str | None = None
    """As it was given, in its own capitals."""


LONGEST = 1000
"""Characters of an address or DOI; browsers and GitHub take more, papers never need them."""

_FLAGS = re.IGNORECASE | re.ASCII
_DOI = r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x20\x7f]+"
_EXAMPLE = "Links look like https://openreview.net/forum?id=…, DOIs like 10.1145/3292500.3330701."

_TRACKING = (
    r"utm_\w+|[gmyt]clid|fbclid|dclid|twclid|[gw]braid|msclkid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|_ga|_gl"
    r"|spm|s_kwcid|fromrss|cmpid|campaign_id|ref_?src|referrer"
)
"""Parameters that tell where a reader came from, never what the page is."""

_ACL = r"(?P<id>[a-z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9_-]+\.[0-9]+)"

_DOI_PAGES = (
    # Publishers' pages that carry the DOI: ACM, Wiley, Science, PNAS, SIAM, Sage, Taylor & Francis, …
    (
        "",
        r"(?:[a-z]+/)?doi/(?:(?:abs|pdf|epdf|full|fullhtml|pdfdirect|reader|epub|book|proceedings)/+)?"
        rf"(?P<doi>{_DOI})",
    ),
    ("link.springer.com", rf"(?:article|chapter|book|content/pdf|protocol)/(?P<doi>{_DOI}?)(?:\.pdf)?"),
    ("nature.com", r"articles/(?P<nature>[a-z0-9_.-]+?)(?:\.pdf)?"),
    ("biorxiv.org|medrxiv.org", r"content/(?:early/[0-9/]+/)?(?P<doi>10\.1101/[0-9.]*[0-9])(?:v[0-9]+.*)?"),
)
"""Sites, and paths on them, that name a DOI."""

_PAGES = (
    ("openreview.net", r"(?:forum|pdf|attachment|revisions)", r"https://openreview.net/forum?id={query}"),
    (
        r"aclanthology\.org|aclweb\.org|aclanthology\.coli\.uni-saarland\.de|aclanthology\.info",
        rf"(?:anthology(?:-new)?/+)?(?:papers/+)?(?:[a-z]/+[a-z][0-9]{{2}}/+)?{_ACL}(?:v[0-9]+)?"
        r"(?:/[a-z][0-9]{2}-[0-9]{4})?(?:\.(?:pdf|bib|xml|endf|mods))?",
        "https://aclanthology.org/{acl}",
    ),
    (
        r"proceedings\.mlr\.press",
        r"v(?P<id>[0-9]+/[a-z0-9_-]+?)(?:/[a-z0-9_-]+)?(?:\.(?:html|pdf))?",
        "https://proceedings.mlr.press/v{id}.html",
    ),
    (
        r"(?:papers|proceedings)\.(?:nips|neurips)\.cc",
        r"paper(?:_files/paper)?/(?P<id>[0-9]{4})/(?:hash|file)/(?P<hash>[0-9a-f]{32})-[a-z]+"
        r"(?P<track>(?:-[a-z_]+)?)\.(?:html|pdf|bib|zip|json)",
        "https://proceedings.neurips.cc/paper_files/paper/{id}/hash/{hash}-Abstract{track}.html",
    ),
    (
        r"openaccess\.thecvf\.com",
        r"(?P<id>.+)/(?:html|papers)/(?P<hash>[\w.-]+_paper)\.(?:html|pdf)",
        "https://openaccess.thecvf.com/{id}/html/{hash}.html",
    ),
    (
        r"jmlr\.org",
        r"papers/v(?:olume)?(?P<id>[0-9]+/[a-z0-9_-]+?)(?:/[a-z0-9_-]+)?(?:\.(?:html|pdf|bib))?",
        "https://jmlr.org/papers/v{id}.html",
    ),
    (
        r"ieeexplore\.ieee\.org",
        r"(?:abstract/)?document/(?P<id>[0-9]+)(?:/.*)?",
        "https://ieeexplore.ieee.org/document/{id}",
    ),
)
"""Sites with more than one address for a paper: host, path, and the address that stands for all."""


def locate(text: str) -> Locator | None:
    """Return what a DOI or a link to a web page names; None for what is neither.

    `text` has no white space around it. arXiv's own links are not told from others here. Raises
    PapersError for what is meant as one, but cannot be.
    """
    doi = re.fullmatch(r"(?:(?:info|urn):)?(?:doi[:/]?\s?)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/.*)", text, _FLAGS)
    if doi:
        return _from_doi(doi[1], text)
    if re.match(r"(?:https?:)?//|[^\s/@:?#]+\.[a-z]{2,}/", text, _FLAGS):
        return _from_link(text)
    return None


def canonical(paper_id: str) -> str:
    """Return the identity of a paper elsewhere as it is written now; what is none comes back as it is.

    Blocks carry identities that earlier versions, or people, wrote.
    """
    try:
        found = locate(paper_id)
    except PapersError:
        return paper_id
    return found.id if found else paper_id


def pdf_of(paper_id: str) -> str | None:
    """Return the address of a paper's PDF, where its identity tells it; else None."""
    for page, pdf in _PDFS:
        if re.match(page, paper_id):
            return re.sub(page, pdf, paper_id)
    return None


_PDFS = (
    (r"^https://openreview\.net/forum\?id=", "https://openreview.net/pdf?id="),
    (r"^(https://aclanthology\.org/(?:[A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[\w.-]+\.[0-9]+))$", r"\1.pdf"),
    (r"^(https://openaccess\.thecvf\.com/.+)/html/(.+)\.html$", r"\1/papers/\2.pdf"),
)


def _from_doi(doi: str, typed: str) -> Locator:
    doi = re.sub(r"[.,;/]+$", "", doi)
    _check(doi, typed, "DOI")
    if not re.fullmatch(_DOI, doi, _FLAGS):
        refuse(typed, "is no DOI.", _EXAMPLE)
    acl = re.fullmatch(rf"10\.(?:18653|3115)/v1/{_ACL}", doi, _FLAGS)
    # DOIs do not differ by case alone, and those of the ACL hold what the Anthology calls the paper.
    page = f"https://aclanthology.org/{_acl(acl['id'])}" if acl else None
    return Locator(page or doi.lower(), page, doi)


def _from_link(typed: str) -> Locator:
    found = re.fullmatch(
        r"(?:(?P<scheme>https?):)?(?://)?(?P<host>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?"
        r"(?:#(?P<fragment>.*))?",
        typed,
        _FLAGS | re.DOTALL,
    )
    assert found is not None
    _check(typed, typed, "link")
    host = _host(found["host"], typed)
    site = host.removeprefix("www.")
    path = _escaped(found["path"])
    query = [each for each in (found["query"] or "").split("&") if each and not _tracks(each)]
    if site in ("doi.org", "dx.doi.org") and (doi := locate(unescaped(path).lstrip("/"))):
        return doi
    trimmed = re.sub(r"/+", "/", path).strip("/")
    known = _known_page(site, trimmed, query)
    if known and known.startswith("10."):
        return _from_doi(known, typed)._replace(url=f"https://{host}{path}")
    if known:
        return Locator(known, known)
    # Some pages are chosen by what follows the `#`: `#/paper/12`, `#!paper`.
    fragment = found["fragment"] or ""
    route = f"#{_escaped(fragment)}" if fragment[:1] in ("/", "!") else ""
    scheme = (found["scheme"] or "https").lower()
    given = f"{scheme}://{host}{path}{'?' if query else ''}{_escaped('&'.join(query))}{route}"
    end = re.sub(r"(?<=/)index\.html?$", "", path).rstrip("/")
    asked = f"?{_escaped('&'.join(sorted(query)))}" if query else ""
    return Locator(f"https://{site}{end}{asked}{route}", given)


def _known_page(site: str, path: str, query: list[str]) -> str | None:
    """Return the DOI or the one address of a page on a site that we know; None for any other."""
    path = unescaped(path)
    for host, pattern in _DOI_PAGES:
        if (not host or re.fullmatch(host, site)) and (page := re.fullmatch(pattern, path, _FLAGS)):
            names = page.groupdict()
            return names.get("doi") or f"10.1038/{names['nature']}"
    asked = dict(each.partition("=")[::2] for each in query)
    for host, pattern, address in _PAGES:
        if re.fullmatch(host, site) and (page := re.fullmatch(pattern, path, _FLAGS)):
            if "{query}" in address and not re.fullmatch(r"[\w-]+", asked.get("id", ""), re.ASCII):
                return None
            names = page.groupdict("")
            return address.format(query=asked.get("id", ""), acl=_acl(names.get("id", "")), **names)
    if site == "ieeexplore.ieee.org" and asked.get("arnumber", "").isdecimal():
        return f"https://ieeexplore.ieee.org/document/{asked['arnumber']}"
    return None


def _acl(paper: str) -> str:
    """Return the Anthology's id of a paper: the old ones are in capitals, the new in small letters."""
    return paper.lower() if "." in paper else paper.upper()


def _tracks(parameter: str) -> bool:
    return bool(re.fullmatch(_TRACKING, parameter.partition("=")[0], _FLAGS))


def _host(host: str, typed: str) -> str:
    if "@" in host:
        refuse(typed, "has a user name where its site should be.", _EXAMPLE)
    host = host.lower().rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            refuse(typed, "is no link to a web page.", _EXAMPLE)
    name = r"(?!-)[a-z0-9_-]{1,63}"
    if len(host) > 253 or not re.fullmatch(rf"(?:{name}\.)+{name}(?::[0-9]{{1,5}})?", host):
        refuse(typed, "is no link to a web page.", _EXAMPLE)
    return re.sub(r":(?:80|443)$", "", host)


def _escaped(text: str) -> str:
    """Return part of an address with the same characters escaped, and in the same way, as in any other."""
    text = re.sub(r"%([0-9a-f]{2})", _needed, text, flags=_FLAGS)
    return re.sub(r"[^!$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]", escape_match, text)


def _needed(match: re.Match[str]) -> str:
    """Return an escape in capitals, or the character itself where that means the same (RFC 3986, 2.3)."""
    character = chr(int(match[1], 16))
    return character if re.fullmatch(r"[\w.~-]", character, re.ASCII) else match[0].upper()


def _check(text: str, typed: str, kind: str) -> None:
    if len(text) > LONGEST:
        refuse(typed, f"is too long for a {kind} ({len(text):,} characters).", _EXAMPLE)
    if not text.isprintable() or re.search(r"\s", text):
        refuse(typed, f"has blanks or invisible characters in it, which no {kind} has.", _EXAMPLE)
