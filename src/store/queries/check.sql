-- What `qh check` reads: whole tables of an organisation, row by row.

-- name: check_orgs :many
-- any-org: the check goes through all organisations
-- out:  org text
-- plan: scan: one row for each organisation
SELECT org FROM org ORDER BY org LIMIT 1000;

-- name: check_events :each
-- in:   org text
-- out:  entity text, entity_id text, seq int, at_ms int, actor_id text, actor_name text
-- out:  action text, from_state text, to_state text, note text, data text, prev_hash text
-- out:  hash text
-- plan: index
SELECT entity, entity_id, seq, at_ms, actor_id, actor_name, action, from_state, to_state, note,
       data, prev_hash, hash
  FROM event WHERE org = :org ORDER BY entity, entity_id, seq;

-- Rows whose version counts the entries of their history.
-- name: check_versions :each
-- in:   org text
-- row:  versioned
-- out:  entity text, entity_id text, version int, entries int, state text, last_state text
-- plan: index
SELECT 'demand', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'demand' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'demand' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM demand t WHERE t.org = :org
UNION ALL
SELECT 'booking', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'booking' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'booking' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM booking t WHERE t.org = :org
UNION ALL
SELECT 'trip', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'trip' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'trip' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM trip t WHERE t.org = :org
UNION ALL
SELECT 'record', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'record' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'record' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM record t WHERE t.org = :org
UNION ALL
SELECT 'certificate', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'certificate' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'certificate' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM certificate t WHERE t.org = :org
UNION ALL
SELECT 'visit', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'visit' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'visit' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM visit t WHERE t.org = :org
UNION ALL
SELECT 'instrument', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'instrument' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'instrument' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM instrument t WHERE t.org = :org
UNION ALL
SELECT 'regulation_edition', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'regulation_edition' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'regulation_edition' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM regulation_edition t WHERE t.org = :org
UNION ALL
SELECT 'pairing', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'pairing' AND v.entity_id = t.id),
       CASE WHEN t.until_day IS NULL THEN 'open' ELSE 'ended' END,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'pairing' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM pairing t WHERE t.org = :org
UNION ALL
SELECT 'handover', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'handover' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'handover' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM handover t WHERE t.org = :org
UNION ALL
SELECT 'interest', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'interest' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'interest' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM interest t WHERE t.org = :org
UNION ALL
SELECT 'feedback', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'feedback' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'feedback' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM feedback t WHERE t.org = :org;

-- name: check_versions_2 :each
-- in:   org text
-- row:  versioned
-- plan: index
SELECT 'supervise_order', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'supervise_order' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'supervise_order' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM supervise_order t WHERE t.org = :org
UNION ALL
SELECT 'bulletin', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'bulletin' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'bulletin' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM bulletin t WHERE t.org = :org;

-- name: check_versions_items :each
-- in:   org text
-- row:  versioned
-- plan: index
SELECT 'item_version', t.code || '/' || CAST(t.no AS text), t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'item_version' AND v.entity_id = t.code || '/' || CAST(t.no AS text)),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'item_version' AND v.entity_id = t.code || '/' || CAST(t.no AS text)
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM item_version t WHERE t.org = :org
UNION ALL
SELECT 'package', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'package' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'package' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM package t WHERE t.org = :org
UNION ALL
SELECT 'appointment', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'appointment' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'appointment' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM appointment t WHERE t.org = :org;

-- What the laboratory keeps: rows that were set up have version 0 and no history.
-- name: check_versions_keep :each
-- in:   org text
-- row:  versioned
-- plan: index
SELECT 'instrument_kind', t.code, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'instrument_kind' AND v.entity_id = t.code),
       CASE WHEN t.retired_day IS NULL THEN 'in_use' ELSE 'retired' END,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'instrument_kind' AND v.entity_id = t.code
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM instrument_kind t WHERE t.org = :org
UNION ALL
SELECT 'standard', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'standard' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'standard' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM standard t WHERE t.org = :org
UNION ALL
SELECT 'standard_set', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'standard_set' AND v.entity_id = t.id),
       CASE WHEN t.stopped_day IS NULL THEN 'in_use' ELSE 'stopped' END,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'standard_set' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM standard_set t WHERE t.org = :org
UNION ALL
SELECT 'credential', t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'credential' AND v.entity_id = t.id),
       coalesce(t.stopped_why, 'in_use'),
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'credential' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM credential t WHERE t.org = :org;

-- Instruments that name a regulation of their own, with those of their kind.
-- name: check_instrument_regulations :each
-- in:   org text
-- out:  id text, regulation text, list text
-- plan: index
SELECT i.id, i.regulation, k.regulation
  FROM instrument i JOIN instrument_kind k ON k.org = i.org AND k.code = i.kind_code
 WHERE i.org = :org AND i.regulation IS NOT NULL;

