-- Trips: crew, vehicle, standards on board, tasks.

-- name: trip_add :exec
-- in:   org text, id text, number text, booking_id text, vehicle_id text, from_day text, until_day text
INSERT INTO trip (org, id, number, booking_id, vehicle_id, from_day, until_day, state, version)
VALUES (:org, :id, :number, :booking_id, :vehicle_id, :from_day, :until_day, 'draft', 1);

-- name: trip_crew_add :exec
-- in:   org text, trip_id text, person_id text, duty text
INSERT INTO trip_crew (org, trip_id, person_id, duty)
VALUES (:org, :trip_id, :person_id, :duty);

-- name: trip_standard_add :exec
-- in:   org text, trip_id text, standard_id text
INSERT INTO trip_standard (org, trip_id, standard_id)
VALUES (:org, :trip_id, :standard_id);

-- name: trip_task_add :exec
-- in:   org text, id text, trip_id text, booking_line_id text, from_ms int, until_ms int
INSERT INTO trip_task (org, id, trip_id, booking_line_id, from_ms, until_ms)
VALUES (:org, :id, :trip_id, :booking_line_id, :from_ms, :until_ms);

-- name: trip_list :many
-- in:   org text, state text?, person text?, before_day text, before_id text, limit int
-- out:  id text, number text, booking_id text, booking_number text, enterprise_id text, enterprise_name text, division_name text, plate text, from_day text, until_day text, state text, tasks int, version int
-- plan: search
SELECT t.id, t.number, t.booking_id, b.number, b.enterprise_id, e.name, d.name_zh, v.plate,
       t.from_day, t.until_day, t.state,
       (SELECT count(*) FROM trip_task k WHERE k.org = t.org AND k.trip_id = t.id), t.version
  FROM trip t
  JOIN booking b ON b.org = t.org AND b.id = t.booking_id
  JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
  JOIN division d ON d.org = e.org AND d.code = e.division_code
  JOIN vehicle v ON v.org = t.org AND v.id = t.vehicle_id
 WHERE t.org = :org AND (t.from_day, t.id) < (:before_day, :before_id)
-- optional: state
   AND t.state = :state
-- end
-- optional: person
   AND EXISTS (SELECT 1 FROM trip_crew c
                WHERE c.org = t.org AND c.trip_id = t.id AND c.person_id = :person)
-- end
 ORDER BY t.from_day DESC, t.id DESC LIMIT :limit;

-- name: trip_one :one
-- in:   org text, id text
-- out:  id text, number text, booking_id text, booking_number text, demand_id text?, needs text, enterprise_id text, enterprise_name text, address_zh text, lat_u int, lon_u int, vehicle_id text, plate text, vehicle_kind text, payload_kg int, from_day text, until_day text, state text, version int
SELECT t.id, t.number, t.booking_id, b.number, b.demand_id, b.needs, b.enterprise_id, e.name,
       e.address_zh, e.lat_u, e.lon_u, t.vehicle_id, v.plate, v.kind, v.payload_kg, t.from_day,
       t.until_day, t.state, t.version
  FROM trip t
  JOIN booking b ON b.org = t.org AND b.id = t.booking_id
  JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
  JOIN vehicle v ON v.org = t.org AND v.id = t.vehicle_id
 WHERE t.org = :org AND t.id = :id;

-- name: trip_crew_of :many
-- in:   org text, trip_id text
-- out:  person_id text, name text, title_zh text, duty text
-- plan: search
SELECT c.person_id, p.name, p.title_zh, c.duty
  FROM trip_crew c JOIN person p ON p.org = c.org AND p.id = c.person_id
 WHERE c.org = :org AND c.trip_id = :trip_id ORDER BY c.duty DESC, c.person_id LIMIT 50;

