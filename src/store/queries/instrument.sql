-- Instruments of the enterprises, their kinds, seals.

-- name: instrument_list :many
-- in:   org text, enterprise text?, due_before text?, state text?, after_id text, limit int
-- out:  id text, enterprise_id text, enterprise_name text, kind_code text, kind_name text, regulation text, name_zh text, model text, serial text, maker text, accuracy_class text, params text, place_zh text, purpose text, due_day text?, state text, version int
-- plan: search
SELECT i.id, i.enterprise_id, e.name, i.kind_code, k.name_zh,
       COALESCE(i.regulation, k.regulation), i.name_zh, i.model, i.serial, i.maker, i.accuracy_class, i.params, i.place_zh, i.purpose, i.due_day, i.state, i.version
  FROM instrument i
  JOIN enterprise e ON e.org = i.org AND e.id = i.enterprise_id
  JOIN instrument_kind k ON k.org = i.org AND k.code = i.kind_code
 WHERE i.org = :org AND i.id > :after_id
-- optional: enterprise
   AND i.enterprise_id = :enterprise
-- end
-- optional: due_before
   AND i.due_day < :due_before
-- end
-- optional: state
   AND i.state = :state
-- end
 ORDER BY i.id
 LIMIT :limit;

-- name: instrument_one :one
-- in:   org text, id text
-- out:  id text, enterprise_id text, enterprise_name text, division_code text, address_zh text, kind_code text, kind_name text, regulation text, compulsory int, cycle_months int, name_zh text, model text, serial text, maker text, accuracy_class text, params text, place_zh text, purpose text, purpose_by text, purpose_day text, due_day text?, state text, version int
SELECT i.id, i.enterprise_id, e.name, e.division_code, e.address_zh, i.kind_code, k.name_zh,
       COALESCE(i.regulation, k.regulation), k.compulsory, k.cycle_months, i.name_zh, i.model, i.serial, i.maker,
       i.accuracy_class, i.params, i.place_zh, i.purpose, i.purpose_by, i.purpose_day,
       i.due_day, i.state, i.version
  FROM instrument i
  JOIN enterprise e ON e.org = i.org AND e.id = i.enterprise_id
  JOIN instrument_kind k ON k.org = i.org AND k.code = i.kind_code
 WHERE i.org = :org AND i.id = :id;

-- name: instrument_add :exec
-- in:   org text, id text, enterprise_id text, kind_code text, regulation text?, name_zh text, model text, serial text, maker text, accuracy_class text, params text, place_zh text, purpose text, purpose_by text, purpose_day text, due_day text?
INSERT INTO instrument (org, id, enterprise_id, kind_code, regulation, name_zh, model, serial,
                        maker, accuracy_class, params, place_zh, purpose, purpose_by, purpose_day,
                        due_day, state, version)
VALUES (:org, :id, :enterprise_id, :kind_code, :regulation, :name_zh, :model, :serial, :maker,
        :accuracy_class, :params, :place_zh, :purpose, :purpose_by, :purpose_day,
        :due_day, 'in_use', 1);

-- name: instrument_set_purpose :change-one
-- in:   org text, id text, purpose text, purpose_by text, purpose_day text, version int
UPDATE instrument SET purpose = :purpose, purpose_by = :purpose_by, purpose_day = :purpose_day,
       version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: instrument_describe :change-one
-- in:   org text, id text, regulation text?, accuracy_class text, params text, version int
UPDATE instrument SET regulation = :regulation, accuracy_class = :accuracy_class,
       params = :params, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: instrument_set_result :change-one
-- in:   org text, id text, due_day text?, state text, version int
UPDATE instrument SET due_day = :due_day, state = :state, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: instrument_kind_list :many
-- in:   org text
-- row:  instrument_kind
-- out:  code text, name_zh text, name_en text, service text, regulation text, compulsory int, cycle_months int, price_fen int, note_zh text, price_basis text?, unit_zh text?, retired_day text?, version int
-- plan: search
SELECT k.code, k.name_zh, k.name_en, k.service, k.regulation, k.compulsory, k.cycle_months,
       k.price_fen, k.note_zh,
       (SELECT t.basis_zh FROM tariff t
         WHERE t.org = k.org AND t.kind_code = k.code AND t.until_day IS NULL
         ORDER BY t.from_day DESC, t.code LIMIT 1),
       (SELECT t.unit_zh FROM tariff t
         WHERE t.org = k.org AND t.kind_code = k.code AND t.until_day IS NULL
         ORDER BY t.from_day DESC, t.code LIMIT 1),
       k.retired_day, k.version
  FROM instrument_kind k WHERE k.org = :org ORDER BY k.code LIMIT 1000;

