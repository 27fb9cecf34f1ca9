"""Files of references: what is found in each format, and what is said of the rest."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.doors.importing import FORMATS, bibtex, entries_in, format_of, prose
from paper_notes.rules.export.formats import FORMATS as EXPORTS
from paper_notes.rules.export.formats import TextFormat, citation_keys
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.entries import Broken, Elsewhere, Entry, shown_title
from paper_notes.values.model import Note, Status
from tests.bibliographies import ATTENTION, hostile_notes


def read(text: str | bytes, name: str = "file", form: str | None = None) -> list[Any]:
    """Return the entries, those on arXiv as ids."""
    data = text if isinstance(text, bytes) else text.encode()
    return [
        entry.id if isinstance(entry, ArxivId) else entry
        for entry in entries_in(data, name, form)
        if isinstance(entry, ArxivId | Note | Elsewhere | Broken)
    ]


@pytest.mark.parametrize(
    "fields",
    [
        # BibLaTeX, INSPIRE, arXiv itself
        "eprint = {1706.03762}, archivePrefix = {arXiv}, primaryClass = {cs.CL}",
        "eprint = {1706.03762v5}, eprinttype = {arxiv}",
        "eprint = {arXiv:1706.03762}",
        "eprint = {https://arxiv.org/abs/1706.03762}",
        # Mendeley
        "archivePrefix = {arXiv}, arxivId = {1706.03762}, eprint = {1706.03762}, url = {http://arxiv.org/abs/1706.03762}",
        # Google Scholar
        "journal = {arXiv preprint arXiv:1706.03762}",
        # DBLP, newer and older
        "journal = {CoRR}, volume = {abs/1706.03762}, eprinttype = {arXiv}, eprint = {1706.03762}",
        "journal = {CoRR}, volume = {abs/1706.03762}, year = {2017}",
        # ADS
        "journal = {arXiv e-prints}, eid = {arXiv:1706.03762}, pages = {arXiv:1706.03762}",
        # ACM, Zotero, by hand
        "doi = {10.48550/arXiv.1706.03762}, journal = {ACM Surveys}, volume = {12}",
        "number = {arXiv:1706.03762}, publisher = {arXiv}, note = {arXiv:1706.03762 [cs]}",
        r"howpublished = {\url{https://arxiv.org/pdf/1706.03762v7.pdf}}",
        r"note = {\href{https://arxiv.org/abs/1706.03762}{1706.03762}}",
        "journal = {{arXiv}:1706.03762 [cs]}",
        'howpublished = "arXiv:1706.03762"',
        "journal = arxiv # {:1706.03762}",
        "title = {Twice}, eprint = {1706.03762}, eprint = {1512.03385}",
        "url = {https://openreview.net/forum?id=1}, note = {arXiv:1706.03762}",
        "eprint = {29384756}, eprinttype = {pubmed}, url = {https://arxiv.org/abs/1706.03762}",
    ],
)
def test_bibtex_as_it_is_in_the_wild(fields: str) -> None:
    """Each program's way to say that a paper is on arXiv is understood."""
    text = f'@string{{arxiv = "arXiv"}}\n@article{{key,\n  author = {{A B}},\n  {fields}\n}}\n'
    assert read(text, "a.bib") == ["1706.03762"]


@pytest.mark.parametrize(
    ("fields", "paper"),
    [
        ("eprint = {hep-th/9901001}, archivePrefix = {arXiv}", "hep-th/9901001"),
        ("eprint = {9901001}, archivePrefix = {arXiv}, primaryClass = {hep-th}", "hep-th/9901001"),
        ("eprint = {9901001}, archivePrefix = {hep-th}", "hep-th/9901001"),
    ],
)
def test_old_ids_in_bibtex(fields: str, paper: str) -> None:
    """Ids from before 2007 stand in one field or are split over two."""
    assert read(f"@article{{k, {fields}}}", "a.bib") == [paper]


