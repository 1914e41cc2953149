-- Visits: plans, records, and what hangs on them.

-- name: visit_add :exec
-- in:   org text, id text, enterprise_id text, officer_id text, kind text, day text
-- in:   start_min int?, minutes int?, purpose text, at_request int, request_note text
-- in:   demand_id text?, from_visit_id text?, suggested int, state text, met_role text
-- in:   production_state text, note text, client_key text?
INSERT INTO visit (org, id, enterprise_id, officer_id, kind, day, start_min, minutes, purpose,
                   at_request, request_note, demand_id, from_visit_id, suggested, state,
                   met_role, production_state, note, client_key, version)
VALUES (:org, :id, :enterprise_id, :officer_id, :kind, :day, :start_min, :minutes, :purpose,
        :at_request, :request_note, :demand_id, :from_visit_id, :suggested, :state,
        :met_role, :production_state, :note, :client_key, 1);

-- name: visit_one :one
-- in:   org text, id text
-- out:  id text, enterprise_id text, enterprise_name text, division_code text
-- out:  division_name text, park_name text?, address_zh text, officer_id text
-- out:  officer_name text, kind text, day text, start_min int?, minutes int?, purpose text
-- out:  at_request int, request_note text, demand_id text?, from_visit_id text?
-- out:  suggested int, state text, met_role text, production_state text, note text
-- out:  headcount_change int?, next_day text?, lat_u int?, lon_u int?, accuracy_m int?
-- out:  sign_kind text?, sign_role text?, sign_note text?, sign_attachment_id text?
-- out:  sign_ms int?, satisfaction int?, client_key text?, done_ms int?, version int
SELECT v.id, v.enterprise_id, e.name, e.division_code, x.name_zh, k.name_zh, e.address_zh,
       v.officer_id, p.name, v.kind, v.day, v.start_min, v.minutes, v.purpose, v.at_request,
       v.request_note, v.demand_id, v.from_visit_id, v.suggested, v.state, v.met_role,
       v.production_state, v.note, v.headcount_change, v.next_day, v.lat_u, v.lon_u,
       v.accuracy_m, v.sign_kind, v.sign_role, v.sign_note, v.sign_attachment_id, v.sign_ms,
       v.satisfaction, v.client_key, v.done_ms, v.version
  FROM visit v
  JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
  JOIN division x ON x.org = e.org AND x.code = e.division_code
  LEFT JOIN park k ON k.org = e.org AND k.code = e.park_code
  JOIN person p ON p.org = v.org AND p.id = v.officer_id
 WHERE v.org = :org AND v.id = :id;

-- name: visit_by_key :one
-- in:   org text, client_key text
-- out:  id text, enterprise_id text, note text, version int
SELECT id, enterprise_id, note, version FROM visit
 WHERE org = :org AND client_key = :client_key;

-- What planning may change.
-- name: visit_save_plan :change-one
-- in:   org text, id text, old_version int, officer_id text, day text, start_min int?
-- in:   minutes int?, at_request int, request_note text, suggested int, state text
UPDATE visit
   SET officer_id = :officer_id, day = :day, start_min = :start_min, minutes = :minutes,
       at_request = :at_request, request_note = :request_note, suggested = :suggested,
       state = :state, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;

-- name: visit_save_record :change-one
-- in:   org text, id text, old_version int, version int, day text, start_min int?
-- in:   minutes int?, at_request int, request_note text, met_role text
-- in:   production_state text, note text, headcount_change int?, next_day text?, lat_u int?
-- in:   lon_u int?, accuracy_m int?, satisfaction int?, client_key text?, done_ms int
UPDATE visit
   SET state = 'done', suggested = 0, day = :day, start_min = :start_min, minutes = :minutes,
       at_request = :at_request, request_note = :request_note, met_role = :met_role,
       production_state = :production_state, note = :note,
       headcount_change = :headcount_change, next_day = :next_day, lat_u = :lat_u,
       lon_u = :lon_u, accuracy_m = :accuracy_m, satisfaction = :satisfaction,
       client_key = :client_key, done_ms = :done_ms, version = :version
 WHERE org = :org AND id = :id AND version = :old_version;

-- name: visit_save_signature :change-one
-- in:   org text, id text, old_version int, sign_kind text, sign_role text, sign_note text
-- in:   sign_attachment_id text?, sign_ms int, satisfaction int?
UPDATE visit
   SET sign_kind = :sign_kind, sign_role = :sign_role, sign_note = :sign_note,
       sign_attachment_id = :sign_attachment_id, sign_ms = :sign_ms,
       satisfaction = :satisfaction, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;

-- name: visit_touch :change-one
-- in:   org text, id text, old_version int
UPDATE visit SET version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;

