-- What matching learns from: the newest confirmed demands.

-- name: match_lesson_put :exec
-- in:   org text, demand_id text, code text, at_ms int
INSERT INTO match_lesson (org, demand_id, code, at_ms) VALUES (:org, :demand_id, :code, :at_ms)
    ON CONFLICT (org, demand_id) DO UPDATE SET code = excluded.code, at_ms = excluded.at_ms;

-- name: match_lesson_newest :one
-- in:   org text
-- out:  at_ms int, demand_id text
-- plan: index
SELECT at_ms, demand_id FROM match_lesson
 WHERE org = :org ORDER BY at_ms DESC, demand_id DESC LIMIT 1;

-- name: match_lessons :many
-- in:   org text, limit int
-- out:  code text, text text
-- plan: index
SELECT l.code, d.text
  FROM match_lesson l JOIN demand d ON d.org = l.org AND d.id = l.demand_id
 WHERE l.org = :org ORDER BY l.at_ms DESC, l.demand_id DESC LIMIT :limit;