@pytest.mark.parametrize(
    "fields",
    [
        "doi = {10.1145/3292500.3330701}",
        "abstract = {As in arXiv:1706.03762.}",
        "note = {Compare arXiv:1706.03762 and arXiv:1512.03385}",
        "eprint = {1706.03762}, eprinttype = {hdl}",
        "pages = {1701.12345}",
        "url = {https://arxiv.org.evil.com/abs/1706.03762}",
        "url = {https://arxiv.org@evil.com/abs/1706.03762}",
        "url = {https://аrxiv.org/abs/1706.03762}",
    ],
)
def test_entries_without_an_id_are_named(fields: str) -> None:
    """What another paper's id, another archive's or a look-alike's would be is no id of this one."""
    text = f"\n@inproceedings{{key, title = {{The {{BERT}}\n  Model}}, {fields}}}"
    assert [entry[:2] for entry in read(text, "a.bib")] == [("The BERT Model", "a.bib, line 2")]


def test_broken_bibtex() -> None:
    """The good entries come in, the bad ones are named with their lines."""
    text = """% a comment
@article{a, eprint = {1706.03762}}
@article{b, title = {Never closed,
@article{c, eprint = {1512.03385}}
@article{a, eprint = {2203.00001}}
@misc{d title = {x}}
@misc{e, eprint = {1713.00001}, archiveprefix = {arXiv}}
@misc{f,
"""
    remedy = "Look for a brace or comma that is missing."
    assert read(text, "a.bib") == [
        "1706.03762",
        Broken("a.bib, line 3", "is no sound BibTeX: @article{b, title = {Never closed,", remedy),
        "1512.03385",
        "2203.00001",
        Broken("a.bib, line 6", "is no sound BibTeX: @misc{d title =", remedy),
        Broken(
            "a.bib, line 7",
            '"1713.00001" is not an arXiv id: it says month 13.',
            "There is no month 13: ids begin with the year and the month, as in 1706.03762.",
        ),
        Broken("a.bib, line 8", "is no sound BibTeX: @misc{f,", remedy),
    ]


def test_the_parser_is_not_heard(caplog: pytest.LogCaptureFixture) -> None:
    """What bibtexparser logs about broken entries would stand between our own lines."""
    with caplog.at_level(logging.INFO):
        read("@article{b, title = {Never closed", "a.bib")
    assert caplog.records == []


def test_ris() -> None:
    """Links, DOIs, notes and numbers name papers; entries end with ER, or are named with their line."""
    text = """TY  - JOUR
TI  - Attention
UR  - http://example.com
UR  - https://arxiv.org/abs/1706.03762
ER  -

TY  - CONF
DO  - 10.48550/arXiv.1512.03385
ER  -
TY  - UNPB
AN  - arXiv:hep-th/9901001
ER  -
TY  - BOOK
T1  - A Book
ER  -
AU  - Nobody
TY  - JOUR
TI  - Cut off
TY  - JOUR
N1  - arXiv:2203.00001 [cs]
ER  -
TY  - JOUR
"""
    assert read(text, "a.ris") == [
        "1706.03762",
        "1512.03385",
        "hep-th/9901001",
        Elsewhere("A Book", "a.ris, line 13"),
        Broken("a.ris, line 16", "stands outside of any entry.", "Entries begin with TY  -."),
        Broken("a.ris, line 17", "begins an entry that has no end.", "Entries end with ER  -."),
        "2203.00001",
        Broken("a.ris, line 22", "begins an entry that has no end.", "Entries end with ER  -."),
    ]


CSL = [
    {"type": "article", "title": "Zotero's", "number": "arXiv:1706.03762", "publisher": "arXiv"},
    {"type": "article", "DOI": "10.48550/arXiv.1512.03385", "issued": {"date-parts": [[2015]]}},
    {"type": "article-journal", "URL": "http://arxiv.org/abs/hep-th/9901001", "abstract": None},
    {"type": "article", "archive": "arXiv", "archive_location": "2203.00001"},
    {"type": "book", "title": "A Book", "note": 12},
    {"type": "article", "archive": "arXiv", "archive_location": "2299.1"},
    7,
]
CSL_READ = [
    "1706.03762",
    "1512.03385",
    "hep-th/9901001",
    "2203.00001",
    Elsewhere("A Book", "z.json, entry 5"),
    Broken(
        "z.json, entry 6",
        '"2299.1" is not an arXiv id: it says month 99.',
        "There is no month 99: ids begin with the year and the month, as in 1706.03762.",
    ),
    Broken("z.json, entry 7", "is no entry of a bibliography."),
]


