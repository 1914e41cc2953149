-- Queries of the store's own tests.

-- name: owner_add :exec
-- in:   org text, id text
INSERT INTO owner (org, id) VALUES (:org, :id);

-- name: owner_add_once :change
-- in:   org text, id text
INSERT INTO owner (org, id) VALUES (:org, :id) ON CONFLICT (org, id) DO NOTHING;

-- name: thing_add :exec
-- in:   org text, id text, number text, owner_id text?, state text
-- in:   due_ms int?, size int, bytes bytes?
INSERT INTO thing (org, id, number, owner_id, state, due_ms, size, bytes, version)
VALUES (:org, :id, :number, :owner_id, :state, :due_ms, :size, :bytes, 1);

-- name: thing_load :one
-- in:   org text, id text
-- row:  thing_row
-- out:  id text, number text, owner_id text?, state text, due_ms int?, size int
-- out:  bytes bytes?, version int
SELECT id, number, owner_id, state, due_ms, size, bytes, version FROM thing
 WHERE org = :org AND id = :id;

-- name: thing_all :many
-- in:   org text
-- row:  thing_row
-- plan: index
SELECT id, number, owner_id, state, due_ms, size, bytes, version FROM thing
 WHERE org = :org ORDER BY id;

-- name: thing_each :each
-- in:   org text
-- row:  thing_row
-- plan: index
SELECT id, number, owner_id, state, due_ms, size, bytes, version FROM thing
 WHERE org = :org ORDER BY id;

-- name: thing_set_size :change-one
-- in:   org text, id text, size int, version int
UPDATE thing SET size = :size, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: thing_age :change
-- in:   org text, state text
UPDATE thing SET state = :state WHERE org = :org AND state <> :state;

-- name: thing_next :one
-- in:   org text, id text
-- out:  size int
UPDATE thing SET size = size + 1 WHERE org = :org AND id = :id RETURNING size;

-- name: thing_sum :one
-- in:   org text
-- out:  total int, n int
SELECT CAST(coalesce(sum(size), 0) AS bigint), count(*) FROM thing WHERE org = :org;

-- name: thing_page :many
-- in:   org text, state text?, owner_id text?, small flag, sort enum(size,due)
-- in:   after int, after_id text, limit int
-- out:  id text, number text, size int, due_ms int?
-- plan: index
-- combine: none | state | owner_id | owner_id+small | small
SELECT id, number, size, due_ms FROM thing
 WHERE org = :org
-- optional: state
   AND state = :state
-- end
-- optional: owner_id
   AND owner_id = :owner_id
-- end
-- optional: small
   AND size < 100
-- end
-- when: sort=size
   AND (size, id) > (:after, :after_id)
 ORDER BY size, id
-- end
-- when: sort=due
   AND (due_ms, id) < (:after, :after_id)
 ORDER BY due_ms DESC, id DESC
-- end
 LIMIT :limit;

-- name: thing_engine :one
-- any-org: asks the engine only
-- out:  engine text, overflow int
SELECT 'sqlite; :not_a_parameter', 9223372036854775807;
-- for: postgres
SELECT 'postgres; :not_a_parameter'::text, 9223372036854775807::bigint;

-- name: thing_overflow :one
-- in:   org text, id text
-- out:  n int
SELECT size + 1 FROM thing WHERE org = :org AND id = :id;

-- name: thing_bad_size :exec
-- in:   org text, id text
UPDATE thing SET size = size + 9223372036854775807 WHERE org = :org AND id = :id;

-- name: slow_add :exec
-- in:   org text, id text
INSERT INTO slow (org, id) VALUES (:org, :id);

-- name: slow_count :one
-- in:   org text
-- out:  n int
SELECT count(*) FROM slow WHERE org = :org;

-- name: slow_kill :one
-- any-org: ends the sessions that are in the middle of a commit
-- out:  n int
-- for: postgres
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE query = 'COMMIT' AND state = 'active';

-- name: thing_clear :change
-- in:   org text
DELETE FROM thing WHERE org = :org;

-- name: shelf_add :change
-- in:   org text, id text
INSERT INTO shelf (org, id) VALUES (:org, :id) ON CONFLICT (org, id) DO NOTHING;

-- name: book_add :exec
-- in:   org text, shelf_id text, seq int, title text, due_ms int?, bytes bytes?
INSERT INTO book (org, shelf_id, seq, title, due_ms, bytes)
VALUES (:org, :shelf_id, :seq, :title, :due_ms, :bytes);

-- name: book_lend :change-one
-- in:   org text, shelf_id text, seq int, due_ms int
UPDATE book SET due_ms = :due_ms WHERE org = :org AND shelf_id = :shelf_id AND seq = :seq;

-- name: book_drop :change
-- in:   org text, shelf_id text, seq int
DELETE FROM book WHERE org = :org AND shelf_id = :shelf_id AND seq > :seq;
