-- Stored records judged by another edition (domain/rejudge.h); nothing here writes.

-- name: rejudge_editions :many
-- in:   org text, code text
-- out:  id text, hash text
-- plan: search
SELECT id, hash FROM regulation_edition WHERE org = :org AND code = :code ORDER BY id LIMIT 1000;

-- name: rejudge_edition :many
-- in:   org text, key text
-- out:  hash text
-- plan: search
SELECT hash FROM regulation_edition WHERE org = :org AND (id = :key OR hash = :key) LIMIT 1;

-- name: rejudge_ids :many
-- in:   org text, edition_id text, after_id text, since text, limit int
-- out:  id text
-- plan: index
SELECT id FROM record
 WHERE org = :org AND edition_id = :edition_id AND id > :after_id AND test_until_day >= :since
 ORDER BY id LIMIT :limit;

-- name: rejudge_count :one
-- in:   org text, edition_id text, since text
-- out:  n int
-- plan: index
SELECT count(*) FROM record
 WHERE org = :org AND edition_id = :edition_id AND test_until_day >= :since;

-- name: rejudge_one :one
-- in:   org text, id text
-- out:  number text, state text, edition_hash text, set_no int, plan text, result text, verdict text, test_until_day text
-- plan: search
SELECT number, state, edition_hash, set_no, plan, result, verdict, test_until_day
  FROM record WHERE org = :org AND id = :id;

-- name: rejudge_entries :many
-- in:   org text, record_id text
-- out:  seq int, set_no int, row_key text, kind text, value text, struck_seq int?
-- plan: search
SELECT seq, set_no, row_key, kind, value, struck_seq
  FROM record_entry WHERE org = :org AND record_id = :record_id ORDER BY seq LIMIT 5000;
