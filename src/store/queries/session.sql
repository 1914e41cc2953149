-- Sessions, the people who sign in, and stored answers of requests with a key.

-- name: session_key :one
-- any-org: the key of all processes on one database
-- out:  value text
SELECT value FROM setting WHERE org = '' AND name = 'session_key';

-- name: session_key_add :change
-- any-org: the key of all processes on one database
-- in:   value text
INSERT INTO setting (org, name, value) VALUES ('', 'session_key', :value)
ON CONFLICT (org, name) DO NOTHING;

-- name: session_one :one
-- any-org: the hash of 256 random bits says the organisation
-- in:   token_hash text, now_ms int
-- out:  org text, person_id text, name text, office_id text?, enterprise_id text?, expires_ms int
SELECT s.org, s.person_id, p.name, p.office_id, p.enterprise_id, s.expires_ms
  FROM session s JOIN person p ON p.org = s.org AND p.id = s.person_id
 WHERE s.token_hash = :token_hash AND s.expires_ms > :now_ms AND p.state = 'active';

-- name: session_add :exec
-- in:   org text, token_hash text, person_id text, csrf_hash text, created_ms int, expires_ms int
INSERT INTO session (org, token_hash, person_id, csrf_hash, created_ms, expires_ms)
VALUES (:org, :token_hash, :person_id, :csrf_hash, :created_ms, :expires_ms);

-- name: session_remove :change
-- in:   org text, token_hash text
DELETE FROM session WHERE org = :org AND token_hash = :token_hash;

-- name: session_remove_old :change
-- in:   org text, now_ms int
DELETE FROM session WHERE org = :org AND expires_ms <= :now_ms;

-- name: session_login :one
-- any-org: a login is unique over all organisations
-- in:   login text
-- out:  org text, id text, password text?
SELECT org, id, password FROM person WHERE login = :login AND state = 'active';

-- name: session_roles :many
-- in:   org text, person_id text
-- out:  role text
-- plan: index
SELECT role FROM person_role WHERE org = :org AND person_id = :person_id
 ORDER BY role LIMIT 20;

-- name: session_person :one
-- in:   org text, id text
-- out:  name text, title_zh text, office_id text?, office_name text?, enterprise_id text?, enterprise_name text?, org_name_zh text, org_name_en text, is_demo int
SELECT p.name, p.title_zh, p.office_id, f.name_zh, p.enterprise_id, e.name, o.name_zh,
       o.name_en, o.is_demo
  FROM person p
  JOIN org o ON o.org = p.org
  LEFT JOIN office f ON f.org = p.org AND f.id = p.office_id
  LEFT JOIN enterprise e ON e.org = p.org AND e.id = p.enterprise_id
 WHERE p.org = :org AND p.id = :id;

-- name: session_org :one
-- any-org: the organisation whose pages the public sees when none is named
-- out:  org text
SELECT org FROM org ORDER BY org LIMIT 1;

-- name: session_health :one
-- any-org: asks only whether the database answers
-- out:  n int
SELECT count(*) AS n FROM (SELECT 1 FROM org LIMIT 1) AS one_org;

-- name: idempotency_one :one
-- in:   org text, person_id text, key text
-- out:  request_hash text, status int, media_type text, body text
SELECT request_hash, status, media_type, body FROM idempotency
 WHERE org = :org AND person_id = :person_id AND key = :key;

-- name: idempotency_add :exec
-- in:   org text, person_id text, key text, request_hash text, status int, media_type text, body text, at_ms int
INSERT INTO idempotency (org, person_id, key, request_hash, status, media_type, body, at_ms)
VALUES (:org, :person_id, :key, :request_hash, :status, :media_type, :body, :at_ms);

-- name: idempotency_remove_old :change
-- in:   org text, before_ms int
DELETE FROM idempotency WHERE org = :org AND at_ms < :before_ms;

-- name: session_org_add :change
-- in:   org text, name text
INSERT INTO org (org, name_zh, name_en, is_demo, authorisation_no, address_zh, postcode, phone)
VALUES (:org, :name, :name, 0, '', '', '', '')
ON CONFLICT (org) DO NOTHING;

-- name: session_person_add :exec
-- in:   org text, id text, enterprise_id text?, name text, login text, password text, title_zh text
INSERT INTO person (org, id, office_id, enterprise_id, name, login, password, title_zh,
                    phone_masked, state, version)
VALUES (:org, :id, NULL, :enterprise_id, :name, :login, :password, :title_zh, '', 'active', 1);

-- name: session_role_add :exec
-- in:   org text, person_id text, role text
INSERT INTO person_role (org, person_id, role) VALUES (:org, :person_id, :role);
