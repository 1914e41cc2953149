-- Measurement standards, their accreditation, regulation editions, vehicles, credentials.

-- name: standard_list :many
-- in:   org text, set_id text?, kind text?, after_serial text, limit int
-- row:  standard_row
-- out:  id text, set_id text, set_name text, kind text, name_zh text?, name_en text?, serial text, nominal_kg text?, accuracy_class text, params text?, certificate_no text, certificate_day text, valid_until_day text, state text, version int
-- plan: search
SELECT s.id, s.set_id, t.name_zh, COALESCE(m.kind, s.kind), NULLIF(m.name_zh, ''),
       NULLIF(m.name_en, ''), s.serial, s.nominal_kg, s.accuracy_class,
       NULLIF(m.params, ''), s.certificate_no, s.certificate_day, s.valid_until_day, s.state,
       s.version
  FROM standard s
  JOIN standard_set t ON t.org = s.org AND t.id = s.set_id
  LEFT JOIN standard_measure m ON m.org = s.org AND m.id = s.id
 WHERE s.org = :org AND s.serial > :after_serial
-- optional: set_id
   AND s.set_id = :set_id
-- end
-- optional: kind
   AND COALESCE(m.kind, s.kind) = :kind
-- end
 ORDER BY s.serial LIMIT :limit;

-- name: standard_one :one
-- in:   org text, id text
-- row:  standard_row
SELECT s.id, s.set_id, t.name_zh, COALESCE(m.kind, s.kind), NULLIF(m.name_zh, ''),
       NULLIF(m.name_en, ''), s.serial, s.nominal_kg, s.accuracy_class,
       NULLIF(m.params, ''), s.certificate_no, s.certificate_day, s.valid_until_day, s.state,
       s.version
  FROM standard s
  JOIN standard_set t ON t.org = s.org AND t.id = s.set_id
  LEFT JOIN standard_measure m ON m.org = s.org AND m.id = s.id
 WHERE s.org = :org AND s.id = :id;

-- name: standard_add :exec
-- in:   org text, id text, set_id text, kind text, serial text, nominal_kg text?, accuracy_class text, certificate_no text, certificate_day text, valid_until_day text, version int
INSERT INTO standard (org, id, set_id, kind, serial, nominal_kg, accuracy_class, certificate_no,
                      certificate_day, valid_until_day, state, version)
VALUES (:org, :id, :set_id, :kind, :serial, :nominal_kg, :accuracy_class, :certificate_no,
        :certificate_day, :valid_until_day, 'in_use', :version);

-- name: standard_measure_add :exec
-- in:   org text, id text, kind text, name_zh text, name_en text, params text
INSERT INTO standard_measure (org, id, kind, name_zh, name_en, params)
VALUES (:org, :id, :kind, :name_zh, :name_en, :params);

-- name: standard_change :change-one
-- in:   org text, id text, set_id text, state text, accuracy_class text, certificate_no text, certificate_day text, valid_until_day text, version int
UPDATE standard SET set_id = :set_id, state = :state, accuracy_class = :accuracy_class,
       certificate_no = :certificate_no, certificate_day = :certificate_day,
       valid_until_day = :valid_until_day, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- Records that are under way with it.
-- name: standard_in_work :many
-- in:   org text, standard_id text
-- out:  number text
-- plan: search
SELECT r.number
  FROM trip_standard x JOIN record r ON r.org = x.org AND r.trip_id = x.trip_id
 WHERE x.org = :org AND x.standard_id = :standard_id AND r.state <> 'approved'
 ORDER BY r.number LIMIT 10;

-- name: standard_measure_set :change-one
-- in:   org text, id text, params text
UPDATE standard_measure SET params = :params WHERE org = :org AND id = :id;

-- name: standard_certificates :many
-- in:   org text, standard_id text
-- out:  seq int, certificate_no text, issuer text, certificate_day text, valid_until_day text, accuracy_class text, params text?, recorded_ms int, recorded_by text
-- plan: search
SELECT seq, certificate_no, issuer, certificate_day, valid_until_day, accuracy_class, params,
       recorded_ms, recorded_by
  FROM standard_certificate WHERE org = :org AND standard_id = :standard_id
 ORDER BY seq LIMIT 1000;

