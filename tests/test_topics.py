"""Topics: names and labels, what papers.toml may say, and the guess from a paper."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.values.errors import UsageError
from paper_notes.values.model import Label, Paper
from paper_notes.values.topic_defaults import DEFAULT_TOPICS, Topic
from paper_notes.values.topic_settings import topic_key
from paper_notes.values.topics import Taxonomy
from tests.patience import patience

TAXONOMY = Taxonomy()

PEOPLE_CHOSE = Path(__file__).parents[2] / "shared/data/topics-dev.jsonl"


def paper(title: str, *categories: str, abstract: str | None = None) -> Paper:
    """Return a paper as far as a guess is concerned."""
    return Paper("2001.00001", title, abstract=abstract, categories=categories)


def configured(toml: str) -> Taxonomy:
    """Return the taxonomy that this text in papers.toml makes."""
    return Taxonomy.from_settings(tomllib.loads(toml).get("topics", {}), "papers.toml")


class TestDefaults:
    """The topics that everybody starts with."""

    def test_every_topic_is_a_label_that_github_takes(self) -> None:
        """Names of at most 50 characters without / and comma, six hex digits, descriptions of at most 100."""
        wrong = [
            topic.name
            for topic in DEFAULT_TOPICS
            if not 0 < len(topic.name) <= 50
            or {"/", ","} & {*topic.name}
            or len(topic.color) != 6
            or int(topic.color, 16) < 0
            or not 0 < len(topic.description) <= 100
        ]
        assert wrong == []

    def test_names_and_aliases_mean_one_topic_each(self) -> None:
        """No name or alias stands under two topics, whatever its case, blanks and hyphens."""
        keys = [topic_key(name) for topic in DEFAULT_TOPICS for name in (topic.name, *topic.aliases)]
        assert sorted(keys) == sorted(set(keys))

    def test_colours_differ_and_can_be_read(self) -> None:
        """Each colour has a contrast of 4.5 (WCAG AA) with the black or white that GitHub writes on it."""
        colors = {topic.name: topic.color for topic in DEFAULT_TOPICS}
        assert len(set(colors.values())) == len(colors)
        assert {name: color for name, color in colors.items() if contrast_on_github(color) < 4.5} == {}

    def test_words_are_in_the_form_in_which_they_are_looked_for(self) -> None:
        """Lower case, and no word twice under one topic."""
        for topic in DEFAULT_TOPICS:
            assert list(topic.words) == list(dict.fromkeys(word.lower() for word in topic.words))


def contrast_on_github(color: str) -> float:
    """Return the contrast of a label's text: black or white by the rule in Primer's style sheet."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    weights = (0.2126, 0.7152, 0.0722)
    perceived = sum(weight * channel for weight, channel in zip(weights, channels, strict=True))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(weight * channel for weight, channel in zip(weights, linear, strict=True))
    return float(1.05 / (luminance + 0.05) if perceived < 0.453 else (luminance + 0.05) / 0.05)


