-- Demands: one at a time, and what a step writes.  Lists stand in demand_list.sql.

-- name: demand_add :exec
-- in:   org text, id text, number text, enterprise_id text, source text, visit_id text?
-- in:   text text, clock text, due_ms int, limit_wd int, registered_ms int, parent_id text?
-- in:   division_code text
INSERT INTO demand (org, id, number, enterprise_id, source, visit_id, text, state, clock, due_ms,
                    limit_wd, objected, extended, registered_ms, parent_id, late, version,
                    division_code)
VALUES (:org, :id, :number, :enterprise_id, :source, :visit_id, :text, 'REG', :clock, :due_ms,
        :limit_wd, 0, 0, :registered_ms, :parent_id, 0, 1,
        :division_code);

-- A demand that was split keeps the part that stays with it; its history has the whole text.
-- name: demand_set_text :change-one
-- in:   org text, id text, text text
UPDATE demand SET text = :text WHERE org = :org AND id = :id;

-- name: demand_match_add :exec
-- in:   org text, demand_id text, rank int, item_code text?, department_code text?
-- in:   score_ppm int, reason text
INSERT INTO demand_match (org, demand_id, rank, item_code, department_code, score_ppm, reason)
VALUES (:org, :demand_id, :rank, :item_code, :department_code, :score_ppm, :reason);

-- name: demand_match_clear :change
-- in:   org text, demand_id text
DELETE FROM demand_match WHERE org = :org AND demand_id = :demand_id;

-- name: demand_matches :many
-- in:   org text, demand_id text
-- out:  item_code text?, department_code text?, score_ppm int, reason text
-- plan: index
SELECT item_code, department_code, score_ppm, reason FROM demand_match
 WHERE org = :org AND demand_id = :demand_id ORDER BY rank LIMIT 20;

-- name: demand_one :one
-- in:   org text, id text
-- out:  id text, number text, enterprise_id text, enterprise_name text, division_code text
-- out:  division_name text, source text, visit_id text?, text text, kind text?, route text?
-- out:  item_code text?, item_name text?, department_code text?, department_name text?
-- out:  lead_office_id text?, lead_office_name text?, handler_id text?, handler_name text?
-- out:  state text, clock text?, due_ms int?, limit_wd int?, objected int, extended int
-- out:  answer text?, outcome text?, rating int?, satisfaction text?, rating_note text?
-- out:  confirm_hash text?, registered_ms int, done_ms int?, closed_ms int?, late int
-- out:  version int, rounds int, reopened int, paused_until_ms int?, parent_id text?
-- out:  merged_id text?, where_to text?, withdraw_ms int?, redo_from_id text?, item_no int?
-- out:  item_from_day text?
SELECT d.id, d.number, d.enterprise_id, e.name, e.division_code, v.name_zh, d.source, d.visit_id,
       d.text, d.kind, d.route, d.item_code, coalesce(w.name_zh, i.name_zh), d.department_code,
       x.name_zh, d.lead_office_id, o.name_zh, d.handler_id, p.name, d.state, d.clock, d.due_ms, d.limit_wd,
       d.objected, d.extended, d.answer, d.outcome, d.rating, d.satisfaction, d.rating_note,
       d.confirm_hash, d.registered_ms, d.done_ms, d.closed_ms, d.late, d.version, d.rounds,
       d.reopened, d.paused_until_ms, d.parent_id, d.merged_id, d.where_to, d.withdraw_ms,
       d.redo_from_id, d.item_no, w.from_day
  FROM demand d
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
  LEFT JOIN item_version w ON w.org = d.org AND w.code = d.item_code AND w.no = d.item_no
  LEFT JOIN external_department x ON x.org = d.org AND x.code = d.department_code
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN person p ON p.org = d.org AND p.id = d.handler_id
 WHERE d.org = :org AND d.id = :id;