-- name: visit_companion_add :exec
-- in:   org text, visit_id text, person_id text
INSERT INTO visit_companion (org, visit_id, person_id) VALUES (:org, :visit_id, :person_id);

-- name: visit_companions :many
-- in:   org text, visit_id text
-- out:  person_id text, name text, office_name text?
-- plan: search
SELECT m.person_id, p.name, o.name_zh
  FROM visit_companion m
  JOIN person p ON p.org = m.org AND p.id = m.person_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
 WHERE m.org = :org AND m.visit_id = :visit_id ORDER BY m.person_id LIMIT 20;

-- name: visit_line_add :exec
-- in:   org text, visit_id text, kind text, seq int, text text
INSERT INTO visit_line (org, visit_id, kind, seq, text)
VALUES (:org, :visit_id, :kind, :seq, :text);

-- name: visit_lines :many
-- in:   org text, visit_id text
-- out:  kind text, text text
-- plan: index
SELECT kind, text FROM visit_line
 WHERE org = :org AND visit_id = :visit_id ORDER BY kind, seq LIMIT 100;

-- name: visit_demand_add :exec
-- in:   org text, visit_id text, seq int, key text, demand_id text, solved int
-- in:   solved_how text
INSERT INTO visit_demand (org, visit_id, seq, key, demand_id, solved, solved_how)
VALUES (:org, :visit_id, :seq, :key, :demand_id, :solved, :solved_how);

-- name: visit_demands :many
-- in:   org text, visit_id text
-- out:  key text, demand_id text, number text, text text, state text, solved int
-- out:  solved_how text
-- plan: search
SELECT m.key, m.demand_id, d.number, d.text, d.state, m.solved, m.solved_how
  FROM visit_demand m JOIN demand d ON d.org = m.org AND d.id = m.demand_id
 WHERE m.org = :org AND m.visit_id = :visit_id ORDER BY m.seq LIMIT 100;

-- Visits, latest day first.  person: the officer or one who goes along.  kind, division,
-- only: '' for all; only: planned, done, cancelled or suggested.
-- name: visit_list :many
-- in:   org text, enterprise text?, officer text?, person text?, state text?, kind text
-- in:   division text, from_day text, before_day text, before_id text, limit int
-- row:  visit_row
-- out:  id text, enterprise_id text, enterprise_name text, division_name text, officer_id text
-- out:  officer_name text, kind text, day text, start_min int?, minutes int?, purpose text
-- out:  at_request int, suggested int, met_role text, production_state text, note text
-- out:  state text, satisfaction int?, sign_kind text?, demands int, version int
-- plan: index
SELECT v.id, v.enterprise_id, e.name, x.name_zh, v.officer_id, p.name, v.kind, v.day,
       v.start_min, v.minutes, v.purpose, v.at_request, v.suggested, v.met_role,
       v.production_state, v.note, v.state, v.satisfaction, v.sign_kind,
       (SELECT count(1) FROM visit_demand d WHERE d.org = v.org AND d.visit_id = v.id),
       v.version
  FROM visit v
  JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
  JOIN division x ON x.org = e.org AND x.code = e.division_code
  JOIN person p ON p.org = v.org AND p.id = v.officer_id
 WHERE v.org = :org AND (v.day, v.id) < (:before_day, :before_id) AND v.day >= :from_day
   AND (:kind = '' OR v.kind = :kind)
   AND (:division = '' OR e.division_code = :division)
-- optional: enterprise
   AND v.enterprise_id = :enterprise
-- end
-- optional: officer
   AND v.officer_id = :officer
-- end
-- optional: person
   AND (v.officer_id = :person
        OR EXISTS (SELECT 1 FROM visit_companion m
                    WHERE m.org = v.org AND m.visit_id = v.id AND m.person_id = :person))
-- end
-- optional: state
   AND v.state = :state
-- end
 ORDER BY v.day DESC, v.id DESC LIMIT :limit;

-- The days of a calendar.  person: '' for everybody.
-- name: visit_calendar :many
-- in:   org text, person text, from_day text, until_day text
-- row:  visit_row
-- plan: index
SELECT v.id, v.enterprise_id, e.name, x.name_zh, v.officer_id, p.name, v.kind, v.day,
       v.start_min, v.minutes, v.purpose, v.at_request, v.suggested, v.met_role,
       v.production_state, v.note, v.state, v.satisfaction, v.sign_kind,
       (SELECT count(1) FROM visit_demand d WHERE d.org = v.org AND d.visit_id = v.id),
       v.version
  FROM visit v
  JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
  JOIN division x ON x.org = e.org AND x.code = e.division_code
  JOIN person p ON p.org = v.org AND p.id = v.officer_id
 WHERE v.org = :org AND v.day >= :from_day AND v.day <= :until_day
   AND v.state <> 'cancelled'
   AND (:person = '' OR v.officer_id = :person
        OR EXISTS (SELECT 1 FROM visit_companion m
                    WHERE m.org = v.org AND m.visit_id = v.id AND m.person_id = :person))
 ORDER BY v.day, v.id LIMIT 1000;

