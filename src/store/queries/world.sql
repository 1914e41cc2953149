-- Reference data put in when an organisation is set up: by `qh demo` from data/world.

-- name: world_org_add :exec
-- in:   org text, name_zh text, name_en text, is_demo int, authorisation_no text, address_zh text, postcode text, phone text
INSERT INTO org (org, name_zh, name_en, is_demo, authorisation_no, address_zh, postcode, phone)
VALUES (:org, :name_zh, :name_en, :is_demo, :authorisation_no, :address_zh, :postcode, :phone);

-- name: world_office_add :exec
-- in:   org text, id text, code text, name_zh text, name_en text, kind text, duty_zh text
INSERT INTO office (org, id, code, name_zh, name_en, kind, duty_zh)
VALUES (:org, :id, :code, :name_zh, :name_en, :kind, :duty_zh);

-- An office that handles cases: its people see no visits but their own.
-- name: world_office_enforces :change-one
-- in:   org text, code text
UPDATE office SET enforcement = 1 WHERE org = :org AND code = :code;

-- name: world_person_add :exec
-- in:   org text, id text, office_id text?, enterprise_id text?, name text, login text?, password text?, title_zh text, phone_masked text
INSERT INTO person (org, id, office_id, enterprise_id, name, login, password, title_zh,
                    phone_masked, state, version)
VALUES (:org, :id, :office_id, :enterprise_id, :name, :login, :password, :title_zh,
        :phone_masked, 'active', 0);

-- name: world_role_add :exec
-- in:   org text, person_id text, role text
INSERT INTO person_role (org, person_id, role) VALUES (:org, :person_id, :role)
    ON CONFLICT (org, person_id, role) DO NOTHING;

-- name: world_credential_add :exec
-- in:   org text, id text, person_id text, regulation_code text, duty text, number text, valid_from_day text, valid_until_day text, version int
INSERT INTO credential (org, id, person_id, regulation_code, duty, number, valid_from_day,
                        valid_until_day, version)
VALUES (:org, :id, :person_id, :regulation_code, :duty, :number, :valid_from_day,
        :valid_until_day, :version);

-- name: world_division_add :exec
-- in:   org text, code text, name_zh text, name_en text, lat_u int, lon_u int
INSERT INTO division (org, code, name_zh, name_en, lat_u, lon_u)
VALUES (:org, :code, :name_zh, :name_en, :lat_u, :lon_u);

-- name: world_park_add :exec
-- in:   org text, code text, name_zh text, name_en text, division_code text, lat_u int, lon_u int
INSERT INTO park (org, code, name_zh, name_en, division_code, lat_u, lon_u)
VALUES (:org, :code, :name_zh, :name_en, :division_code, :lat_u, :lon_u);

-- name: world_industry_add :exec
-- in:   org text, code text, name_zh text, name_en text
INSERT INTO industry (org, code, name_zh, name_en) VALUES (:org, :code, :name_zh, :name_en);

-- name: world_enterprise_add :exec
-- in:   org text, id text, name text, ident_kind text, ident_value text, industry_code text, size_class text, division_code text, park_code text?, address_zh text, lat_u int, lon_u int, founded_year int, supported int
INSERT INTO enterprise (org, id, name, ident_kind, ident_value, industry_code, size_class,
                        division_code, park_code, address_zh, lat_u, lon_u, founded_year,
                        supported, is_fictional, version)
VALUES (:org, :id, :name, :ident_kind, :ident_value, :industry_code, :size_class,
        :division_code, :park_code, :address_zh, :lat_u, :lon_u, :founded_year, :supported,
        1, 0);

-- name: world_pairing_add :exec
-- in:   org text, id text, officer_id text, enterprise_id text, from_day text, until_day text?
INSERT INTO pairing (org, id, officer_id, enterprise_id, from_day, until_day)
VALUES (:org, :id, :officer_id, :enterprise_id, :from_day, :until_day);

-- name: world_department_add :exec
-- in:   org text, code text, name_zh text, name_en text, matters_zh text
INSERT INTO external_department (org, code, name_zh, name_en, matters_zh)
VALUES (:org, :code, :name_zh, :name_en, :matters_zh);