-- What a person outside of the desk may see.  office, person: '' for none; booked: 1 if
-- demands with a booking count.
-- name: demand_is_visible :one
-- in:   org text, id text, office text, person text, booked int
-- out:  visible int
SELECT CASE WHEN d.lead_office_id = :office OR d.handler_id = :person
              OR EXISTS (SELECT 1 FROM event v
                          WHERE v.org = d.org AND v.entity = 'demand' AND v.entity_id = d.id
                            AND v.actor_id = :person)
              OR EXISTS (SELECT 1 FROM pairing g
                          WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                            AND g.officer_id = :person AND g.until_day IS NULL)
              OR (:booked = 1 AND EXISTS (SELECT 1 FROM booking b
                                           WHERE b.org = d.org AND b.demand_id = d.id))
            THEN 1 ELSE 0 END
  FROM demand d WHERE d.org = :org AND d.id = :id;

-- name: demand_save :change-one
-- in:   org text, id text, old_version int, version int, kind text?, route text?
-- in:   item_code text?, department_code text?, lead_office_id text?, handler_id text?
-- in:   state text, clock text?, due_ms int?, limit_wd int?, objected int, extended int
-- in:   answer text?, outcome text?, rating int?, satisfaction text?, rating_note text?
-- in:   confirm_hash text?, done_ms int?, closed_ms int?, late int, rounds int, reopened int
-- in:   paused_until_ms int?, merged_id text?, where_to text?, withdraw_ms int?
-- in:   redo_from_id text?
UPDATE demand
   SET kind = :kind, route = :route, item_code = :item_code,
       department_code = :department_code, lead_office_id = :lead_office_id,
       handler_id = :handler_id, state = :state, clock = :clock, due_ms = :due_ms,
       limit_wd = :limit_wd, objected = :objected, extended = :extended, answer = :answer,
       outcome = :outcome, rating = :rating, satisfaction = :satisfaction,
       rating_note = :rating_note, confirm_hash = :confirm_hash, done_ms = :done_ms,
       closed_ms = :closed_ms, late = :late, rounds = :rounds, reopened = :reopened,
       paused_until_ms = :paused_until_ms, merged_id = :merged_id, where_to = :where_to,
       withdraw_ms = :withdraw_ms, redo_from_id = :redo_from_id, version = :version
 WHERE org = :org AND id = :id AND version = :old_version;

-- name: demand_by_confirm :one
-- any-org: the link carries no organisation; the hash is unique over all of them
-- in:   confirm_hash text
-- out:  org text, id text
SELECT org, id FROM demand WHERE confirm_hash = :confirm_hash;

-- name: demand_bookings :many
-- in:   org text, demand_id text
-- out:  id text, number text, state text, downtime_days int, downtime_confirmed_ms int?
-- out:  version int
-- plan: index
SELECT id, number, state, downtime_days, downtime_confirmed_ms, version FROM booking
 WHERE org = :org AND demand_id = :demand_id ORDER BY id LIMIT 1000;

-- name: demand_confirm_downtime :change-one
-- in:   org text, booking_id text, at_ms int, version int
UPDATE booking SET downtime_confirmed_ms = :at_ms, version = version + 1
 WHERE org = :org AND id = :booking_id AND version = :version
   AND downtime_confirmed_ms IS NULL;

-- name: demand_enterprise :one
-- in:   org text, id text
-- out:  id text, name text, division_code text
SELECT id, name, division_code FROM enterprise WHERE org = :org AND id = :id;

-- name: demand_item :one
-- in:   org text, code text
-- out:  code text, name_zh text, commit_limit_wd int, state text
SELECT code, name_zh, commit_limit_wd, state FROM service_item WHERE org = :org AND code = :code;

-- name: demand_department :one
-- in:   org text, code text
-- out:  code text, name_zh text
SELECT code, name_zh FROM external_department WHERE org = :org AND code = :code;

-- name: demand_office :one
-- in:   org text, id text
-- out:  id text, name_zh text, kind text
SELECT id, name_zh, kind FROM office WHERE org = :org AND id = :id;

-- name: demand_person :one
-- in:   org text, id text
-- out:  id text, name text, office_id text?
SELECT id, name, office_id FROM person WHERE org = :org AND id = :id AND state = 'active';

-- name: demand_visit :one
-- in:   org text, id text
-- out:  id text, enterprise_id text
SELECT id, enterprise_id FROM visit WHERE org = :org AND id = :id;
