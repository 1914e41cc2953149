-- The history of every entity: append-only, one hash chain per entity.

-- name: event_add :exec
-- in:   org text, entity text, entity_id text, seq int, at_ms int, actor_id text
-- in:   actor_name text, action text, from_state text, to_state text, note text, data text
-- in:   prev_hash text, hash text
INSERT INTO event (org, entity, entity_id, seq, at_ms, actor_id, actor_name, action, from_state,
                   to_state, note, data, prev_hash, hash)
VALUES (:org, :entity, :entity_id, :seq, :at_ms, :actor_id, :actor_name, :action, :from_state,
        :to_state, :note, :data, :prev_hash, :hash);

-- name: event_hash :one
-- in:   org text, entity text, entity_id text, seq int
-- out:  hash text
SELECT hash FROM event
 WHERE org = :org AND entity = :entity AND entity_id = :entity_id AND seq = :seq;

-- name: event_of :many
-- in:   org text, entity text, entity_id text, after_seq int, limit int
-- out:  seq int, at_ms int, actor_id text, actor_name text, action text, from_state text
-- out:  to_state text, note text, data text, hash text
-- plan: index
SELECT seq, at_ms, actor_id, actor_name, action, from_state, to_state, note, data, hash
  FROM event
 WHERE org = :org AND entity = :entity AND entity_id = :entity_id AND seq > :after_seq
 ORDER BY seq LIMIT :limit;

-- name: event_latest :many
-- in:   org text, before_ms int, before_entity text, before_id text, before_seq int, limit int
-- out:  entity text, entity_id text, seq int, at_ms int, actor_id text, actor_name text
-- out:  action text, from_state text, to_state text, note text
-- plan: index
SELECT entity, entity_id, seq, at_ms, actor_id, actor_name, action, from_state, to_state, note
  FROM event
 WHERE org = :org AND (at_ms, entity, entity_id, seq) <
       (:before_ms, :before_entity, :before_id, :before_seq)
 ORDER BY at_ms DESC, entity DESC, entity_id DESC, seq DESC LIMIT :limit;
