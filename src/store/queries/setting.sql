-- Settings of an organisation, by name.

-- name: setting_one :one
-- in:   org text, name text
-- out:  value text
SELECT value FROM setting WHERE org = :org AND name = :name;

-- name: setting_put :exec
-- in:   org text, name text, value text
INSERT INTO setting (org, name, value) VALUES (:org, :name, :value)
    ON CONFLICT (org, name) DO UPDATE SET value = excluded.value;

-- name: setting_list :many
-- in:   org text
-- out:  name text, value text
-- plan: index
SELECT name, value FROM setting WHERE org = :org ORDER BY name LIMIT 1000;
