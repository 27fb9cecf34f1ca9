"""A few papers, as arXiv would have them, for tests of whole commands."""

from paper_notes.values.model import Paper

ATTENTION = Paper(
    "1706.03762",
    "Attention Is All You Need",
    (
        "Ashish Vaswani",
        "Noam Shazeer",
        "Niki Parmar",
        "Jakob Uszkoreit",
        "Llion Jones",
        "Aidan N. Gomez",
        "Lukasz Kaiser",
        "Illia Polosukhin",
    ),
    8,
    abstract="A network for machine translation that rests on attention alone, without recurrence.",
    version=7,
    published="2017-06-12T17:57:34Z",
    updated="2023-08-02T00:41:18Z",
    primary_category="cs.CL",
    categories=("cs.CL", "cs.LG"),
    comment="15 pages, 5 figures",
)
RESNET = Paper(
    "1512.03385",
    "Deep Residual Learning for Image Recognition",
    ("Kaiming He", "Xiangyu Zhang", "Shaoqing Ren", "Jian Sun"),
    4,
    abstract="Residual connections make very deep networks for image recognition trainable.",
    version=1,
    published="2015-12-10T19:51:55Z",
    updated="2015-12-10T19:51:55Z",
    primary_category="cs.CV",
    categories=("cs.CV",),
    comment="Tech report",
)
HOSTILE = Paper(
    "2105.00001",
    "Pinging @torvalds in #1 of <b>titles</b> | by GH-2",
    ("김철수", "Mallory @octocat O'Neill"),
    2,
    abstract=(
        "We thank @torvalds, see #1, GH-2 and octocat/hello#3 --> <!-- <img src=x onerror=alert(1)> "
        "a | b and $\\alpha$ in ```sh rm -rf``` fences, https://github.com/octocat/hello/issues/3 and "
        "commit da39a3ee5e6b4b0d3255bfef95601890afd80709. 김철수."
    ),
    version=1,
    published="2021-05-01T00:00:00Z",
    updated="2021-05-01T00:00:00Z",
    primary_category="cs.LG",
    categories=("cs.LG",),
)
OLD = Paper(
    "hep-th/9901001",
    "String Junctions and Their Duals in Heterotic String Theory",
    ("Y. Imamura",),
    1,
    abstract="Strings.",
    version=3,
    published="1999-01-01T20:24:06Z",
    updated="1999-01-07T05:38:28Z",
    primary_category="hep-th",
    categories=("hep-th",),
)
KOREAN = Paper(
    "2203.00001",
    "한국어 음성 인식을 위한 자기지도 학습",
    ("이영희", "박민수"),
    2,
    abstract="Self-supervised speech recognition for Korean.",
    version=2,
    published="2022-03-01T00:00:00Z",
    updated="2022-04-01T00:00:00Z",
    primary_category="eess.AS",
    categories=("eess.AS", "cs.CL"),
)

PAPERS = {paper.id: paper for paper in (ATTENTION, RESNET, HOSTILE, OLD, KOREAN)}
