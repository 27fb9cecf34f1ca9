"""Asking DataCite, against a loopback server with records as DataCite has them for arXiv."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes import __version__
from paper_notes.doors import datacite_source
from paper_notes.doors.datacite_source import DataCiteSource
from paper_notes.values.model import Paper
from paper_notes.values.record import paper_from_data, paper_to_data
from paper_notes.values.source import Fetched
from tests.arxiv_server import (
    BOMB,
    DRIP,
    HANG,
    NO_RECORD,
    RESET,
    WEB_PAGE,
    Answer,
    ArxivServer,
    record,
    redirect,
    refusing_url,
)

ATTENTION = Paper(
    id="1706.03762",
    title="Attention Is All You Need",
    authors=("Ashish Vaswani", "Noam Shazeer"),
    authors_total=2,
    abstract="Recurrence & convolutions <dispensed with>.",
    version=7,
    published="2017-06-12T17:57:34Z",
    updated="2023-08-02T00:41:18Z",
    primary_category="cs.CL",
    categories=("cs.CL", "cs.LG"),
    comment="15 pages, 5 figures",
    doi="10.1000/attention",
    source="datacite",
)
RICCI = Paper(
    id="math/0211159",
    title="The entropy formula",
    authors=("Grisha Perelman",),
    authors_total=1,
    version=1,
    published="2002-11-11T16:11:49Z",
    updated="2002-11-11T16:11:49Z",
    primary_category="math.DG",
    categories=("math.DG",),
    source="datacite",
)
BOTH = {paper.id: paper for paper in (ATTENTION, RICCI)}
BARE = Paper(id=ATTENTION.id, title="T", source="datacite")


LISTS = ["titles", "creators", "dates", "subjects", "relatedIdentifiers", "descriptions", "version"]
KEYS = ["title", "name", "date", "dateType", "dateInformation", "subject", "subjectScheme", "description"]
WORDS = ["v1", "2020-01-01", "arXiv", "Submitted", "Issued", "Abstract", "A (cs.LG)"]
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)


def connect(
    url: str, report: Callable[[str], None] = lambda _: None, *, patience: float = 10
) -> DataCiteSource:
    """Return a source that waits `patience` seconds for an answer."""
    return DataCiteSource(url, report, timeout=(1, patience))


def silent(reason: str, *ids: str) -> Fetched:
    """Return that nothing was heard of `ids`, or else of one paper."""
    return Fetched({}, silent=dict.fromkeys(ids or (ATTENTION.id,), reason))


def read(**attributes: Any) -> Paper:
    """Return what becomes of a record that holds a title and `attributes`, and nothing else."""
    data = {"id": f"10.48550/arXiv.{ATTENTION.id}", "attributes": {"titles": [{"title": "T"}], **attributes}}
    with ArxivServer(datacite=[Answer(json.dumps({"data": data}).encode())]) as server:
        return connect(server.datacite_url)([ATTENTION.id]).papers[ATTENTION.id]


class TestRecords:
    """What becomes of a record."""

    def test_records_come_back_as_the_papers_they_were_made_of(self) -> None:
        """One request each, with ids of before 2007 as they are; several are announced."""
        said: list[str] = []
        with ArxivServer(datacite=BOTH) as server:
            fetched = connect(server.datacite_url, said.append)(list(BOTH))
            paths = [request.path for request in server.requests]
        assert fetched == Fetched(BOTH)
        assert paths == ["/dois/10.48550/arXiv.1706.03762", "/dois/10.48550/arXiv.math/0211159"]
        assert said == ["Asking DataCite for 2 papers, one at a time."]
        assert server.requests[0].agent.startswith(f"paper-notes/{__version__} (")

    def test_a_password_in_netrc_stays_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Not even a redirection brings it to light."""
        netrc = tmp_path / "netrc"
        netrc.write_text("default login ann password secret\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(netrc))
        with ArxivServer(datacite=[record(ATTENTION), redirect("/dois/elsewhere")]) as server:
            fetched = connect(server.datacite_url)(list(BOTH))
            assert [request.authorization for request in server.requests] == [None, None]
        assert fetched.silent == {RICCI.id: "DataCite answered 301 (moved permanently)"}

    def test_a_title_is_enough(self) -> None:
        """Everything else may be absent."""
        assert read() == BARE

    @pytest.mark.parametrize(
        ("creator", "name"),
        [
            ({"name": "Vaswani, Ashish", "givenName": "Ashish", "familyName": "Vaswani"}, "Ashish Vaswani"),
            ({"name": "The ATLAS Collaboration", "nameType": "Organizational"}, "The ATLAS Collaboration"),
            ({"name": "Yu", "familyName": "Yu", "nameType": "Personal"}, "Yu"),
            ({"name": "Hao", "nameType": "Organizational"}, "Hao"),
            ({"givenName": "Garnet Kin-Lic", "familyName": "Chan"}, "Garnet Kin-Lic Chan"),
            ({"name": "R&amp;D  Group"}, "R&D Group"),
        ],
    )
    def test_names_stand_as_on_the_paper(self, creator: dict[str, str], name: str) -> None:
        """Given name first; collaborations and single names as they are."""
        assert read(creators=[creator]) == BARE._replace(authors=(name,), authors_total=1)

    def test_what_is_no_name_is_no_author(self) -> None:
        """A collaboration's list holds a lone colon."""
        assert read(creators=[{"name": ":"}, {"name": ""}, {}, "Doe", None]) == BARE

    def test_versions_and_their_days(self) -> None:
        """`Updated` is DataCite's own; a withdrawal is a version; versions are numbers, not texts."""
        dates = [
            {"date": "2020-01-01T00:00:00Z", "dateType": "Submitted", "dateInformation": "v1"},
            {"date": "2026-01-01T00:00:00Z", "dateType": "Updated", "dateInformation": "v10"},
            {"date": "2020-09-09T00:00:00Z", "dateType": "Submitted", "dateInformation": "v9"},
            {"date": "2020-10-10T00:00:00Z", "dateType": "Withdrawn", "dateInformation": "v10; None"},
            {"date": "2020-01", "dateType": "Available", "dateInformation": "v1"},
            {"date": "2020", "dateType": "Issued"},
        ]
        expected = BARE._replace(version=10, published="2020-01-01T00:00:00Z", updated="2020-10-10T00:00:00Z")
        assert read(dates=dates, version="9") == expected

    @pytest.mark.parametrize(
        ("dates", "published"),
        [
            (
                [{"date": "2020", "dateType": "Issued"}, {"date": "2020-01", "dateType": "Available"}],
                "2020-01",
            ),
            ([{"date": "2020", "dateType": "Issued"}], "2020"),
            ([{"dateType": "Submitted", "dateInformation": "v1"}, {"date": 7, "dateType": "Issued"}], None),
        ],
    )
    def test_a_coarse_date_is_better_than_none(self, dates: list[Any], published: str | None) -> None:
        """Without a day of submission the month counts, or the year."""
        assert read(dates=dates).published == published

    def test_categories_are_arxivs_with_a_code(self) -> None:
        """Primary first; fields of science and other schemes are no categories."""
        subjects = [
            {"subject": "Disordered Systems and Neural Networks (cond-mat.dis-nn)", "subjectScheme": "arXiv"},
            {"subject": "Machine Learning (cs.LG)", "subjectScheme": "arXiv"},
            {"subject": "Machine Learning (cs.LG)", "subjectScheme": "arXiv"},
            {"subject": "No code here", "subjectScheme": "arXiv"},
            {"subject": "Something (else)", "subjectScheme": "Fields of Science and Technology (FOS)"},
        ]
        assert read(subjects=subjects) == BARE._replace(
            primary_category="cond-mat.dis-nn", categories=("cond-mat.dis-nn", "cs.LG")
        )

    def test_texts_lose_xml_and_control_characters(self) -> None:
        """One unescaping, no more: what looks like an entity in the paper stays."""
        descriptions = [
            {"description": "20 pages\n in all", "descriptionType": "Other"},
            {"description": "H-&gt;ZZ &amp;lt; \u0000\ud800 $\\alpha$\n", "descriptionType": "Abstract"},
            {"description": "another", "descriptionType": "Abstract"},
        ]
        assert read(descriptions=descriptions) == BARE._replace(
            abstract="H->ZZ &lt; $\\alpha$", comment="20 pages in all"
        )

    @pytest.mark.parametrize(
        ("related", "doi"),
        [
            (("IsVersionOf", "DOI", "10.1103/vqks-cr6x"), "10.1103/vqks-cr6x"),
            (("IsVersionOf", "DOI", "10.48550/arXiv.2001.00001"), None),
            (("IsVersionOf", "URL", "https://example.org/"), None),
            (("References", "DOI", "10.1103/vqks-cr6x"), None),
        ],
    )
    def test_the_doi_is_the_published_versions(self, related: tuple[str, str, str], doi: str | None) -> None:
        """Neither arXiv's own nor one of another work."""
        names = ("relationType", "relatedIdentifierType", "relatedIdentifier")
        assert read(relatedIdentifiers=[dict(zip(names, related, strict=True))]) == BARE._replace(doi=doi)


class TestTrouble:
    """What is no record. It never means that there is no such paper."""

    def test_no_record_of_one_paper_says_nothing_about_the_next(self) -> None:
        """A new paper's DOI comes a day late."""
        with ArxivServer(datacite=[NO_RECORD, record(RICCI)]) as server:
            fetched = connect(server.datacite_url)(list(BOTH))
        assert fetched == Fetched({RICCI.id: RICCI}, silent={ATTENTION.id: "DataCite has no record"})

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (b"{}", "DataCite's answer was not a record"),
            (b"[1]", "DataCite's answer was not a record"),
            (b'{"data": []}', "DataCite's answer was not a record"),
            (b'{"data": {"attributes": "x"}}', "DataCite's answer was not a record"),
            (record(RICCI).body, "DataCite answered with another record"),
            (record(ATTENTION, titles=[]).body, "DataCite's record could not be read (it has no title)"),
            (
                record(ATTENTION, dates=[{"date": "2020-13", "dateType": "Issued"}]).body,
                "DataCite's record could not be read (published: not a date or time as ISO 8601 has it)",
            ),
        ],
    )
    def test_a_wrong_record_is_no_paper(self, body: bytes, reason: str) -> None:
        """Whatever its shape, the next paper is asked for all the same."""
        with ArxivServer(datacite=[Answer(body), record(RICCI)]) as server:
            fetched = connect(server.datacite_url)(list(BOTH))
        assert fetched == Fetched({RICCI.id: RICCI}, silent={ATTENTION.id: reason})

    @pytest.mark.parametrize(
        ("trouble", "reason"),
        [
            (Answer(status=429), "DataCite answered 429 (too many requests)"),
            (Answer(status=503), "DataCite answered 503 (service unavailable)"),
            (Answer(status=599), "DataCite answered 599"),
            (WEB_PAGE, "DataCite's answer was not JSON"),
            (Answer(b""), "DataCite's answer was not JSON"),
            (Answer(b"[" * 100_000), "DataCite's answer was not JSON"),
            (RESET, "DataCite cannot be reached"),
            (HANG, "DataCite did not answer in time"),
            (record(ATTENTION)._replace(deed="cut"), "DataCite cannot be reached"),
        ],
        ids=["429", "503", "599", "web page", "empty", "deep", "reset", "hang", "cut"],
    )
    def test_a_service_in_trouble_is_asked_once(self, trouble: Answer, reason: str) -> None:
        """Neither for the rest of the ids nor by the same command again."""
        with ArxivServer(datacite=[trouble]) as server:
            source = connect(server.datacite_url, patience=0.2 if trouble is HANG else 10)
            assert source(list(BOTH)) == silent(reason, *BOTH)
            assert source([ATTENTION.id]) == silent(reason)

    @pytest.mark.parametrize(
        ("trouble", "reason"),
        [(BOMB, "DataCite's answer was too large"), (DRIP, "DataCite did not answer in time")],
        ids=["bomb", "drip"],
    )
    def test_no_answer_is_without_end(
        self, monkeypatch: pytest.MonkeyPatch, trouble: Answer, reason: str
    ) -> None:
        """However small it is when packed, and however steadily it comes."""
        monkeypatch.setattr(datacite_source, "LARGEST", 10**5)
        monkeypatch.setattr(datacite_source, "DEADLINE", 0.1)
        with ArxivServer(datacite=[trouble]) as server:
            assert connect(server.datacite_url)([ATTENTION.id]) == silent(reason)

    @pytest.mark.parametrize("url", ["refused", "http://a..b", "nonsense"])
    def test_nobody_there(self, url: str) -> None:
        """A refused connection and an impossible address are reasons like others."""
        assert connect(url if url != "refused" else refusing_url())([ATTENTION.id]) == silent(
            "DataCite cannot be reached"
        )

    def test_each_paper_is_asked_for_once(self) -> None:
        """The same id twice is one id; no id is no request."""
        with ArxivServer(datacite=BOTH) as server:
            assert connect(server.datacite_url)([]) == Fetched({})
            assert connect(server.datacite_url, pytest.fail)([RICCI.id] * 2) == Fetched({RICCI.id: RICCI})
            assert server.asked() == [(RICCI.id,)]

    @settings(max_examples=50, deadline=None)
    @given(st.dictionaries(st.sampled_from(LISTS), ANYTHING))
    def test_no_shape_raises(self, attributes: dict[str, Any]) -> None:
        """Whatever the record holds, a paper comes of it that can be kept as data, or a reason."""
        data = {
            "id": f"10.48550/arxiv.{ATTENTION.id}",
            "attributes": {"titles": [{"title": "T"}], **attributes},
        }
        with ArxivServer(datacite=[Answer(json.dumps({"data": data}).encode())]) as server:
            fetched = connect(server.datacite_url)([ATTENTION.id])
        assert fetched.papers.keys() | fetched.silent.keys() == {ATTENTION.id}
        for paper in fetched.papers.values():
            assert paper_from_data(paper_to_data(paper)) == paper
