-- Packages of items, their rules, whom they fit, and what was picked.

-- name: package_add :exec
-- in:   org text, id text, name_zh text, name_en text, wording_zh text, wording_en text
-- in:   made_ms int
INSERT INTO package (org, id, name_zh, name_en, wording_zh, wording_en, state, made_ms, version)
VALUES (:org, :id, :name_zh, :name_en, :wording_zh, :wording_en, 'draft', :made_ms, 1);

-- name: package_edit :change-one
-- in:   org text, id text, version int, name_zh text, name_en text, wording_zh text
-- in:   wording_en text
UPDATE package
   SET name_zh = :name_zh, name_en = :name_en, wording_zh = :wording_zh,
       wording_en = :wording_en, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: package_set_state :change-one
-- in:   org text, id text, version int, state text
UPDATE package SET state = :state, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: package_rule_add :exec
-- in:   org text, package_id text, seq int, kind text, vals text, n int
INSERT INTO package_rule (org, package_id, seq, kind, vals, n)
VALUES (:org, :package_id, :seq, :kind, :vals, :n);

-- name: package_rules_drop :exec
-- in:   org text, package_id text
DELETE FROM package_rule WHERE org = :org AND package_id = :package_id;

-- name: package_item_add :exec
-- in:   org text, package_id text, seq int, item_code text, why_zh text, why_en text
INSERT INTO package_item (org, package_id, seq, item_code, why_zh, why_en)
VALUES (:org, :package_id, :seq, :item_code, :why_zh, :why_en);

-- name: package_items_drop :exec
-- in:   org text, package_id text
DELETE FROM package_item WHERE org = :org AND package_id = :package_id;

-- With what was ordered out of each.
-- name: package_list :many
-- in:   org text, state text?
-- out:  id text, name_zh text, name_en text, wording_zh text, wording_en text, state text
-- out:  made_ms int, version int, items int, picks int, picked_items int, enterprises int
-- plan: search
SELECT p.id, p.name_zh, p.name_en, p.wording_zh, p.wording_en, p.state, p.made_ms, p.version,
       (SELECT count(1) FROM package_item i WHERE i.org = p.org AND i.package_id = p.id),
       (SELECT count(1) FROM pick k WHERE k.org = p.org AND k.package_id = p.id),
       (SELECT count(1) FROM pick k JOIN pick_item i ON i.org = k.org AND i.pick_id = k.id
         WHERE k.org = p.org AND k.package_id = p.id),
       (SELECT count(DISTINCT k.enterprise_id) FROM pick k
         WHERE k.org = p.org AND k.package_id = p.id)
  FROM package p
 WHERE p.org = :org
-- optional: state
   AND p.state = :state
-- end
 ORDER BY p.made_ms, p.id LIMIT 500;

-- name: package_one :one
-- in:   org text, id text
-- out:  id text, name_zh text, name_en text, wording_zh text, wording_en text, state text
-- out:  made_ms int, version int
SELECT id, name_zh, name_en, wording_zh, wording_en, state, made_ms, version
  FROM package WHERE org = :org AND id = :id;

-- name: package_rules :many
-- in:   org text, package_id text
-- out:  seq int, kind text, vals text, n int
-- plan: index
SELECT seq, kind, vals, n FROM package_rule
 WHERE org = :org AND package_id = :package_id ORDER BY seq LIMIT 100;

-- name: package_items :many
-- in:   org text, package_id text
-- out:  seq int, item_code text, why_zh text, why_en text, state text, no int, name_zh text
-- out:  name_en text, commit_limit_wd int, fee text, on_site int, appointment int
-- out:  lead_office_code text
-- plan: index
SELECT i.seq, i.item_code, i.why_zh, i.why_en, s.state, s.no, s.name_zh, s.name_en,
       s.commit_limit_wd, s.fee, s.on_site, s.appointment, s.lead_office_code
  FROM package_item i
  JOIN service_item s ON s.org = i.org AND s.code = i.item_code
 WHERE i.org = :org AND i.package_id = :package_id ORDER BY i.seq LIMIT 100;

