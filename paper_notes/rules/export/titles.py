"""Titles in BibTeX, whose styles make small letters of capitals unless braces forbid it."""

import re

from paper_notes.rules.export.latex import escape_math, escape_words
from paper_notes.values.text.tex import pieces

_PUNCTUATION = "-.,:;!?()[]\"'‘’“”«»…"
_PARTS = re.compile(r"[^\W_]+")
_PROPER_WORDS = """
    African American Arabic Atari Bayes Bayesian Bellman Bernoulli Boltzmann Bregman Brownian Carlo
    Cauchy Cayley Cholesky Chinese Dirichlet Einstein English Euclidean European Fisher Fourier French
    Frobenius Gauss Gaussian German Gibbs Gumbel Hamiltonian Hausdorff Hawkes Hebbian Hermitian Hessian
    Hilbert Hopfield Indian Jacobian Japanese Kalman Kolmogorov Korean Krylov Kullback Lagrange
    Lagrangian Langevin Laplace Laplacian Lie Lipschitz Lyapunov Markov Markovian Metropolis Minecraft
    Monte Nash Newton Nesterov Pareto Poisson Portuguese Python Riemann Riemannian Russian Schrödinger
    Shannon Shapley Sinkhorn Sobolev Spanish Stein Stiefel Thompson Turing Twitter Vietnamese Voronoi
    Wasserstein Wikipedia YouTube
"""
_PROPER = frozenset(_PROPER_WORDS.split())
"""Words that keep their capital in a sentence, which a title in capitals does not give away."""
_PREPOSITIONS = frozenset(
    ("about", "across", "against", "among", "between", "beyond", "through", "under", "using")
)


def bibtex_title(title: str) -> str:
    """Return the title for LaTeX, with braces around what a bibliography style must not make small.

    That is mathematics, words such as `BERT`, `U-Net` or `Bayesian`, and, in a title that is
    written like a sentence, every word with a capital but the first.
    """
    found = pieces(title)
    as_sentence = _as_sentence(" ".join(piece.text for piece in found if not piece.math))
    written, first = "", True
    for piece in found:
        math = escape_math(piece) if piece.math else ""
        if math:
            written += f"{{{math}}}"
            first = False
            continue
        for part in re.split(r"(\s+)", f"${piece.text}$" if piece.math else piece.text):
            if part.strip():
                written += _word(part, keep=as_sentence and not first)
                first = part[-1] in ":.?!"
            else:
                written += part
    return written


def _as_sentence(title: str) -> bool:
    """Whether the title is written like a sentence: then what has a capital in it is a name."""
    words: list[str] = re.findall(r"(?<!\S)[^\W\d_]{5,}(?!\S)", title.partition(" ")[2])
    small = [word for word in words if word[0].islower() and word not in _PREPOSITIONS]
    return len(small) * 3 >= max(len(words), 1)


def _word(word: str, *, keep: bool) -> str:
    core = word.strip(_PUNCTUATION)
    before, _, after = word.partition(core) if core else (word, "", "")
    text = escape_words(core)
    if any(_must_stay(part, keep=keep, alone=part == core) for part in _PARTS.findall(core)):
        text = f"{{{text}}}"
    return escape_words(before) + text + escape_words(after)


def _must_stay(part: str, *, keep: bool, alone: bool) -> bool:
    """Whether the part of a word between hyphens is more than a word with a capital."""
    if any(char.isupper() for char in part[1:]) or part in _PROPER:
        return True
    single = len(part) == 1 and not (alone and part in "AI")
    return (keep or single) and part[0].isupper()
