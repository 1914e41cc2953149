-- Supervision: lights, reminders, urging, escalation, orders.

-- Arms the watch of a demand for its running clock; nothing where it is armed for it already.
-- name: supervise_arm :change
-- in:   org text, id text, due_ms int, warn_ms int, watch_ms int
UPDATE demand SET warn_ms = :warn_ms, watch_ms = :watch_ms, watch_level = 0,
       watch_due_ms = :due_ms
 WHERE org = :org AND id = :id AND (watch_due_ms IS NULL OR watch_due_ms <> :due_ms);

-- name: supervise_disarm :change
-- in:   org text, id text
UPDATE demand SET warn_ms = NULL, watch_ms = NULL, watch_level = 0, watch_due_ms = NULL
 WHERE org = :org AND id = :id AND watch_due_ms IS NOT NULL;

-- name: supervise_lights :one
-- in:   org text, id text
-- out:  warn_ms int?
SELECT warn_ms FROM demand WHERE org = :org AND id = :id;

-- name: supervise_watched :one
-- in:   org text, id text
-- out:  watch_ms int?, watch_level int, watch_due_ms int?
SELECT watch_ms, watch_level, watch_due_ms FROM demand WHERE org = :org AND id = :id;

-- name: supervise_set_watch :change-one
-- in:   org text, id text, watch_level int, watch_ms int?
UPDATE demand SET watch_level = :watch_level, watch_ms = :watch_ms
 WHERE org = :org AND id = :id;

-- name: supervise_watch_all :change
-- in:   org text
UPDATE demand SET watch_ms = due_ms WHERE org = :org AND due_ms IS NOT NULL AND watch_ms IS NULL;

-- Demands whose clock runs unwatched: those of before there was a watch.
-- name: supervise_unarmed :many
-- in:   org text, limit int
-- out:  id text, clock text?, due_ms int, limit_wd int?
-- plan: index
SELECT id, clock, due_ms, limit_wd FROM demand
 WHERE org = :org AND due_ms IS NOT NULL AND watch_due_ms IS NULL ORDER BY id LIMIT :limit;

-- name: supervise_due :many
-- in:   org text, now_ms int, limit int
-- out:  id text, due_ms int, warn_ms int?, watch_level int
-- plan: index
SELECT id, due_ms, warn_ms, watch_level FROM demand
 WHERE org = :org AND watch_ms IS NOT NULL AND watch_ms <= :now_ms AND due_ms IS NOT NULL
 ORDER BY watch_ms, id LIMIT :limit;

-- name: supervise_act_add :exec
-- in:   org text, demand_id text, seq int, kind text, level int, due_ms int?, order_id text?
-- in:   at_ms int
INSERT INTO supervise_act (org, demand_id, seq, kind, level, due_ms, order_id, at_ms)
VALUES (:org, :demand_id, :seq, :kind, :level, :due_ms, :order_id, :at_ms);

-- The acts of a demand with what its history says of them, latest first.
-- name: supervise_acts :many
-- in:   org text, demand_id text, limit int
-- out:  seq int, kind text, level int, due_ms int?, order_id text?, at_ms int
-- out:  actor_name text, note text
-- plan: index
SELECT a.seq, a.kind, a.level, a.due_ms, a.order_id, a.at_ms, v.actor_name, v.note
  FROM supervise_act a
  JOIN event v ON v.org = a.org AND v.entity = 'demand' AND v.entity_id = a.demand_id
              AND v.seq = a.seq
 WHERE a.org = :org AND a.demand_id = :demand_id
 ORDER BY a.seq DESC LIMIT :limit;

-- How often each kind was raised for a demand, and when last.
-- name: supervise_counts :many
-- in:   org text, demand_id text
-- out:  kind text, n int, last_ms int, top int
-- plan: search
SELECT kind, count(1), max(at_ms), max(level) FROM supervise_act
 WHERE org = :org AND demand_id = :demand_id GROUP BY kind ORDER BY kind LIMIT 20;

-- ---- orders ----

-- name: supervise_order_add :exec
-- in:   org text, id text, number text, demand_id text, reason text, required text
-- in:   office_id text, person_id text?, issued_by text, issued_ms int, due_ms int
INSERT INTO supervise_order (org, id, number, demand_id, reason, required, office_id, person_id,
                             issued_by, issued_ms, due_ms, state, version)
VALUES (:org, :id, :number, :demand_id, :reason, :required, :office_id, :person_id,
        :issued_by, :issued_ms, :due_ms, 'open', 1);

-- name: supervise_order_one :one
-- in:   org text, id text
-- row:  supervise_order_row
-- out:  id text, number text, demand_id text, demand_number text, demand_text text
-- out:  demand_state text, enterprise_name text, reason text, required text, office_id text
-- out:  office_name text, person_id text?, person_name text?, issuer_name text?, issued_ms int
-- out:  due_ms int, state text, reply text?, replier_name text?, replied_ms int?
-- out:  closed_ms int?, version int
SELECT s.id, s.number, s.demand_id, d.number, d.text, d.state, e.name, s.reason, s.required,
       s.office_id, o.name_zh, s.person_id, p.name, q.name, s.issued_ms, s.due_ms, s.state,
       s.reply, r.name, s.replied_ms, s.closed_ms, s.version
  FROM supervise_order s
  JOIN demand d ON d.org = s.org AND d.id = s.demand_id
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN office o ON o.org = s.org AND o.id = s.office_id
  LEFT JOIN person p ON p.org = s.org AND p.id = s.person_id
  LEFT JOIN person q ON q.org = s.org AND q.id = s.issued_by
  LEFT JOIN person r ON r.org = s.org AND r.id = s.replied_by
 WHERE s.org = :org AND s.id = :id;

