"""The tables of a library on disk, as numbered migrations."""

MIGRATIONS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE issues (
        key INTEGER PRIMARY KEY,
        number INTEGER UNIQUE,
        sweep INTEGER NOT NULL,
        state TEXT NOT NULL,
        state_reason TEXT,
        author TEXT,
        association TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        closed_at TEXT,
        url TEXT,
        comments INTEGER NOT NULL,
        assignees TEXT NOT NULL,
        labels TEXT NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL
    );
    -- What lists and filters look at; small, so that scanning it is quick.
    CREATE TABLE notes (
        key INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
        id TEXT NOT NULL,
        number INTEGER,
        trusted INTEGER NOT NULL,
        status TEXT NOT NULL,
        rating INTEGER,
        pending INTEGER NOT NULL,
        added_on TEXT,
        read_on TEXT,
        published TEXT,
        arxiv_id TEXT,
        title TEXT NOT NULL,
        topics TEXT NOT NULL,
        labels TEXT NOT NULL,
        title_folded TEXT NOT NULL,
        authors_folded TEXT NOT NULL
    );
    CREATE INDEX notes_by_id ON notes (id);
    CREATE INDEX notes_by_added ON notes (added_on, number, key);
    CREATE UNIQUE INDEX one_local_note_a_paper ON notes (id) WHERE number IS NULL;
    -- The rest of a note, read only when it is shown.
    CREATE TABLE contents (
        key INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
        author TEXT,
        url TEXT,
        issue_title TEXT NOT NULL,
        summary TEXT,
        finishing TEXT,
        paper TEXT NOT NULL,
        text TEXT NOT NULL
    );
    """,
    """
    -- Of all people, below any issue we know; kept apart, since they are few.
    CREATE TABLE comments (
        id INTEGER PRIMARY KEY,
        number INTEGER NOT NULL REFERENCES issues (number) ON DELETE CASCADE,
        sweep INTEGER NOT NULL,
        trusted INTEGER NOT NULL,
        author TEXT,
        association TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        url TEXT,
        body TEXT NOT NULL
    );
    CREATE INDEX comments_by_issue ON comments (number, id);
    -- The issues whose comments have changed since they were read.
    CREATE TABLE comments_due (number INTEGER PRIMARY KEY REFERENCES issues (number) ON DELETE CASCADE);
    """,
    """
    -- The titles of trusted notes in small letters, and the words that they begin with.
    CREATE TABLE titles (key INTEGER PRIMARY KEY, name TEXT NOT NULL, opening TEXT NOT NULL);
    CREATE INDEX titles_by_name ON titles (name);
    CREATE INDEX titles_by_opening ON titles (opening);
    -- What the text of a trusted note names: #12, 1706.03762, or a title; there may be no such note.
    CREATE TABLE mentions (key INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (key, name)) WITHOUT ROWID;
    CREATE INDEX mentions_by_name ON mentions (name);
    -- The notes that came, changed or went since both were last brought up to date.
    CREATE TABLE unrelated (key INTEGER NOT NULL);
    INSERT INTO unrelated SELECT key FROM notes;
    CREATE TRIGGER note_came AFTER INSERT ON notes BEGIN
        INSERT INTO unrelated VALUES (new.key);
    END;
    CREATE TRIGGER note_went AFTER DELETE ON notes BEGIN
        INSERT INTO unrelated VALUES (old.key);
    END;
    CREATE TRIGGER comment_came AFTER INSERT ON comments BEGIN
        INSERT INTO unrelated SELECT key FROM issues WHERE number = new.number;
    END;
    CREATE TRIGGER comment_changed AFTER UPDATE OF body, trusted ON comments BEGIN
        INSERT INTO unrelated SELECT key FROM issues WHERE number = new.number;
    END;
    CREATE TRIGGER comment_went AFTER DELETE ON comments BEGIN
        INSERT INTO unrelated SELECT key FROM issues WHERE number = old.number;
    END;
    """,
    """
    -- What is searched of each note: its fields in normal form, one a line.
    CREATE TABLE searched (
        key INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
        trusted INTEGER NOT NULL,
        words TEXT NOT NULL
    );
    -- Notes of people who are not trusted have negative rows: leaving them out costs nothing.
    CREATE VIRTUAL TABLE search USING fts5 (
        title, text, authors, abstract, comments, about, content='', tokenize=ascii
    );
    INSERT INTO search (search, rank) VALUES ('hashsize', 8000000);
    -- A trigger takes notes out, whoever deletes them; `grams` is a function of ours.
    CREATE TRIGGER searched_no_more AFTER DELETE ON searched BEGIN
        INSERT INTO search (search, rowid, title, text, authors, abstract, comments, about) VALUES (
            'delete', iif(old.trusted, old.key, -old.key), grams(old.words, 0), grams(old.words, 1),
            grams(old.words, 2), grams(old.words, 3), grams(old.words, 4), grams(old.words, 5));
    END;
    -- Notes whose comments have changed, by number.
    CREATE TABLE searched_due (number INTEGER NOT NULL);
    CREATE TRIGGER searched_comment_new AFTER INSERT ON comments WHEN new.trusted BEGIN
        INSERT INTO searched_due VALUES (new.number);
    END;
    CREATE TRIGGER searched_comment_changed AFTER UPDATE ON comments
        WHEN old.trusted <> new.trusted OR old.body <> new.body OR old.number <> new.number BEGIN
        INSERT INTO searched_due VALUES (old.number), (new.number);
    END;
    CREATE TRIGGER searched_comment_gone AFTER DELETE ON comments WHEN old.trusted BEGIN
        INSERT INTO searched_due VALUES (old.number);
    END;
    -- Every word that has occurred, some in a row, and how they end; none is ever taken out.
    CREATE TABLE words (id INTEGER PRIMARY KEY, words TEXT NOT NULL);
    CREATE VIRTUAL TABLE endings USING fts5 (
        ending, content='', detail=none, columnsize=0, tokenize=ascii
    );
    -- Have every note read again.
    DELETE FROM meta WHERE name = 'fingerprint';
    """,
)
"""Applied in this order, each once; one that was released is never changed."""
