"""What a hand-written issue is about, so that a paper noted by hand is never noted twice.

People keep notes in many forms: the id in the title, a labelled link (`Link: …`,
`論文リンク：…`, `[paper](…)`, a heading with the link below it, the answers of an issue form),
or just one link. A wrong paper is much worse than none, so several candidates without a
label are left to a person, and links under "related work" and the like are never taken.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

from paper_notes.values.arxiv_mentions import find_arxiv_ids
from paper_notes.values.patterns import Pattern
from paper_notes.values.text.headings import headed_lines, heading_names


class Recognised(NamedTuple):
    """The paper of an issue, as far as its title and body tell."""

    arxiv_id: str | None
    """Without version; None when there is none, or several and no telling which."""
    url: str | None
    """The paper's own page when it has no arXiv id."""
    certain: bool
    """False when a person should be asked: several candidates, or one mentioned in passing."""
    candidates: tuple[str, ...]
    """Every arXiv id that is named, the likelier ones first."""
    by: Literal["title", "link", "only", "page"] | None = None
    """What makes it certain: the id in the title, a labelled link, the only paper that is linked, or a
    page elsewhere; None if nothing does."""


def recognise(title: str, body: str) -> Recognised:
    """Return which paper an issue without our block is a note about."""
    mentions = _mentions(title, body)
    papers = [mention for mention in mentions if mention.arxiv and not mention.aside]
    others = [mention for mention in mentions if not mention.arxiv and not mention.aside]
    in_title = _unique([found.paper.id for found in find_arxiv_ids(title)])
    if not mentions and not in_title:
        return Recognised(None, None, True, ())
    likely = _unique([mention.target for mention in sorted(papers, key=lambda mention: -mention.label)])
    candidates = _unique([*in_title, *likely, *[mention.target for mention in mentions if mention.arxiv]])
    labelled = _labelled(papers)
    page = _page(others)

    if len(in_title) == 1:
        agreed = labelled in (None, in_title[0])
        return Recognised(in_title[0], None, agreed, candidates, "title" if agreed else None)
    if labelled is not None:
        return Recognised(labelled, None, True, candidates, "link")
    if len(likely) == 1 and not in_title and (page is None or not (page.label or page.at < papers[0].at)):
        stands = any(mention.stands for mention in papers)
        return Recognised(likely[0], None, stands, candidates, "only" if stands else None)
    certain = not candidates or (page is not None and not likely and not in_title)
    url = page.target if page else None
    return Recognised(None, url, certain, candidates, "page" if certain and url else None)


class _Mention(NamedTuple):
    """A link, DOI or id in the body, or a link that is the title."""

    at: int
    """Which line it is in."""
    target: str
    """The arXiv id, or the address of something else."""
    arxiv: bool
    label: int
    """0 for none, 1 for `link` and the like, 2 for a word for paper or the paper's own title."""
    aside: bool
    """Named as something else than the paper: related work, code, slides."""
    stands: bool
    """Stands by itself or beside the issue's title, not in the middle of prose."""


class _Target(NamedTuple):
    """Where in a line something is linked: from the bracket of a Markdown link on."""

    start: int
    end: int
    target: str
    arxiv: bool
    words: str
    """The words of a Markdown link, or `arXiv` when that is written before the id."""


_PAPER = r"(?:papers?|arxiv|preprint|論文|논문|论文)"
_LINK = r"(?:links?|urls?|pdf|id|abs|page|address|リンク|ページ|링크|주소|链接|地址|原文|원문)"
_STRONG = Pattern(
    rf"(?:the|this|original|full|対象|本|原|元|元の)?{_PAPER}(?:情報|정보|信息)?"
    rf"|.*{_PAPER}.*{_LINK}|{_LINK}.*{_PAPER}"
)
_WEAK = Pattern(rf"(?:{_LINK}|source|original?|article|publication|doi|fulltext|html|出典|출처)+")
_OTHER = (
    r"related|references?|refs?|codes?|codebase|implementations?|github|repo(?:sitory)?|slides?|videos?|blog|posts?"
    r"|project|demo|datasets?|data|followups?|prior|previous|next|similar|cited|supp(?:lementary)?"
    r"|appendix|website|homepage|poster|baselines?|others?|future|comments?|discussion"
)
_FILLER = (
    rf"{_PAPER}|{_LINK}|the|to|of|and|for|what|my|official|works?|materials?|articles?|reading|read|see|\d"
)
_OTHER_NAME = Pattern(rf"(?=.*(?:{_OTHER}))(?:{_OTHER}|{_FILLER})+")
_OTHER_CJK = Pattern(
    r"関連|参考|参照|実装|コード|スライド|動画|ブログ|解説|先行研究|次に読む|類似|引用|その他|比較|読むべき"
    r"|관련|참고|구현|코드|슬라이드|영상|블로그|선행|인용|기타|읽을|비교|相关|代码|参照|笔记"
)
_REFERENCES = Pattern(r"\d*(?:references?|refs?|参考文献|参考|참고문헌|참고)")
_ASCII_LETTERS = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}
_PAPER_ICONS = frozenset("📜📄📃📑🔗")