-- name: instrument_kind_one :one
-- in:   org text, code text
-- row:  instrument_kind
SELECT k.code, k.name_zh, k.name_en, k.service, k.regulation, k.compulsory, k.cycle_months,
       k.price_fen, k.note_zh,
       (SELECT t.basis_zh FROM tariff t
         WHERE t.org = k.org AND t.kind_code = k.code AND t.until_day IS NULL
         ORDER BY t.from_day DESC, t.code LIMIT 1),
       (SELECT t.unit_zh FROM tariff t
         WHERE t.org = k.org AND t.kind_code = k.code AND t.until_day IS NULL
         ORDER BY t.from_day DESC, t.code LIMIT 1),
       k.retired_day, k.version
  FROM instrument_kind k WHERE k.org = :org AND k.code = :code;

-- name: instrument_kind_add :exec
-- in:   org text, code text, name_zh text, name_en text, service text, regulation text, compulsory int, cycle_months int, price_fen int, note_zh text, version int
INSERT INTO instrument_kind (org, code, name_zh, name_en, service, regulation, compulsory,
                             cycle_months, price_fen, note_zh, version)
VALUES (:org, :code, :name_zh, :name_en, :service, :regulation, :compulsory, :cycle_months,
        :price_fen, :note_zh, :version);

-- name: instrument_kind_change :change-one
-- in:   org text, code text, name_zh text, name_en text, service text, regulation text, compulsory int, cycle_months int, price_fen int, note_zh text, version int
UPDATE instrument_kind SET name_zh = :name_zh, name_en = :name_en, service = :service,
       regulation = :regulation, compulsory = :compulsory, cycle_months = :cycle_months,
       price_fen = :price_fen, note_zh = :note_zh, version = version + 1
 WHERE org = :org AND code = :code AND version = :version;

-- name: instrument_kind_set_retired :change-one
-- in:   org text, code text, retired_day text?, version int
UPDATE instrument_kind SET retired_day = :retired_day, version = version + 1
 WHERE org = :org AND code = :code AND version = :version;

-- The regulations that instruments of the kind name for themselves.
-- name: instrument_regulations :many
-- in:   org text, kind_code text
-- out:  regulation text
-- plan: index
SELECT DISTINCT regulation FROM instrument
 WHERE org = :org AND kind_code = :kind_code AND regulation IS NOT NULL
 ORDER BY regulation LIMIT 100;

-- name: seal_of_instrument :many
-- in:   org text, instrument_id text
-- out:  id text, number text, kind text, position_zh text, applied_record_id text?, applied_ms int, applied_by text, applied_photo text?, broken_record_id text?, broken_ms int?, broken_by text?, broken_photo text?
-- plan: search
SELECT id, number, kind, position_zh, applied_record_id, applied_ms, applied_by, applied_photo,
       broken_record_id, broken_ms, broken_by, broken_photo
  FROM seal WHERE org = :org AND instrument_id = :instrument_id
 ORDER BY applied_ms, id LIMIT 500;

-- name: seal_one :one
-- in:   org text, id text
-- out:  id text, instrument_id text, number text, kind text, position_zh text, broken_ms int?
SELECT id, instrument_id, number, kind, position_zh, broken_ms
  FROM seal WHERE org = :org AND id = :id;

-- name: seal_add :exec
-- in:   org text, id text, instrument_id text, number text, kind text, position_zh text, applied_record_id text?, applied_ms int, applied_by text, applied_photo text?
INSERT INTO seal (org, id, instrument_id, number, kind, position_zh, applied_record_id,
                  applied_ms, applied_by, applied_photo)
VALUES (:org, :id, :instrument_id, :number, :kind, :position_zh, :applied_record_id,
        :applied_ms, :applied_by, :applied_photo);

-- name: seal_set_photo :change-one
-- in:   org text, id text, applied_photo text
UPDATE seal SET applied_photo = :applied_photo WHERE org = :org AND id = :id;

-- name: seal_break :change-one
-- in:   org text, id text, broken_record_id text, broken_ms int, broken_by text, broken_photo text?
UPDATE seal SET broken_record_id = :broken_record_id, broken_ms = :broken_ms,
       broken_by = :broken_by, broken_photo = :broken_photo
 WHERE org = :org AND id = :id AND broken_ms IS NULL;