-- What standards are good for, by their rows and by their newest certificates.
-- name: check_standard_papers :each
-- in:   org text
-- out:  id text, certificate_no text, certificate_day text, valid_until_day text, accuracy_class text, params text, is_no text, is_day text, is_until text, is_class text, is_params text, seq int, papers int
-- plan: index
SELECT s.id, s.certificate_no, s.certificate_day, s.valid_until_day, s.accuracy_class,
       coalesce(m.params, ''), d.certificate_no, d.certificate_day, d.valid_until_day,
       d.accuracy_class, coalesce(d.params, ''), d.seq,
       (SELECT count(1) FROM standard_certificate n
         WHERE n.org = d.org AND n.standard_id = d.standard_id)
  FROM standard_certificate d
  JOIN standard s ON s.org = d.org AND s.id = d.standard_id
  LEFT JOIN standard_measure m ON m.org = s.org AND m.id = s.id
 WHERE d.org = :org
   AND d.seq = (SELECT max(e.seq) FROM standard_certificate e
                 WHERE e.org = d.org AND e.standard_id = d.standard_id);

-- What a kind costs, by the kind and by the line of the tariff that runs.
-- name: check_prices :each
-- in:   org text
-- out:  code text, price_fen int, lines int, tariff_fen int?
-- plan: index
SELECT k.code, k.price_fen,
       (SELECT count(1) FROM tariff t
         WHERE t.org = k.org AND t.kind_code = k.code AND t.until_day IS NULL),
       (SELECT max(t.price_fen) FROM tariff t
         WHERE t.org = k.org AND t.kind_code = k.code AND t.until_day IS NULL)
  FROM instrument_kind k WHERE k.org = :org AND k.version > 0;

-- Histories of rows that are not there.
-- name: check_lost :each
-- in:   org text
-- out:  entity text, entity_id text
-- plan: index
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN demand t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'demand' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN booking t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'booking' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN trip t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'trip' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN record t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'record' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN certificate t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'certificate' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN visit t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'visit' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN instrument t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'instrument' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN regulation_edition t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'regulation_edition' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN item_version t ON t.org = v.org AND t.code || '/' || CAST(t.no AS text) = v.entity_id
 WHERE v.org = :org AND v.entity = 'item_version' AND v.seq = 1 AND t.code IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN package t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'package' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN appointment t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'appointment' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN instrument_kind t ON t.org = v.org AND t.code = v.entity_id
 WHERE v.org = :org AND v.entity = 'instrument_kind' AND v.seq = 1 AND t.code IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN standard t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'standard' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN standard_set t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'standard_set' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN credential t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'credential' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN pairing t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'pairing' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN handover t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'handover' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN interest t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'interest' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN feedback t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'feedback' AND v.seq = 1 AND t.id IS NULL
UNION ALL
SELECT v.entity, v.entity_id
  FROM event v LEFT JOIN supervise_order t ON t.org = v.org AND t.id = v.entity_id
 WHERE v.org = :org AND v.entity = 'supervise_order' AND v.seq = 1 AND t.id IS NULL;

-- The times that the history of a demand tells, too.
-- name: check_demand :one
-- in:   org text, id text
-- out:  registered_ms int, done_ms int?, closed_ms int?, clock text?, due_ms int?, answer text?
-- out:  satisfaction text?
SELECT registered_ms, done_ms, closed_ms, clock, due_ms, answer, satisfaction
  FROM demand WHERE org = :org AND id = :id;

-- What must fit what happened on a demand's way.
-- name: check_course :one
-- in:   org text, id text
-- out:  state text, enterprise_id text, due_ms int?, late int, extended int, rounds int
-- out:  merged_id text?, into_enterprise_id text?
SELECT d.state, d.enterprise_id, d.due_ms, d.late, d.extended, d.rounds, d.merged_id,
       m.enterprise_id
  FROM demand d LEFT JOIN demand m ON m.org = d.org AND m.id = d.merged_id
 WHERE d.org = :org AND d.id = :id;

-- name: check_demand_ids :each
-- in:   org text
-- out:  id text
-- plan: index
SELECT id FROM demand WHERE org = :org;

-- Every number given out, with the series it comes from.
-- name: check_numbers :each
-- in:   org text
-- out:  series text, entity text, entity_id text, number text, year int, serial int
-- plan: index
SELECT 'demand', 'demand', id, number, 0, 0 FROM demand WHERE org = :org
UNION ALL
SELECT 'booking', 'booking', id, number, 0, 0 FROM booking WHERE org = :org
UNION ALL
SELECT 'trip', 'trip', id, number, 0, 0 FROM trip WHERE org = :org
UNION ALL
SELECT 'appointment', 'appointment', id, number, 0, 0 FROM appointment WHERE org = :org
UNION ALL
SELECT 'record', 'record', id, number, 0, 0 FROM record WHERE org = :org
UNION ALL
SELECT 'supervise_order', 'supervise_order', id, number, 0, 0
  FROM supervise_order WHERE org = :org