_NO_PAPER_SITE = Pattern(
    r"https?://(?:[\w-]+\.)*(?:arxiv\.org|github\.com|githubusercontent\.com|youtube\.com|youtu\.be|twitter\.com"
    r"|x\.com|speakerdeck\.com|slideshare\.net)(?![\w.-])",
    re.IGNORECASE,
)
_PAPER_SITE = Pattern(
    r"https?://(?:[\w-]+\.)*(?:openreview\.net|aclanthology\.org|aclweb\.org/anthology|doi\.org|dl\.acm\.org"
    r"|ieeexplore\.ieee\.org|proceedings\.mlr\.press|jmlr\.org|nips\.cc|neurips\.cc|openaccess\.thecvf\.com"
    r"|link\.springer\.com|sciencedirect\.com/science|nature\.com/articles|science\.org/doi|biorxiv\.org"
    r"|medrxiv\.org|epubs\.siam\.org|drops\.dagstuhl\.de|eprint\.iacr\.org|jstage\.jst\.go\.jp|isca-speech\.org"
    r"|ecva\.net|ojs\.aaai\.org|ssrn\.com|citeseerx\.ist\.psu\.edu|semanticscholar\.org/paper)(?![\w.-])"
    r"|[^?#]*\.pdf(?:[?#]|$)",
    re.IGNORECASE,
)
_TRACE = Pattern(r"[\dhH](?:(?<=\d)\d{3}|(?<!\d)(?i:ttps?:))")
"""What every line that links or names something has in it: four digits, or `http:`. Its first character is
one of a set: such patterns are found quickly."""
_ADDRESS = Pattern(
    r"https?://[^\s<>\"'`{}|\\^\[\]（）「」『』、。，]+"
    r"|(?<=doi:)\s?(?P<doi>10\.[0-9]{4,9}/[^\s<>\"'`{}|\\^\[\]（）「」『』、。，]+)",
    re.IGNORECASE,
)
_MARKDOWN_LINK = Pattern(r"\[((?:[^\[\]]|\[[^\[\]]*\]){0,500})\]\((?:[^()]|\([^()]*\))*\)")
_NAMED = Pattern(r"arxiv(?!\.org)", re.IGNORECASE)
_LONGEST_ADDRESS = 2000


def _mentions(title: str, body: str) -> list[_Mention]:
    """Return the mentions in the body in order, after a link that is all of the title."""
    words = title.strip()
    in_title = _targets(words) if words.startswith(("h", "H", "[")) else []
    mentions = [
        _Mention(-1, target.target, False, 1, False, True)
        for target in in_title
        if not target.arxiv and target.start == 0
    ]
    wanted = _letters(title)
    section, level, opening = 0, 0, True
    for at, (heading, line) in enumerate(headed_lines(body)):
        if heading is not None:
            label, depth = _label(heading), len(line.lstrip("> ")) - len(line.lstrip("> #")) or 7
            # A list of references is about other papers, unless the body begins with it.
            if label and opening and _heads_references(heading):
                label = 0
            if label or section >= 0 or depth <= level:
                section, level = label, depth
        if targets := _targets(line):
            between = _between(targets, line)
            stands = _stands("".join(between), line, wanted)
            for target, before in zip(targets, between, strict=False):
                own = _own_label(target, before, wanted)
                aside = min(own, section) < 0
                label = 0 if aside else max(own, section)
                mentions.append(_Mention(at, target.target, target.arxiv, label, aside, stands))
        opening = opening and heading is not None
    return mentions


