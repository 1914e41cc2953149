-- What happens to a demand on its way: clocks promised to the enterprise, pauses, extensions,
-- other sides, meetings, follow-ups.

-- ---- clocks ----

-- name: promise_add :exec
-- in:   org text, demand_id text, name text, round int, from_ms int, limit_wd int, due_ms int
-- in:   warn_ms int?
INSERT INTO demand_promise (org, demand_id, name, round, from_ms, limit_wd, moved_wd, due_ms,
                            warn_ms)
VALUES (:org, :demand_id, :name, :round, :from_ms, :limit_wd, 0, :due_ms, :warn_ms);

-- name: promise_list :many
-- in:   org text, demand_id text
-- out:  name text, round int, from_ms int, limit_wd int, moved_wd int, due_ms int, met_ms int?
-- out:  ended_ms int?, warn_ms int?
-- plan: search
SELECT name, round, from_ms, limit_wd, moved_wd, due_ms, met_ms, ended_ms, warn_ms
  FROM demand_promise
 WHERE org = :org AND demand_id = :demand_id ORDER BY from_ms, name, round LIMIT 1000;

-- name: promise_save :change-one
-- in:   org text, demand_id text, name text, round int, limit_wd int, moved_wd int, due_ms int
-- in:   met_ms int?, ended_ms int?, warn_ms int?
UPDATE demand_promise
   SET limit_wd = :limit_wd, moved_wd = :moved_wd, due_ms = :due_ms, met_ms = :met_ms,
       ended_ms = :ended_ms, warn_ms = :warn_ms
 WHERE org = :org AND demand_id = :demand_id AND name = :name AND round = :round;

-- ---- pauses ----

-- name: pause_add :exec
-- in:   org text, demand_id text, seq int, reason text, note text, by_id text, from_ms int
-- in:   until_ms int, moved_wd int
INSERT INTO demand_pause (org, demand_id, seq, reason, note, by_id, from_ms, until_ms, moved_wd)
VALUES (:org, :demand_id, :seq, :reason, :note, :by_id, :from_ms, :until_ms, :moved_wd);

-- name: pause_list :many
-- in:   org text, demand_id text
-- out:  seq int, reason text, note text, by_id text, by_name text?, from_ms int, until_ms int
-- out:  ended_ms int?, moved_wd int
-- plan: index
SELECT t.seq, t.reason, t.note, t.by_id, p.name, t.from_ms, t.until_ms, t.ended_ms, t.moved_wd
  FROM demand_pause t LEFT JOIN person p ON p.org = t.org AND p.id = t.by_id
 WHERE t.org = :org AND t.demand_id = :demand_id ORDER BY t.seq LIMIT 1000;

-- name: pause_end :change-one
-- in:   org text, demand_id text, seq int, ended_ms int, moved_wd int
UPDATE demand_pause SET ended_ms = :ended_ms, moved_wd = :moved_wd
 WHERE org = :org AND demand_id = :demand_id AND seq = :seq AND ended_ms IS NULL;

-- ---- extensions ----

-- name: extension_add :exec
-- in:   org text, demand_id text, seq int, reason text, days int, asked_by text, asked_ms int
-- in:   due_before_ms int
INSERT INTO demand_extension (org, demand_id, seq, reason, days, asked_by, asked_ms, due_before_ms,
                              state)
VALUES (:org, :demand_id, :seq, :reason, :days, :asked_by, :asked_ms, :due_before_ms, 'asked');

-- name: extension_list :many
-- in:   org text, demand_id text
-- out:  seq int, reason text, days int, asked_by text, asked_name text?, asked_ms int
-- out:  due_before_ms int, state text, decided_by text?, decided_name text?, decided_ms int?
-- out:  decision_note text?, due_after_ms int?
-- plan: index
SELECT t.seq, t.reason, t.days, t.asked_by, a.name, t.asked_ms, t.due_before_ms, t.state,
       t.decided_by, b.name, t.decided_ms, t.decision_note, t.due_after_ms
  FROM demand_extension t
  LEFT JOIN person a ON a.org = t.org AND a.id = t.asked_by
  LEFT JOIN person b ON b.org = t.org AND b.id = t.decided_by
 WHERE t.org = :org AND t.demand_id = :demand_id ORDER BY t.seq LIMIT 1000;

-- name: extension_decide :change-one
-- in:   org text, demand_id text, seq int, state text, decided_by text?, decided_ms int
-- in:   decision_note text, due_after_ms int?
UPDATE demand_extension
   SET state = :state, decided_by = :decided_by, decided_ms = :decided_ms,
       decision_note = :decision_note, due_after_ms = :due_after_ms
 WHERE org = :org AND demand_id = :demand_id AND seq = :seq AND state = 'asked';

