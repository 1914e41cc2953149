-- Appointments: a service at an agreed time.

-- name: appointment_add :exec
-- in:   org text, id text, number text, enterprise_id text, item_code text, item_no int
-- in:   demand_id text?, channel text, place text, wish text, not_producing int
-- in:   office_id text, requested_ms int
INSERT INTO appointment (org, id, number, enterprise_id, item_code, item_no, demand_id, channel,
                         place, wish, not_producing, office_id, state, done_note, requested_ms,
                         reminded, version)
VALUES (:org, :id, :number, :enterprise_id, :item_code, :item_no, :demand_id, :channel, :place,
        :wish, :not_producing, :office_id, 'requested', '', :requested_ms, 0, 1);

-- name: appointment_save :change-one
-- in:   org text, id text, old_version int, state text, handler_id text?, from_ms int?
-- in:   until_ms int?, booking_id text?, done_note text, rating int?
UPDATE appointment
   SET state = :state, handler_id = :handler_id, from_ms = :from_ms, until_ms = :until_ms,
       booking_id = :booking_id, done_note = :done_note, rating = :rating, reminded = 0,
       version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;

-- name: appointment_window_add :exec
-- in:   org text, appointment_id text, seq int, round int, side text, from_ms int
-- in:   until_ms int
INSERT INTO appointment_window (org, appointment_id, seq, round, side, from_ms, until_ms)
VALUES (:org, :appointment_id, :seq, :round, :side, :from_ms, :until_ms);

-- name: appointment_instrument_add :exec
-- in:   org text, appointment_id text, instrument_id text
INSERT INTO appointment_instrument (org, appointment_id, instrument_id)
VALUES (:org, :appointment_id, :instrument_id);

-- name: appointment_one :one
-- in:   org text, id text
-- row:  appointment_row
-- out:  id text, number text, enterprise_id text, enterprise_name text, address_zh text
-- out:  division_name text, item_code text, item_no int, item_zh text, item_en text
-- out:  demand_id text?, demand_number text?, demand_state text?, booking_id text?
-- out:  booking_number text?, booking_state text?, channel text, place text, wish text
-- out:  not_producing int, office_id text, office_zh text, office_en text, office_kind text
-- out:  handler_id text?, handler_name text?, state text, from_ms int?, until_ms int?
-- out:  done_note text, rating int?, requested_ms int, version int
SELECT a.id, a.number, a.enterprise_id, e.name, e.address_zh, d.name_zh, a.item_code, a.item_no,
       v.name_zh, v.name_en, a.demand_id, m.number, m.state, a.booking_id, b.number, b.state,
       a.channel, a.place, a.wish, a.not_producing, a.office_id, o.name_zh, o.name_en, o.kind,
       a.handler_id, p.name, a.state, a.from_ms, a.until_ms, a.done_note, a.rating,
       a.requested_ms, a.version
  FROM appointment a
  JOIN enterprise e ON e.org = a.org AND e.id = a.enterprise_id
  JOIN division d ON d.org = e.org AND d.code = e.division_code
  JOIN item_version v ON v.org = a.org AND v.code = a.item_code AND v.no = a.item_no
  JOIN office o ON o.org = a.org AND o.id = a.office_id
  LEFT JOIN demand m ON m.org = a.org AND m.id = a.demand_id
  LEFT JOIN booking b ON b.org = a.org AND b.id = a.booking_id
  LEFT JOIN person p ON p.org = a.org AND p.id = a.handler_id
 WHERE a.org = :org AND a.id = :id;

-- own_office, own_person: what a person outside of the desk may see: those of the office, of
-- the enterprises one is paired with.
-- name: appointment_list :many
-- in:   org text, enterprise text?, state text?, own_office text?, own_person text
-- in:   before_ms int, before_id text, limit int
-- row:  appointment_row
-- plan: index
SELECT a.id, a.number, a.enterprise_id, e.name, e.address_zh, d.name_zh, a.item_code, a.item_no,
       v.name_zh, v.name_en, a.demand_id, m.number, m.state, a.booking_id, b.number, b.state,
       a.channel, a.place, a.wish, a.not_producing, a.office_id, o.name_zh, o.name_en, o.kind,
       a.handler_id, p.name, a.state, a.from_ms, a.until_ms, a.done_note, a.rating,
       a.requested_ms, a.version
  FROM appointment a
  JOIN enterprise e ON e.org = a.org AND e.id = a.enterprise_id
  JOIN division d ON d.org = e.org AND d.code = e.division_code
  JOIN item_version v ON v.org = a.org AND v.code = a.item_code AND v.no = a.item_no
  JOIN office o ON o.org = a.org AND o.id = a.office_id
  LEFT JOIN demand m ON m.org = a.org AND m.id = a.demand_id
  LEFT JOIN booking b ON b.org = a.org AND b.id = a.booking_id
  LEFT JOIN person p ON p.org = a.org AND p.id = a.handler_id
 WHERE a.org = :org AND (a.requested_ms, a.id) < (:before_ms, :before_id)
