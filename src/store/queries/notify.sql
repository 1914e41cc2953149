-- What people are told: events, notices, and who is told about what.

-- name: notify_event_add :exec
-- in:   org text, id text, kind text, entity text, entity_id text, label text, about text
-- in:   due_day text?, at_ms int
INSERT INTO notify_event (org, id, kind, entity, entity_id, label, about, due_day, at_ms)
VALUES (:org, :id, :kind, :entity, :entity_id, :label, :about, :due_day, :at_ms);

-- name: notice_add :exec
-- in:   org text, person_id text, event_id text, at_ms int, read_ms int?
INSERT INTO notice (org, person_id, event_id, at_ms, read_ms)
VALUES (:org, :person_id, :event_id, :at_ms, :read_ms);

-- name: notify_once_add :change
-- in:   org text, key text, at_ms int
INSERT INTO notify_once (org, key, at_ms) VALUES (:org, :key, :at_ms)
ON CONFLICT (org, key) DO NOTHING;

-- ---- what the entities say of themselves ----

-- name: notify_demand :one
-- in:   org text, id text
-- row:  notify_subject
-- out:  label text, enterprise_id text?, enterprise_name text?, office_id text?
-- out:  owner_id text?, second_id text?, due_day text?, due_ms int?
SELECT d.number, d.enterprise_id, e.name, d.lead_office_id, d.handler_id,
       CAST(NULL AS text), CAST(NULL AS text), d.due_ms
  FROM demand d JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE d.org = :org AND d.id = :id;

-- name: notify_visit :one
-- in:   org text, id text
-- row:  notify_subject
SELECT v.day, v.enterprise_id, e.name, CAST(NULL AS text), v.officer_id,
       CAST(NULL AS text), v.day, CAST(NULL AS bigint)
  FROM visit v JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
 WHERE v.org = :org AND v.id = :id;

-- name: notify_booking :one
-- in:   org text, id text
-- row:  notify_subject
SELECT b.number, b.enterprise_id, e.name, CAST(NULL AS text), CAST(NULL AS text),
       CAST(NULL AS text), (SELECT min(coalesce(t.from_day, '')) FROM trip t
                             WHERE t.org = b.org AND t.booking_id = b.id AND t.state <> 'draft'),
       CAST(NULL AS bigint)
  FROM booking b JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
 WHERE b.org = :org AND b.id = :id;

-- name: notify_trip :one
-- in:   org text, id text
-- row:  notify_subject
SELECT t.number, b.enterprise_id, e.name, CAST(NULL AS text), CAST(NULL AS text),
       CAST(NULL AS text), t.from_day, CAST(NULL AS bigint)
  FROM trip t
  JOIN booking b ON b.org = t.org AND b.id = t.booking_id
  JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
 WHERE t.org = :org AND t.id = :id;

-- name: notify_record :one
-- in:   org text, id text
-- row:  notify_subject
SELECT r.number, i.enterprise_id, e.name, CAST(NULL AS text), r.officer_id,
       CAST(NULL AS text), CAST(NULL AS text), CAST(NULL AS bigint)
  FROM record r
  LEFT JOIN instrument i ON i.org = r.org AND i.id = r.instrument_id
  LEFT JOIN enterprise e ON e.org = i.org AND e.id = i.enterprise_id
 WHERE r.org = :org AND r.id = :id;

-- name: notify_certificate :one
-- in:   org text, id text
-- row:  notify_subject
SELECT f.number, f.enterprise_id, e.name, CAST(NULL AS text), CAST(NULL AS text),
       CAST(NULL AS text), f.valid_until_day, CAST(NULL AS bigint)
  FROM certificate f JOIN enterprise e ON e.org = f.org AND e.id = f.enterprise_id
 WHERE f.org = :org AND f.id = :id;

-- name: notify_handover :one
-- in:   org text, id text
-- row:  notify_subject
SELECT p.name, CAST(NULL AS text), CAST(NULL AS text), CAST(NULL AS text), h.to_officer_id,
       h.from_officer_id, h.day, CAST(NULL AS bigint)
  FROM handover h JOIN person p ON p.org = h.org AND p.id = h.from_officer_id
 WHERE h.org = :org AND h.id = :id;

-- name: notify_instrument :one
-- in:   org text, id text
-- row:  notify_subject
SELECT i.name_zh || ' ' || i.serial, i.enterprise_id, e.name, CAST(NULL AS text),
       CAST(NULL AS text), CAST(NULL AS text), i.due_day, CAST(NULL AS bigint)
  FROM instrument i JOIN enterprise e ON e.org = i.org AND e.id = i.enterprise_id
 WHERE i.org = :org AND i.id = :id;