UNION ALL
SELECT 'bulletin.' || kind, 'bulletin', id, number, 0, 0
  FROM bulletin WHERE org = :org AND number IS NOT NULL
UNION ALL
SELECT 'certificate.' || kind, 'certificate', id, number, year, serial
  FROM certificate WHERE org = :org;

-- name: check_series :many
-- in:   org text
-- out:  series text, year int, next_serial int
-- plan: index
SELECT series, year, next FROM number_series WHERE org = :org ORDER BY series, year LIMIT 10000;

-- Calibration certificates that hold or held.
-- name: check_calibrations :each
-- in:   org text
-- out:  id text, record_id text, number text, year int, serial int, content text
-- plan: index
SELECT id, record_id, number, year, serial, content FROM certificate
 WHERE org = :org AND kind = 'calibration' AND state <> 'void';

-- name: check_certificates :each
-- in:   org text
-- out:  id text, number text, kind text, state text, record_id text, content text
-- out:  content_hash text, pdf_hash text?, blob_hash text?, issued_day text
-- out:  valid_until_day text?, record_state text?, record_service text?, record_verdict text?
-- out:  record_instrument_id text?, instrument_id text, numbered_ms int
-- plan: index
SELECT c.id, c.number, c.kind, c.state, c.record_id, c.content, c.content_hash, c.pdf_hash, b.hash,
       c.issued_day, c.valid_until_day, r.state, r.service, r.verdict, r.instrument_id,
       c.instrument_id, c.numbered_ms
  FROM certificate c
  LEFT JOIN record r ON r.org = c.org AND r.id = c.record_id
  LEFT JOIN blob b ON b.org = c.org AND b.hash = c.pdf_hash
 WHERE c.org = :org;

-- Approved records that have not exactly one paper that stands.
-- name: check_papers :each
-- in:   org text
-- out:  id text, number text, papers int
-- plan: index
SELECT r.id, r.number,
       (SELECT count(1) FROM certificate c
         WHERE c.org = r.org AND c.record_id = r.id AND c.state <> 'replaced')
  FROM record r
 WHERE r.org = :org AND r.state = 'approved'
   AND (SELECT count(1) FROM certificate c
         WHERE c.org = r.org AND c.record_id = r.id AND c.state <> 'replaced') <> 1;

-- name: check_records :each
-- in:   org text
-- out:  id text, number text, verdict text, head_hash text, set_no int, state text
-- plan: index
SELECT id, number, verdict, head_hash, set_no, state FROM record WHERE org = :org;

-- name: check_blobs :each
-- in:   org text
-- out:  hash text, bytes bytes, size int
-- plan: index
SELECT hash, bytes, size FROM blob WHERE org = :org;

-- name: check_blob_users :many
-- in:   org text, hash text
-- out:  entity text, entity_id text
-- plan: index
SELECT 'certificate', id FROM certificate WHERE org = :org AND pdf_hash = :hash
UNION ALL
SELECT 'attachment', id FROM attachment WHERE org = :org AND hash = :hash
 LIMIT 100;

-- name: check_charges :each
-- in:   org text
-- out:  id text, ground text, waiver_code text?, rate_ppm int?, quantity int, price_fen int
-- out:  amount_fen int
-- plan: index
SELECT c.id, c.ground, c.waiver_code, w.rate_ppm, c.quantity, c.price_fen, c.amount_fen
  FROM charge_line c LEFT JOIN waiver_rule w ON w.org = c.org AND w.code = c.waiver_code
 WHERE c.org = :org;

-- Demands that full text does not find.
-- name: check_unsearchable :each
-- in:   org text
-- out:  id text, number text
-- plan: index
SELECT d.id, d.number
  FROM demand d
  LEFT JOIN search_doc s ON s.org = d.org AND s.entity = 'demand' AND s.entity_id = d.id
 WHERE d.org = :org AND s.entity_id IS NULL;

-- The deltas of a figure that are not folded yet.
-- name: check_deltas :many
-- in:   org text, metric text, month text, axis text, value text
-- out:  id text, entity_id text, amount int
-- plan: search
SELECT id, entity_id, amount FROM figure_delta
 WHERE org = :org AND metric = :metric AND month = :month
   AND :value = CASE :axis WHEN 'division' THEN division WHEN 'office' THEN office
                           WHEN 'kind' THEN kind WHEN 'item' THEN item
                           WHEN 'route' THEN route WHEN 'day' THEN day ELSE '' END
 ORDER BY id LIMIT 1000;