-- Latest first.  Those of an office and those addressed to a person are two lists.
-- name: supervise_order_list :many
-- in:   org text, state text?, office text?, person text?, demand text?, at_ms int, at_id text
-- in:   limit int
-- row:  supervise_order_row
-- plan: index
-- combine: none | state | office | state+office | person | state+person | demand
SELECT s.id, s.number, s.demand_id, d.number, d.text, d.state, e.name, s.reason, s.required,
       s.office_id, o.name_zh, s.person_id, p.name, q.name, s.issued_ms, s.due_ms, s.state,
       s.reply, r.name, s.replied_ms, s.closed_ms, s.version
  FROM supervise_order s
  JOIN demand d ON d.org = s.org AND d.id = s.demand_id
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN office o ON o.org = s.org AND o.id = s.office_id
  LEFT JOIN person p ON p.org = s.org AND p.id = s.person_id
  LEFT JOIN person q ON q.org = s.org AND q.id = s.issued_by
  LEFT JOIN person r ON r.org = s.org AND r.id = s.replied_by
 WHERE s.org = :org AND (s.issued_ms, s.id) < (:at_ms, :at_id)
-- optional: state
   AND s.state = :state
-- end
-- optional: office
   AND s.office_id = :office
-- end
-- optional: person
   AND s.person_id = :person
-- end
-- optional: demand
   AND s.demand_id = :demand
-- end
 ORDER BY s.issued_ms DESC, s.id DESC LIMIT :limit;

-- name: supervise_order_reply :change-one
-- in:   org text, id text, version int, reply text, replied_by text, replied_ms int
UPDATE supervise_order SET state = 'replied', reply = :reply, replied_by = :replied_by,
       replied_ms = :replied_ms, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: supervise_order_back :change-one
-- in:   org text, id text, version int
UPDATE supervise_order SET state = 'open', version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: supervise_order_close :change-one
-- in:   org text, id text, version int, closed_ms int
UPDATE supervise_order SET state = 'closed', closed_ms = :closed_ms, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- ---- levels ----

-- name: supervise_levels :many
-- in:   org text
-- out:  level int, person_id text?, person_name text?, office_name text?, after_wd int
-- plan: search
SELECT l.level, l.person_id, p.name, o.name_zh, l.after_wd
  FROM supervise_level l
  JOIN person p ON p.org = l.org AND p.id = l.person_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
 WHERE l.org = :org
UNION ALL
SELECT level, NULL, NULL, NULL, after_wd FROM supervise_level_leader WHERE org = :org
 ORDER BY 1, 2 LIMIT 200;

-- name: supervise_level_add :exec
-- in:   org text, level int, person_id text, after_wd int
INSERT INTO supervise_level (org, level, person_id, after_wd)
VALUES (:org, :level, :person_id, :after_wd);

-- Beside them, the leaders of the office in charge.
-- name: supervise_level_leader_add :exec
-- in:   org text, level int, after_wd int
INSERT INTO supervise_level_leader (org, level, after_wd) VALUES (:org, :level, :after_wd);

-- name: supervise_level_leader_clear :change
-- in:   org text
DELETE FROM supervise_level_leader WHERE org = :org;

-- name: supervise_level_clear :change
-- in:   org text
DELETE FROM supervise_level WHERE org = :org;

-- name: supervise_officer :one
-- in:   org text, id text
-- out:  id text, name text, office_id text?
SELECT id, name, office_id FROM person
 WHERE org = :org AND id = :id AND state = 'active' AND enterprise_id IS NULL;

-- ---- which leader supervises which office ----

-- name: office_leader_list :many
-- in:   org text
-- out:  office_id text, office_name text, office_name_en text, person_id text?, person_name text?
-- out:  title text?
-- plan: search
SELECT o.id, o.name_zh, o.name_en, p.id, p.name, p.title_zh
  FROM office o
  LEFT JOIN office_leader l ON l.org = o.org AND l.office_id = o.id
  LEFT JOIN person p ON p.org = l.org AND p.id = l.person_id
 WHERE o.org = :org AND o.kind <> 'leadership' ORDER BY o.code, p.id LIMIT 1000;

-- Those who are still there.
-- name: office_leader_of :many
-- in:   org text, office_id text
-- row:  leader_row
-- out:  id text, name text
-- plan: search
SELECT p.id, p.name FROM office_leader l JOIN person p ON p.org = l.org AND p.id = l.person_id
 WHERE l.org = :org AND l.office_id = :office_id AND p.state = 'active'
 ORDER BY p.id LIMIT 20;

-- name: office_leader_all :many
-- in:   org text
-- row:  leader_row
-- plan: search
SELECT p.id, p.name FROM person_role r JOIN person p ON p.org = r.org AND p.id = r.person_id
 WHERE r.org = :org AND r.role = 'leader' AND p.state = 'active' ORDER BY p.id LIMIT 20;

-- name: office_leader_add :exec
-- in:   org text, office_id text, person_id text
INSERT INTO office_leader (org, office_id, person_id) VALUES (:org, :office_id, :person_id);

-- name: office_leader_clear :change
-- in:   org text, office_id text
DELETE FROM office_leader WHERE org = :org AND office_id = :office_id;

-- name: office_leader_may :one
-- in:   org text, person_id text
-- out:  name text
SELECT p.name FROM person p JOIN person_role r ON r.org = p.org AND r.person_id = p.id
 WHERE p.org = :org AND p.id = :person_id AND p.state = 'active' AND r.role = 'leader';

-- name: office_leader_office :one
-- in:   org text, office_id text
-- out:  name text
SELECT name_zh FROM office WHERE org = :org AND id = :office_id AND kind <> 'leadership';
