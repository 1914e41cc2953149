-- Saved views of lists.

-- name: list_view_own :many
-- in:   org text, page text, owner_id text, limit int
-- row:  list_view_row
-- out:  id text, owner_id text, owner_name text, name text, shared int, query text
-- out:  columns text
-- plan: index
SELECT v.id, v.owner_id, p.name, v.name, v.shared, v.query, v.columns
  FROM list_view v JOIN person p ON p.org = v.org AND p.id = v.owner_id
 WHERE v.org = :org AND v.page = :page AND v.owner_id = :owner_id ORDER BY v.id LIMIT :limit;

-- Those of others that are shared.
-- name: list_view_shared :many
-- in:   org text, page text, owner_id text, limit int
-- row:  list_view_row
-- plan: index
SELECT v.id, v.owner_id, p.name, v.name, v.shared, v.query, v.columns
  FROM list_view v JOIN person p ON p.org = v.org AND p.id = v.owner_id
 WHERE v.org = :org AND v.page = :page AND v.shared = 1 AND v.owner_id <> :owner_id
 ORDER BY v.id LIMIT :limit;

-- name: list_view_one :one
-- in:   org text, id text
-- row:  list_view_row
SELECT v.id, v.owner_id, p.name, v.name, v.shared, v.query, v.columns
  FROM list_view v JOIN person p ON p.org = v.org AND p.id = v.owner_id
 WHERE v.org = :org AND v.id = :id;

-- name: list_view_add :exec
-- in:   org text, id text, page text, owner_id text, name text, shared int, query text
-- in:   columns text, saved_ms int
INSERT INTO list_view (org, id, page, owner_id, name, shared, query, columns, saved_ms)
VALUES (:org, :id, :page, :owner_id, :name, :shared, :query, :columns, :saved_ms);

-- name: list_view_set :change-one
-- in:   org text, id text, name text, shared int, query text, columns text, saved_ms int
UPDATE list_view SET name = :name, shared = :shared, query = :query, columns = :columns,
       saved_ms = :saved_ms
 WHERE org = :org AND id = :id;

-- name: list_view_remove :change-one
-- in:   org text, id text
DELETE FROM list_view WHERE org = :org AND id = :id;
