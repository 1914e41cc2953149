-- 0002 search: full text over pairs of characters; orders of the ledger.

-- Demands with a running clock, by the end of it; an office's demands, newest first.
create index demand_clock on demand (org, due_ms, id) where due_ms is not null;
create index demand_office_time on demand (org, lead_office_id, registered_ms, id);

-- Rows of search_doc are never changed and never renumbered: rowid_no ties them to the
-- index.  On PostgreSQL rowid_no only orders the answers.
-- for: sqlite
create unique index search_doc_row on search_doc (rowid_no);
create virtual table search_words using fts5(words, content='search_doc', content_rowid='rowid_no', tokenize='unicode61 remove_diacritics 0', detail='none');
-- end
-- for: postgres
create index search_doc_row on search_doc (org, entity, rowid_no, entity_id);
create index search_doc_words on search_doc using gin (string_to_array(words, ' '));
-- end
