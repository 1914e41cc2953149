-- What a person was told, and has read or not.

-- Newest first.  unread: only those; kind: all if it is not given.
-- name: notice_list :many
-- in:   org text, person_id text, unread flag, kind text?, at_ms int, at_id text, limit int
-- out:  id text, kind text, entity text, entity_id text, label text, about text
-- out:  due_day text?, at_ms int, read_ms int?
-- plan: index
SELECT n.event_id, e.kind, e.entity, e.entity_id, e.label, e.about, e.due_day, n.at_ms,
       n.read_ms
  FROM notice n JOIN notify_event e ON e.org = n.org AND e.id = n.event_id
 WHERE n.org = :org AND n.person_id = :person_id AND (n.at_ms, n.event_id) < (:at_ms, :at_id)
-- optional: unread
   AND n.read_ms IS NULL
-- end
-- optional: kind
   AND e.kind = :kind
-- end
 ORDER BY n.at_ms DESC, n.event_id DESC LIMIT :limit;

-- Not more than :most, so that it costs the same for everybody.
-- name: notice_unread :one
-- in:   org text, person_id text, most int
-- out:  n int
SELECT count(1) FROM (SELECT 1 FROM notice
 WHERE org = :org AND person_id = :person_id AND read_ms IS NULL LIMIT :most) AS few;

-- name: notice_read :change
-- in:   org text, person_id text, event_id text, read_ms int
UPDATE notice SET read_ms = :read_ms
 WHERE org = :org AND person_id = :person_id AND event_id = :event_id AND read_ms IS NULL;

-- All up to one instant, so that none is read that was not seen.
-- name: notice_read_until :change
-- in:   org text, person_id text, until_ms int, read_ms int
UPDATE notice SET read_ms = :read_ms
 WHERE org = :org AND person_id = :person_id AND at_ms <= :until_ms AND read_ms IS NULL;

-- name: notice_one :one
-- in:   org text, person_id text, event_id text
-- out:  read_ms int?
SELECT read_ms FROM notice
 WHERE org = :org AND person_id = :person_id AND event_id = :event_id;
