-- Messages that go out of the product, one row for each receiver.

-- name: notify_delivery_add :exec
-- in:   org text, id text, endpoint_id text, event_id text, person_id text?, digest int
-- in:   due_ms int, at_ms int
INSERT INTO notify_delivery (org, id, endpoint_id, event_id, person_id, digest, state, due_ms,
                             tries, status, error, at_ms)
VALUES (:org, :id, :endpoint_id, :event_id, :person_id, :digest, 'waiting', :due_ms, 0, 0, '',
        :at_ms);

-- Due by now; a claim that has run out counts as waiting.
-- name: notify_delivery_due :many
-- in:   org text, endpoint_id text, now_ms int, limit int
-- out:  id text, event_id text, person_id text?, digest int, state text, due_ms int
-- out:  tries int
-- plan: index
SELECT id, event_id, person_id, digest, state, due_ms, tries FROM notify_delivery
 WHERE org = :org AND endpoint_id = :endpoint_id AND state IN ('waiting', 'sending')
   AND due_ms <= :now_ms
 ORDER BY due_ms, id LIMIT :limit;

-- The same row again only if nobody else has taken it meanwhile.
-- name: notify_delivery_claim :change
-- in:   org text, id text, old_state text, old_due_ms int, old_tries int, due_ms int
UPDATE notify_delivery SET state = 'sending', due_ms = :due_ms, tries = tries + 1
 WHERE org = :org AND id = :id AND state = :old_state AND due_ms = :old_due_ms
   AND tries = :old_tries;

-- Others of the person's digest go with the one that leads it.
-- name: notify_delivery_bundle :change
-- in:   org text, lead_id text, endpoint_id text, person_id text, now_ms int
UPDATE notify_delivery SET state = 'bundled', lead_id = :lead_id
 WHERE org = :org AND endpoint_id = :endpoint_id AND person_id = :person_id AND digest = 1
   AND state = 'waiting' AND due_ms <= :now_ms AND id <> :lead_id;

-- What a delivery tells: its own event, and those that were bundled with it.
-- name: notify_delivery_events :many
-- in:   org text, id text
-- out:  id text, kind text, entity text, entity_id text, label text, about text
-- out:  due_day text?, at_ms int
-- plan: search
SELECT e.id, e.kind, e.entity, e.entity_id, e.label, e.about, e.due_day, e.at_ms
  FROM notify_delivery d JOIN notify_event e ON e.org = d.org AND e.id = d.event_id
 WHERE d.org = :org AND d.id = :id
UNION ALL
SELECT e.id, e.kind, e.entity, e.entity_id, e.label, e.about, e.due_day, e.at_ms
  FROM notify_delivery d JOIN notify_event e ON e.org = d.org AND e.id = d.event_id
 WHERE d.org = :org AND d.lead_id = :id
 ORDER BY 8, 1 LIMIT 200;

-- The end of a try, by who claimed it for that try.
-- name: notify_delivery_end :change
-- in:   org text, id text, tries int, state text, due_ms int, status int, error text
-- in:   done_ms int?
UPDATE notify_delivery
   SET state = :state, due_ms = :due_ms, status = :status, error = :error, done_ms = :done_ms
 WHERE org = :org AND id = :id AND state = 'sending' AND tries = :tries;

-- Newest first.
-- name: notify_delivery_list :many
-- in:   org text, state text?, endpoint text, at_ms int, at_id text, limit int
-- out:  id text, endpoint_id text, channel text, endpoint_name text, kind text, label text
-- out:  person_name text?, digest int, state text, due_ms int, tries int, status int
-- out:  error text, at_ms int, done_ms int?
-- plan: index
SELECT d.id, d.endpoint_id, p.channel, p.name, e.kind, e.label, x.name, d.digest, d.state,
       d.due_ms, d.tries, d.status, d.error, d.at_ms, d.done_ms
  FROM notify_delivery d
  JOIN notify_endpoint p ON p.org = d.org AND p.id = d.endpoint_id
  JOIN notify_event e ON e.org = d.org AND e.id = d.event_id
  LEFT JOIN person x ON x.org = d.org AND x.id = d.person_id
 WHERE d.org = :org AND (d.at_ms, d.id) < (:at_ms, :at_id)
   AND (:endpoint = '' OR d.endpoint_id = :endpoint)
-- optional: state
   AND d.state = :state
-- end
 ORDER BY d.at_ms DESC, d.id DESC LIMIT :limit;

-- name: notify_delivery_one :one
-- in:   org text, id text
-- out:  state text, endpoint_id text
SELECT state, endpoint_id FROM notify_delivery WHERE org = :org AND id = :id;

-- name: notify_delivery_again :change
-- in:   org text, id text, now_ms int
UPDATE notify_delivery SET state = 'waiting', due_ms = :now_ms, tries = 0, done_ms = NULL
 WHERE org = :org AND id = :id AND state = 'dead';

-- Dead ones of an endpoint, oldest first.
-- name: notify_delivery_dead :many
-- in:   org text, endpoint_id text, limit int
-- out:  id text
-- plan: search
SELECT id FROM notify_delivery
 WHERE org = :org AND state = 'dead' AND endpoint_id = :endpoint_id
 ORDER BY at_ms, id LIMIT :limit;

-- name: notify_org :one
-- in:   org text
-- out:  name_zh text, name_en text
SELECT name_zh, name_en FROM org WHERE org = :org;
