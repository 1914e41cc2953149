-- Certificates, charges, attachments.

-- name: certificate_add :exec
-- in:   org text, id text, number text, kind text, year int, serial int, record_id text, instrument_id text, enterprise_id text, content text, content_hash text, issued_day text, valid_until_day text?, replaces_id text?, numbered_ms int
INSERT INTO certificate (org, id, number, kind, year, serial, record_id, instrument_id,
                         enterprise_id, state, content, content_hash, issued_day,
                         valid_until_day, replaces_id, numbered_ms, version)
VALUES (:org, :id, :number, :kind, :year, :serial, :record_id, :instrument_id, :enterprise_id,
        'numbered', :content, :content_hash, :issued_day, :valid_until_day, :replaces_id,
        :numbered_ms, 1);

-- name: certificate_issue :change-one
-- in:   org text, id text, pdf_hash text, issued_ms int, version int
UPDATE certificate SET state = 'issued', pdf_hash = :pdf_hash, issued_ms = :issued_ms,
       version = version + 1
 WHERE org = :org AND id = :id AND version = :version AND state = 'numbered';

-- name: certificate_set_state :change-one
-- in:   org text, id text, state text, version int
UPDATE certificate SET state = :state, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: certificate_list :many
-- in:   org text, kind text?, enterprise text?, number text?, before_ms int, before_id text, limit int
-- out:  id text, number text, kind text, state text, record_id text, instrument_id text, name_zh text, model text, serial text, enterprise_id text, enterprise_name text, issued_day text, valid_until_day text?, numbered_ms int, version int
-- plan: search
SELECT c.id, c.number, c.kind, c.state, c.record_id, c.instrument_id, i.name_zh, i.model,
       i.serial, c.enterprise_id, e.name, c.issued_day, c.valid_until_day, c.numbered_ms,
       c.version
  FROM certificate c
  JOIN instrument i ON i.org = c.org AND i.id = c.instrument_id
  JOIN enterprise e ON e.org = c.org AND e.id = c.enterprise_id
 WHERE c.org = :org AND (c.numbered_ms, c.id) < (:before_ms, :before_id)
-- optional: kind
   AND c.kind = :kind
-- end
-- optional: enterprise
   AND c.enterprise_id = :enterprise
-- end
-- optional: number
   AND c.number = :number
-- end
 ORDER BY c.numbered_ms DESC, c.id DESC LIMIT :limit;

-- name: certificate_one :one
-- in:   org text, id text
-- out:  id text, number text, kind text, state text, record_id text, instrument_id text, enterprise_id text, content text, content_hash text, pdf_hash text?, issued_day text, valid_until_day text?, replaces_id text?, numbered_ms int, issued_ms int?, version int
SELECT id, number, kind, state, record_id, instrument_id, enterprise_id, content, content_hash,
       pdf_hash, issued_day, valid_until_day, replaces_id, numbered_ms, issued_ms, version
  FROM certificate WHERE org = :org AND id = :id;

-- name: certificate_by_number :one
-- in:   org text, number text
-- out:  id text, number text, kind text, state text, content text, content_hash text, pdf_hash text?, issued_day text, valid_until_day text?, enterprise_id text
SELECT id, number, kind, state, content, content_hash, pdf_hash, issued_day, valid_until_day,
       enterprise_id
  FROM certificate WHERE org = :org AND number = :number;

-- name: certificate_valid_of_instrument :many
-- in:   org text, instrument_id text
-- out:  id text, number text, kind text, state text, valid_until_day text?, version int
-- plan: search
SELECT id, number, kind, state, valid_until_day, version
  FROM certificate WHERE org = :org AND instrument_id = :instrument_id
 ORDER BY +numbered_ms DESC, id DESC LIMIT 50;

-- name: certificate_numbered :many
-- in:   org text, from_ms int, limit int
-- out:  id text, number text, content text, version int
-- plan: search
SELECT id, number, content, version
  FROM certificate WHERE org = :org AND state = 'numbered' AND numbered_ms >= :from_ms
 ORDER BY numbered_ms, id LIMIT :limit;