@pytest.mark.parametrize("data", [CSL, {"items": CSL}])
def test_csl_json(data: object) -> None:
    """An array, or Zotero's object with one in it."""
    assert read(json.dumps(data), "z.json") == CSL_READ


def test_json_of_another_kind_is_searched_like_text() -> None:
    """A chat or a list of bookmarks in JSON names papers too, with its slashes escaped."""
    text = '{"messages": [{"text": "read https:\\/\\/arxiv.org\\/abs\\/1706.03762"}]}'
    assert read(text, "chat.json") == ["1706.03762"]
    assert read(f"{text}\n{text}\n", "chat.jsonl") == ["1706.03762", "1706.03762"]


def test_text() -> None:
    """Each paper that a text names comes once, in the order in which they are first named."""
    text = """# Awesome

- [ResNet](https://arxiv.org/abs/1512.03385) [pdf](https://arxiv.org/pdf/1512.03385v1)
- [Attention](https://arxiv.org/abs/1706.03762), see [ResNet](https://arxiv.org/abs/1512.03385)
- [Code](https://github.com/example/1706.03762)
"""
    assert read(text, "README.md") == ["1512.03385", "1706.03762"]


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "is empty."),
        (b"\xef\xbb\xbf \r\n", "is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not text, but something binary."),
        (b"arXiv:1706.03762\x00", "is not text, but something binary."),
        (b"\xff\x01arXiv:1706.03762", "is not text, but something binary."),
        (b"\xff\xfea", "is not the UTF-16 text that it says it is."),
        (b"Nothing here.", "names no paper on arXiv."),
        (b"https://arxiv.org.evil.com/abs/1706.03762", "names no paper on arXiv."),
    ],
)
def test_files_that_hold_nothing(data: bytes, wrong: str) -> None:
    """A sentence says what is the matter with the file."""
    (entry,) = read(data, "a.txt")
    assert (entry.place, entry.wrong) == ("a.txt", wrong)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    """A byte order mark is heeded, and every kind of line end; old bibliographies are Latin-1."""
    text = "@misc{a,\n  title = {Über},\n}\n@misc{b,\n  eprint = {1706.03762}\n}\n".replace("\n", end)
    assert read(text.encode(encoding), "a.bib") == [Elsewhere("Über", "a.bib, line 1"), "1706.03762"]


def test_json_is_utf_8() -> None:
    """A guess at the encoding would end up in the reader's text."""
    (entry,) = read('{"text": "Über"}'.encode("latin-1"), "a.json")
    assert entry == Broken("a.json", "is not UTF-8, which JSON has to be.", "Save it as UTF-8.")


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.BIB", "", "bibtex"),
        ("a.ris", "", "ris"),
        ("papers.csl.json", "", "json"),
        ("a.md", "@misc{a, title = {x}}", "text"),
        ("stdin", '[{"type": "book"}]', "json"),
        ("stdin", '{"id": "1706.03762"}\n', "json"),
        ("a.txt", "\n\n[1] First paper", "text"),
        ("a.txt", "[Attention](https://arxiv.org/abs/1706.03762)", "text"),
        ("stdin", "% from Zotero\n\n@article{a,\n title = {x}}", "bibtex"),
        ("stdin", "mail to someone@article{a} about it", "text"),
        ("export.txt", "\nTY  - JOUR\n", "ris"),
    ],
)
def test_the_format_is_found_out(name: str, text: str, form: str) -> None:
    """The ending tells it, or the first lines."""
    assert format_of(text, name) == form


