-- Imports: what the lines of a file name, and the files that were taken in.

-- name: import_done :many
-- in:   org text, kind text, file_hash text
-- out:  id text
-- plan: index
SELECT id FROM import_file WHERE org = :org AND kind = :kind AND file_hash = :file_hash LIMIT 1;

-- name: import_add :exec
-- in:   org text, id text, kind text, file_hash text, row_count int, at_ms int, person_id text
INSERT INTO import_file (org, id, kind, file_hash, row_count, at_ms, person_id)
VALUES (:org, :id, :kind, :file_hash, :row_count, :at_ms, :person_id);

-- Enterprises of an identifier or a name.
-- name: import_enterprise :many
-- in:   org text, ident text
-- row:  import_found
-- out:  id text
-- plan: index
SELECT id FROM enterprise WHERE org = :org AND ident_kind = 'uscc' AND ident_value = :ident
UNION
SELECT id FROM enterprise WHERE org = :org AND ident_kind = 'demo' AND ident_value = :ident
UNION
SELECT id FROM enterprise WHERE org = :org AND name = :ident
 LIMIT 2;

-- name: import_division :many
-- in:   org text, name text
-- out:  code text, lat_u int, lon_u int
-- plan: index
SELECT code, lat_u, lon_u FROM division
 WHERE org = :org AND (code = :name OR name_zh = :name) LIMIT 2;

-- name: import_industry :many
-- in:   org text, name text
-- out:  code text
-- plan: index
SELECT code FROM industry WHERE org = :org AND (code = :name OR name_zh = :name) LIMIT 2;

-- name: import_officer :many
-- in:   org text, name text
-- row:  import_found
-- plan: index
SELECT id FROM person
 WHERE org = :org AND state = 'active' AND enterprise_id IS NULL
   AND (login = :name OR name = :name)
 LIMIT 2;

-- name: import_instrument :many
-- in:   org text, enterprise text, maker text, serial text
-- row:  import_found
-- plan: index
SELECT id FROM instrument
 WHERE org = :org AND enterprise_id = :enterprise AND maker = :maker AND serial = :serial LIMIT 1;

-- name: import_is_demo :one
-- in:   org text
-- out:  is_demo int
SELECT is_demo FROM org WHERE org = :org;

-- name: import_enterprise_add :exec
-- in:   org text, id text, name text, ident_kind text, ident_value text, industry_code text
-- in:   size_class text, division_code text, address_zh text, lat_u int, lon_u int
-- in:   founded_year int, supported int, is_fictional int
INSERT INTO enterprise (org, id, name, ident_kind, ident_value, industry_code, size_class,
                        division_code, park_code, address_zh, lat_u, lon_u, founded_year,
                        supported, is_fictional, version)
VALUES (:org, :id, :name, :ident_kind, :ident_value, :industry_code, :size_class,
        :division_code, NULL, :address_zh, :lat_u, :lon_u, :founded_year, :supported,
        :is_fictional, 0);