-- name: standard_certificate_add :exec
-- in:   org text, standard_id text, seq int, certificate_no text, issuer text, certificate_day text, valid_until_day text, accuracy_class text, params text?, recorded_ms int, recorded_by text
INSERT INTO standard_certificate (org, standard_id, seq, certificate_no, issuer,
                                  certificate_day, valid_until_day, accuracy_class, params,
                                  recorded_ms, recorded_by)
VALUES (:org, :standard_id, :seq, :certificate_no, :issuer, :certificate_day,
        :valid_until_day, :accuracy_class, :params, :recorded_ms, :recorded_by);

-- The certificates that held when a record was opened, of standards that got another since.
-- name: standard_papers_of :many
-- in:   org text, record_id text, trip_id text
-- out:  standard_id text, certificate_no text, certificate_day text, valid_until_day text, accuracy_class text
-- plan: search
SELECT d.standard_id, d.certificate_no, d.certificate_day, d.valid_until_day, d.accuracy_class
  FROM event v
  JOIN trip_standard x ON x.org = v.org AND x.trip_id = :trip_id
  JOIN standard_certificate d ON d.org = x.org AND d.standard_id = x.standard_id
 WHERE v.org = :org AND v.entity = 'record' AND v.entity_id = :record_id AND v.seq = 1
   AND d.seq = (SELECT max(e.seq) FROM standard_certificate e
                 WHERE e.org = d.org AND e.standard_id = d.standard_id
                   AND e.recorded_ms <= v.at_ms)
   AND EXISTS (SELECT 1 FROM standard_certificate n
                WHERE n.org = d.org AND n.standard_id = d.standard_id
                  AND n.recorded_ms > v.at_ms)
 ORDER BY d.standard_id LIMIT 2000;

-- name: standard_set_list :many
-- in:   org text
-- row:  standard_set
-- out:  id text, name_zh text, accreditation_no text, regulation_code text, range_zh text, max_kg text, accuracy_zh text, valid_until_day text, stopped_day text?, version int
-- plan: search
SELECT id, name_zh, accreditation_no, regulation_code, range_zh, max_kg, accuracy_zh,
       valid_until_day, stopped_day, version
  FROM standard_set WHERE org = :org ORDER BY id LIMIT 1000;

-- name: standard_set_one :one
-- in:   org text, id text
-- row:  standard_set
SELECT id, name_zh, accreditation_no, regulation_code, range_zh, max_kg, accuracy_zh,
       valid_until_day, stopped_day, version
  FROM standard_set WHERE org = :org AND id = :id;

-- name: standard_set_add :exec
-- in:   org text, id text, name_zh text, accreditation_no text, regulation_code text, range_zh text, max_kg text, accuracy_zh text, valid_until_day text, version int
INSERT INTO standard_set (org, id, name_zh, accreditation_no, regulation_code, range_zh, max_kg,
                          accuracy_zh, valid_until_day, version)
VALUES (:org, :id, :name_zh, :accreditation_no, :regulation_code, :range_zh, :max_kg,
        :accuracy_zh, :valid_until_day, :version);

-- name: standard_set_change :change-one
-- in:   org text, id text, name_zh text, accreditation_no text, regulation_code text, range_zh text, max_kg text, accuracy_zh text, valid_until_day text, stopped_day text?, version int
UPDATE standard_set SET name_zh = :name_zh, accreditation_no = :accreditation_no,
       regulation_code = :regulation_code, range_zh = :range_zh, max_kg = :max_kg,
       accuracy_zh = :accuracy_zh, valid_until_day = :valid_until_day,
       stopped_day = :stopped_day, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: standard_busy :many
