"""What comments say: where a paper was accepted, and whether it is withdrawn."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.values.text.publication import accepted_at, withdrawal
from tests.patience import patience

PAPERS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "papers-dev.jsonl"


@pytest.mark.parametrize(
    ("comment", "place"),
    [
        ("Accepted at NeurIPS 2017", "NeurIPS 2017"),
        ("15 pages, 5 figures. Accepted to NeurIPS 2017; code: https://github.com/a/b", "NeurIPS 2017"),
        ("Published as a conference paper at ICLR 2015", "ICLR 2015"),
        ("To appear in Transactions of the ACL", "Transactions of the ACL"),
        ('21 pages, revised version. To appear in "Mathematical Finance".', '"Mathematical Finance"'),
        ("CVPR 2016", "CVPR 2016"),
        ("CVPR 2017 spotlight", "CVPR 2017 spotlight"),
        (
            "ICML'21 Workshop on Uncertainty in Deep Learning",
            "ICML'21 Workshop on Uncertainty in Deep Learning",
        ),
        ("8 pages, CHI '16, May 2016, San Jose", "CHI '16"),
        ("ICML2012, fixed citations", "ICML2012"),
        ("AAAI-21", "AAAI-21"),
        ("ICCV 2015 camera-ready version", "ICCV 2015"),
        ("ACL Findings 2025", "ACL Findings 2025"),
        ("8 pages LaTeX, ACL-96, needs aclap.sty", "ACL-96"),
        ("Accepted as workshop contribution at ICLR 2015", "ICLR 2015 (workshop contribution)"),
        ("Accepted as a demo paper at EMNLP2018", "EMNLP2018 (demo paper)"),
        ("Accepted as a long paper in SIGDIAL 2018", "SIGDIAL 2018"),
        ("Accepted (oral) at NAACL 2025 (InsightsNLP)", "NAACL 2025 (InsightsNLP)"),
        ("Accept by ICME2025", "ICME2025"),
        ("Accpeted for presentation at ICASSP2019", "ICASSP2019"),
        ("Early accepted by MICCAI 2025", "MICCAI 2025"),
        ("Accepted by CVPR'20 (Oral)", "CVPR'20 (Oral)"),
        ("Accepted at REVEAL workshop, RecSys 2019", "REVEAL workshop, RecSys 2019"),
        ("To be presented at CDC 2016! Video: https://youtu.be/x", "CDC 2016"),
        ("A version of this paper will appear in AAAI-18", "AAAI-18"),
        ("accepted and will appear in APSIPA2015; keywords: speech", "APSIPA2015"),
        ("Accepted by SIGIR 2018 as a short paper", "SIGIR 2018"),
        ("10 pages, to appear in the proceedings of KDD18, Long presentation", "proceedings of KDD18"),
        ("In Proceedings QAPL 2011, arXiv:1107.0746", "Proceedings QAPL 2011"),
        ("5 pages, 6 figures. Proc. Interspeech, 2018", "Proc. Interspeech, 2018"),
        (
            "5 pages, 1 figure, "
            "2019 IEEE International Conference on Acoustics, Speech and Signal Processing (ICASSP 2019)",
            "2019 IEEE International Conference on Acoustics, Speech and Signal Processing (ICASSP 2019)",
        ),
        (
            "Accepted for publication in Int. J. Comput. Vis., 12 pages, 3 figures",
            "Int. J. Comput. Vis",
        ),
        (
            "Published in at http://dx.doi.org/10.1214/10-AOAS353 the Annals of Applied Statistics "
            "(http://www.imstat.org/aoas/) by the Institute of Mathematical Statistics",
            "Annals of Applied Statistics",
        ),
        ("ICASSP 2018. arXiv admin note: text overlap with arXiv:1706.01777 by other authors", "ICASSP 2018"),
        ("Accepted at ICML 2020\nand more", "ICML 2020 and more"),
    ],
)
def test_where_a_paper_was_accepted(comment: str, place: str) -> None:
    """The authors' words for it, without what stands around them."""
    assert accepted_at(comment) == place


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "15 pages, 5 figures",
        "accepted",
        "Accepted for publication",
        "In press",
        "Accepted in January 2016",
        "Camera ready version (17th February, 2016)",
        "the paper (published in 1997) has introduced the concept",
        "Submitted to NeurIPS 2020",
        "Submitted to ICLR 2018, accepted version to come",
        "NIPS 2016 Submission",
        "Under review at EMNLP 2016",
        "Not accepted at ICML 2019",
        "Rejected from ICML 2019",
        "to appear in ICML 2030 if accepted",
        "NeurIPS 2024 format",
        "9 pages, uses ijcai95.sty",
        "Code accepted at GitHub",
        "Code will be published at GitHub",
        "Our dataset was presented at CVPR 2018",
        "Winner of the CVPR 2018 challenge",
        "Tutorial at ACL 2019",
        "4 tables in 1st Workshop on Neural Abstract Machines, @NIPS 2016",
        "Extended version of ICML 2013 paper",
        "Partial results appeared in NIPS 2015",
        "A shorter version of this paper appears in the Proceedings of IMC 2018",
        "Full version of the paper accepted for DLT 2015",
        "An extended abstract of this paper has been accepted for AAMAS 2019",
        "This work was done before ICML 2019",
        "Results are presented in Table 2 and Section 3",
        "First published in the public domain: Sept. 2012",
        "Published version",
        "arXiv admin note: text overlap with arXiv:1706.01777, accepted at ICML 2018",
        "This paper has been withdrawn by the author. It was presented at ICML 2019",
    ],
)
def test_what_is_no_acceptance(comment: str | None) -> None:
    """Submissions, other versions, other things, and words that name no place."""
    assert accepted_at(comment) is None


