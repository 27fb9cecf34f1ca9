"""The texts of a new issue and of its managed block, in the reader's language and templates."""

from paper_notes.doors.render import every_note_sections, named, note_sections, visible_block
from paper_notes.values.model import Paper, Record
from paper_notes.values.text import body
from paper_notes.values.text.compose import block_text, compose_body, issue_title, room_beside


class TemplateWriter:
    """Writes titles, bodies and blocks from the templates."""

    def __init__(self, language: str, folders: tuple[str, ...]) -> None:
        """Take the language, and the folders in which the reader's own templates may be."""
        self._language = language
        self._folders = folders

    @property
    def names(self) -> list[str]:
        """What the template of a new note may be called, beside the usual one."""
        return named(self._folders)

    def title(self, paper: Paper) -> str:
        """Return the title of the paper's issue."""
        return issue_title(paper)

    def body(self, record: Record, template: str | None) -> str:
        """Return the body of a new issue: the managed block, then the sections of `template`."""
        sections = note_sections(
            record.paper, template=template, language=self._language, folders=self._folders
        )
        return compose_body(record, sections, self._visible)

    def block(self, record: Record, old: str) -> str:
        """Return the managed block, short enough to go into the body `old`."""
        return block_text(record, self._visible, room_beside(body.without(old)))

    def own_lines(self, text: str, paper: Paper) -> int:
        """Return how many lines of a note's text the reader wrote: blank ones and a template's are not.

        The template is the one that most of the lines are of: one that ships, in any language, or the
        reader's own.
        """
        lines = [line for each in text.splitlines() if (line := each.strip())]
        if not lines:
            return 0
        templates = (
            {line.strip() for line in sections.splitlines()}
            for sections in every_note_sections(paper, folders=self._folders)
        )
        return min((sum(line not in known for line in lines) for known in templates), default=len(lines))

    def is_blank(self, text: str, paper: Paper) -> bool:
        """Tell whether the reader's text of a note is but a template that nobody has filled in."""
        return not self.own_lines(text, paper)

    def _visible(self, record: Record) -> str:
        return visible_block(record, language=self._language, folders=self._folders)
