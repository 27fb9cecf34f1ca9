"""The command line: read the arguments, make one call, say what happened."""

from paper_notes.cli.program import Entry, Papers

main = Papers(
    {
        "Notes": {
            "add": Entry("adding:add", "Note papers: fetch them, label them, write the notes."),
            "import": Entry("importing:import_", "Import papers: BibTeX, RIS, CSL-JSON, exports, any text."),
            "list": Entry("listing:list_", "List notes, the newest first."),
            "search": Entry("searching:search", "Find notes by any words in them, the best first."),
            "show": Entry("showing:show", "Show one note: the paper, and what you wrote about it."),
            "open": Entry("opening:open_", "Open a note, its paper or a topic in the browser."),
            "edit": Entry("editing:edit", "Edit what you wrote about a paper, in your own editor."),
            "note": Entry("editing:note", "Add a paragraph to what you wrote about a paper."),
            "mark": Entry("marking:mark", "Mark notes as to-read, reading, read or dropped."),
            "tag": Entry("marking:tag", "Change the topics of notes."),
            "remove": Entry("removing:remove", "Remove notes from the library on this machine."),
            "refresh": Entry(
                "refreshing:refresh", "Ask arXiv what is new: versions, publication, withdrawals."
            ),
        },
        "What others see": {
            "stats": Entry("counting:stats", "Count what you read: by month, by topic, days in a row."),
            "index": Entry("publishing:index", "Write the reading list, in Markdown."),
            "publish": Entry(
                "publishing:publish", "Commit the reading list to your repository, if it changed."
            ),
            "site": Entry("building:site", "Build a web site of your notes in the folder DIR."),
            "export": Entry("exporting:export", "Export notes: BibTeX, RIS, CSL, CSV, JSON, Markdown, text."),
        },
        "The library": {
            "init": Entry("connecting:init", "Set up a repository in which GitHub does the work for you."),
            "adopt": Entry("adopting:adopt", "Recognise the notes that you wrote by hand."),
            "intake": Entry("intaking:intake", "Make notes of issues that are only a link."),
            "labels": Entry("labelling:labels", "Look after the topics' labels in your repository."),
            "push": Entry("pushing:push", "Move the notes of this machine to your repository."),
            "sync": Entry("upkeep:sync", "Fetch what is new in your repository."),
            "starter": Entry("showing:starter", "List landmark papers to begin with, by topic."),
            "doctor": Entry("upkeep:doctor", "Check the set-up: what is wrong, and what to do about it."),
            "completion": Entry(
                "completion:completion", "Print the script that lets your shell complete commands."
            ),
        },
    }
)

__all__ = ["main"]