-- name: trip_standards_of :many
-- in:   org text, trip_id text
-- out:  id text, set_id text, kind text, name_zh text?, serial text, nominal_kg text?, accuracy_class text, params text?, certificate_no text, certificate_day text, valid_until_day text, state text
-- plan: search
SELECT s.id, s.set_id, COALESCE(m.kind, s.kind), NULLIF(m.name_zh, ''), s.serial, s.nominal_kg,
       s.accuracy_class, NULLIF(m.params, ''), s.certificate_no, s.certificate_day, s.valid_until_day,
       s.state
  FROM trip_standard x
  JOIN standard s ON s.org = x.org AND s.id = x.standard_id
  LEFT JOIN standard_measure m ON m.org = s.org AND m.id = s.id
 WHERE x.org = :org AND x.trip_id = :trip_id ORDER BY s.serial LIMIT 2000;

-- name: trip_tasks_of :many
-- in:   org text, trip_id text
-- out:  id text, booking_line_id text, instrument_id text, service text, stage text, from_ms int, until_ms int, name_zh text, model text, serial text, maker text, accuracy_class text, params text, place_zh text, purpose text, record_id text?, record_number text?, record_state text?, verdict text?
-- plan: search
SELECT k.id, k.booking_line_id, l.instrument_id, l.service, l.stage, k.from_ms, k.until_ms,
       i.name_zh, i.model, i.serial, i.maker, i.accuracy_class, i.params, i.place_zh, i.purpose,
       r.id, r.number, r.state, r.verdict
  FROM trip_task k
  JOIN booking_line l ON l.org = k.org AND l.id = k.booking_line_id
  JOIN instrument i ON i.org = l.org AND i.id = l.instrument_id
  LEFT JOIN record r ON r.org = k.org AND r.trip_task_id = k.id
 WHERE k.org = :org AND k.trip_id = :trip_id ORDER BY k.from_ms, k.id LIMIT 500;

-- name: trip_task_one :one
-- in:   org text, id text
-- out:  id text, trip_id text, booking_line_id text, instrument_id text, service text, stage text, booking_id text, trip_state text, from_day text, until_day text
SELECT k.id, k.trip_id, k.booking_line_id, l.instrument_id, l.service, l.stage, l.booking_id,
       t.state, t.from_day, t.until_day
  FROM trip_task k
  JOIN booking_line l ON l.org = k.org AND l.id = k.booking_line_id
  JOIN trip t ON t.org = k.org AND t.id = k.trip_id
 WHERE k.org = :org AND k.id = :id;

-- name: trip_set_state :change-one
-- in:   org text, id text, state text, version int
UPDATE trip SET state = :state, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: trip_person_busy :many
-- in:   org text, person_id text, from_day text, until_day text
-- out:  trip_id text, number text
-- plan: search
SELECT t.id, t.number
  FROM trip_crew c JOIN trip t ON t.org = c.org AND t.id = c.trip_id
 WHERE c.org = :org AND c.person_id = :person_id
   AND t.state IN ('draft', 'published', 'under_way')
   AND t.from_day <= :until_day AND t.until_day >= :from_day
 ORDER BY t.id LIMIT 10;

-- name: trip_vehicle_busy :many
-- in:   org text, vehicle_id text, from_day text, until_day text
-- out:  trip_id text, number text
-- plan: search
SELECT id, number FROM trip
 WHERE org = :org AND vehicle_id = :vehicle_id AND state IN ('draft', 'published', 'under_way')
   AND from_day <= :until_day AND until_day >= :from_day
 ORDER BY id LIMIT 10;

-- name: trip_line_planned :many
-- in:   org text, booking_line_id text
-- out:  trip_id text, number text
-- plan: search
SELECT t.id, t.number
  FROM trip_task k JOIN trip t ON t.org = k.org AND t.id = k.trip_id
 WHERE k.org = :org AND k.booking_line_id = :booking_line_id AND t.state <> 'cancelled'
 ORDER BY k.id LIMIT 10;

-- name: trip_open_of_booking :many
-- in:   org text, booking_id text
-- out:  id text, state text
-- plan: search
SELECT id, state FROM trip
 WHERE org = :org AND booking_id = :booking_id AND state <> 'cancelled' ORDER BY id LIMIT 100;

-- name: trip_person :one
-- in:   org text, id text
-- out:  id text, name text, state text
SELECT id, name, state FROM person WHERE org = :org AND id = :id;