-- ---- other sides ----

-- name: forward_add :exec
-- in:   org text, demand_id text, seq int, kind text, department_code text?, division_code text?
-- in:   officer_id text, sent_by text, sent_ms int, receipt_due_ms int
INSERT INTO demand_forward (org, demand_id, seq, kind, department_code, division_code, officer_id,
                            sent_by, sent_ms, receipt_due_ms)
VALUES (:org, :demand_id, :seq, :kind, :department_code, :division_code, :officer_id, :sent_by,
        :sent_ms, :receipt_due_ms);

-- name: forward_list :many
-- in:   org text, demand_id text
-- out:  seq int, kind text, department_code text?, department_name text?, division_code text?
-- out:  division_name text?, officer_id text, officer_name text?, sent_ms int, receipt_due_ms int
-- out:  received_by text?, received_ms int?, reply_day text?, reply_number text?
-- out:  reply_text text?, attachment_id text?, attachment_name text?, replied_ms int?
-- plan: index
SELECT t.seq, t.kind, t.department_code, x.name_zh, t.division_code, v.name_zh, t.officer_id,
       p.name, t.sent_ms, t.receipt_due_ms, t.received_by, t.received_ms, t.reply_day,
       t.reply_number, t.reply_text, t.attachment_id, a.name, t.replied_ms
  FROM demand_forward t
  LEFT JOIN external_department x ON x.org = t.org AND x.code = t.department_code
  LEFT JOIN division v ON v.org = t.org AND v.code = t.division_code
  LEFT JOIN person p ON p.org = t.org AND p.id = t.officer_id
  LEFT JOIN attachment a ON a.org = t.org AND a.id = t.attachment_id
 WHERE t.org = :org AND t.demand_id = :demand_id ORDER BY t.seq LIMIT 1000;

-- name: forward_receive :change-one
-- in:   org text, demand_id text, seq int, received_by text, received_ms int
UPDATE demand_forward SET received_by = :received_by, received_ms = :received_ms
 WHERE org = :org AND demand_id = :demand_id AND seq = :seq AND received_ms IS NULL;

-- name: forward_answer :change-one
-- in:   org text, demand_id text, seq int, day text, number text, text text, attachment_id text
-- in:   replied_ms int
UPDATE demand_forward
   SET reply_day = :day, reply_number = :number, reply_text = :text,
       attachment_id = :attachment_id, replied_ms = :replied_ms
 WHERE org = :org AND demand_id = :demand_id AND seq = :seq;

-- name: forward_attachment :one
-- in:   org text, id text
-- out:  entity text, entity_id text
SELECT entity, entity_id FROM attachment WHERE org = :org AND id = :id;

-- name: forward_division :one
-- in:   org text, code text
-- out:  name_zh text
SELECT name_zh FROM division WHERE org = :org AND code = :code;

-- ---- joint meetings ----

-- name: meeting_add :exec
-- in:   org text, demand_id text, seq int, reason text, asked_by text, asked_ms int
INSERT INTO demand_meeting (org, demand_id, seq, reason, asked_by, asked_ms)
VALUES (:org, :demand_id, :seq, :reason, :asked_by, :asked_ms);

-- name: meeting_list :many
-- in:   org text, demand_id text
-- out:  seq int, reason text, asked_ms int, convener_id text?, convener_name text?, day text?
-- out:  minutes text?, decision text?, recorded_ms int?
-- plan: index
SELECT t.seq, t.reason, t.asked_ms, t.convener_id, p.name, t.day, t.minutes, t.decision,
       t.recorded_ms
  FROM demand_meeting t LEFT JOIN person p ON p.org = t.org AND p.id = t.convener_id
 WHERE t.org = :org AND t.demand_id = :demand_id ORDER BY t.seq LIMIT 1000;

-- name: meeting_save :change-one
-- in:   org text, demand_id text, seq int, convener_id text, day text, minutes text
-- in:   decision text, recorded_by text, recorded_ms int
UPDATE demand_meeting
   SET convener_id = :convener_id, day = :day, minutes = :minutes, decision = :decision,
       recorded_by = :recorded_by, recorded_ms = :recorded_ms
 WHERE org = :org AND demand_id = :demand_id AND seq = :seq AND recorded_ms IS NULL;

