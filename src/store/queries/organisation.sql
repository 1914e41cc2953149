-- Offices, people, enterprises, the catalogue of service items: the reading side.
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
-- in:   org text, person_id text?, limit int
-- row:  credential_row
-- out:  id text, person_id text, person_name text, regulation_code text, duty text
-- out:  number text, valid_from_day text, valid_until_day text, stopped_day text?
-- out:  stopped_why text?, version int
-- plan: search
SELECT k.id, k.person_id, p.name, k.regulation_code, k.duty, k.number, k.valid_from_day,
       k.valid_until_day, k.stopped_day, k.stopped_why, k.version
  FROM credential k JOIN person p ON p.org = k.org AND p.id = k.person_id
 WHERE k.org = :org
-- optional: person_id
   AND k.person_id = :person_id
-- end
 ORDER BY k.person_id, k.regulation_code, k.duty, k.id LIMIT :limit;

-- name: credential_one :one
-- in:   org text, id text
-- row:  credential_row
SELECT k.id, k.person_id, p.name, k.regulation_code, k.duty, k.number, k.valid_from_day,
       k.valid_until_day, k.stopped_day, k.stopped_why, k.version
  FROM credential k JOIN person p ON p.org = k.org AND p.id = k.person_id
 WHERE k.org = :org AND k.id = :id;

-- name: credential_stop :change-one
-- in:   org text, id text, stopped_day text, stopped_why text, version int
UPDATE credential SET stopped_day = :stopped_day, stopped_why = :stopped_why,
       version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- size, park, unpaired: '' for all; unpaired: '1' for those without an officer.
-- name: enterprise_list :many
-- in:   org text, pattern text?, division text?, industry text?, officer text?, size text
-- in:   park text, unpaired text, after_name text, after_id text, limit int
-- out:  id text, name text, ident_kind text, ident_value text, industry_code text
-- out:  industry_name text, size_class text, division_code text, division_name text
-- out:  park_name text?, supported int, version int, officer_id text?, officer_name text?
-- plan: index
SELECT e.id, e.name, e.ident_kind, e.ident_value, e.industry_code, i.name_zh, e.size_class,
       e.division_code, v.name_zh, k.name_zh, e.supported, e.version, g.officer_id, p.name
  FROM enterprise e
  JOIN industry i ON i.org = e.org AND i.code = e.industry_code
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN park k ON k.org = e.org AND k.code = e.park_code
  LEFT JOIN pairing g ON g.org = e.org AND g.enterprise_id = e.id AND g.until_day IS NULL
  LEFT JOIN person p ON p.org = g.org AND p.id = g.officer_id
 WHERE e.org = :org AND (e.name, e.id) > (:after_name, :after_id)
   AND (:size = '' OR e.size_class = :size)
   AND (:park = '' OR e.park_code = :park)
   AND (:unpaired = '' OR g.id IS NULL)
-- optional: pattern
   AND (e.name LIKE :pattern ESCAPE '!' OR e.ident_value LIKE :pattern ESCAPE '!')
-- end
-- optional: division
   AND e.division_code = :division
-- end
-- optional: industry
   AND e.industry_code = :industry
-- end
-- optional: officer
   AND g.officer_id = :officer
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
-- out:  id text, officer_id text, officer_name text, office_name text?, from_day text
-- out:  until_day text?, version int
-- plan: search
SELECT g.id, g.officer_id, p.name, o.name_zh, g.from_day, g.until_day,
       g.version
  FROM pairing g
  JOIN person p ON p.org = g.org AND p.id = g.officer_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
 WHERE g.org = :org AND g.enterprise_id = :enterprise_id
 ORDER BY g.from_day DESC, g.id DESC LIMIT 100;

-- The people whom one meets there; telephone numbers are masked.
-- name: enterprise_contacts :many
-- in:   org text, enterprise_id text
-- out:  name text, title_zh text, phone_masked text
-- plan: search
SELECT name, title_zh, phone_masked FROM person
 WHERE org = :org AND enterprise_id = :enterprise_id AND state = 'active'
 ORDER BY id LIMIT 100;

-- name: park_list :many
-- in:   org text
-- row:  place_row
-- out:  code text, name_zh text, name_en text, lat_u int, lon_u int
-- plan: index
SELECT code, name_zh, name_en, lat_u, lon_u FROM park WHERE org = :org
 ORDER BY code LIMIT 1000;

-- name: enterprise_counts :one
-- in:   org text, id text
-- out:  demands_open int, instruments int, certificates int, visits int, visits_planned int
SELECT (SELECT count(1) FROM demand d
         WHERE d.org = :org AND d.enterprise_id = :id
           AND d.state NOT IN ('CLOSED', 'WDR', 'MRG')),
       (SELECT count(1) FROM instrument i
         WHERE i.org = :org AND i.enterprise_id = :id AND i.state <> 'scrapped'),
       (SELECT count(1) FROM certificate c
         WHERE c.org = :org AND c.enterprise_id = :id AND c.state = 'issued'),
       (SELECT count(1) FROM visit v
         WHERE v.org = :org AND v.enterprise_id = :id AND v.state = 'done'),
       (SELECT count(1) FROM visit v
         WHERE v.org = :org AND v.enterprise_id = :id AND v.state = 'planned');

-- name: department_list :many
-- in:   org text
-- out:  code text, name_zh text, name_en text, matters_zh text
-- plan: index
SELECT code, name_zh, name_en, matters_zh FROM external_department
 WHERE org = :org ORDER BY code LIMIT 1000;

-- name: division_list :many
-- in:   org text
-- row:  place_row
-- plan: index
SELECT code, name_zh, name_en, lat_u, lon_u FROM division WHERE org = :org
 ORDER BY code LIMIT 1000;

-- name: industry_list :many
-- in:   org text
-- row:  place_row
-- plan: index
SELECT code, name_zh, name_en, 0, 0 FROM industry WHERE org = :org ORDER BY code LIMIT 1000;
