CREATE TABLE paragraph (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        text TEXT NOT NULL
    , since INTEGER);
CREATE TABLE snapshot (
        id INTEGER PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE,
        words INTEGER NOT NULL,
        paragraphs TEXT NOT NULL
    , base INTEGER REFERENCES snapshot (id));
CREATE TABLE draft (
        id INTEGER PRIMARY KEY,
        path TEXT,
        first_at TEXT NOT NULL,
        first_snapshot INTEGER NOT NULL REFERENCES snapshot (id)
    );
CREATE UNIQUE INDEX draft_path ON draft (path) WHERE path IS NOT NULL;
CREATE INDEX draft_first_snapshot ON draft (first_snapshot);
CREATE TRIGGER first_draft_is_frozen BEFORE UPDATE OF first_at, first_snapshot ON draft
    BEGIN SELECT RAISE(ABORT, 'the first draft of a text is frozen'); END;
CREATE TABLE exchange (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        batch TEXT,
        asked_at TEXT NOT NULL,
        draft INTEGER NOT NULL REFERENCES draft (id),
        snapshot INTEGER NOT NULL REFERENCES snapshot (id),
        salt BLOB,
        path TEXT,
        draft_digest TEXT NOT NULL,
        draft_words INTEGER NOT NULL,
        friend TEXT NOT NULL,
        requested TEXT NOT NULL,
        asked_provider TEXT,
        asked_host TEXT,
        prompt TEXT NOT NULL,
        prompt_digest TEXT NOT NULL,
        passage_start INTEGER NOT NULL,
        passage_end INTEGER NOT NULL,
        passage TEXT,
        whole INTEGER NOT NULL,
        part_start INTEGER,
        part_end INTEGER,
        reader TEXT,
        question TEXT NOT NULL,
        question_name TEXT,
        wants TEXT NOT NULL,
        asked_notes TEXT NOT NULL
    , clock_went_back INTEGER, forgotten_at TEXT, follows TEXT, relation TEXT, letter TEXT, blind_seed TEXT, reflection TEXT);
CREATE INDEX exchange_draft ON exchange (draft, sequence);
CREATE INDEX exchange_snapshot ON exchange (snapshot);
CREATE TABLE answer (
        sequence INTEGER PRIMARY KEY REFERENCES exchange (sequence),
        status TEXT NOT NULL,
        served TEXT NOT NULL,
        evidence TEXT NOT NULL,
        provider TEXT,
        host TEXT,
        fingerprint TEXT,
        answer TEXT NOT NULL,
        raw TEXT NOT NULL,
        input_tokens INTEGER,
        output_tokens INTEGER,
        cost_usd REAL,
        price_source TEXT NOT NULL,
        co2e_low_g REAL,
        co2e_high_g REAL,
        co2e_source TEXT,
        finish TEXT,
        error_kind TEXT,
        error_message TEXT,
        retry_after_s REAL,
        notes TEXT NOT NULL
    , sub_provider TEXT, request_id TEXT, cached_tokens INTEGER, reasoning TEXT, thought_s REAL);
CREATE TABLE suggestion (
        id TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL REFERENCES answer (sequence),
        number INTEGER NOT NULL,
        quote TEXT NOT NULL,
        start INTEGER,
        "end" INTEGER,
        anchor TEXT NOT NULL,
        instead TEXT,
        why TEXT NOT NULL,
        flags TEXT NOT NULL,
        changed REAL,
        diff TEXT NOT NULL,
        candidates TEXT NOT NULL,
        first_state TEXT NOT NULL,
        state TEXT NOT NULL,
        UNIQUE (sequence, number)
    ) WITHOUT ROWID
    ;
CREATE TABLE event (
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        exchange TEXT NOT NULL,
        at TEXT NOT NULL,
        suggestion TEXT,
        state TEXT,
        digest TEXT,
        hash TEXT NOT NULL
    );
CREATE INDEX event_exchange ON event (exchange);
CREATE TRIGGER event_is_not_edited BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END;
CREATE TRIGGER event_is_not_taken_away BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END;
CREATE INDEX paragraph_since ON paragraph (since);
CREATE INDEX snapshot_base ON snapshot (base) WHERE base IS NOT NULL;
CREATE TABLE another (
        path TEXT NOT NULL,
        draft INTEGER NOT NULL REFERENCES draft (id),
        PRIMARY KEY (path, draft)
    ) WITHOUT ROWID
    ;
CREATE INDEX suggestion_open ON suggestion (sequence) WHERE state = 'open';
CREATE VIEW told AS
    SELECT
        exchange.sequence,
        exchange.question,
        answer.answer || coalesce((
            SELECT group_concat(char(10) || why || char(10) || coalesce(instead, ''), '')
            FROM (SELECT why, instead FROM suggestion WHERE sequence = exchange.sequence ORDER BY number)
        ), '') AS answer,
        (
            SELECT group_concat(text, char(10))
            FROM (SELECT text FROM paragraph WHERE since = exchange.sequence ORDER BY id)
        ) AS draft
    FROM exchange LEFT JOIN answer USING (sequence);
CREATE VIEW indexed AS
    SELECT sequence, replace(replace(replace(replace(question, 'œ', 'oe'), 'Œ', 'Oe'), 'æ', 'ae'), 'Æ', 'Ae') AS question, replace(replace(replace(replace(answer, 'œ', 'oe'), 'Œ', 'Oe'), 'æ', 'ae'), 'Æ', 'Ae') AS answer, replace(replace(replace(replace(draft, 'œ', 'oe'), 'Œ', 'Oe'), 'æ', 'ae'), 'Æ', 'Ae') AS draft
    FROM told;
CREATE VIRTUAL TABLE search USING fts5 (
        question, answer, draft,
        content = 'indexed', content_rowid = 'sequence', tokenize = "unicode61 remove_diacritics 2 separators 'ʼ'"
    );
CREATE TABLE verdict (
        id INTEGER PRIMARY KEY,
        exchange TEXT NOT NULL,
        words TEXT NOT NULL,
        decision TEXT NOT NULL,
        reason TEXT NOT NULL,
        salt BLOB NOT NULL,
        event INTEGER NOT NULL REFERENCES event (number)
    );
CREATE INDEX verdict_exchange ON verdict (exchange);
CREATE INDEX exchange_follows ON exchange (follows) WHERE follows IS NOT NULL;
CREATE TABLE lead (
        id TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL REFERENCES answer (sequence),
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        said TEXT NOT NULL,
        UNIQUE (sequence, number)
    ) WITHOUT ROWID
    ;
CREATE TABLE own_word (
        id INTEGER PRIMARY KEY,
        exchange TEXT NOT NULL,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        choice TEXT NOT NULL,
        words TEXT NOT NULL,
        detail TEXT NOT NULL,
        salt BLOB,
        event INTEGER NOT NULL REFERENCES event (number)
    );
CREATE INDEX own_word_exchange ON own_word (exchange, kind);
CREATE INDEX exchange_batch ON exchange (batch) WHERE letter IS NOT NULL;
