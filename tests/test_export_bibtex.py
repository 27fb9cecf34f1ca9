"""BibTeX: the entries, and what bibtexparser, pybtex and biber make of them."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paper_notes.rules.export.authors import author_named
from paper_notes.rules.export.bibtex import bibtex, bibtex_entry
from paper_notes.rules.export.formats import citation_keys
from paper_notes.rules.export.latex import escape
from paper_notes.rules.export.titles import bibtex_title
from paper_notes.values.model import Note
from tests.bibliographies import ATTENTION, HOSTILE_AUTHORS, bare, corpus, hostile_notes, make, plain


def export(notes: list[Note]) -> str:
    """Return the notes as one BibTeX text."""
    return "".join(bibtex(notes, citation_keys(notes)))


def fields_of(entry: str) -> dict[str, str]:
    """Return the fields of one entry, as they are written."""
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))


def test_a_preprint() -> None:
    """Everything arXiv says, in its order, and that authors are missing."""
    assert export([ATTENTION]) == (
        "@misc{vaswani2017attention,\n"
        "  author = {Vaswani, Ashish and Shazeer, Noam and others},\n"
        "  title = {Attention Is All You Need},\n"
        "  year = {2017},\n"
        "  eprint = {1706.03762},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  url = {https://arxiv.org/abs/1706.03762},\n"
        "  keywords = {NLP},\n"
        "}\n"
    )


def test_a_journal_article() -> None:
    """The journal reference is taken apart; the preprint stays named."""
    note = make(
        "Dropout",
        published="2012-07-03",
        journal_ref="JMLR 15(56):1929-1958, 2014",
        doi="10.5555/2627435.2670313",
    )
    entry = bibtex_entry(note.paper, "key")
    assert entry.startswith("@article{key,\n")
    assert fields_of(entry) == {
        "author": "Lovelace, Ada",
        "title": "Dropout",
        "journal": "Journal of Machine Learning Research",
        "volume": "15",
        "number": "56",
        "pages": "1929--1958",
        "year": "2014",
        "doi": "10.5555/2627435.2670313",
        "eprint": "2001.00001",
        "archiveprefix": "arXiv",
        "url": "https://arxiv.org/abs/2001.00001",
    }


def test_a_conference_paper() -> None:
    """A comment that names the conference gives its proceedings and year."""
    entry = bibtex_entry(make(published="2020-10-01", comment="Accepted at ICLR 2021").paper, "key")
    assert entry.startswith("@inproceedings{key,\n")
    assert fields_of(entry)["booktitle"] == "International Conference on Learning Representations"
    assert fields_of(entry)["year"] == "2021"


def test_a_journal_reference_that_is_not_understood() -> None:
    """It is passed on as it is."""
    entry = bibtex_entry(make(journal_ref='Revised & published 2009, under the title "X"').paper, "key")
    assert entry.startswith("@misc{")
    assert fields_of(entry)["note"] == 'Revised \\& published 2009, under the title "X"'


def test_a_paper_elsewhere() -> None:
    """Without arXiv there is a DOI and its page, and nothing of arXiv's."""
    note = make(id="10.1145/1-{2}", doi="10.1145/1-{2} 10.9/other", authors=())
    assert fields_of(bibtex_entry(note.paper, "key")) == {
        "title": "A Title",
        "doi": "10.1145/1-%7B2%7D",
        "url": "https://doi.org/10.1145/1-%7B2%7D%2010.9/other",
    }


