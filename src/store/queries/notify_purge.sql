-- Messages that have done their duty: see domain/notify_purge.h.

-- name: notify_purge_read :many
-- in:   org text, before_ms int, limit int
-- out:  person_id text, event_id text
-- plan: index
SELECT person_id, event_id FROM notice
 WHERE org = :org AND read_ms IS NOT NULL AND read_ms < :before_ms
 ORDER BY read_ms LIMIT :limit;

-- name: notify_purge_notice :change
-- in:   org text, person_id text, event_id text
DELETE FROM notice WHERE org = :org AND person_id = :person_id AND event_id = :event_id;

-- name: notify_purge_ended :many
-- in:   org text, before_ms int, limit int
-- row:  notify_purge_row
-- out:  id text, event_id text
-- plan: index
SELECT id, event_id FROM notify_delivery
 WHERE org = :org AND done_ms IS NOT NULL AND done_ms < :before_ms
 ORDER BY done_ms LIMIT :limit;

-- What went with it as a digest.
-- name: notify_purge_bundled :many
-- in:   org text, lead_id text
-- row:  notify_purge_row
-- plan: index
SELECT id, event_id FROM notify_delivery
 WHERE org = :org AND lead_id = :lead_id ORDER BY id LIMIT 10000;

-- name: notify_purge_delivery :change
-- in:   org text, id text
DELETE FROM notify_delivery WHERE org = :org AND id = :id;

-- name: notify_purge_event :change
-- in:   org text, id text
DELETE FROM notify_event
 WHERE org = :org AND id = :id
   AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.org = :org AND n.event_id = :id)
   AND NOT EXISTS (SELECT 1 FROM notify_delivery d WHERE d.org = :org AND d.event_id = :id);
