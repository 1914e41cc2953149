-- Offices, people, enterprises, visits, the catalogue of service items: the reading side.
-- What an organisation is set up with is inserted by world.sql.

-- name: office_list :many
-- in:   org text
-- out:  id text, code text, name_zh text, name_en text, kind text, duty_zh text
-- plan: index
SELECT id, code, name_zh, name_en, kind, duty_zh FROM office
 WHERE org = :org ORDER BY code LIMIT 1000;

-- People in the order of their ids.
-- name: person_list :many
-- in:   org text, role text?, office text?, after_id text, limit int
-- out:  id text, name text, title_zh text, office_id text?, office_name text?
-- plan: index
SELECT p.id, p.name, p.title_zh, p.office_id, o.name_zh
  FROM person p LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
 WHERE p.org = :org AND p.id > :after_id AND p.state = 'active' AND p.enterprise_id IS NULL
-- optional: role
   AND EXISTS (SELECT 1 FROM person_role r
                WHERE r.org = p.org AND r.person_id = p.id AND r.role = :role)
-- end
-- optional: office
   AND p.office_id = :office
-- end
 ORDER BY p.id LIMIT :limit;

-- name: person_roles :many
-- in:   org text, person_id text
-- out:  role text
-- plan: index
SELECT role FROM person_role WHERE org = :org AND person_id = :person_id ORDER BY role LIMIT 100;

-- name: credential_list :many
-- in:   org text, person_id text
-- out:  id text, regulation_code text, duty text, number text, valid_from_day text
-- out:  valid_until_day text
-- plan: search
SELECT id, regulation_code, duty, number, valid_from_day, valid_until_day FROM credential
 WHERE org = :org AND person_id = :person_id ORDER BY regulation_code, duty, id LIMIT 1000;

-- name: enterprise_list :many
-- in:   org text, pattern text?, division text?, industry text?, after_name text
-- in:   after_id text, limit int
-- out:  id text, name text, ident_kind text, ident_value text, industry_code text
-- out:  industry_name text, size_class text, division_code text, division_name text
-- out:  park_name text?, supported int, version int
-- plan: index
SELECT e.id, e.name, e.ident_kind, e.ident_value, e.industry_code, i.name_zh, e.size_class,
       e.division_code, v.name_zh, k.name_zh, e.supported, e.version
  FROM enterprise e
  JOIN industry i ON i.org = e.org AND i.code = e.industry_code
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN park k ON k.org = e.org AND k.code = e.park_code
 WHERE e.org = :org AND (e.name, e.id) > (:after_name, :after_id)
-- optional: pattern
   AND (e.name LIKE :pattern ESCAPE '!' OR e.ident_value LIKE :pattern ESCAPE '!')
-- end
-- optional: division
   AND e.division_code = :division
-- end
-- optional: industry
   AND e.industry_code = :industry
-- end
 ORDER BY e.name, e.id LIMIT :limit;

-- name: enterprise_one :one
-- in:   org text, id text
-- out:  id text, name text, ident_kind text, ident_value text, industry_code text
-- out:  industry_name text, size_class text, division_code text, division_name text
-- out:  park_code text?, park_name text?, address_zh text, lat_u int, lon_u int
-- out:  founded_year int, supported int, is_fictional int, version int
SELECT e.id, e.name, e.ident_kind, e.ident_value, e.industry_code, i.name_zh, e.size_class,
       e.division_code, v.name_zh, e.park_code, k.name_zh, e.address_zh, e.lat_u, e.lon_u,
       e.founded_year, e.supported, e.is_fictional, e.version
  FROM enterprise e
  JOIN industry i ON i.org = e.org AND i.code = e.industry_code
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN park k ON k.org = e.org AND k.code = e.park_code
 WHERE e.org = :org AND e.id = :id;

-- Officers who were paired with an enterprise, the present one first.
-- name: pairing_of :many
-- in:   org text, enterprise_id text
-- out:  officer_id text, officer_name text, office_name text?, from_day text, until_day text?
-- plan: search
SELECT g.officer_id, p.name, o.name_zh, g.from_day, g.until_day
  FROM pairing g
  JOIN person p ON p.org = g.org AND p.id = g.officer_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
 WHERE g.org = :org AND g.enterprise_id = :enterprise_id
 ORDER BY g.from_day DESC, g.id DESC LIMIT 100;

