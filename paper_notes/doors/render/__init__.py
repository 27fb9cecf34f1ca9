"""Door to the templates (jinja2): the visible text of a block, and the sections for the reader.

Templates are looked for in the user's folders first, then among those that ship. They run
in a sandbox, because a folder may come with somebody else's repository. In Markdown
templates nothing is escaped by itself: use the filters `md`, `mdlink` (inside the brackets
of a link), `mdurl` (inside its parentheses) and `title`; in HTML ones everything is.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from traceback import extract_tb

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)

from paper_notes.disk.files import is_inside
from paper_notes.disk.shipped import SHIPPED
from paper_notes.doors.render.sandbox import Sandbox, little_memory
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.model import Paper, Record
from paper_notes.values.text.compose import code_link
from paper_notes.values.text.neutral import link_target, neutralise


class _Confined(FileSystemLoader):
    """Loads no file from outside the folder's own project: a link in a clone must not publish a secret."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the template's text, after a look at where the file really is."""
        source, path, fresh = super().get_source(environment, template)
        project = os.path.dirname(self.searchpath[0])
        if not is_inside(path, project):
            raise PapersError(
                f"{path} leads out of {project}, so it is not read.",
                "Put a file in its place, or the link into your own templates folder.",
            )
        return source, path, fresh


@lru_cache(maxsize=4)
def environment(folders: tuple[str, ...] = ()) -> Sandbox:
    """Return the environment that looks for templates in `folders`, then among the shipped ones.

    The last of `folders` is the reader's own; those before it may be somebody else's.
    """
    foreign, own = folders[:-1], folders[-1:]
    env = Sandbox(
        loader=ChoiceLoader([*map(_Confined, foreign), FileSystemLoader([*own, SHIPPED])]),
        autoescape=lambda name: name is not None and name.removesuffix(".j2").endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["md"] = neutralise
    env.filters["mdlink"] = lambda text: neutralise(text, into="link")
    env.filters["mdurl"] = link_target
    env.filters["title"] = lambda text: neutralise(text, into="title")
    return env


def render(name: str, folders: tuple[str, ...] = (), **context: object) -> str:
    """Return the text of the template `name` for `context`.

    Raises UsageError when there is no such template, PapersError when it does not work.
    """
    if _find([name], folders) is None:
        raise UsageError(f"There is no template {name}.", f"Templates are looked for in {_places(folders)}.")
    try:
        env = environment(folders)
        with little_memory() if len(folders) > 1 else contextlib.nullcontext():
            return env.text_of(env.get_template(name), context)
    except TemplateSyntaxError as error:
        raise _faulty(f"{error.filename or error.name}, line {error.lineno}", str(error.message)) from error
    except TemplateNotFound as error:
        raise _faulty(_place(error) or name, f"there is no template {error.name}") from error
    except PapersError:
        raise
    except MemoryError as error:
        raise _faulty(_place(error) or name, "it takes too much memory") from error
    except Exception as error:
        # A template is somebody's program: whatever it raises is its own mistake.
        raise _faulty(_place(error) or name, str(error) or type(error).__name__) from error


def source(name: str, folders: tuple[str, ...] = ()) -> str:
    """Return the text of the file `name` as it stands among the templates."""
    env = environment(folders)
    assert env.loader is not None
    try:
        return env.loader.get_source(env, name)[0]
    except TemplateNotFound as error:
        raise UsageError(f"There is no {name}.", f"It is looked for in {_places(folders)}.") from error


def names_below(folder: str, folders: tuple[str, ...] = ()) -> list[str]:
    """Return the names of all files in a folder among the templates, sorted."""
    return sorted(environment(folders).list_templates(filter_func=lambda name: name.startswith(folder)))


def visible_block(record: Record, *, language: str = "en", folders: tuple[str, ...] = ()) -> str:
    """Return what the managed block shows of `record`, from `block.md.j2`.

    Of several empty lines one is left, so that the template may be generous with them.
    """
    text = render("block.md.j2", folders, paper=record.paper, rating=record.rating or 0, language=language)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def note_sections(
    paper: Paper, *, template: str | None = None, language: str = "en", folders: tuple[str, ...] = ()
) -> str:
    """Return the sections of a new note that wait for the reader.

    They come from `note.LANGUAGE.md.j2`, or else `note.md.j2` or `note.en.md.j2`, in the first
    folder that has one of them; with `template`, from `note.TEMPLATE.LANGUAGE.md.j2` and so on.
    Raises UsageError when there is none.
    """
    base = "note" if template is None else f"note.{template}"
    name = _find([f"{base}.{language}.md.j2", f"{base}.md.j2", f"{base}.en.md.j2"], folders)
    if name is None:
        raise UsageError(
            f"There is no template {template}.",
            f"There are: {', '.join(named(folders))}. Yours would be {base}.md.j2 in {_places(folders)}.",
        )
    return render(name, folders, paper=paper, code=code_link(paper), language=language)


def every_note_sections(paper: Paper, *, folders: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the sections of a new note by each template for notes; one that does not work is left out."""
    for name in environment(folders).list_templates():
        if name.startswith("note.") and name.endswith(".md.j2"):
            language = found[1] if (found := re.search(r"\.([a-z]{2})\.md\.j2$", name)) else "en"
            with contextlib.suppress(PapersError):
                yield render(name, folders, paper=paper, code=code_link(paper), language=language)


def _find(names: Sequence[str], folders: Sequence[str]) -> str | None:
    """Return the first of `names` in the first folder that has any: the user's go before ours."""
    paths = ((folder, name) for folder in (*folders, SHIPPED) for name in names)
    return next((name for folder, name in paths if os.path.isfile(os.path.join(folder, name))), None)


def named(folders: tuple[str, ...]) -> list[str]:
    """Return what `template` may be; two letters are a language."""
    matches = (re.fullmatch(r"note\.([\w-]{3,})\..*", name) for name in environment(folders).list_templates())
    return sorted({match[1] for match in matches if match})


def _places(folders: tuple[str, ...]) -> str:
    return " or ".join(folders or (SHIPPED,))


def _faulty(place: str, what: str) -> PapersError:
    return PapersError(f"{place}: {what.rstrip('.')}.", "Correct the template, or remove it to have ours.")


def _place(error: BaseException) -> str | None:
    """Say where in a template it went wrong: jinja2 puts the templates' own lines into the traceback."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else None