EXPORTED = [ATTENTION, *hostile_notes()]


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json"])
def test_what_we_export_for_others_is_found_again(form: str) -> None:
    """Each of our own exports names every paper, in order, whatever its title does."""
    export = EXPORTS[form]
    assert isinstance(export, TextFormat)
    text = "".join(export.write(EXPORTED, citation_keys(EXPORTED)))
    assert read(text, f"papers{export.ending}") == [note.paper.id for note in EXPORTED]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_exported_notes_come_back(form: str) -> None:
    """All of a note comes back but where it was and what follows from the rest."""
    export = EXPORTS[form]
    assert isinstance(export, TextFormat)
    printable = [note for note in EXPORTED if note.paper.title]
    text = "".join(export.write(printable, {}))
    assert read(text, f"papers{export.ending}") == [
        note._replace(number=None, url=None, author=None, topics=(), summary=None) for note in printable
    ]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"status": "finished"}, "is no sound note: status: not a status."),
        ({"status": None}, "is no sound note: status: missing."),
        ({"rating": 6}, "is no sound note: rating: not a number from 1 to 5."),
        ({"read_on": "yesterday"}, "is no sound note: read_on: not a date as YYYY-MM-DD."),
        ({"text": ["x"]}, "is no sound note: text: not a text."),
        ({"text": "\ud800"}, "is no sound note: text: not a text."),
        ({"labels": "NLP"}, "is no sound note: labels: not a list of texts."),
        ({"id": "javascript:alert"}, '"javascript:alert" is not an arXiv id or link.'),
        ({"id": "1706.03762v2"}, "has an id that is none: 1706.03762v2."),
        ({"id": "file://etc/passwd"}, "has an id that is none: file://etc/passwd."),
        ({"id": ""}, "is no sound note: id: missing."),
    ],
)
def test_notes_that_are_none(change: dict[str, Any], wrong: str) -> None:
    """A note that somebody changed is named with its place, and the next one comes in."""
    rows = [{**ATTENTION.as_json(), **change}, ATTENTION.as_json()]
    first, second = read("\n".join(map(json.dumps, rows)), "a.jsonl")
    assert (first.place, first.wrong) == ("a.jsonl, line 1", wrong)
    assert second.paper == ATTENTION.paper


@pytest.mark.parametrize(
    ("text", "place", "wrong"),
    [
        ("[1,\n2,\n", "a.json, line 3", "is no sound JSON: Expecting value."),
        ('{"id": \n', "a.json, line 1", "is no sound JSON: Expecting value."),
        ("[" * 100_000, "a.json, line 1", "is no sound JSON: too deep."),
        ("[]", "a.json", "names no paper on arXiv."),
    ],
)
def test_broken_json(text: str, place: str, wrong: str) -> None:
    """JSON that cannot be read is named with its line."""
    entry = read(text, "a.json")[0]
    assert (entry.place, entry.wrong) == (place, wrong)


PIECES = st.sampled_from(
    [
        *("@article{", "@string{", "@comment", "{", "}", '"', ",", "=", "#", "eprint", "key", "@", "%", "\\"),
        *("TY  - JOUR\n", "ER  - \n", "UR  - x\n", "TI  - \n", "  - ", "\n", "\r", "\x00", "\ufeff", "가"),
        *("[", "]", ":", "null", "1e999", '"id"', '"type"', '"status"', '"\\ud800"'),
        *("arXiv:1706.03762", "https://arxiv.org/abs/"),
    ]
)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None)
@given(data=st.one_of(st.lists(PIECES, max_size=40).map("".join).map(str.encode), st.binary(max_size=60)))
def test_nothing_ever_raises(form: str, data: bytes) -> None:
    """Whatever a file holds becomes at least one entry that can be told."""
    entries: list[Entry] = list(entries_in(data, "file", form))
    assert entries
    for entry in entries:
        assert isinstance(entry, ArxivId | Note | Elsewhere | Broken)
        assert not isinstance(entry, Elsewhere) or entry.title == shown_title(entry.title)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(list(ATTENTION.as_json())), JSON, max_size=3))