def _targets(line: str) -> list[_Target]:
    """Return what a line links to or names, in order."""
    if not _TRACE.search(line):
        return []
    ids = find_arxiv_ids(line)
    spans = [(found.start, found.end, found.paper.id, True) for found in ids]
    passed = 0
    for match in _ADDRESS.finditer(line):
        while passed < len(ids) and ids[passed].end <= match.start():
            passed += 1
        is_id = passed < len(ids) and ids[passed].start < match.end()
        if not is_id and len(match[0]) <= _LONGEST_ADDRESS:
            url = f"https://doi.org/{match['doi']}" if match["doi"] else match[0]
            spans.append((match.start(), match.end(), trimmed(url), False))
    links = [(match.start(), match.end(), match[1]) for match in _MARKDOWN_LINK.finditer(line)]
    targets: list[_Target] = []
    passed = 0
    for start, end, target, arxiv in sorted(spans):
        while passed < len(links) and links[passed][1] <= start:
            passed += 1
        inside = passed < len(links) and links[passed][0] <= start
        if inside:
            begin, close, words = links[passed]
        else:
            # `arXiv: 1706.03762` is its own label.
            named = _NAMED.match(line[start : start + 9])
            begin, close, words = start, end, named[0] if named else ""
        targets.append(_Target(begin, max(end, close), target, arxiv, words))
    return targets


def trimmed(url: str) -> str:
    """Return an address without the punctuation of the sentence or link around it."""
    url = url.rstrip(".,;:!?*_~")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:!?*_~")
    return url


def _own_label(target: _Target, before: str, wanted: str) -> int:
    """Return the label that a line itself gives to one of its links; -1 for something else's."""
    said, words = _label(before), _label(target.words)
    if said < 0 or words < 0:
        return -1
    if _same_title(target.words, wanted) or _same_title(before, wanted):
        return 2
    # `BERT: [paper](…)` labels a link as BERT's paper, not as the paper of the note.
    return words if words > said and not _letters(before) else said


def _label(words: str) -> int:
    """Return how clearly words before a link, of a link or of a heading say that it is the paper."""
    return _short_label(words) if len(words) <= 80 else 0


@lru_cache(maxsize=1024)  # the headings of a template come back in every issue
def _short_label(words: str) -> int:
    labels = {_name_label(name) for name in heading_names(words) if len(name) <= 32}
    if not labels - {0}:
        return int(not _letters(words) and not _PAPER_ICONS.isdisjoint(words))
    return max(labels) if min(labels) >= 0 else 0 if max(labels) > 0 else -1


@lru_cache(maxsize=1024)
def _heads_references(words: str) -> bool:
    return any(_REFERENCES.fullmatch(name) for name in heading_names(words))


def _name_label(name: str) -> int:
    if _OTHER_CJK.search(name) or _OTHER_NAME.fullmatch(name):
        return -1
    return 2 if _STRONG.fullmatch(name) else 1 if _WEAK.fullmatch(name) else 0


def _labelled(papers: list[_Mention]) -> str | None:
    """Return the one paper that is labelled best, None if none or several are."""
    best = max([mention.label for mention in papers], default=0)
    targets = _unique([mention.target for mention in papers if mention.label == best])
    opens = papers[0] if papers and papers[0].stands and not papers[0].label else None
    doubtful = best == 1 and opens is not None and opens.target not in targets
    return targets[0] if best and len(targets) == 1 and not doubtful else None


def _page(others: list[_Mention]) -> _Mention | None:
    """Return the first labelled link, or the only one that leads to a paper and is no citation."""
    pages = [mention for mention in others if not _NO_PAPER_SITE.match(mention.target)]
    labelled = [mention for mention in pages if mention.label]
    if labelled:
        return labelled[0]
    papers = [mention for mention in pages if _PAPER_SITE.match(mention.target)]
    only = len({mention.target for mention in papers}) == 1
    return papers[0] if only and papers[0].stands else None


def _same_title(words: str, wanted: str) -> bool:
    """Whether words are the issue's title, give or take a mark, number or venue at its ends."""
    said = _letters(words)
    short, long = (said, wanted) if len(said) < len(wanted) else (wanted, said)
    return len(short) >= 8 and short in long and len(short) >= 0.7 * len(long)


def _between(targets: list[_Target], line: str) -> list[str]:
    """Return what a line says before each of its links, and after the last."""
    between, passed = [], 0
    for target in targets:
        between.append(line[passed : target.start])
        passed = target.end
    return [*between, line[passed:]]


def _stands(said: str, line: str, wanted: str) -> bool:
    """Whether a line says nothing of its own besides its links, or what the issue's title says."""
    return len(_letters(said)) <= 12 or (len(wanted) >= 12 and wanted in _letters(line))


def _letters(text: str) -> str:
    """Return the letters and digits of a text, small, as NFKC has them."""
    if text.isascii():
        return text.translate(_ASCII_LETTERS)
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