-- Rows that name a row which is not there; SQLite lets other programs write such.
-- name: check_references_1 :each
-- in:   org text
-- row:  reference
-- out:  entity text, entity_id text, field text, value text
-- plan: index
SELECT 'person', t.id, 'office_id', t.office_id
  FROM person t LEFT JOIN office r ON r.org = t.org AND r.id = t.office_id
 WHERE t.org = :org AND r.id IS NULL AND t.office_id IS NOT NULL
UNION ALL
SELECT 'person_role', t.person_id || '/' || t.role, 'person_id', t.person_id
  FROM person_role t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'credential', t.id, 'person_id', t.person_id
  FROM credential t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'session', t.token_hash, 'person_id', t.person_id
  FROM session t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'park', t.code, 'division_code', t.division_code
  FROM park t LEFT JOIN division r ON r.org = t.org AND r.code = t.division_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'enterprise', t.id, 'industry_code', t.industry_code
  FROM enterprise t LEFT JOIN industry r ON r.org = t.org AND r.code = t.industry_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'enterprise', t.id, 'division_code', t.division_code
  FROM enterprise t LEFT JOIN division r ON r.org = t.org AND r.code = t.division_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'enterprise', t.id, 'park_code', t.park_code
  FROM enterprise t LEFT JOIN park r ON r.org = t.org AND r.code = t.park_code
 WHERE t.org = :org AND r.code IS NULL AND t.park_code IS NOT NULL
UNION ALL
SELECT 'pairing', t.id, 'officer_id', t.officer_id
  FROM pairing t LEFT JOIN person r ON r.org = t.org AND r.id = t.officer_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'pairing', t.id, 'enterprise_id', t.enterprise_id
  FROM pairing t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'visit', t.id, 'enterprise_id', t.enterprise_id
  FROM visit t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'visit', t.id, 'officer_id', t.officer_id
  FROM visit t LEFT JOIN person r ON r.org = t.org AND r.id = t.officer_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'demand', t.id, 'enterprise_id', t.enterprise_id
  FROM demand t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'demand', t.id, 'visit_id', t.visit_id
  FROM demand t LEFT JOIN visit r ON r.org = t.org AND r.id = t.visit_id
 WHERE t.org = :org AND r.id IS NULL AND t.visit_id IS NOT NULL
UNION ALL
SELECT 'demand', t.id, 'item_code', t.item_code
  FROM demand t LEFT JOIN service_item r ON r.org = t.org AND r.code = t.item_code
 WHERE t.org = :org AND r.code IS NULL AND t.item_code IS NOT NULL
UNION ALL
SELECT 'demand', t.id, 'department_code', t.department_code
  FROM demand t LEFT JOIN external_department r ON r.org = t.org AND r.code = t.department_code
 WHERE t.org = :org AND r.code IS NULL AND t.department_code IS NOT NULL;

-- name: check_references_2 :each
-- in:   org text
-- row:  reference
-- plan: index
SELECT 'demand', t.id, 'lead_office_id', t.lead_office_id
  FROM demand t LEFT JOIN office r ON r.org = t.org AND r.id = t.lead_office_id
 WHERE t.org = :org AND r.id IS NULL AND t.lead_office_id IS NOT NULL
UNION ALL
SELECT 'demand_match', t.demand_id || '/' || CAST(t.rank AS text), 'demand_id', t.demand_id
  FROM demand_match t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'match_lesson', t.demand_id, 'demand_id', t.demand_id
  FROM match_lesson t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'instrument', t.id, 'enterprise_id', t.enterprise_id
  FROM instrument t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'instrument', t.id, 'kind_code', t.kind_code
  FROM instrument t LEFT JOIN instrument_kind r ON r.org = t.org AND r.code = t.kind_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'standard_certificate', t.standard_id || '/' || CAST(t.seq AS text), 'standard_id', t.standard_id
  FROM standard_certificate t LEFT JOIN standard r ON r.org = t.org AND r.id = t.standard_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'standard', t.id, 'set_id', t.set_id
  FROM standard t LEFT JOIN standard_set r ON r.org = t.org AND r.id = t.set_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'booking', t.id, 'demand_id', t.demand_id
  FROM booking t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL AND t.demand_id IS NOT NULL