class TestNames:
    """From what people call a topic to the topic, and from there to its label."""

    @pytest.mark.parametrize(
        ("name", "topic"),
        [
            ("CV", "CV"),
            ("cv", "CV"),
            ("Computer Vision", "CV"),
            ("ComputerVision", "CV"),
            ("computer-vision", "CV"),
            ("vision", "CV"),
            ("자연어처리", "NLP"),
            ("자연어 처리", "NLP"),
            ("自然言語処理", "NLP"),
            ("ReinforcementLearning", "RL"),
            ("ASR", "speech"),
            ("RecommenderSystems", "recsys"),
            ("Time Series", "time-series"),
            ("deep learning", "ML"),
        ],
    )
    def test_resolve(self, name: str, topic: str) -> None:
        """A topic is found by its name or an alias, in any spelling."""
        found = TAXONOMY.resolve(name)
        assert found is not None
        assert found.name == topic

    @pytest.mark.parametrize("name", ["", " ", "bug", "2019", "reading", "C V P R", "NLP!"])
    def test_other_labels_are_no_topics(self, name: str) -> None:
        """What only looks a little like a topic is none."""
        assert TAXONOMY.resolve(name) is None

    @pytest.mark.parametrize(
        ("typed", "nearest"),
        [
            ("NPL", "NLP"),
            ("recsis", "recsys"),
            ("compter vision", "CV"),
            ("speach", "speech"),
            ("zzzz", None),
        ],
    )
    def test_nearest(self, typed: str, nearest: str | None) -> None:
        """A slip of the finger is traced to the topic it was meant for; nonsense is not."""
        assert TAXONOMY.nearest(typed) == nearest

    def test_of_labels(self) -> None:
        """Labels become topics in the taxonomy's order, once each; other labels are passed over."""
        labels = ["2019", "ReinforcementLearning", "nlp", "RL", "Intensive Reading", "computer vision"]
        assert TAXONOMY.of_labels(labels) == ("CV", "NLP", "RL")

    def test_label_of(self) -> None:
        """A topic's label has its colour and description."""
        assert TAXONOMY.label_of("nlp") == Label(
            "NLP", "0e7a31", "Natural language processing and language models"
        )

    def test_label_of_an_unknown_topic(self) -> None:
        """An unknown topic is an error that suggests the nearest."""
        with pytest.raises(UsageError) as caught:
            TAXONOMY.label_of("speach")
        assert (caught.value.message, caught.value.remedy) == (
            "There is no topic 'speach'.",
            "Did you mean speech?",
        )

    def test_repr_tells_taxonomies_apart(self) -> None:
        """What is remembered about notes is kept under the taxonomy's repr, so it must hold all of it."""
        assert repr(Taxonomy()) == repr(TAXONOMY)
        assert repr(configured('topics.NLP.aliases = ["words"]')) != repr(TAXONOMY)