-- name: certificate_of_demand :many
-- in:   org text, demand_id text
-- out:  id text, number text, kind text, state text
-- plan: search
SELECT c.id, c.number, c.kind, c.state
  FROM (SELECT r.org, r.id
          FROM (SELECT t.org, t.id
                  FROM (SELECT org, id FROM booking
                         WHERE org = :org AND demand_id = :demand_id ORDER BY id LIMIT 500) b
                  JOIN trip t ON t.org = b.org AND t.booking_id = b.id LIMIT 500) t
          JOIN record r ON r.org = t.org AND r.trip_id = t.id LIMIT 500) r
  JOIN certificate c ON c.org = r.org AND c.record_id = r.id
 ORDER BY c.number LIMIT 500;

-- name: blob_put :exec
-- in:   org text, hash text, bytes bytes, size int
INSERT INTO blob (org, hash, bytes, size) VALUES (:org, :hash, :bytes, :size)
    ON CONFLICT (org, hash) DO NOTHING;

-- name: blob_get :one
-- in:   org text, hash text
-- out:  bytes bytes, size int
SELECT bytes, size FROM blob WHERE org = :org AND hash = :hash;

-- name: attachment_add :exec
-- in:   org text, id text, entity text, entity_id text, hash text, name text, media_type text, size int, at_ms int, person_id text
INSERT INTO attachment (org, id, entity, entity_id, hash, name, media_type, size, at_ms, person_id)
VALUES (:org, :id, :entity, :entity_id, :hash, :name, :media_type, :size, :at_ms, :person_id);

-- name: attachment_one :one
-- in:   org text, id text
-- out:  id text, entity text, entity_id text, hash text, name text, media_type text, size int, at_ms int, person_id text
SELECT id, entity, entity_id, hash, name, media_type, size, at_ms, person_id
  FROM attachment WHERE org = :org AND id = :id;

-- name: attachment_list :many
-- in:   org text, entity text, entity_id text
-- out:  id text, hash text, name text, media_type text, size int, at_ms int, person_id text
-- plan: search
SELECT id, hash, name, media_type, size, at_ms, person_id
  FROM attachment WHERE org = :org AND entity = :entity AND entity_id = :entity_id
 ORDER BY id LIMIT 500;

-- name: tariff_list :many
-- in:   org text, day text
-- out:  code text, name_zh text, name_en text, kind_code text?, unit_zh text, price_fen int, basis_zh text
-- plan: search
SELECT code, name_zh, name_en, kind_code, unit_zh, price_fen, basis_zh
  FROM tariff WHERE org = :org AND from_day <= :day AND (until_day IS NULL OR until_day >= :day)
 ORDER BY code LIMIT 1000;

-- name: tariff_one :one
-- in:   org text, code text, day text
-- out:  code text, name_zh text, price_fen int
SELECT code, name_zh, price_fen FROM tariff
 WHERE org = :org AND code = :code AND from_day <= :day
   AND (until_day IS NULL OR until_day >= :day);

-- name: tariff_of_kind :one
-- in:   org text, kind_code text, day text
-- out:  code text, name_zh text, price_fen int
SELECT code, name_zh, price_fen FROM tariff
 WHERE org = :org AND kind_code = :kind_code AND from_day <= :day
   AND (until_day IS NULL OR until_day >= :day)
 ORDER BY code LIMIT 1;

-- name: tariff_add :exec
-- in:   org text, code text, name_zh text, name_en text, kind_code text?, unit_zh text, price_fen int, from_day text, basis_zh text
INSERT INTO tariff (org, code, name_zh, name_en, kind_code, unit_zh, price_fen, from_day, basis_zh)
VALUES (:org, :code, :name_zh, :name_en, :kind_code, :unit_zh, :price_fen, :from_day, :basis_zh);

-- What a kind costs from now on.
-- name: tariff_open :many
-- in:   org text, kind_code text
-- out:  code text, price_fen int, from_day text
-- plan: search
SELECT code, price_fen, from_day FROM tariff
 WHERE org = :org AND kind_code = :kind_code AND until_day IS NULL
 ORDER BY from_day DESC, code LIMIT 10;