def test_no_note_ever_raises(changes: dict[str, Any]) -> None:
    """A note with anything in any of its fields is a note, or is told."""
    (entry,) = entries_in(json.dumps([{**ATTENTION.as_json(), **changes}]).encode(), "a.json")
    assert isinstance(entry, Note | Broken)
    assert not isinstance(entry, Note) or entry.status in Status


DATA = Path(__file__).parent / "data" / "bib"
SMALL, OLD = "2301.00001", "Before All Preprints"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zotero", [SMALL, "2302.00002", (OLD, 30)]),
        ("mendeley", [SMALL, (OLD, 19)]),
        ("scholar", [SMALL, ("Before all preprints", 8)]),
        ("dblp", [SMALL, "1702.00002", (OLD, 25)]),
        ("inspire", [SMALL, "hep-th/9901001"]),
        ("acl", [("A Small Model of Everything", 1)]),
    ],
)
def test_files_as_programs_write_them(name: str, expected: list[Any]) -> None:
    """Each entry comes in, or is told with its title and its line: those that are not on arXiv."""
    found = read((DATA / f"{name}.bib").read_bytes(), f"{name}.bib")
    assert [
        entry if isinstance(entry, str) else (entry.title, int(entry.place.rpartition(" ")[2]))
        for entry in found
    ] == expected


@pytest.mark.parametrize("cut", [100, 333, 500])
@pytest.mark.parametrize("name", ["zotero", "dblp", "inspire"])
def test_files_that_were_cut_off(name: str, cut: int) -> None:
    """What was whole comes in, and what was not is named with its line."""
    text = (DATA / f"{name}.bib").read_text()
    whole = read(text[:-cut], f"{name}.bib")
    line = text[:-cut].count("\n@") + (text[0] == "@")
    starts = [number for number, each in enumerate(text.split("\n"), start=1) if each.startswith("@")]
    assert whole[-1].place == f"{name}.bib, line {starts[line - 1]}"
    assert isinstance(whole[-1], Broken)
    assert whole[:-1] == read(text, f"{name}.bib")[: line - 1]


BIB_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "@article{",
                "@misc(",
                " @misc {k,",
                "@string{s = {arXiv:1706.03762}}",
                "@comment{",
                "}",
                ")",
                "{",
            ),
            *(
                '"',
                ",",
                "=",
                "#",
                "\n",
                "\n@",
                "\n",
                " ",
                "eprint = {1706.03762}",
                "note = s",
                "title = {x}",
                "k,",
            ),
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=80, deadline=None)
@given(text=BIB_PIECES, size=st.integers(1, 60))
def test_pieces_make_no_difference(text: str, size: int) -> None:
    """However few characters are parsed at a time, the entries and their lines are the same."""
    whole = list(bibtex.read(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bibtex, "AT_ONCE", size)
        assert list(bibtex.read(text)) == whole


def test_hostile_bibtex_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no entry is long enough for is not parsed, and of too many entries the rest is not."""
    monkeypatch.setattr(bibtex, "AT_ONCE", 50)
    monkeypatch.setattr(bibtex, "LONGEST", 100)
    monkeypatch.setattr(bibtex, "MOST", 3)
    entry = "@misc{a, eprint = {1706.03762}}\n"
    text = f"{entry}@misc{{b, title = {{{'{' * 100}\n{entry * 5}"
    assert read(text, "a.bib") == [
        "1706.03762",
        Broken("a.bib, line 2", "begins something of over 100 characters."),
        *["1706.03762"] * 2,
        Broken("a.bib, line 5", "comes after 3 entries, too many for a file.", "Split it."),
    ]


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(["1706.03762", "https://arxiv.org/abs/1512.03385", "\n", "word", "hep-th/9901001v2"])
    ),
    size=st.integers(40, 90),
)
def test_long_texts_are_searched_piece_by_piece(words: list[str], size: int) -> None:
    """No id is cut in two, none is found twice, and their order is kept."""
    text = " ".join(words)
    whole = list(prose.read(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prose, "AT_ONCE", size)
        assert list(prose.read(text)) == whole
