-- Long work as the processes of one database tell each other of it.

-- How far it is now; whether somebody wants it to stop.
-- name: progress_put :one
-- in:   org text, name text, done int, of_count int, at_ms int
-- out:  cancelled int
INSERT INTO progress (org, name, done, of_count, cancelled, at_ms)
VALUES (:org, :name, :done, :of_count, 0, :at_ms)
    ON CONFLICT (org, name) DO UPDATE SET done = excluded.done, of_count = excluded.of_count,
       at_ms = excluded.at_ms
RETURNING cancelled;

-- name: progress_drop :exec
-- in:   org text, name text
DELETE FROM progress WHERE org = :org AND name = :name;

-- What a process left that ended in the middle.
-- name: progress_drop_old :exec
-- in:   org text, before_ms int
DELETE FROM progress WHERE org = :org AND at_ms < :before_ms;

-- name: progress_one :one
-- in:   org text, name text, since_ms int
-- out:  done int, of_count int
SELECT done, of_count FROM progress WHERE org = :org AND name = :name AND at_ms >= :since_ms;

-- name: progress_cancel :change
-- in:   org text, name text, since_ms int
UPDATE progress SET cancelled = 1 WHERE org = :org AND name = :name AND at_ms >= :since_ms;