-- name: tariff_set_price :change-one
-- in:   org text, code text, price_fen int, unit_zh text, basis_zh text
UPDATE tariff SET price_fen = :price_fen, unit_zh = :unit_zh, basis_zh = :basis_zh
 WHERE org = :org AND code = :code;

-- name: tariff_end :change-one
-- in:   org text, code text, until_day text
UPDATE tariff SET until_day = :until_day WHERE org = :org AND code = :code;

-- name: waiver_rule_one :one
-- in:   org text, code text
-- out:  code text, name_zh text, rate_ppm int
SELECT code, name_zh, rate_ppm FROM waiver_rule WHERE org = :org AND code = :code;

-- name: waiver_rule_add :exec
-- in:   org text, code text, name_zh text, name_en text, rate_ppm int, applies_to text, evidence_zh text, note_zh text
INSERT INTO waiver_rule (org, code, name_zh, name_en, rate_ppm, applies_to, evidence_zh, note_zh)
VALUES (:org, :code, :name_zh, :name_en, :rate_ppm, :applies_to, :evidence_zh, :note_zh);

-- A line keeps the version of the item that its demand was matched to, or its appointment
-- is for.
-- name: charge_add :exec
-- in:   org text, id text, booking_id text?, visit_id text?, record_id text?, tariff_code text, waiver_code text?, ground text, quantity int, price_fen int, amount_fen int, reason text, note text, enterprise_id text, at_ms int
INSERT INTO charge_line (org, id, booking_id, visit_id, record_id, tariff_code, waiver_code,
                         ground, quantity, price_fen, amount_fen, reason, note, enterprise_id,
                         at_ms, item_code, item_no)
VALUES (:org, :id, :booking_id, :visit_id, :record_id, :tariff_code, :waiver_code, :ground,
        :quantity, :price_fen, :amount_fen, :reason, :note, :enterprise_id, :at_ms,
        (SELECT coalesce(d.item_code, a.item_code) FROM booking b
           LEFT JOIN demand d ON d.org = b.org AND d.id = b.demand_id
           LEFT JOIN appointment a ON a.org = b.org AND a.booking_id = b.id
          WHERE b.org = :org AND b.id = :booking_id),
        (SELECT CASE WHEN d.item_code IS NULL THEN a.item_no ELSE d.item_no END FROM booking b
           LEFT JOIN demand d ON d.org = b.org AND d.id = b.demand_id
           LEFT JOIN appointment a ON a.org = b.org AND a.booking_id = b.id
          WHERE b.org = :org AND b.id = :booking_id));

-- name: charge_list :many
-- in:   org text, booking text?, enterprise text?, ground text?, after_id text, limit int
-- out:  id text, booking_id text?, booking_number text?, visit_id text?, visit_day text?
-- out:  record_id text?, record_number text?, tariff_code text, name_zh text, quantity int
-- out:  price_fen int, amount_fen int, ground text, waiver_code text?, reason text, note text
-- out:  enterprise_id text, at_ms int
-- plan: search
SELECT c.id, c.booking_id, b.number, c.visit_id, v.day, c.record_id, r.number, c.tariff_code,
       t.name_zh, c.quantity, c.price_fen, c.amount_fen, c.ground, c.waiver_code, c.reason,
       c.note, c.enterprise_id, c.at_ms
  FROM charge_line c
  LEFT JOIN visit v ON v.org = c.org AND v.id = c.visit_id
  LEFT JOIN booking b ON b.org = c.org AND b.id = c.booking_id
  JOIN tariff t ON t.org = c.org AND t.code = c.tariff_code
  LEFT JOIN record r ON r.org = c.org AND r.id = c.record_id
 WHERE c.org = :org AND c.id > :after_id
-- optional: booking
   AND c.booking_id = :booking
-- end
-- optional: enterprise
   AND c.enterprise_id = :enterprise
-- end
-- optional: ground
   AND c.ground = :ground
-- end
 ORDER BY c.id LIMIT :limit;

-- name: charge_transport_of :many
-- in:   org text, booking_id text, tariff_code text
-- out:  id text
-- plan: search
SELECT id FROM charge_line
 WHERE org = :org AND booking_id = :booking_id AND tariff_code = :tariff_code
 ORDER BY id LIMIT 1;