-- ---- whom it fits ----

-- Enterprises in the order of their ids.
-- name: package_enterprises :many
-- in:   org text, after_id text, limit int
-- row:  package_subject
-- out:  id text, name text, industry_code text, industry_zh text, industry_en text
-- out:  size_class text, division_code text, division_zh text, division_en text
-- out:  founded_year int, supported int
-- plan: index
SELECT e.id, e.name, e.industry_code, n.name_zh, n.name_en, e.size_class, e.division_code,
       d.name_zh, d.name_en, e.founded_year, e.supported
  FROM enterprise e
  JOIN industry n ON n.org = e.org AND n.code = e.industry_code
  JOIN division d ON d.org = e.org AND d.code = e.division_code
 WHERE e.org = :org AND e.id > :after_id ORDER BY e.id LIMIT :limit;

-- name: package_enterprise :one
-- in:   org text, id text
-- row:  package_subject
SELECT e.id, e.name, e.industry_code, n.name_zh, n.name_en, e.size_class, e.division_code,
       d.name_zh, d.name_en, e.founded_year, e.supported
  FROM enterprise e
  JOIN industry n ON n.org = e.org AND n.code = e.industry_code
  JOIN division d ON d.org = e.org AND d.code = e.division_code
 WHERE e.org = :org AND e.id = :id;

-- Instruments in use that are due by a day.
-- name: package_due :many
-- in:   org text, enterprise_id text, until_day text
-- out:  id text, kind_code text, name_zh text, model text, place_zh text, due_day text
-- plan: search
SELECT i.id, i.kind_code, i.name_zh, i.model, i.place_zh, i.due_day
  FROM instrument i
 WHERE i.org = :org AND i.enterprise_id = :enterprise_id AND i.state = 'in_use'
   AND i.due_day IS NOT NULL AND i.due_day <= :until_day
 ORDER BY i.due_day, i.id LIMIT 500;

-- Certificates that end by a day and have no later one for the same instrument.
-- name: package_expiring :many
-- in:   org text, enterprise_id text, until_day text
-- out:  id text, number text, name_zh text, valid_until_day text
-- plan: search
SELECT c.id, c.number, i.name_zh, c.valid_until_day
  FROM certificate c
  JOIN instrument i ON i.org = c.org AND i.id = c.instrument_id
 WHERE c.org = :org AND c.enterprise_id = :enterprise_id AND c.state = 'issued'
   AND c.valid_until_day IS NOT NULL AND c.valid_until_day <= :until_day
   AND i.state = 'in_use'
   AND NOT EXISTS (SELECT 1 FROM certificate n
                    WHERE n.org = c.org AND n.instrument_id = c.instrument_id
                      AND n.state = 'issued' AND n.valid_until_day > c.valid_until_day)
 ORDER BY c.valid_until_day, c.id LIMIT 500;

-- ---- picks ----

-- name: pick_add :exec
-- in:   org text, id text, package_id text?, package_version int, enterprise_id text
-- in:   channel text, person_id text, person_name text, at_ms int
INSERT INTO pick (org, id, package_id, package_version, enterprise_id, channel, person_id,
                  person_name, at_ms)
VALUES (:org, :id, :package_id, :package_version, :enterprise_id, :channel, :person_id,
        :person_name, :at_ms);

-- name: pick_item_add :exec
-- in:   org text, pick_id text, seq int, item_code text, item_no int, demand_id text?
-- in:   appointment_id text?
INSERT INTO pick_item (org, pick_id, seq, item_code, item_no, demand_id, appointment_id)
VALUES (:org, :pick_id, :seq, :item_code, :item_no, :demand_id, :appointment_id);

