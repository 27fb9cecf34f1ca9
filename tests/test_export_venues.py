"""Journal references and comments: what is understood, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.rules.export.venues import venue_of
from paper_notes.rules.export.venues.known import Venue
from tests.bibliographies import corpus, make

ICLR = "International Conference on Learning Representations"


def journal(name: str, volume: str, year: int, pages: str = "", number: str = "") -> Venue:
    """Return a journal's issue."""
    return Venue(name, year, volume=volume, number=number, pages=pages)


@pytest.mark.parametrize(
    ("reference", "venue"),
    [
        ("JMLR 15 (2014)", journal("Journal of Machine Learning Research", "15", 2014)),
        ("Neurocomputing 64 (2005) 183--210", journal("Neurocomputing", "64", 2005, "183-210")),
        ("J. Eur. Math. Soc. 12 (2010), 241-248", journal("J. Eur. Math. Soc.", "12", 2010, "241-248")),
        ("Phys. Rev. E 89, 062802 (2014)", journal("Phys. Rev. E", "89", 2014, "062802")),
        ("Neural computation 23(3):735-773, 2011", journal("Neural computation", "23", 2011, "735-773", "3")),
        (
            "IEEE Trans. on Image Processing, vol. 19, no. 2, pp. 290-305, Feb. 2010",
            journal("IEEE Trans. on Image Processing", "19", 2010, "290-305", "2"),
        ),
        (
            "Journal Of Artificial Intelligence Research, Volume 31, pages 497-542, 2008",
            journal("Journal Of Artificial Intelligence Research", "31", 2008, "497-542"),
        ),
        (
            "Annals of Statistics 2013, Vol. 41, No. 3, 1085-1110",
            journal("Annals of Statistics", "41", 2013, "1085-1110", "3"),
        ),
        (
            "Human-Computer Interaction 21, 1 (2006) 103-152",
            journal("Human-Computer Interaction", "21", 2006, "103-152", "1"),
        ),
        (
            "Ann. Appl. Prob. 2015, Vol. 25, No. 4, 2013-2038",
            journal("Ann. Appl. Prob.", "25", 2015, "2013-2038", "4"),
        ),
        (
            "Proceedings of the National Academy of Sciences 111, 15316-15321 (2014)",
            journal("Proceedings of the National Academy of Sciences", "111", 2014, "15316-15321"),
        ),
        (
            "Elektrotehni\\v{s}ki vestnik, 80(3), 2013",
            journal("Elektrotehniški vestnik", "80", 2013, "", "3"),
        ),
        ("ACM TOPLAS 30(5):26, August 2008", journal("ACM TOPLAS", "30", 2008, "26", "5")),
        (
            "International Conference of New Media (NMI), pp. 115-120 (2010)",
            Venue("International Conference of New Media (NMI)", 2010, conference=True, pages="115-120"),
        ),
        (
            "9th International Conference on Audio (DAFx-06), Montreal, September 18-20, 2006",
            Venue("9th International Conference on Audio (DAFx-06), Montreal", 2006, conference=True),
        ),
        ("In Proceedings of IJCAI-95", Venue("Proceedings of IJCAI-95", 1995, conference=True)),
        ("NIPS 2017", Venue("Advances in Neural Information Processing Systems", 2017, conference=True)),
    ],
)
def test_a_reference_that_is_clear(reference: str, venue: Venue) -> None:
    """Journals with volume, number and pages; proceedings with their name as it is."""
    assert venue_of(make(published=f"{venue.year}-01-01", journal_ref=reference).paper) == venue


@pytest.mark.parametrize(
    "reference",
    [
        "Chaos (2008)",
        "Submitted to Neurocomputing 64 (2005) 183--210",
        "Physical Review E 91, 020801(R)(1-5) (2015)",
        "2008 J. Phys.: Conf. Ser. 95 012012",
        "Proc. of the CEC 2003, pp 2149-2156, Canberra, Australia, 2004",
        "K. Huq and A. Kabir, System Identification, Journal of Telecommunications, Volume 1, 2010",
        "Lovelace, On Engines, Neurocomputing 64 (2005) 183-210",
        "A Title of Some Length. Neurocomputing 64 (2005) 183-210",
        "Available at SSRN: http://ssrn.com/abstract=1264683 (2007)",
        "PhD thesis, Some University, 12 (2005)",
        "LNCS 9251 (2015) 222-230",
        "Neurocomputing 64 (2050) 1-2",
        "Phys. Scr. T160 (2014) 014028",
        "x" * 500 + " 12 (2005)",
        "12 (2005)",
        "",
    ],
)
def test_a_reference_that_is_not(reference: str) -> None:
    """Anything that is not understood, or not what it seems, gives no venue."""
    note = make("A Title of Some Length", published="2005-01-01", journal_ref=reference)
    assert venue_of(note.paper) is None