-- name: meeting_party_add :exec
-- in:   org text, demand_id text, seq int, position int, office_id text?, department_code text?
-- in:   name text
INSERT INTO demand_meeting_party (org, demand_id, seq, position, office_id, department_code, name)
VALUES (:org, :demand_id, :seq, :position, :office_id, :department_code, :name);

-- name: meeting_parties :many
-- in:   org text, demand_id text
-- out:  seq int, office_name text?, department_name text?, name text
-- plan: index
SELECT t.seq, o.name_zh, x.name_zh, t.name
  FROM demand_meeting_party t
  LEFT JOIN office o ON o.org = t.org AND o.id = t.office_id
  LEFT JOIN external_department x ON x.org = t.org AND x.code = t.department_code
 WHERE t.org = :org AND t.demand_id = :demand_id ORDER BY t.seq, t.position LIMIT 1000;

-- name: meeting_convener :one
-- in:   org text, person_id text, role text
-- out:  person_id text
SELECT r.person_id FROM person_role r
  JOIN person p ON p.org = r.org AND p.id = r.person_id AND p.state = 'active'
 WHERE r.org = :org AND r.person_id = :person_id AND r.role = :role;

-- ---- follow-ups ----

-- name: follow_up_add :exec
-- in:   org text, demand_id text, round int, at_ms int, by_id text, channel text
-- in:   handler_id text?, outcome text, solved text?, answered int?, contacted int?
-- in:   satisfaction text, rating int, note text
INSERT INTO demand_follow_up (org, demand_id, round, at_ms, by_id, channel, handler_id, outcome,
                              solved, answered, contacted, satisfaction, rating, note)
VALUES (:org, :demand_id, :round, :at_ms, :by_id, :channel, :handler_id, :outcome, :solved,
        :answered, :contacted, :satisfaction, :rating, :note);

-- name: follow_up_list :many
-- in:   org text, demand_id text
-- out:  round int, at_ms int, by_id text, by_name text?, channel text, outcome text
-- out:  solved text?, answered int?, contacted int?, satisfaction text, rating int, note text
-- out:  handler_id text?
-- plan: index
SELECT t.round, t.at_ms, t.by_id, p.name, t.channel, t.outcome, t.solved, t.answered, t.contacted,
       t.satisfaction, t.rating, t.note, t.handler_id
  FROM demand_follow_up t LEFT JOIN person p ON p.org = t.org AND p.id = t.by_id
 WHERE t.org = :org AND t.demand_id = :demand_id ORDER BY t.round LIMIT 1000;

-- Who answered the demand last, and who is paired with its enterprise.
-- name: follow_up_others :one
-- in:   org text, demand_id text, enterprise_id text
-- out:  answered_by text, paired_id text
SELECT coalesce((SELECT v.actor_id FROM event v
                  WHERE v.org = :org AND v.entity = 'demand' AND v.entity_id = :demand_id
                    AND v.action = 'answer' ORDER BY v.seq DESC LIMIT 1), ''),
       coalesce((SELECT g.officer_id FROM pairing g
                  WHERE g.org = :org AND g.enterprise_id = :enterprise_id
                    AND g.until_day IS NULL LIMIT 1), '');

-- ---- split and merged ----

-- name: demand_family :many
-- in:   org text, id text, parent_id text, merged_id text
-- out:  id text, number text, text text, state text, kin text
-- plan: search
SELECT id, number, text, state, 'split' FROM demand WHERE org = :org AND parent_id = :id
UNION ALL
SELECT id, number, text, state, 'parent' FROM demand WHERE org = :org AND id = :parent_id
UNION ALL
SELECT id, number, text, state, 'merged' FROM demand WHERE org = :org AND merged_id = :id
UNION ALL
SELECT id, number, text, state, 'into' FROM demand WHERE org = :org AND id = :merged_id
 ORDER BY 5, 2 LIMIT 200;

-- The other demands of the enterprise since a time, for duplicates.
-- name: demand_siblings :many
-- in:   org text, enterprise_id text, id text, since_ms int
-- out:  id text, number text, text text, state text, registered_ms int, item_code text?
-- out:  proposed text?
-- plan: index
SELECT d.id, d.number, d.text, d.state, d.registered_ms, d.item_code,
       (SELECT coalesce(m.item_code, m.department_code) FROM demand_match m
         WHERE m.org = d.org AND m.demand_id = d.id AND m.rank = 1)
  FROM demand d
 WHERE d.org = :org AND d.enterprise_id = :enterprise_id AND d.registered_ms >= :since_ms
   AND d.id <> :id AND d.state <> 'MRG' AND d.state <> 'WDR'
 ORDER BY d.registered_ms DESC, d.id DESC LIMIT 200;