def test_a_page_that_is_no_web_page() -> None:
    """Only addresses of the web become links."""
    assert "url" not in fields_of(bibtex_entry(make(id="x://y", page="javascript:alert(1)").paper, "key"))


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Ashish Vaswani", "Vaswani, Ashish"),
        ("Laurens van der Maaten", "van der Maaten, Laurens"),
        ("van der Maaten, Laurens", "van der Maaten, Laurens"),
        ("Sammy Davis Jr.", "Davis, Jr., Sammy"),
        ("Davis, Jr., Sammy", "Davis, Jr., Sammy"),
        ("Davis, Sammy", "Davis, Sammy"),
        ("Jane Doe (MIT)", "Doe, Jane"),
        ("The ATLAS Collaboration", "{The ATLAS Collaboration}"),
        ("Institute of Science and Technology", "{Institute of Science and Technology}"),
        ("Google, Inc.", "{Google, Inc.}"),
        ("OpenAI", "OpenAI"),
        ("others", "{others}"),
        ("And Yetkin", "Yetkin, {And}"),
        ("a=b Doe", "Doe, a{=}b"),
        ("Jürgen Schmidhuber", 'Schmidhuber, J{\\"{u}}rgen'),
        ("Ma\\v{r}a Dvo\\v r\\'ak", "Dvo{\\v{r}}{\\'{a}}k, Ma{\\v{r}}a"),
        ("Łukasz Kaiser", "Kaiser, {\\L}ukasz"),
        ("김민수", "김민수"),
        ("山田 太郎", "{山田 太郎}"),
        ("AT&T Labs", "{AT\\&T Labs}"),
    ],
)
def test_names(author: str, written: str) -> None:
    """Names are taken apart where that is sure, and kept whole by braces where it is not."""
    assert fields_of(bibtex_entry(make(authors=(author,)).paper, "key"))["author"] == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("BERT: Pre-training of Deep Transformers", "{BERT}: Pre-training of Deep Transformers"),
        ("A U-Net for 3D (MRI)", "A {U-Net} for {3D} ({MRI})"),
        ("Auto-Encoding Variational Bayes", "Auto-Encoding Variational {Bayes}"),
        ("Speech recognition for Korean with Kaldi", "Speech recognition for {Korean} with {Kaldi}"),
        ("Deep learning: The methods of our time", "Deep learning: The methods of our time"),
        ("Learning $L_p$ norms", "Learning {$L_p$} norms"),
        ("α-Fairness and Δ-AttnMask", "{$\\alpha$}-Fairness and {{$\\Delta$}-AttnMask}"),
        ("$ H_\\infty $ control", "{$H_\\infty$} control"),
        ("Domínguez, ĵ and ḯ", "Dom{\\'{\\i}}nguez, {\\^{\\j}} and ḯ"),
        ("$τ^2$-Bench", "{$\\tau ^2$}-Bench"),
        ("De l'\\'etude de Schr\\\"odinger", "De l'{\\'{e}}tude de {Schr{\\\"{o}}dinger}"),
        ("100\\% of R\\&D, 5% of R&D", "100\\% of {R\\&D}, 5\\% of {R\\&D}"),
        ("It costs $5 and $10", "It costs \\$5 and \\$10"),
        ("x_i ~ y^2 #1", "x\\_i {\\textasciitilde} y{\\textasciicircum}2 \\#1"),
        ("a < b | c", "a {$<$} b {$|$} c"),
        ("} {", "{$\\rbrace$} {$\\lbrace$}"),
        ("on $\\{0,1\\}^n$", "on {$\\lbrace 0,1\\rbrace ^n$}"),
        ("$\\input{x}$", "\\${\\textbackslash}input{$\\lbrace$}x{$\\rbrace$}\\$"),
        ("$a^^5cb$", "\\$a{\\textasciicircum}{\\textasciicircum}5cb\\$"),
        ("“So” – it’s 5°C…", "``So'' -- it's {5{$^\\circ$}C}{\\ldots}"),
        ("Why?`No!`", "Why?{}`No!{}`"),
        ("한국어 日本語", "한국어 日本語"),
        ("two\nlines", "two lines"),
    ],
)
def test_titles(title: str, written: str) -> None:
    """Mathematics stays mathematics, capitals stay capitals, and everything else stands for itself."""
    assert bibtex_title(title) == written


@given(st.text(alphabet=st.sampled_from("aZ $\\{}%&#_^~<>|'\"@=,éαß\n한0\u200b"), max_size=40))
@example(r"$\$$")
def test_any_text_is_one_balanced_line(text: str) -> None:
    """Braces are balanced whether or not a reader counts escaped ones, and nothing is left unescaped."""
    for written in (escape(text), bibtex_title(text)):
        assert "\n" not in written
        for braces in (re.findall(r"[{}]", written), re.findall(r"(?<!\\)[{}]", written)):
            depths = [
                braces[: end + 1].count("{") - braces[: end + 1].count("}") for end in range(len(braces))
            ]
            assert min(depths, default=0) >= 0
            assert depths[-1:] in ([], [0])
        outside = re.sub(r"\\[A-Za-z]+|\\.|\$(?:\\.|[^$\\])*\$", "", written)
        assert not re.search(r"[%&#_$^]", outside)


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp")), max_size=20
    )
)
def test_no_letter_is_lost(text: str) -> None:
    """What a LaTeX decoder reads is the text, for every character there is."""
    assert plain(escape(text.replace("\\", "").replace("$", ""))) == bare(
        text.replace("\\", "").replace("$", "")
    )