-- in:   org text, standard_id text, from_day text, until_day text, trip_id text
-- out:  trip_id text, number text
-- plan: search
SELECT t.id, t.number
  FROM (SELECT org, trip_id FROM trip_standard
         WHERE org = :org AND standard_id = :standard_id LIMIT 1000000) s
  JOIN trip t ON t.org = s.org AND t.id = s.trip_id
 WHERE t.id <> :trip_id
   AND t.state IN ('draft', 'published', 'under_way')
   AND t.from_day <= :until_day AND t.until_day >= :from_day
 ORDER BY t.id LIMIT 10;

-- name: vehicle_list :many
-- in:   org text
-- out:  id text, plate text, kind text, payload_kg int, state text
-- plan: search
SELECT id, plate, kind, payload_kg, state FROM vehicle WHERE org = :org ORDER BY id LIMIT 1000;

-- name: vehicle_one :one
-- in:   org text, id text
-- out:  id text, plate text, kind text, payload_kg int, state text
SELECT id, plate, kind, payload_kg, state FROM vehicle WHERE org = :org AND id = :id;

-- name: vehicle_add :exec
-- in:   org text, id text, plate text, kind text, payload_kg int
INSERT INTO vehicle (org, id, plate, kind, payload_kg, state)
VALUES (:org, :id, :plate, :kind, :payload_kg, 'in_use');

-- name: credential_valid :many
-- in:   org text, person_id text, regulation_code text, duty text, day text
-- out:  id text, number text, valid_until_day text
-- plan: search
SELECT id, number, valid_until_day FROM credential
 WHERE org = :org AND person_id = :person_id AND regulation_code = :regulation_code
   AND duty = :duty AND valid_from_day <= :day AND valid_until_day >= :day
   AND (stopped_day IS NULL OR stopped_day > :day)
 ORDER BY valid_until_day DESC LIMIT 10;

-- name: edition_list :many
-- in:   org text
-- out:  id text, code text, edition text, title_zh text, title_en text, hash text, in_force_day text, until_day text?, state text, confirmed_by text?, confirmed_note text?, confirmed_ms int?, version int
-- plan: search
SELECT id, code, edition, title_zh, title_en, hash, in_force_day, until_day, state, confirmed_by,
       confirmed_note, confirmed_ms, version
  FROM regulation_edition WHERE org = :org ORDER BY code, in_force_day, id LIMIT 1000;

-- name: edition_one :one
-- in:   org text, id text
-- out:  id text, code text, edition text, title_zh text, title_en text, hash text, in_force_day text, until_day text?, state text, version int
SELECT id, code, edition, title_zh, title_en, hash, in_force_day, until_day, state, version
  FROM regulation_edition WHERE org = :org AND id = :id;

-- name: edition_in_force :many
-- in:   org text, code text, day text
-- out:  id text, edition text, hash text, state text
-- plan: search
SELECT id, edition, hash, state FROM regulation_edition
 WHERE org = :org AND code = :code AND in_force_day <= :day
   AND (until_day IS NULL OR until_day >= :day) AND state <> 'superseded'
 ORDER BY in_force_day DESC, id LIMIT 10;

-- name: edition_add :exec
-- in:   org text, id text, code text, edition text, title_zh text, title_en text, hash text, in_force_day text
INSERT INTO regulation_edition (org, id, code, edition, title_zh, title_en, hash, in_force_day,
                                state, version)
VALUES (:org, :id, :code, :edition, :title_zh, :title_en, :hash, :in_force_day, 'draft', 1);

-- name: edition_confirm :change-one
-- in:   org text, id text, confirmed_by text, confirmed_note text, confirmed_ms int, version int
UPDATE regulation_edition SET state = 'confirmed', confirmed_by = :confirmed_by,
       confirmed_note = :confirmed_note, confirmed_ms = :confirmed_ms, version = version + 1
 WHERE org = :org AND id = :id AND version = :version AND state = 'draft';

-- name: edition_supersede :change-one
-- in:   org text, id text, version int
UPDATE regulation_edition SET state = 'superseded', version = version + 1
 WHERE org = :org AND id = :id AND version = :version AND state = 'confirmed';