-- name: enterprise_counts :one
-- in:   org text, id text
-- out:  demands_open int, instruments int, certificates int, visits int
SELECT (SELECT count(1) FROM demand d
         WHERE d.org = :org AND d.enterprise_id = :id
           AND d.state NOT IN ('CLOSED', 'WDR', 'MRG')),
       (SELECT count(1) FROM instrument i
         WHERE i.org = :org AND i.enterprise_id = :id AND i.state <> 'scrapped'),
       (SELECT count(1) FROM certificate c
         WHERE c.org = :org AND c.enterprise_id = :id AND c.state = 'issued'),
       (SELECT count(1) FROM visit v
         WHERE v.org = :org AND v.enterprise_id = :id AND v.state = 'done');

-- name: visit_add :exec
-- in:   org text, id text, enterprise_id text, officer_id text, kind text, day text
-- in:   met_role text, production_state text, note text
INSERT INTO visit (org, id, enterprise_id, officer_id, kind, day, met_role, production_state,
                   note, state, version)
VALUES (:org, :id, :enterprise_id, :officer_id, :kind, :day, :met_role, :production_state,
        :note, 'done', 1);

-- Visits, latest day first.
-- name: visit_list :many
-- in:   org text, enterprise text?, officer text?, before_day text, before_id text, limit int
-- out:  id text, enterprise_id text, enterprise_name text, division_name text, officer_id text
-- out:  officer_name text, kind text, day text, met_role text, production_state text
-- out:  note text, state text, demands int, version int
-- plan: index
SELECT v.id, v.enterprise_id, e.name, x.name_zh, v.officer_id, p.name, v.kind, v.day, v.met_role,
       v.production_state, v.note, v.state,
       (SELECT count(1) FROM demand d
         WHERE d.org = v.org AND d.enterprise_id = v.enterprise_id AND d.visit_id = v.id),
       v.version
  FROM visit v
  JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
  JOIN division x ON x.org = e.org AND x.code = e.division_code
  JOIN person p ON p.org = v.org AND p.id = v.officer_id
 WHERE v.org = :org AND (v.day, v.id) < (:before_day, :before_id)
-- optional: enterprise
   AND v.enterprise_id = :enterprise
-- end
-- optional: officer
   AND v.officer_id = :officer
-- end
 ORDER BY v.day DESC, v.id DESC LIMIT :limit;

-- name: item_list :many
-- in:   org text
-- out:  code text, category_zh text, category_en text, name_zh text, name_en text
-- out:  who_may_ask text, basis text, statutory_limit_wd int?, commit_limit_wd int
-- out:  lead_office_code text, default_route text, fee text, waiver_rule text, on_site int
-- out:  appointment int, keywords text, also_called text, not_this text
-- plan: index
SELECT code, category_zh, category_en, name_zh, name_en, who_may_ask, basis, statutory_limit_wd,
       commit_limit_wd, lead_office_code, default_route, fee, waiver_rule, on_site, appointment,
       keywords, also_called, not_this
  FROM service_item WHERE org = :org AND state = 'published' ORDER BY code LIMIT 1000;

-- name: department_list :many
-- in:   org text
-- out:  code text, name_zh text, name_en text, matters_zh text
-- plan: index
SELECT code, name_zh, name_en, matters_zh FROM external_department
 WHERE org = :org ORDER BY code LIMIT 1000;

-- name: division_list :many
-- in:   org text
-- out:  code text, name_zh text, name_en text, lat_u int, lon_u int
-- plan: index
SELECT code, name_zh, name_en, lat_u, lon_u FROM division WHERE org = :org
 ORDER BY code LIMIT 1000;

-- name: industry_list :many
-- in:   org text
-- out:  code text, name_zh text, name_en text
-- plan: index
SELECT code, name_zh, name_en FROM industry WHERE org = :org ORDER BY code LIMIT 1000;
