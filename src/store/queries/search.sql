-- Full text.  A document's words are its characters and pairs of characters, parted by
-- blanks; a query is written by domain/search.c in the language of the engine.

-- SQLite only: the next row number, for which the writer is alone.
-- name: search_row_next :one
-- any-org: row numbers are unique over all organisations
-- out:  rowid_no int
SELECT coalesce(max(rowid_no), 0) + 1 FROM search_doc;

-- name: search_doc_add :exec
-- in:   rowid_no int, org text, entity text, entity_id text, words text
INSERT INTO search_doc (rowid_no, org, entity, entity_id, words)
VALUES (:rowid_no, :org, :entity, :entity_id, :words);

-- name: search_doc_one :one
-- in:   org text, entity text, entity_id text
-- out:  rowid_no int, words text
SELECT rowid_no, words FROM search_doc
 WHERE org = :org AND entity = :entity AND entity_id = :entity_id;

-- name: search_doc_set :change-one
-- in:   org text, entity text, entity_id text, words text
UPDATE search_doc SET words = :words
 WHERE org = :org AND entity = :entity AND entity_id = :entity_id;

-- SQLite only: the index forgets a document; it must be told the words that it has of it.
-- name: search_words_drop :exec
-- in:   rowid_no int, words text
-- for: sqlite
INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', :rowid_no, :words);
-- for: postgres
DELETE FROM search_doc WHERE 1 = 0 AND rowid_no = :rowid_no AND words = :words;

-- SQLite only: PostgreSQL keeps its index of search_doc by itself and has nothing to do.
-- name: search_words_add :exec
-- in:   rowid_no int, words text
-- for: sqlite
INSERT INTO search_words (rowid, words) VALUES (:rowid_no, :words);
-- for: postgres
DELETE FROM search_doc WHERE 1 = 0 AND rowid_no = :rowid_no AND words = :words;