UNION ALL
SELECT 'booking', t.id, 'enterprise_id', t.enterprise_id
  FROM booking t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'booking_window', t.booking_id || '/' || CAST(t.seq AS text), 'booking_id', t.booking_id
  FROM booking_window t LEFT JOIN booking r ON r.org = t.org AND r.id = t.booking_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'booking_line', t.id, 'booking_id', t.booking_id
  FROM booking_line t LEFT JOIN booking r ON r.org = t.org AND r.id = t.booking_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'booking_line', t.id, 'instrument_id', t.instrument_id
  FROM booking_line t LEFT JOIN instrument r ON r.org = t.org AND r.id = t.instrument_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'trip', t.id, 'booking_id', t.booking_id
  FROM trip t LEFT JOIN booking r ON r.org = t.org AND r.id = t.booking_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'trip', t.id, 'vehicle_id', t.vehicle_id
  FROM trip t LEFT JOIN vehicle r ON r.org = t.org AND r.id = t.vehicle_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'trip_crew', t.trip_id || '/' || t.person_id, 'trip_id', t.trip_id
  FROM trip_crew t LEFT JOIN trip r ON r.org = t.org AND r.id = t.trip_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'trip_crew', t.trip_id || '/' || t.person_id, 'person_id', t.person_id
  FROM trip_crew t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'trip_standard', t.trip_id || '/' || t.standard_id, 'trip_id', t.trip_id
  FROM trip_standard t LEFT JOIN trip r ON r.org = t.org AND r.id = t.trip_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'trip_standard', t.trip_id || '/' || t.standard_id, 'standard_id', t.standard_id
  FROM trip_standard t LEFT JOIN standard r ON r.org = t.org AND r.id = t.standard_id
 WHERE t.org = :org AND r.id IS NULL;

-- name: check_references_3 :each
-- in:   org text
-- row:  reference
-- plan: index
SELECT 'trip_task', t.id, 'trip_id', t.trip_id
  FROM trip_task t LEFT JOIN trip r ON r.org = t.org AND r.id = t.trip_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'trip_task', t.id, 'booking_line_id', t.booking_line_id
  FROM trip_task t LEFT JOIN booking_line r ON r.org = t.org AND r.id = t.booking_line_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'record', t.id, 'trip_task_id', t.trip_task_id
  FROM record t LEFT JOIN trip_task r ON r.org = t.org AND r.id = t.trip_task_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'record', t.id, 'trip_id', t.trip_id
  FROM record t LEFT JOIN trip r ON r.org = t.org AND r.id = t.trip_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'record', t.id, 'instrument_id', t.instrument_id
  FROM record t LEFT JOIN instrument r ON r.org = t.org AND r.id = t.instrument_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'record', t.id, 'edition_id', t.edition_id
  FROM record t LEFT JOIN regulation_edition r ON r.org = t.org AND r.id = t.edition_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'record_entry', t.record_id || '/' || CAST(t.seq AS text), 'record_id', t.record_id
  FROM record_entry t LEFT JOIN record r ON r.org = t.org AND r.id = t.record_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'seal', t.id, 'instrument_id', t.instrument_id
  FROM seal t LEFT JOIN instrument r ON r.org = t.org AND r.id = t.instrument_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'certificate', t.id, 'record_id', t.record_id
  FROM certificate t LEFT JOIN record r ON r.org = t.org AND r.id = t.record_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'certificate', t.id, 'instrument_id', t.instrument_id
  FROM certificate t LEFT JOIN instrument r ON r.org = t.org AND r.id = t.instrument_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'certificate', t.id, 'enterprise_id', t.enterprise_id
  FROM certificate t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'charge_line', t.id, 'booking_id', t.booking_id
  FROM charge_line t LEFT JOIN booking r ON r.org = t.org AND r.id = t.booking_id
 WHERE t.org = :org AND r.id IS NULL AND t.booking_id IS NOT NULL
UNION ALL
SELECT 'charge_line', t.id, 'visit_id', t.visit_id
  FROM charge_line t LEFT JOIN visit r ON r.org = t.org AND r.id = t.visit_id
 WHERE t.org = :org AND r.id IS NULL AND t.visit_id IS NOT NULL
UNION ALL
SELECT 'charge_line', t.id, 'record_id', t.record_id
  FROM charge_line t LEFT JOIN record r ON r.org = t.org AND r.id = t.record_id
 WHERE t.org = :org AND r.id IS NULL AND t.record_id IS NOT NULL
UNION ALL
SELECT 'charge_line', t.id, 'tariff_code', t.tariff_code
  FROM charge_line t LEFT JOIN tariff r ON r.org = t.org AND r.code = t.tariff_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'attachment', t.id, 'hash', t.hash
  FROM attachment t LEFT JOIN blob r ON r.org = t.org AND r.hash = t.hash
 WHERE t.org = :org AND r.hash IS NULL;

