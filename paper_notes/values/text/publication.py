"""What the authors' comment on a paper says has become of it: accepted somewhere, or withdrawn.

Comments are free text, and a wrong answer is worse than none. So a statement counts only if
it is about this very paper, and about what has happened: not that a paper was submitted, nor
where an earlier or a shorter version of it appeared. What is returned are the authors' words.
"""

import re
from collections.abc import Iterator

# -- withdrawn ------------------------------------------------------------------------

_THIS = r"""(?:(?:this|the|our|my|present|above|entire|whole|arxiv|conference|journal|research)\s+)*
    (?:papers?|preprint|pre-print|e-print|eprint|articles?|manuscript|submission|work|document|draft|report
    |version|it)(?:\s+\([^)]*\))?"""
# To leave a conference or a journal is another matter.
_ELSEWHERE = r"(?!\s+from\s+(?!(?:the\s+)?(?:arxiv|public)))"
_WITHDRAWN = re.compile(
    rf"""(?:(?:\d+|pages?|pp|figures?|figs?|tables?|comments?|note|status|arxiv\s+admin)[\s.,:;+(\[-]+)*[(\["]*
        (?:{_THIS}\s+)?
    |(?:(?:due\s+to|because|owing\s+to|as|since)\b.*\s|.*[,:;(\[]\s*|.*\b(?:and|so|that|hence|thus|therefore)\s+)
        {_THIS}\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_LEFT = re.compile(
    rf"""\b(?:(?:is|are|was|were|has|have|been|being|now|since|hereby|temporarily|voluntarily)\s+)*
    (?:(?:withdrawn|withdrawed|retracted)\b{_ELSEWHERE}|removed\s+by\s+arxiv\b)
    (?!\s+(?:in|as\s+of)\s+v)(?!\s+[a-z-]+\s+(?:is|are|was|were|has|have)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_AUTHORS = re.compile(
    rf"""\b(?:authors?|we|i)\s+(?:(?:have|has|had|decided|wish|would|like|want|hereby|to)\s+)*
    (?:withdraw|withdrew|withdrawn|retract|retracted)\s+{_THIS}{_ELSEWHERE}""",
    re.IGNORECASE | re.VERBOSE,
)
_BACK = re.compile(
    r"\b(?:no longer|not|never)\s+(?:been\s+)?(?:withdrawn|retracted)|\bun-?withdrawn\b"
    r"|\b(?:withdrawn|retracted|removed)\b.*\b(?:re-?instated|restored)\b"
    r"|\b(?:re-?instated|restored)\b.*\b(?:withdrawn|retracted|removed)\b",
    re.IGNORECASE,
)


def withdrawal(comment: str | None) -> str | None:
    """Return the sentence that says that the paper is withdrawn; None if none does.

    arXiv's feed has no flag for it: a withdrawn paper is a new version whose comment says so
    (arXiv help, withdrawals).
    """
    text = _folded(comment)
    if _BACK.search(text):
        return None
    return next((sentence for sentence in _sentences(text) if _withdraws(sentence)), None)


def _withdraws(sentence: str) -> bool:
    stated = any(_WITHDRAWN.fullmatch(sentence, 0, found.start()) for found in _LEFT.finditer(sentence))
    return stated or _AUTHORS.search(sentence) is not None


# -- accepted -------------------------------------------------------------------------

_KNOWN = """
    3DV AAAI AACL AAMAS ACCV ACL AISTATS ASRU BMVC CHI CIKM COLING COLM COLT CVPR CoLLAs CoNLL CoRL EACL
    ECAI ECCV ECIR ECML ECML-PKDD EMNLP GECCO ICANN ICAPS ICASSP ICCV ICDE ICDM ICIP ICLR ICME ICML ICPR
    ICRA ICWSM IJCAI IJCNN INLG INTERSPEECH IROS ISBI ISMIR IUI Interspeech JMLR KDD LREC LREC-COLING MICCAI
    MIDL MLSP MLSys NAACL NIPS NeurIPS PPSN RSS RecSys SDM SIGDIAL SIGGRAPH SIGIR SIGMOD SODA STOC UAI UIST
    VLDB WACV WASPAA WSDM WWW
"""
"""Conferences that need no "accepted at": their name and a year alone say it."""

_ADDRESS = re.compile(r"\b(?:https?|ftp)://\S*|\\url\{[^}]{0,300}\}|\bdoi:\S+", re.IGNORECASE)
_ADMIN_NOTE = re.compile(r"\barXiv admin note\b.*", re.IGNORECASE)

# The sentence is about something that has not happened, or about another text than this one.
_OTHER = re.compile(
    r"""\b(?:(?:re)?submi(?:t|ss)\w*|(?:in|under|for|open)\s+(?:\w+\s+)?review|under\s+consideration|rejected
    |rebuttal|not\s+(?:yet\s+)?(?:accepted|published|presented|appear)|if\s+accepted|pending|unpublished
    |extended\s+(?:version|abstract)|exten(?:ds|ding|sion)|expand\w*|short(?:er|ened)|(?:short|long|longer)\s+version
    |reduced|preliminary|earl(?:y|ier)\s+(?:version|draft)|initial|previous\w*|prior|partial(?:ly)?|parts?\s+of
    |(?:full|journal)\s+version|builds?\s+on|based\s+on|supersed\w+|replac\w+|follow-?up|same\s+as
    |formatted|format|template|style)\b""",
    re.IGNORECASE | re.VERBOSE,
)

_SUBJECT = """
    a accepted also an and appendix are article arxiv as author authors be been camera cite comments
    conference copy early figs figure figures final finally first full has have in including is it just
    long main manuscript note now of oral original originally our page pages paper papers personal
    please plus poster pp preprint pre print published ready recently references regular revised s short
    since table tables text that the this till to two column updated v1 v2 v3 v4 v5 version was which
    will with work
"""
"""What may stand before "accepted": words for this paper and for how long it is, not "our code"."""
_ABOUT_IT = frozenset(_SUBJECT.split())

_CLAIM = re.compile(
    r"""\b(?:accept(?:ed)?|accpeted|acepted|published|appear(?:s|ed|ing)?|presented|forthcoming|in\s+press
        |camera[- ]ready(?:\s+(?:version|copy))?)
    (?:\s+papers?)?
    (?:,?\s+and\s+(?:\w+\s+){0,3}?(?:appear|published|presented|included))?
    (?:\s+\((?:oral|spotlight|poster|long|short|main|findings|demo|highlight)[^)]*\))?
    (?:,?\s+(?:as|for)\s+(?:an?\s+|the\s+)?(?P<form>(?-i:[a-z-]+\s+){0,3}?
        (?:papers?|presentation|publication|contribution|article|poster|oral|spotlight|talk|demo|chapter|abstract
        |inclusion)\b(?:\s*\([^)]*\))?))?
    (?:\s+to\s+(?:be\s+)?(?:published|presented|appear|included))?
    :?(?:\s+(?:at|in|by|to|for|on|with|into|the|an?|upcoming)\b)*
    \s+(?=(?P<place>["“'‘]?(?-i:[A-Z0-9]|proceedings?\s+of\b|proc\.).*))""",
    re.IGNORECASE | re.VERBOSE,
)
_LESSER = re.compile(r"\b(?:workshop|abstract|demo|student|position|chapter)\b", re.IGNORECASE)
_PROCEEDINGS = re.compile(
    r"(?:in\s+)?(?:the\s+)?(?P<place>(?:post-?)?proc(?:eedings?|\.)\s+(?:of\s+)?(?:the\s+)?(?-i:[A-Z0-9\"]).*)",
    re.IGNORECASE,
)
_WORD = r"(?:[A-Z0-9][\w'’/&.-]*|on|of|and|the|for|in|at|to|with|&)"
_ONE_KNOWN = "|".join(map(re.escape, sorted(_KNOWN.split(), key=len, reverse=True)))
_NAMED = re.compile(
    rf"""(?:^|[,:]\s+)(?:(?i:in|to)\s+)?(?P<place>
    (?:{_WORD},?\s+){{0,16}}?[(@"]?(?:{_ONE_KNOWN})(?:\s+(?:Findings|Demos?|Workshops?))?\)?
    (?:,?\s+|\s?['’-]\s?)?(?:(?:19|20)\d\d|['’]\s?\d\d|\d\d)(?![\d%])\)?
    (?:\s+(?:{_WORD}\s+){{0,12}}?Workshops?\b(?:\s+{_WORD}){{0,14}})?
    (?:\s+\(?(?i:oral|spotlight|poster|highlight|main|findings|long|short|full|regular|conference|track|industry|demo
      |demonstrations?|system|papers?|proceedings|camera[- ]ready|final|version|companion|research|resource
      |workshops?)\)?)*)
    (?=\s*(?:$|[,;.:(\[–-]|with\b|and\b))""",
    re.VERBOSE,
)
_MEETING = r"\b(?:Conference|Symposium|Workshop|Congress|Meeting)\b"
_HAS_YEAR = re.compile(rf"(?:(?:19|20)\d\d|['’]\d\d\b|[A-Za-z]-?\d\d\b)(?!.*{_MEETING})")

_MOST_PIECES = 4
_NO_MORE = re.compile(
    r"""\s(?:(?:organi[sz]ed\s+)?by|with\s+(?-i:[a-z])|under|where|which|code|project|video
        |as\s+(?:an?|oral|poster|spotlight|full|long|short|part)|and\s+(?:the|is|was|will|to)
        |on\s+(?:(?-i:[A-Z])[a-z]{2,8}\s)?\d)\b.*
    |\s[–—-]+\s.*|\s*\(\s*\).*|\s*\[.*""",
    re.IGNORECASE | re.VERBOSE,
)
_LAST_PIECE = re.compile(
    r"""(?:\d+\+?\d*\s+)?(?:pages?|pp|figs?|figures?|tables?|columns?|appendi\w+|supplement\w*|code|data|project|videos?
    |with|see|this|arxiv|and\s+(?:is|was|will|to)|in\s+[A-Z]\w+\s+language|keywords?|uses|revised|final|camera
    |to\s+appear)\b|\d+\s+\w+""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_PLACE = re.compile(
    r"""["“'‘]?(?:(?:\d+(?:st|nd|rd|th)?\s+)?(?:of\s+)?
        (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:\.|[a-z]{3,})?\b
    |\d+[/.-]|(?:19|20)\d\d\s+(?-i:[a-z])
    |(?:spring|summer|autumn|fall|winter|section|sec|appendix|table|fig|figure|chapter|part|theorem|lemma|equation
    |python|english|french|german|spanish|portuguese|russian|chinese|japanese|korean|github|gitlab|zenodo|openreview
    |arxiv|ssrn|hal|biorxiv|kaggle|hugging\s?face|osf|youtube|researchgate|figshare|v\d+|version|public|press)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_NAME = re.compile(
    r"\s+(?:(?:final|accepted|camera[- ]ready)\s+)?(?:version|camera[- ]ready)$", re.IGNORECASE
)


def accepted_at(comment: str | None) -> str | None:
    """Return where the comment says the paper was accepted, presented or published; None if it does not.

    `10 pages. Accepted at NeurIPS 2017` gives `NeurIPS 2017`, `Published as a conference paper
    at ICLR 2015` gives `ICLR 2015`. A withdrawn paper is accepted nowhere.
    """
    if withdrawal(comment):
        return None
    text = _folded(_ADDRESS.sub(" ", _ADMIN_NOTE.sub("", _folded(comment))))
    sentences = (sentence for sentence in _sentences(text) if not _OTHER.search(sentence))
    return next(filter(None, map(_place_in, sentences)), None)


def _place_in(sentence: str) -> str | None:
    for claim in _CLAIM.finditer(sentence):
        subject = re.split(r"[,:;()\[\]]", sentence[: claim.start()])[-1]
        about_it = all(word in _ABOUT_IT or word[0].isdigit() for word in re.findall(r"\w+", subject.lower()))
        if about_it and (place := _place(claim["place"])):
            form = claim["form"] or ""
            return f"{place} ({form})" if _LESSER.search(form) else place
    for piece in re.finditer(r"(?:^|[,:]\s+)(?=in\s|the\s|post|proc)", sentence, re.IGNORECASE):
        found = _PROCEEDINGS.match(sentence, piece.end())
        if found and (place := _place(found["place"])):
            return place
    named = _NAMED.search(sentence)
    return _tidy(named["place"]) if named and _is_the_event(named["place"], sentence) else None


def _is_the_event(place: str, sentence: str) -> bool:
    """Tell `ICML 2019` from a workshop that is named apart from it, and from `Tutorial at ICML 2019`."""
    if "workshop" in sentence.lower():
        return "workshop" in place.lower()
    return re.search(r"\b(?:at|for|to|with)\b", place) is None or re.search(_MEETING, place) is not None


def _place(text: str) -> str | None:
    """Return the name at the beginning of a text, up to its year if there is one."""
    pieces: list[str] = []
    for piece in re.split(r",\s+", text)[:_MOST_PIECES]:
        if pieces and _LAST_PIECE.match(piece):
            break
        pieces.append(_NO_MORE.sub("", piece))
        if pieces[-1] != piece or _HAS_YEAR.search(piece):
            break
    place = _tidy(", ".join(pieces))
    return place if re.search(r"[A-Za-z]{2}", place) and not _NO_PLACE.match(place) else None


def _tidy(place: str) -> str:
    """Return the name without loose ends: half a bracket, one quotation mark, a last comma."""
    depth, end = 0, len(place)
    for at, character in enumerate(place):
        if character == "(":
            depth, end = depth + 1, at if depth == 0 else end
        elif character == ")":
            if depth == 0:
                end, depth = at, 1
                break
            depth -= 1
    place = place[:end] if depth else place
    if (place.count('"') + place.count("“") + place.count("”")) % 2:
        place = re.sub('["“”]', "", place)
    place = " ".join(place.split()).strip(" .,:;!@-–")
    return _NO_NAME.sub("", place)


# -- sentences ------------------------------------------------------------------------

_ABBREVIATIONS = """
    acad adv am anal ann appl apr artif assoc astrophys aug autom biol bull chem comm commun comp comput
    conf dec dept dr ed eds eng europhys feb fig figs imag inf inst int intell intl jan jul jun lang
    lect lett mach mag mar math mech med nat natl neural no nov oct phys pp probab proc process prof pub
    rep res rev robot sci sec sep sept sig signal soc st stat symp syst tech theor topics trans univ vol
    vs wkshp
"""
_SHORT = frozenset(_ABBREVIATIONS.split())

LONGEST = 2000
"""Characters of a comment that are read; hardly one has more than a few hundred."""


def _folded(text: str | None) -> str:
    return " ".join((text or "")[:LONGEST].split())


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text; a semicolon ends one, the dot of an abbreviation does not."""
    start = 0
    for end in re.finditer(r"[;!]\s+|\.\s+(?=[A-Z0-9\"“(\[])", text):
        word = re.search(r"\w+$", text[max(start, end.start() - 20) : end.start()])
        last = word[0] if word else ""
        if text[end.start()] == "." and (last.lower() in _SHORT or re.fullmatch("[A-Z]", last)):
            continue
        yield text[start : end.start()].strip()
        start = end.end()
    yield text[start:].strip(" .")