@pytest.mark.parametrize(
    ("comment", "sentence"),
    [
        ("This paper has been withdrawn", "This paper has been withdrawn"),
        ("Withdrawn", "Withdrawn"),
        ("WITHDRAWN: error in Lemma 2", "WITHDRAWN: error in Lemma 2"),
        (
            "6 pages, withdrawn by the author due to an error",
            "6 pages, withdrawn by the author due to an error",
        ),
        ("12 pages (withdrawn)", "12 pages (withdrawn)"),
        (
            "7 pages, DMIN'14. The paper is withdrawn by the author owing to changes",
            "The paper is withdrawn by the author owing to changes",
        ),
        (
            "This paper has been withdrawn by the author due to a crucial sign error in equation 1. See v2",
            "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
        ),
        ("The paper is withdrawn from the arxiv", "The paper is withdrawn from the arxiv"),
        ("This submission is being withdrawn", "This submission is being withdrawn"),
        ("The authors have withdrawn this paper", "The authors have withdrawn this paper"),
        ("We have decided to withdraw this paper", "We have decided to withdraw this paper"),
        (
            "Due to a serious error this paper has been withdrawn",
            "Due to a serious error this paper has been withdrawn",
        ),
        (
            "A bug was found, so the manuscript is withdrawn",
            "A bug was found, so the manuscript is withdrawn",
        ),
        ("This article has been retracted", "This article has been retracted"),
        (
            "This submission has been removed by arXiv administrators due to a violation",
            "This submission has been removed by arXiv administrators due to a violation",
        ),
        (
            "arXiv admin note: this article has been withdrawn by arXiv administrators",
            "arXiv admin note: this article has been withdrawn by arXiv administrators",
        ),
    ],
)
def test_a_withdrawal_is_told_in_its_own_words(comment: str, sentence: str) -> None:
    """The sentence says who did it and why."""
    assert withdrawal(comment) == sentence


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "Accepted at NeurIPS 2017",
        "This paper is no longer withdrawn",
        "This version is not withdrawn",
        "This paper was withdrawn in v2 and is restored in v3",
        "We study the withdrawal of troops",
        "Withdrawal of the drug from the market",
        "cash withdrawn from ATMs",
        "Patients withdrawn from treatment",
        "withdrawn drugs are studied",
        "Withdrawn papers were analysed",
        "This paper was withdrawn from ICLR 2020",
        "The paper has been withdrawn from the conference",
        "Withdrawn from NeurIPS 2020, now at ICML 2021",
        "v1 has been withdrawn",
        "Version 2 of this paper has been withdrawn",
        "The first version was withdrawn",
        "An earlier version of this paper was withdrawn",
        "Theorem 3 has been withdrawn",
        "The claims of Section 4 are withdrawn",
        "We withdraw our claim",
        "Replaces arXiv:0801.1234, withdrawn due to an error",
        "supersedes 0801.1234 (withdrawn)",
        "This paper will be withdrawn if an error is found",
        "arXiv admin note: text overlap with the withdrawn paper arXiv:0801.1234",
        "Superseded by arXiv:1004.4017",
        "dependencies were removed for arXiv compatibility",
    ],
)
def test_what_is_no_withdrawal(comment: str | None) -> None:
    """Other things are withdrawn too: drugs, theorems, earlier versions, submissions to conferences."""
    assert withdrawal(comment) is None


@given(st.text(alphabet=st.sampled_from("accepted at ICML 2020 withdrawn paper (,.;:'\"") | st.characters()))
def test_no_comment_is_too_odd(comment: str) -> None:
    """Whatever the comment, what is returned was in it, and is never empty."""
    for found in (accepted_at(comment), withdrawal(comment)):
        assert found is None or found.strip()


@pytest.mark.parametrize(
    "piece", ["accepted ", "1+", "(a ", "and this paper ", "A, ", "withdrawn is ", "Proc. ", "in ", "X on "]
)
def test_long_comments_take_no_time(piece: str) -> None:
    """Nobody's comment can keep the program busy."""
    with patience():
        accepted_at(piece * 200_000)
        withdrawal(piece * 200_000)


@pytest.mark.skipif(not PAPERS.exists(), reason="the real papers are not beside this checkout")
def test_real_comments() -> None:
    """Among real comments, none that speaks of a submission alone counts as accepted; many do count."""
    lines = PAPERS.read_text(encoding="utf-8").splitlines()
    comments = [comment for line in lines if (comment := json.loads(line)["comment"])]
    withdrawn = [comment for comment in comments if withdrawal(comment)]
    accepted = [comment for comment in comments if accepted_at(comment)]
    assert [comment for comment in withdrawn if "withdrawn" not in comment.lower()] == []
    assert [
        comment for comment in comments if "has been withdrawn" in comment and not withdrawal(comment)
    ] == []
    assert len(withdrawn) == 43
    assert 580 <= len(accepted) <= 620