-- name: check_references_4 :each
-- in:   org text
-- row:  reference
-- plan: index
SELECT 'visit', t.id, 'demand_id', t.demand_id
  FROM visit t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL AND t.demand_id IS NOT NULL
UNION ALL
SELECT 'visit', t.id, 'from_visit_id', t.from_visit_id
  FROM visit t LEFT JOIN visit r ON r.org = t.org AND r.id = t.from_visit_id
 WHERE t.org = :org AND r.id IS NULL AND t.from_visit_id IS NOT NULL
UNION ALL
SELECT 'visit', t.id, 'sign_attachment_id', t.sign_attachment_id
  FROM visit t LEFT JOIN attachment r ON r.org = t.org AND r.id = t.sign_attachment_id
 WHERE t.org = :org AND r.id IS NULL AND t.sign_attachment_id IS NOT NULL
UNION ALL
SELECT 'visit_companion', t.visit_id || '/' || t.person_id, 'visit_id', t.visit_id
  FROM visit_companion t LEFT JOIN visit r ON r.org = t.org AND r.id = t.visit_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'visit_companion', t.visit_id || '/' || t.person_id, 'person_id', t.person_id
  FROM visit_companion t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'visit_line', t.visit_id || '/' || t.kind || '/' || CAST(t.seq AS text), 'visit_id', t.visit_id
  FROM visit_line t LEFT JOIN visit r ON r.org = t.org AND r.id = t.visit_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'visit_demand', t.visit_id || '/' || CAST(t.seq AS text), 'visit_id', t.visit_id
  FROM visit_demand t LEFT JOIN visit r ON r.org = t.org AND r.id = t.visit_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'visit_demand', t.visit_id || '/' || CAST(t.seq AS text), 'demand_id', t.demand_id
  FROM visit_demand t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'pairing', t.id, 'handover_id', t.handover_id
  FROM pairing t LEFT JOIN handover r ON r.org = t.org AND r.id = t.handover_id
 WHERE t.org = :org AND r.id IS NULL AND t.handover_id IS NOT NULL
UNION ALL
SELECT 'interest', t.id, 'officer_id', t.officer_id
  FROM interest t LEFT JOIN person r ON r.org = t.org AND r.id = t.officer_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'interest', t.id, 'enterprise_id', t.enterprise_id
  FROM interest t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'handover', t.id, 'from_officer_id', t.from_officer_id
  FROM handover t LEFT JOIN person r ON r.org = t.org AND r.id = t.from_officer_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'handover', t.id, 'to_officer_id', t.to_officer_id
  FROM handover t LEFT JOIN person r ON r.org = t.org AND r.id = t.to_officer_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'handover_line', t.handover_id || '/' || CAST(t.seq AS text), 'handover_id', t.handover_id
  FROM handover_line t LEFT JOIN handover r ON r.org = t.org AND r.id = t.handover_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'handover_line', t.handover_id || '/' || CAST(t.seq AS text), 'enterprise_id', t.enterprise_id
  FROM handover_line t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'feedback', t.id, 'person_id', t.person_id
  FROM feedback t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL AND t.person_id IS NOT NULL;

-- ---- supervision ----

-- name: check_references_supervise :each
-- in:   org text
-- row:  reference
-- plan: index
SELECT 'supervise_act', t.demand_id || '/' || CAST(t.seq AS text), 'demand_id', t.demand_id
  FROM supervise_act t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'supervise_act', t.demand_id || '/' || CAST(t.seq AS text), 'order_id', t.order_id
  FROM supervise_act t LEFT JOIN supervise_order r ON r.org = t.org AND r.id = t.order_id
 WHERE t.org = :org AND r.id IS NULL AND t.order_id IS NOT NULL
UNION ALL
SELECT 'supervise_order', t.id, 'demand_id', t.demand_id
  FROM supervise_order t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'supervise_order', t.id, 'office_id', t.office_id
  FROM supervise_order t LEFT JOIN office r ON r.org = t.org AND r.id = t.office_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'supervise_order', t.id, 'person_id', t.person_id
  FROM supervise_order t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL AND t.person_id IS NOT NULL
UNION ALL
SELECT 'supervise_level', CAST(t.level AS text) || '/' || t.person_id, 'person_id', t.person_id
  FROM supervise_level t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'office_leader', t.office_id || '/' || t.person_id, 'person_id', t.person_id
  FROM office_leader t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'office_leader', t.office_id || '/' || t.person_id, 'office_id', t.office_id
  FROM office_leader t LEFT JOIN office r ON r.org = t.org AND r.id = t.office_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'list_view', t.id, 'owner_id', t.owner_id
  FROM list_view t LEFT JOIN person r ON r.org = t.org AND r.id = t.owner_id
 WHERE t.org = :org AND r.id IS NULL;

