"""Door to the templates (jinja2): the visible text of a block, and the sections for the reader.

Templates are looked for in the user's folders first, then among those that ship. They run
in a sandbox, because a folder may come with somebody else's repository. In Markdown
templates nothing is escaped by itself: use the filters `md`, `mdlink` (inside the brackets
of a link), `mdurl` (inside its parentheses) and `title`; in HTML ones everything is.
"""

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from traceback import extract_tb

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplatesNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from paper_notes.errors import PapersError, UsageError
from paper_notes.model import Paper, Record
from paper_notes.neutral import link_target, neutralise

_HERE = os.path.dirname(os.path.abspath(__file__))
# Inside the package when installed from a wheel, beside it in a checkout or an editable install.
SHIPPED = next(
    folder
    for folder in (os.path.join(_HERE, "templates"), os.path.join(os.path.dirname(_HERE), "templates"))
    if os.path.isdir(folder)
)

_URL = re.compile(r"https?://[^\s<>()\[\]{}\"'\\]*[^\s<>()\[\]{}\"'\\.,;:]", re.IGNORECASE)
_CODE = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co)/[\w.-]+/[\w.-]+"
    r"|https?://[\w-]+\.(?:github|gitlab)\.io(?:/|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def environment(folders: tuple[str, ...] = ()) -> ImmutableSandboxedEnvironment:
    """Return the environment that looks for templates in `folders`, then among the shipped ones."""
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([*folders, SHIPPED]),
        autoescape=lambda name: name is not None and name.removesuffix(".j2").endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["md"] = neutralise
    env.filters["mdlink"] = lambda text: neutralise(text, into="link")
    env.filters["title"] = lambda text: neutralise(text, into="title")
    env.filters["mdurl"] = link_target
    return env


def render(name: str | Sequence[str], folders: tuple[str, ...] = (), **context: object) -> str:
    """Return the text of the template `name` (the first that exists, of several) for `context`.

    Raises UsageError when there is no such template, PapersError when it does not work.
    """
    env = environment(folders)
    try:
        return env.select_template([name] if isinstance(name, str) else list(name)).render(**context)
    except TemplateNotFound as error:
        raise _missing(error, folders) from None
    except TemplateSyntaxError as error:
        where = f"{error.filename or error.name}, line {error.lineno}"
        raise PapersError(f"{where}: {error.message}.", "Correct the template, or remove it.") from error
    except Exception as error:
        raise PapersError(f"{_place(error)}: {error}.", "Correct the template, or remove it.") from error


def visible_block(record: Record, *, language: str = "en", folders: tuple[str, ...] = ()) -> str:
    """Return what the managed block shows of `record`, from `block.md.j2`."""
    return render(
        "block.md.j2", folders, paper=record.paper, rating=record.rating or 0, language=language
    ).strip("\n")


def note_sections(
    paper: Paper, *, template: str | None = None, language: str = "en", folders: tuple[str, ...] = ()
) -> str:
    """Return the sections of a new note that wait for the reader.

    They come from the first that exists of `note.TEMPLATE.LANGUAGE.md.j2`, `note.TEMPLATE.md.j2`
    and `note.TEMPLATE.en.md.j2`; without `template`, from `note.LANGUAGE.md.j2` or `note.en.md.j2`.
    Raises UsageError when there is none.
    """
    if template is not None and not re.fullmatch(r"[\w-]+", template):
        raise UsageError(f"{template!r} cannot be the name of a template.", "Use letters, digits, - and _.")
    base = "note" if template is None else f"note.{template}"
    names = [f"{base}.{language}.md.j2", f"{base}.md.j2", f"{base}.en.md.j2"]
    return render(names, folders, paper=paper, code=code_link(paper), language=language)


def code_link(paper: Paper) -> str:
    """Return the first address of code or a project page in the paper's comment or abstract, or ''."""
    for text in (paper.comment or "", paper.abstract or ""):
        for url in _URL.findall(text):
            if _CODE.match(url):
                return link_target(url)
    return ""


def _missing(error: TemplateNotFound, folders: tuple[str, ...]) -> UsageError:
    known = ", ".join(name for name in environment(folders).list_templates() if name.endswith(".j2"))
    wanted = error.templates[0] if isinstance(error, TemplatesNotFound) else error.name
    return UsageError(
        f"There is no template {wanted}.", f"Put it into your templates folder; there are: {known}."
    )


def _place(error: BaseException) -> str:
    """Say where in a template it went wrong: jinja2 puts the templates' own lines into the traceback."""
    places = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{places[-1].filename}, line {places[-1].lineno}" if places else "A template"