class TestSettings:
    """The `[topics]` table of papers.toml."""

    def test_nothing_set(self) -> None:
        """Without a table the topics are the default ones."""
        assert configured("").topics == DEFAULT_TOPICS

    def test_a_default_topic_is_changed_key_by_key(self) -> None:
        """Colour and description replace, lists add, and what is not named stays."""
        default = TAXONOMY.resolve("NLP")
        changed = configured(
            """
            [topics.NLP]
            color = "ABCDEF"
            words = ["Knowledge Base"]
            categories = ["cs.DL"]
            aliases = ["Sprache"]
            """
        ).resolve("sprache")
        assert default is not None
        assert changed == Topic(
            "NLP",
            "abcdef",
            default.description,
            (*default.categories, "cs.DL"),
            (*default.words, "knowledge base"),
            (*default.aliases, "Sprache"),
        )

    def test_a_new_topic_stands_before_the_fallback(self) -> None:
        """A new name is a new topic with neutral looks, and ML stays last."""
        taxonomy = configured('[topics.agents]\nwords = ["tool use"]')
        assert taxonomy.topics[-2:] == (Topic("agents", words=("tool use",)), DEFAULT_TOPICS[-1])
        assert taxonomy.guess(paper("Tool Use by Models", abstract="On tool use.")) == ("agents",)

    def test_a_topic_is_removed(self) -> None:
        """`false` removes a topic, whatever its case."""
        taxonomy = configured("topics.nlp = false\ntopics.ML = false")
        assert [topic.name for topic in taxonomy.topics] == [
            topic.name for topic in DEFAULT_TOPICS if topic.name not in ("NLP", "ML")
        ]
        assert taxonomy.guess(paper("Nothing")) == ()

    def test_a_topic_is_spelled_as_in_the_file(self) -> None:
        """People whose label is `nlp` get that label."""
        assert configured("[topics.nlp]").of_labels(["NLP", "machine translation"]) == ("nlp",)

    def test_a_name_in_the_file_is_taken_from_a_default_alias(self) -> None:
        """`[topics.ASR]` makes ASR a topic of its own, no longer another name of speech."""
        taxonomy = configured("[topics.ASR]")
        assert taxonomy.of_labels(["asr", "TTS"]) == ("speech", "ASR")

    def test_an_alias_in_the_file_is_taken_from_a_default_alias(self) -> None:
        """What the file says about a label counts more than what is built in."""
        assert configured('[topics.music]\naliases = ["audio"]').of_labels(["Audio"]) == ("music",)

    @pytest.mark.parametrize(
        ("toml", "message", "remedy"),
        [
            ("topics = 3", "papers.toml: topics cannot be 3.", "It takes a table, for example [topics.NLP]."),
            (
                "topics.NLP = true",
                "papers.toml: topics.NLP cannot be True.",
                "It takes a table of settings, or false to remove the topic.",
            ),
            (
                "topics.XY = false",
                "papers.toml removes the topic XY, which there is not.",
                "Take that line out.",
            ),
            (
                'topics.NLP.colour = "0e7a31"',
                "papers.toml sets topics.NLP.colour, which is not a setting.",
                "Settings are: color, description, categories, words, aliases.",
            ),
            (
                'topics.NLP.color = "#0e7a31"',
                "papers.toml: topics.NLP.color cannot be '#0e7a31'.",
                'It takes six hex digits without #, for example "0e7a31".',
            ),
            (
                "topics.NLP.color = 123456",
                "papers.toml: topics.NLP.color cannot be 123456.",
                'It takes six hex digits without #, for example "0e7a31".',
            ),
            (
                "topics.NLP.description = 1",
                "papers.toml: topics.NLP.description cannot be 1.",
                "It takes one line of at most 100 characters.",
            ),
            (
                'topics.NLP.words = "language"',
                "papers.toml: topics.NLP.words cannot be 'language'.",
                'It takes a list of texts, for example ["language model"].',
            ),
            (
                'topics.NLP.categories = ["cs.CL", 3]',
                "papers.toml: topics.NLP.categories cannot be ['cs.CL', 3].",
                'It takes a list of texts, for example ["cs.CL"].',
            ),
            (
                'topics.NLP.aliases = [" "]',
                "papers.toml: topics.NLP.aliases cannot be [' '].",
                'It takes a list of texts, for example ["Natural Language Processing"].',
            ),
            (
                "topics.'..'.words = []",
                "papers.toml: the name of a topic cannot be '..'.",
                "It takes 1 to 50 characters on one line, without / and comma.",
            ),
            (
                "topics.'a/b'.words = []",
                "papers.toml: the name of a topic cannot be 'a/b'.",
                "It takes 1 to 50 characters on one line, without / and comma.",
            ),
            (
                'topics."a\\u0085b".words = []',
                "papers.toml: the name of a topic cannot be 'a\\x85b'.",
                "It takes 1 to 50 characters on one line, without / and comma.",
            ),
            (
                "topics.'a,b'.words = []",
                "papers.toml: the name of a topic cannot be 'a,b'.",
                "It takes 1 to 50 characters on one line, without / and comma.",
            ),
            (
                "topics.Reading.words = []",
                "papers.toml names a topic 'Reading', which is the label of papers being read.",
                "Choose another name.",
            ),
            (
                "topics.NLP.words = []\ntopics.nlp.words = []",
                "papers.toml names one topic twice: NLP and nlp.",
                "Keep one of them.",
            ),
            (
                'topics.NLP.aliases = ["Speech"]',
                "papers.toml says that 'Speech' means NLP, but it is the label of speech.",
                "Take it out of topics.NLP.aliases.",
            ),
            (
                'topics.NLP.aliases = ["reading"]',
                "papers.toml says that 'reading' means NLP, but it is the label of papers being read.",
                "Take it out of topics.NLP.aliases.",
            ),
            (
                'topics.a.aliases = ["c"]\ntopics.b.aliases = ["C"]',
                "papers.toml says that 'C' means b, but it is the label of a.",
                "Take it out of topics.b.aliases.",
            ),
        ],
    )
    def test_what_is_not_understood(self, toml: str, message: str, remedy: str) -> None:
        """A mistake names the file, the key, and what would be right."""
        with pytest.raises(UsageError) as caught:
            configured(toml)
        assert (caught.value.message, caught.value.remedy) == (message, remedy)

    @pytest.mark.parametrize(("length", "fits"), [(50, True), (51, False)])
    def test_length_of_a_name(self, length: int, fits: bool) -> None:
        """GitHub's 50 characters for a label are kept."""
        try:
            taxonomy = configured(f"[topics.{'x' * length}]")
        except UsageError:
            assert not fits
        else:
            assert fits == (taxonomy.resolve("x" * length) is not None)

    @pytest.mark.parametrize(("length", "fits"), [(100, True), (101, False)])
    def test_length_of_a_description(self, length: int, fits: bool) -> None:
        """GitHub's 100 characters for a label's description are kept."""
        try:
            label = configured(f'topics.NLP.description = "{"x" * length}"').label_of("NLP")
        except UsageError:
            assert not fits
        else:
            assert fits == (label.description == "x" * length)

    @given(
        st.dictionaries(
            st.text(max_size=6) | st.sampled_from(["NLP", "cv", "ML"]),
            st.booleans()
            | st.dictionaries(
                st.sampled_from(["color", "description", "categories", "words", "aliases", "other"]),
                st.text(max_size=8) | st.lists(st.text(max_size=4), max_size=3) | st.integers(),
                max_size=3,
            ),
            max_size=4,
        )
    )
    def test_any_table(self, table: dict[str, Any]) -> None:
        """Whatever the table, the answer is a sound taxonomy or our error, and no default is changed."""
        before = repr(DEFAULT_TOPICS)
        try:
            taxonomy = Taxonomy.from_settings(table, "papers.toml")
        except UsageError as error:
            told = error.message
        else:
            told = "papers.toml"
            keys = [topic_key(name) for topic in taxonomy.topics for name in (topic.name, *topic.aliases)]
            names = [topic_key(topic.name) for topic in taxonomy.topics]
            assert len(set(names)) == len(names)
            assert all(taxonomy.resolve(topic.name) == topic for topic in taxonomy.topics)
            assert "reading" not in keys
        assert told.startswith("papers.toml")
        assert repr(DEFAULT_TOPICS) == before