-- Visits that count for the quiet period, within some days.
-- name: visit_near :many
-- in:   org text, enterprise_id text, self text, from_day text, until_day text
-- out:  id text, day text, kind text
-- plan: index
SELECT id, day, kind FROM visit
 WHERE org = :org AND enterprise_id = :enterprise_id AND day >= :from_day AND day <= :until_day
   AND id <> :self AND state <> 'cancelled' AND suggested = 0 AND at_request = 0
   AND kind NOT IN ('expert', 'follow_up')
 ORDER BY day, id LIMIT 10;

-- How many visits a person has on a day, alone or with others.
-- name: visit_day_count :one
-- in:   org text, person text, day text, self text
-- out:  n int
SELECT count(1) FROM visit v
 WHERE v.org = :org AND v.day = :day AND v.id <> :self AND v.state <> 'cancelled'
   AND v.suggested = 0
   AND (v.officer_id = :person
        OR EXISTS (SELECT 1 FROM visit_companion m
                    WHERE m.org = v.org AND m.visit_id = v.id AND m.person_id = :person));

-- Whether the enterprise or the officer has another visit in the month.  from_day,
-- until_day: "YYYY-MM", which sorts before the days of the month.
-- name: visit_month_seen :one
-- in:   org text, enterprise_id text, officer_id text, self text, from_day text
-- in:   until_day text
-- out:  enterprise int, officer int
SELECT CASE WHEN EXISTS (SELECT 1 FROM visit v
                          WHERE v.org = :org AND v.enterprise_id = :enterprise_id
                            AND v.day >= :from_day AND v.day < :until_day
                            AND v.id <> :self AND v.state = 'done') THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM visit v
                          WHERE v.org = :org AND v.officer_id = :officer_id
                            AND v.day >= :from_day AND v.day < :until_day
                            AND v.id <> :self AND v.state = 'done') THEN 1 ELSE 0 END;

-- A person who may make visits: of the bureau, still there.
-- name: visit_person :one
-- in:   org text, id text
-- out:  id text, name text
SELECT id, name FROM person
 WHERE org = :org AND id = :id AND state = 'active' AND enterprise_id IS NULL;

-- name: visit_enforcement :one
-- in:   org text, office_id text
-- out:  enforcement int
SELECT enforcement FROM office WHERE org = :org AND id = :office_id;

-- Planned visits of an officer to an enterprise, for the successor.
-- name: visit_planned_of :many
-- in:   org text, enterprise_id text, officer_id text
-- out:  id text, day text, kind text, state text, version int
-- plan: index
SELECT id, day, kind, state, version FROM visit
 WHERE org = :org AND enterprise_id = :enterprise_id AND officer_id = :officer_id
   AND state = 'planned'
 ORDER BY day, id LIMIT 200;

-- name: visit_set_officer :change-one
-- in:   org text, id text, old_version int, officer_id text
UPDATE visit SET officer_id = :officer_id, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;

-- What an enterprise sees: its visits that are fixed or made, latest first.
-- name: visit_own :many
-- in:   org text, enterprise_id text, before_day text, before_id text, limit int
-- out:  id text, kind text, day text, start_min int?, minutes int?, purpose text, state text
-- out:  officer_name text, officer_title text, office_name text?, sign_kind text?
-- out:  satisfaction int?, version int
-- plan: index
SELECT v.id, v.kind, v.day, v.start_min, v.minutes, v.purpose, v.state, p.name, p.title_zh,
       o.name_zh, v.sign_kind, v.satisfaction, v.version
  FROM visit v
  JOIN person p ON p.org = v.org AND p.id = v.officer_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
 WHERE v.org = :org AND v.enterprise_id = :enterprise_id
   AND (v.day, v.id) < (:before_day, :before_id)
   AND v.state <> 'cancelled' AND v.suggested = 0
 ORDER BY v.day DESC, v.id DESC LIMIT :limit;

-- name: visit_attachments :one
-- in:   org text, visit_id text
-- out:  n int
SELECT count(1) FROM attachment
 WHERE org = :org AND entity = 'visit' AND entity_id = :visit_id;

-- The title of an enterprise's contact.
-- name: visit_contact :one
-- in:   org text, id text
-- out:  title_zh text
SELECT title_zh FROM person WHERE org = :org AND id = :id;