-- name: notify_standard :one
-- in:   org text, id text
-- row:  notify_subject
SELECT s.certificate_no || ' ' || s.serial, CAST(NULL AS text), CAST(NULL AS text),
       CAST(NULL AS text), CAST(NULL AS text), CAST(NULL AS text), s.valid_until_day,
       CAST(NULL AS bigint)
  FROM standard s WHERE s.org = :org AND s.id = :id;

-- name: notify_credential :one
-- in:   org text, id text
-- row:  notify_subject
SELECT k.regulation_code || ' ' || p.name, CAST(NULL AS text), CAST(NULL AS text),
       CAST(NULL AS text), k.person_id, CAST(NULL AS text), k.valid_until_day,
       CAST(NULL AS bigint)
  FROM credential k JOIN person p ON p.org = k.org AND p.id = k.person_id
 WHERE k.org = :org AND k.id = :id;

-- name: notify_enterprise :one
-- in:   org text, id text
-- out:  name text
SELECT name FROM enterprise WHERE org = :org AND id = :id;

-- ---- people ----

-- name: notify_active :many
-- in:   org text, id text
-- row:  notify_people
-- out:  id text
-- plan: index
SELECT id FROM person WHERE org = :org AND id = :id AND state = 'active' LIMIT 1;

-- name: notify_by_role :many
-- in:   org text, role text
-- row:  notify_people
-- plan: search
SELECT p.id FROM person_role r JOIN person p ON p.org = r.org AND p.id = r.person_id
 WHERE r.org = :org AND r.role = :role AND p.state = 'active' ORDER BY r.person_id LIMIT 500;

-- Those of an office who handle demands.
-- name: notify_by_office :many
-- in:   org text, office_id text
-- row:  notify_people
-- plan: search
SELECT p.id FROM person p JOIN person_role r ON r.org = p.org AND r.person_id = p.id
 WHERE p.org = :org AND p.office_id = :office_id AND p.state = 'active'
   AND r.role = 'handler' ORDER BY p.id LIMIT 500;

-- name: notify_contacts :many
-- in:   org text, enterprise_id text
-- row:  notify_people
-- plan: search
SELECT id FROM person
 WHERE org = :org AND enterprise_id = :enterprise_id AND state = 'active'
 ORDER BY id LIMIT 100;

-- name: notify_staff :many
-- in:   org text
-- row:  notify_people
-- plan: search
SELECT id FROM person
 WHERE org = :org AND enterprise_id IS NULL AND state = 'active' AND login IS NOT NULL
 ORDER BY id LIMIT 2000;

-- name: notify_pair :many
-- in:   org text, enterprise_id text
-- row:  notify_people
-- plan: search
SELECT p.id FROM pairing g JOIN person p ON p.org = g.org AND p.id = g.officer_id
 WHERE g.org = :org AND g.enterprise_id = :enterprise_id AND g.until_day IS NULL
   AND p.state = 'active' ORDER BY p.id LIMIT 10;

-- name: notify_crew :many
-- in:   org text, trip_id text
-- row:  notify_people
-- plan: search
SELECT p.id FROM trip_crew w JOIN person p ON p.org = w.org AND p.id = w.person_id
 WHERE w.org = :org AND w.trip_id = :trip_id AND p.state = 'active' ORDER BY w.person_id LIMIT 50;

-- name: notify_booking_crew :many
-- in:   org text, booking_id text
-- row:  notify_people
-- plan: search
SELECT p.id FROM (SELECT org, id FROM trip
         WHERE org = :org AND booking_id = :booking_id AND state <> 'draft'
         ORDER BY id LIMIT 50) t
  JOIN trip_crew w ON w.org = t.org AND w.trip_id = t.id
  JOIN person p ON p.org = w.org AND p.id = w.person_id
 WHERE p.state = 'active' ORDER BY p.id LIMIT 50;

-- name: notify_companions :many
-- in:   org text, visit_id text
-- row:  notify_people
-- plan: search
SELECT p.id FROM visit_companion w JOIN person p ON p.org = w.org AND p.id = w.person_id
 WHERE w.org = :org AND w.visit_id = :visit_id AND p.state = 'active'
 ORDER BY w.person_id LIMIT 50;