-- Entries of histories that are acts of supervision without their row, and rows without
-- their entry.
-- name: check_acts :each
-- in:   org text
-- out:  demand_id text, seq int, entry text, found text
-- plan: index
SELECT v.entity_id, v.seq, v.action, coalesce(a.kind, '')
  FROM event v LEFT JOIN supervise_act a
    ON a.org = v.org AND a.demand_id = v.entity_id AND a.seq = v.seq
 WHERE v.org = :org AND v.entity = 'demand'
   AND v.action IN ('remind', 'urge', 'escalate', 'supervise', 'supervise_reply',
                    'supervise_return', 'supervise_close')
UNION ALL
SELECT a.demand_id, a.seq, coalesce(v.action, ''), a.kind
  FROM supervise_act a LEFT JOIN event v
    ON v.org = a.org AND v.entity = 'demand' AND v.entity_id = a.demand_id AND v.seq = a.seq
 WHERE a.org = :org;

-- The watch of every demand, and how many acts were raised for the limit it is armed for.
-- name: check_watches :each
-- in:   org text
-- out:  id text, due_ms int?, watch_due_ms int?, warn_ms int?, watch_level int, raised int
-- plan: index
SELECT d.id, d.due_ms, d.watch_due_ms, d.warn_ms, d.watch_level,
       (SELECT count(1) FROM supervise_act a
         WHERE a.org = d.org AND a.demand_id = d.id AND a.due_ms = d.watch_due_ms
           AND a.kind IN ('remind', 'escalate'))
  FROM demand d WHERE d.org = :org;

-- Messages whose state and times do not fit: an end without its time, a part of a digest that
-- went to somebody else.
-- name: check_deliveries :each
-- in:   org text
-- out:  id text, state text, ended int, lead_fits int, tries int
-- plan: index
SELECT d.id, d.state, CASE WHEN d.done_ms IS NULL THEN 0 ELSE 1 END,
       CASE WHEN d.lead_id IS NULL AND d.state <> 'bundled' THEN 1
            WHEN EXISTS (SELECT 1 FROM notify_delivery l
                          WHERE l.org = d.org AND l.id = d.lead_id AND l.digest = 1
                            AND l.person_id = d.person_id AND l.endpoint_id = d.endpoint_id)
            THEN 1 ELSE 0 END, d.tries
  FROM notify_delivery d WHERE d.org = :org ORDER BY d.id;

-- A notice carries the time of its event.
-- name: check_notices :each
-- in:   org text
-- out:  person_id text, event_id text, at_ms int, event_ms int, read_ms int?
-- plan: index
SELECT n.person_id, n.event_id, n.at_ms, e.at_ms, n.read_ms
  FROM notice n JOIN notify_event e ON e.org = n.org AND e.id = n.event_id
 WHERE n.org = :org ORDER BY n.person_id, n.event_id;

-- name: check_endpoints :each
-- in:   org text
-- out:  id text, version int, entries int, state text, last_state text
-- plan: index
SELECT t.id, t.version,
       (SELECT count(1) FROM event v
         WHERE v.org = t.org AND v.entity = 'notify_endpoint' AND v.entity_id = t.id),
       t.state,
       coalesce((SELECT v.to_state FROM event v
                  WHERE v.org = t.org AND v.entity = 'notify_endpoint' AND v.entity_id = t.id
                  ORDER BY v.seq DESC LIMIT 1), '')
  FROM notify_endpoint t WHERE t.org = :org ORDER BY t.id;

-- name: check_references_items :each
-- in:   org text
-- row:  reference
-- plan: index
SELECT 'service_item', t.code, 'lead_office_code', t.lead_office_code
  FROM service_item t LEFT JOIN office r ON r.org = t.org AND r.code = t.lead_office_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'item_version', t.code || '/' || CAST(t.no AS text), 'lead_office_code', t.lead_office_code
  FROM item_version t LEFT JOIN office r ON r.org = t.org AND r.code = t.lead_office_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'package_rule', t.package_id || '/' || CAST(t.seq AS text), 'package_id', t.package_id
  FROM package_rule t LEFT JOIN package r ON r.org = t.org AND r.id = t.package_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'package_item', t.package_id || '/' || CAST(t.seq AS text), 'package_id', t.package_id
  FROM package_item t LEFT JOIN package r ON r.org = t.org AND r.id = t.package_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'package_item', t.package_id || '/' || CAST(t.seq AS text), 'item_code', t.item_code
  FROM package_item t LEFT JOIN service_item r ON r.org = t.org AND r.code = t.item_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'appointment', t.id, 'enterprise_id', t.enterprise_id
  FROM appointment t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'appointment', t.id, 'item_code', t.item_code
  FROM appointment t LEFT JOIN service_item r ON r.org = t.org AND r.code = t.item_code
 WHERE t.org = :org AND r.code IS NULL