-- optional: enterprise
   AND a.enterprise_id = :enterprise
-- end
-- optional: state
   AND a.state = :state
-- end
-- optional: own_office
   AND (a.office_id = :own_office
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = a.org AND g.enterprise_id = a.enterprise_id
                      AND g.officer_id = :own_person AND g.until_day IS NULL))
-- end
 ORDER BY a.requested_ms DESC, a.id DESC LIMIT :limit;

-- Agreed ones by their time.
-- name: appointment_upcoming :many
-- in:   org text, enterprise text?, own_office text?, own_person text, from_ms int
-- in:   until_ms int, limit int
-- row:  appointment_row
-- plan: index
SELECT a.id, a.number, a.enterprise_id, e.name, e.address_zh, d.name_zh, a.item_code, a.item_no,
       v.name_zh, v.name_en, a.demand_id, m.number, m.state, a.booking_id, b.number, b.state,
       a.channel, a.place, a.wish, a.not_producing, a.office_id, o.name_zh, o.name_en, o.kind,
       a.handler_id, p.name, a.state, a.from_ms, a.until_ms, a.done_note, a.rating,
       a.requested_ms, a.version
  FROM appointment a
  JOIN enterprise e ON e.org = a.org AND e.id = a.enterprise_id
  JOIN division d ON d.org = e.org AND d.code = e.division_code
  JOIN item_version v ON v.org = a.org AND v.code = a.item_code AND v.no = a.item_no
  JOIN office o ON o.org = a.org AND o.id = a.office_id
  LEFT JOIN demand m ON m.org = a.org AND m.id = a.demand_id
  LEFT JOIN booking b ON b.org = a.org AND b.id = a.booking_id
  LEFT JOIN person p ON p.org = a.org AND p.id = a.handler_id
 WHERE a.org = :org AND a.state = 'accepted' AND a.from_ms >= :from_ms AND a.from_ms < :until_ms
-- optional: enterprise
   AND a.enterprise_id = :enterprise
-- end
-- optional: own_office
   AND (a.office_id = :own_office
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = a.org AND g.enterprise_id = a.enterprise_id
                      AND g.officer_id = :own_person AND g.until_day IS NULL))
-- end
 ORDER BY a.from_ms LIMIT :limit;

-- name: appointment_is_paired :one
-- in:   org text, enterprise_id text, person text
-- out:  n int
SELECT count(1) FROM pairing
 WHERE org = :org AND enterprise_id = :enterprise_id AND officer_id = :person
   AND until_day IS NULL;

-- name: appointment_windows :many
-- in:   org text, appointment_id text
-- out:  seq int, round int, side text, from_ms int, until_ms int
-- plan: index
SELECT seq, round, side, from_ms, until_ms FROM appointment_window
 WHERE org = :org AND appointment_id = :appointment_id ORDER BY seq LIMIT 500;

-- name: appointment_instruments :many
-- in:   org text, appointment_id text
-- out:  instrument_id text, name_zh text, model text, serial text, enterprise_id text
-- out:  service text
-- plan: index
SELECT t.instrument_id, i.name_zh, i.model, i.serial, i.enterprise_id, k.service
  FROM appointment_instrument t
  JOIN instrument i ON i.org = t.org AND i.id = t.instrument_id
  JOIN instrument_kind k ON k.org = i.org AND k.code = i.kind_code
 WHERE t.org = :org AND t.appointment_id = :appointment_id
 ORDER BY t.instrument_id LIMIT 100;

-- name: appointment_subject :one
-- in:   org text, id text
-- out:  enterprise_id text, state text
SELECT enterprise_id, state FROM instrument WHERE org = :org AND id = :id;

-- name: appointment_office :one
-- in:   org text, code text
-- out:  id text
SELECT id FROM office WHERE org = :org AND code = :code;

-- name: appointment_demand :one
-- in:   org text, id text
-- out:  enterprise_id text
SELECT enterprise_id FROM demand WHERE org = :org AND id = :id;

-- name: appointment_enterprise :one
-- in:   org text, id text
-- out:  id text
SELECT id FROM enterprise WHERE org = :org AND id = :id;

-- Agreed ones that begin soon and of which nobody was reminded yet.
-- name: appointment_unreminded :many
-- in:   org text, from_ms int, until_ms int, limit int
-- out:  id text, number text, enterprise_id text, office_id text, from_ms int
-- plan: index
SELECT id, number, enterprise_id, office_id, from_ms
  FROM appointment
 WHERE org = :org AND state = 'accepted' AND from_ms >= :from_ms AND from_ms < :until_ms
   AND reminded = 0
 ORDER BY from_ms LIMIT :limit;

-- name: appointment_set_reminded :exec
-- in:   org text, id text
UPDATE appointment SET reminded = 1 WHERE org = :org AND id = :id;