-- name: pick_list :many
-- in:   org text, enterprise text?, package text?, before_ms int, before_id text, limit int
-- row:  pick_row
-- out:  id text, package_id text?, package_zh text?, package_en text?, enterprise_id text
-- out:  enterprise_name text, channel text, person_name text, at_ms int
-- plan: index
SELECT k.id, k.package_id, p.name_zh, p.name_en, k.enterprise_id, e.name, k.channel, k.person_name,
       k.at_ms
  FROM pick k
  JOIN enterprise e ON e.org = k.org AND e.id = k.enterprise_id
  LEFT JOIN package p ON p.org = k.org AND p.id = k.package_id
 WHERE k.org = :org AND (k.at_ms, k.id) < (:before_ms, :before_id)
-- optional: enterprise
   AND k.enterprise_id = :enterprise
-- end
-- optional: package
   AND k.package_id = :package
-- end
 ORDER BY k.at_ms DESC, k.id DESC LIMIT :limit;

-- name: pick_one :one
-- in:   org text, id text
-- row:  pick_row
SELECT k.id, k.package_id, p.name_zh, p.name_en, k.enterprise_id, e.name, k.channel, k.person_name,
       k.at_ms
  FROM pick k
  JOIN enterprise e ON e.org = k.org AND e.id = k.enterprise_id
  LEFT JOIN package p ON p.org = k.org AND p.id = k.package_id
 WHERE k.org = :org AND k.id = :id;

-- name: pick_items :many
-- in:   org text, pick_id text
-- out:  seq int, item_code text, item_no int, name_zh text, name_en text, demand_id text?
-- out:  demand_number text?, demand_state text?, appointment_id text?
-- out:  appointment_number text?, appointment_state text?
-- plan: index
SELECT t.seq, t.item_code, t.item_no, v.name_zh, v.name_en, t.demand_id, d.number, d.state,
       t.appointment_id, a.number, a.state
  FROM pick_item t
  JOIN item_version v ON v.org = t.org AND v.code = t.item_code AND v.no = t.item_no
  LEFT JOIN demand d ON d.org = t.org AND d.id = t.demand_id
  LEFT JOIN appointment a ON a.org = t.org AND a.id = t.appointment_id
 WHERE t.org = :org AND t.pick_id = :pick_id ORDER BY t.seq LIMIT 100;

-- The enterprise's open orders of items: demands and appointments under way.
-- name: pick_open :many
-- in:   org text, enterprise_id text
-- out:  item_code text
-- plan: search
SELECT t.item_code
  FROM pick k
  JOIN pick_item t ON t.org = k.org AND t.pick_id = k.id
  LEFT JOIN demand d ON d.org = t.org AND d.id = t.demand_id
  LEFT JOIN appointment a ON a.org = t.org AND a.id = t.appointment_id
 WHERE k.org = :org AND k.enterprise_id = :enterprise_id
   AND (d.state NOT IN ('CLOSED', 'WDR', 'MRG', 'DECL')
        OR (d.id IS NULL AND a.state IN ('requested', 'proposed', 'accepted', 'done')))
 ORDER BY t.item_code LIMIT 500;

-- ---- telling the enterprises ----

-- A published package that was not laid beside all enterprises today.
-- name: package_untold :one
-- in:   org text, day text
-- out:  id text, name_zh text, version int, told_day text, told_after text
SELECT id, name_zh, version, told_day, told_after FROM package
 WHERE org = :org AND state = 'published' AND told_day <> :day ORDER BY id LIMIT 1;

-- name: package_set_told :exec
-- in:   org text, id text, told_day text, told_after text
UPDATE package SET told_day = :told_day, told_after = :told_after WHERE org = :org AND id = :id;

-- Enterprises that have somebody who signs in.
-- name: package_told_to :many
-- in:   org text, after text, limit int
-- out:  id text
-- plan: index
SELECT DISTINCT p.enterprise_id FROM person p
 WHERE p.org = :org AND p.state = 'active' AND p.enterprise_id IS NOT NULL
   AND p.enterprise_id > :after
 ORDER BY p.enterprise_id LIMIT :limit;