UNION ALL
SELECT 'appointment', t.id, 'demand_id', t.demand_id
  FROM appointment t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL AND t.demand_id IS NOT NULL
UNION ALL
SELECT 'appointment', t.id, 'booking_id', t.booking_id
  FROM appointment t LEFT JOIN booking r ON r.org = t.org AND r.id = t.booking_id
 WHERE t.org = :org AND r.id IS NULL AND t.booking_id IS NOT NULL
UNION ALL
SELECT 'appointment', t.id, 'office_id', t.office_id
  FROM appointment t LEFT JOIN office r ON r.org = t.org AND r.id = t.office_id
 WHERE t.org = :org AND r.id IS NULL;

-- name: check_references_picks :each
-- in:   org text
-- row:  reference
-- plan: index
SELECT 'appointment', t.id, 'handler_id', t.handler_id
  FROM appointment t LEFT JOIN person r ON r.org = t.org AND r.id = t.handler_id
 WHERE t.org = :org AND r.id IS NULL AND t.handler_id IS NOT NULL
UNION ALL
SELECT 'appointment_window', t.appointment_id || '/' || CAST(t.seq AS text), 'appointment_id', t.appointment_id
  FROM appointment_window t LEFT JOIN appointment r ON r.org = t.org AND r.id = t.appointment_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'appointment_instrument', t.appointment_id || '/' || t.instrument_id, 'appointment_id', t.appointment_id
  FROM appointment_instrument t LEFT JOIN appointment r ON r.org = t.org AND r.id = t.appointment_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'appointment_instrument', t.appointment_id || '/' || t.instrument_id, 'instrument_id', t.instrument_id
  FROM appointment_instrument t LEFT JOIN instrument r ON r.org = t.org AND r.id = t.instrument_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'pick', t.id, 'package_id', t.package_id
  FROM pick t LEFT JOIN package r ON r.org = t.org AND r.id = t.package_id
 WHERE t.org = :org AND r.id IS NULL AND t.package_id IS NOT NULL
UNION ALL
SELECT 'pick', t.id, 'enterprise_id', t.enterprise_id
  FROM pick t LEFT JOIN enterprise r ON r.org = t.org AND r.id = t.enterprise_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'pick', t.id, 'person_id', t.person_id
  FROM pick t LEFT JOIN person r ON r.org = t.org AND r.id = t.person_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'pick_item', t.pick_id || '/' || CAST(t.seq AS text), 'pick_id', t.pick_id
  FROM pick_item t LEFT JOIN pick r ON r.org = t.org AND r.id = t.pick_id
 WHERE t.org = :org AND r.id IS NULL
UNION ALL
SELECT 'pick_item', t.pick_id || '/' || CAST(t.seq AS text), 'demand_id', t.demand_id
  FROM pick_item t LEFT JOIN demand r ON r.org = t.org AND r.id = t.demand_id
 WHERE t.org = :org AND r.id IS NULL AND t.demand_id IS NOT NULL
UNION ALL
SELECT 'pick_item', t.pick_id || '/' || CAST(t.seq AS text), 'appointment_id', t.appointment_id
  FROM pick_item t LEFT JOIN appointment r ON r.org = t.org AND r.id = t.appointment_id
 WHERE t.org = :org AND r.id IS NULL AND t.appointment_id IS NOT NULL;

-- Bookings whose row and parts disagree.
-- name: check_booking_parts :each
-- in:   org text
-- out:  entity text, entity_id text, what text
-- plan: index
SELECT 'booking', b.id, 'demand_id'
  FROM booking b JOIN demand d ON d.org = b.org AND d.id = b.demand_id
 WHERE b.org = :org AND d.enterprise_id <> b.enterprise_id
UNION ALL
SELECT 'booking', b.id, 'downtime_days'
  FROM booking b
 WHERE b.org = :org AND b.demand_id IS NULL
   AND (b.downtime_days <> 0 OR b.downtime_confirmed_ms IS NOT NULL)
UNION ALL
SELECT 'appointment', a.id, 'booking_id'
  FROM appointment a JOIN booking b ON b.org = a.org AND b.id = a.booking_id
 WHERE a.org = :org AND a.booking_id IS NOT NULL AND b.enterprise_id <> a.enterprise_id
UNION ALL
SELECT 'booking_line', l.id, 'instrument_id'
  FROM booking_line l
  JOIN booking b ON b.org = l.org AND b.id = l.booking_id
  JOIN instrument i ON i.org = l.org AND i.id = l.instrument_id
 WHERE l.org = :org AND i.enterprise_id <> b.enterprise_id;