def parsed(text: str) -> dict[str, dict[str, Any]]:
    """Return what bibtexparser reads; it must not complain."""
    bibtexparser = pytest.importorskip("bibtexparser", minversion="2.0", reason="needs bibtexparser 2")
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert len(library.blocks) == len(library.entries), "something was taken for a comment"
    return {
        entry.key: {"ENTRYTYPE": entry.entry_type, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    }


def parsed_by_pybtex(text: str) -> dict[str, dict[str, Any]]:
    """Return what pybtex reads; it must not complain."""
    pybtex = pytest.importorskip("pybtex.database", reason="needs pybtex")
    entries = pybtex.parse_string(text, "bibtex").entries
    return {
        key: {
            "ENTRYTYPE": entry.type,
            **dict(entry.fields),
            "author": [
                (
                    " ".join(person.prelast_names + person.last_names),
                    " ".join(person.first_names + person.middle_names),
                )
                for person in entry.persons.get("author", [])
            ],
        }
        for key, entry in entries.items()
    }


def written(text: str) -> dict[str, dict[str, str]]:
    """Return the entries as they stand in the text."""
    entries = re.findall(r"^@(\w+)\{([^,]+),\n(.*?)^\}$", text, re.MULTILINE | re.DOTALL)
    return {key: {"ENTRYTYPE": kind, **fields_of(body)} for kind, key, body in entries}


@pytest.mark.parametrize("choose", [hostile_notes, corpus])
def test_bibtexparser_reads_what_was_written(choose: Any) -> None:
    """The same entries with the same fields, and the title says the same as the paper's."""
    notes = choose()
    keys = citation_keys(notes)
    text = export(notes)
    found = parsed(text)
    assert found == written(text)
    assert list(found) == [keys[note.paper.id] for note in notes]
    titles = {note.paper.title: found[keys[note.paper.id]]["title"] for note in notes if note.paper.title}
    wrong = {
        title: latex
        for title, latex in titles.items()
        if title != latex and "\\" not in title and plain(latex) != bare(title)
    }
    assert wrong == {}


@pytest.mark.parametrize("choose", [hostile_notes, corpus])
def test_pybtex_reads_what_was_written(choose: Any) -> None:
    """The same fields, and as many authors in the same order as the paper has."""
    notes = choose()
    keys = citation_keys(notes)
    text = export(notes)
    expected = {key: {**fields, "author": None} for key, fields in written(text).items()}
    found = parsed_by_pybtex(text)
    assert {key: {**fields, "author": None} for key, fields in found.items()} == expected
    for note in notes:
        names = found[keys[note.paper.id]]["author"]
        authors = [author for author in note.paper.authors if any(map(str.isalnum, author))]
        assert len(names) == len(authors) + (note.paper.authors_total > len(note.paper.authors))
        said = [family.strip("{}") for family, _ in names]
        meant = [author_named(author).family for author in authors] + ["others"]
        pairs = zip(said, meant, strict=False)
        assert [one for one, other in pairs if one != other and other.isascii() and other.isalpha()] == []


def test_biber_reads_what_was_written(tmp_path: Path) -> None:
    """Biber, which LaTeX users run, neither warns nor drops an entry."""
    biber = shutil.which("biber", path="/usr/bin:/usr/local/bin")
    if biber is None:
        pytest.skip("biber is not installed")
    notes = [ATTENTION, *hostile_notes(), make("Dropout", id="1207.00580", journal_ref="JMLR 15 (2014)")]
    source, result = tmp_path / "notes.bib", tmp_path / "read.bib"
    source.write_text(export(notes), encoding="utf-8")
    told = subprocess.run(
        [biber, "--tool", "--validate-datamodel", f"--output-file={result}", str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.findall(r"^(?:WARN|ERROR).*", told.stdout, re.MULTILINE) == []
    assert told.returncode == 0
    assert result.read_text(encoding="utf-8").count("\n@") + 1 == len(notes)


def test_all_of_a_great_collaboration() -> None:
    """3,303 authors come out in their order."""
    authors = tuple(f"Given{number} Family{number}" for number in range(3303))
    names = fields_of(bibtex_entry(make(authors=authors).paper, "key"))["author"].split(" and ")
    assert names == [f"Family{number}, Given{number}" for number in range(3303)]


def test_several_notes_on_one_paper() -> None:
    """A paper is one entry."""
    assert export([ATTENTION, ATTENTION._replace(number=13)]) == export([ATTENTION])


def test_hostile_authors_are_all_there() -> None:
    """Every name but the one that is none."""
    text = fields_of(bibtex_entry(make(authors=HOSTILE_AUTHORS).paper, "key"))["author"]
    assert len(re.split(r" and (?![^{]*\})", text)) == len(HOSTILE_AUTHORS) - 1