class TestGuess:
    """From a paper to its topics."""

    @pytest.mark.parametrize(
        ("title", "categories", "topics"),
        [
            ("Attention Is All You Need", ("cs.CL", "cs.LG"), ("NLP",)),
            ("Deep Residual Learning for Image Recognition", ("cs.CV",), ("CV",)),
            ("Playing Atari with Deep Reinforcement Learning", ("cs.LG",), ("RL",)),
            ("WaveNet: A Generative Model for Raw Audio", ("cs.SD", "cs.LG"), ("speech", "generative")),
            ("Neural Collaborative Filtering", ("cs.IR",), ("recsys",)),
            ("Show and Tell: A Neural Image Caption Generator", ("cs.CV",), ("CV", "NLP")),
            ("Listen, Attend and Spell: Speech Recognition", ("cs.CL",), ("NLP", "speech")),
            ("Denoising Diffusion Probabilistic Models", ("cs.LG", "stat.ML"), ("generative",)),
            ("Semi-Supervised Classification with Graph Convolutional Networks", ("cs.LG",), ("graph",)),
            ("Adam: A Method for Stochastic Optimization", ("cs.LG",), ("optimization",)),
            ("Grammar as a Foreign Language", ("cs.CL",), ("NLP",)),
            ("The Forward-Forward Algorithm", ("cs.LG",), ("ML",)),
            ("On Prime Gaps", ("math.NT",), ("science",)),
            ("Convergence of Things", ("math.OC",), ("optimization",)),
            ("A Title and No More", (), ("ML",)),
            ("", (), ("ML",)),
        ],
    )
    def test_from_title_and_categories(
        self, title: str, categories: tuple[str, ...], topics: tuple[str, ...]
    ) -> None:
        """A source that has no abstract is enough for a guess."""
        assert TAXONOMY.guess(paper(title, *categories)) == topics

    def test_from_the_title_alone(self) -> None:
        """Words of the title are enough, in the singular or the plural."""
        assert TAXONOMY.guess(paper("Matrix Factorization Machines for Recommender Systems")) == ("recsys",)
        assert TAXONOMY.guess(paper("LLMs")) == ("NLP",)

    def test_words_in_passing_are_not_enough(self) -> None:
        """One mention of reinforcement in an abstract does not make the paper one on RL."""
        abstract = "We train by gradient descent, but reinforcement learning would do as well."
        assert TAXONOMY.guess(paper("Parsing Sentences", "cs.CL", abstract=abstract)) == ("NLP",)

    def test_reinforcement_learning_for_language_models(self) -> None:
        """It is both, although no category says RL."""
        abstract = "We use reinforcement learning with verifiable rewards to train a large language model."
        guessed = TAXONOMY.guess(paper("Reinforcement Learning for Reasoning", "cs.CL", abstract=abstract))
        assert guessed == ("NLP", "RL")

    def test_at_most_three(self) -> None:
        """A paper about everything gets the three that most speaks for, in the taxonomy's order."""
        title = "Image Segmentation, Speech Recognition and Reinforcement Learning by Graph Neural Networks"
        guessed = TAXONOMY.guess(paper(title, "cs.CV", "eess.AS", "cs.CL"))
        assert guessed == ("CV", "RL", "speech")

    def test_evidence(self) -> None:
        """Each guessed topic comes with what speaks for it."""
        weighed = TAXONOMY.weigh(
            paper("Image Captions", "cs.CL", "cs.CV", abstract="We caption images with language models.")
        )
        assert [(case.topic, case.evidence) for case in weighed if case.chosen] == [
            ("CV", "category: cs.CV; title: image caption; abstract: image"),
            ("NLP", "category: cs.CL; title: image caption; abstract: language model"),
        ]

    def test_evidence_for_the_fallback(self) -> None:
        """ML says that it is only what is left."""
        (case,) = TAXONOMY.weigh(paper("Things"))
        assert (case.topic, case.evidence) == ("ML", "nothing speaks for another topic")

    def test_a_word_inside_a_phrase_counts_once(self) -> None:
        """The longest phrase wins: word segmentation is not segmentation."""
        assert TAXONOMY.guess(paper("Word Segmentation for Chinese")) == ("NLP",)

    @pytest.mark.parametrize("title", ["강화학습을 이용한 제어", "深層強化学習の応用"])
    def test_words_without_blanks_around_them(self, title: str) -> None:
        """Korean endings and Japanese without blanks do not hide a word that the reader configured."""
        taxonomy = configured('topics.RL.words = ["강화학습", "強化学習"]')
        assert taxonomy.guess(paper(title)) == ("RL",)

    @given(st.text(max_size=200), st.text(max_size=400), st.lists(st.text(max_size=12), max_size=4))
    def test_any_paper(self, title: str, abstract: str, categories: list[str]) -> None:
        """Whatever a source says, there are one to three topics of the taxonomy, in order."""
        guessed = TAXONOMY.guess(paper(title, *categories, abstract=abstract))
        assert 1 <= len(guessed) <= 3
        assert guessed == TAXONOMY.of_labels(guessed)

    @pytest.mark.parametrize(
        "unit", ["a ", "deep reinforcement ", "s", "-", "ス", "graph attention graph ", "word\n", "\\alpha$"]
    )
    def test_hostile_abstracts(self, unit: str) -> None:
        """What nobody would read to the end is read at once."""
        with patience():
            TAXONOMY.guess(paper("T", abstract=unit * (1_000_000 // len(unit))))


@pytest.mark.skipif(not PEOPLE_CHOSE.exists(), reason=f"{PEOPLE_CHOSE} is not here")
@pytest.mark.parametrize(
    ("topic", "recall", "precision"),
    [
        ("CV", 0.93, 0.90),
        ("NLP", 0.88, 0.60),
        ("RL", 0.83, 0.87),
        ("speech", 0.95, 0.82),
        ("recsys", 0.92, 0.92),
    ],
)
def test_guesses_agree_with_people(topic: str, recall: float, precision: float) -> None:
    """On papers that the words were not tuned on, most of the topics that people gave are guessed.

    Most lists name one topic of a paper and leave out others that hold (papers on language
    models stand under RL only), so precision is higher than what is counted here.
    """
    with PEOPLE_CHOSE.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][1::2]
    named = [topic in row["topics"] for row in rows]
    guessed = [
        topic in TAXONOMY.guess(paper(row["title"], *row["categories"], abstract=row["abstract"]))
        for row in rows
    ]
    both = sum(mine and theirs for mine, theirs in zip(guessed, named, strict=True))
    assert both / sum(named) >= recall
    assert both / sum(guessed) >= precision