@pytest.mark.parametrize(
    ("comment", "name", "year"),
    [
        ("ICLR 2018", ICLR, 2018),
        ("Accepted at ICLR 2019", ICLR, 2019),
        ("Published as a conference paper at ICLR 2018. 15 pages", ICLR, 2018),
        ("10 pages, 4 figures, ICLR'18 (oral)", ICLR, 2018),
        ("ICLR2018, fixed typos", ICLR, 2018),
        ("6th International Conference on Learning Representations (ICLR), 2018", ICLR, 2018),
        (
            "31st Conference on Neural Information Processing Systems (NIPS 2017)",
            "Advances in Neural Information Processing Systems",
            2017,
        ),
        (
            "NeurIPS 2018; code: https://github.com/a/b",
            "Advances in Neural Information Processing Systems",
            2018,
        ),
        (
            "To appear in AAAI-18. arXiv admin note: text overlap with arXiv:1",
            "AAAI Conference on Artificial Intelligence",
            2018,
        ),
        ("IEEE ICRA 2018", "IEEE International Conference on Robotics and Automation", 2018),
    ],
)
def test_a_comment_that_names_the_conference(comment: str, name: str, year: int) -> None:
    """The acronym and the year, said of this very paper."""
    assert venue_of(make(published="2017-06-12", comment=comment).paper) == Venue(name, year, conference=True)


def test_a_comment_that_names_the_journal() -> None:
    """Known journals only."""
    note = make(published="2012-07-03", comment="30 pages. Published in JMLR 15 (2014).")
    assert venue_of(note.paper) == journal("Journal of Machine Learning Research", "15", 2014)


@pytest.mark.parametrize(
    "comment",
    [
        "Submitted to ICLR 2018",
        "Under review as a conference paper at ICLR 2018",
        "Accepted at the ICLR 2018 workshop on things",
        "Extended version of our ICLR 2018 paper",
        "Winner of the CVPR 2018 challenge",
        "Trained on data of ICLR 2018",
        "ICLR 2018 and ICML 2018",
        "ICLR 2017, ICLR 2018",
        "NeurIPS 2018 format",
        "ICLR",
        "Accepted at ICLR",
        "Accepted at ICLR 2031",
        "Accepted at ICLR 2009",
        "ACL 2018 Findings",
        "Seen by user@ICLR 2018",
        "We got 93% on ICLR 18%",
        "Published in JMLR",
        "arXiv:1706.03762, 15 pages",
        "x" * 1000 + " ICLR 2018",
    ],
)
def test_a_comment_that_does_not(comment: str) -> None:
    """Another text, another event, an impossible year: the paper stays a preprint."""
    assert venue_of(make(published="2017-06-12", comment=comment).paper) is None


def test_the_reference_goes_before_the_comment() -> None:
    """A reference that is not understood is not replaced by a guess."""
    assert venue_of(make(published="2017-01-01", journal_ref="Somewhere", comment="ICLR 2018").paper) is None


def test_real_papers() -> None:
    """So many of some thousand real papers are understood: look at the others when this changes."""
    notes = corpus(every=1)
    references = [venue_of(note.paper) for note in notes if note.paper.journal_ref]
    comments = [venue_of(note.paper) for note in notes if note.paper.comment and not note.paper.journal_ref]
    assert (len(references), sum(map(bool, references))) == (300, 196)
    assert (len(comments), sum(map(bool, comments))) == (1568, 240)


@given(st.text(), st.text())
def test_any_text(reference: str, comment: str) -> None:
    """No text of anybody's makes it fail."""
    venue_of(make(journal_ref=reference, comment=comment).paper)
    venue_of(make(comment=comment).paper)
