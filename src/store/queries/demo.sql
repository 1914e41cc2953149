-- What only `qh demo` asks.

-- name: demo_orgs :one
-- any-org: counts the organisations of a new database
-- out:  n int
SELECT count(*) FROM org;

-- name: demo_set_login :change-one
-- in:   org text, id text, login text, password text
UPDATE person SET login = :login, password = :password WHERE org = :org AND id = :id;

-- name: demo_add_role :exec
-- in:   org text, person_id text, role text
INSERT INTO person_role (org, person_id, role) VALUES (:org, :person_id, :role)
    ON CONFLICT (org, person_id, role) DO NOTHING;

-- name: demo_demand :one
-- in:   org text, id text
-- out:  version int
SELECT version FROM demand WHERE org = :org AND id = :id;

-- name: demo_record :one
-- in:   org text, id text
-- out:  version int, plan text
SELECT version, plan FROM record WHERE org = :org AND id = :id;

-- Demands closed in a time to the enterprise's satisfaction, for a report's cases.
-- name: demo_cases :many
-- in:   org text, from_ms int, until_ms int
-- out:  id text, answer text
-- plan: search
SELECT id, answer FROM demand
 WHERE org = :org AND closed_ms >= :from_ms AND closed_ms < :until_ms
   AND satisfaction = 'satisfied' AND outcome = 'solved' AND answer IS NOT NULL
 ORDER BY closed_ms, id LIMIT 3;

-- Messages before an instant count as read when they came.
-- name: demo_read_notices :change
-- in:   org text, before_ms int
UPDATE notice SET read_ms = at_ms
 WHERE org = :org AND at_ms < :before_ms AND read_ms IS NULL;

-- The seals of an instrument that nobody has broken.
-- name: demo_seals :many
-- in:   org text, instrument_id text
-- out:  id text
-- plan: search
SELECT id FROM seal WHERE org = :org AND instrument_id = :instrument_id AND broken_ms IS NULL
 ORDER BY id LIMIT 10;

-- name: demo_papers :many
-- in:   org text, demand_id text
-- out:  id text
-- plan: search
SELECT c.id
  FROM (SELECT r.org, r.id
          FROM (SELECT t.org, t.id
                  FROM (SELECT org, id FROM booking
                         WHERE org = :org AND demand_id = :demand_id ORDER BY id LIMIT 500) b
                  JOIN trip t ON t.org = b.org AND t.booking_id = b.id LIMIT 500) t
          JOIN record r ON r.org = t.org AND r.trip_id = t.id LIMIT 500) r
  JOIN certificate c ON c.org = r.org AND c.record_id = r.id
 ORDER BY c.number LIMIT 100;

-- name: demo_numbered :many
-- in:   org text, enterprise_id text
-- out:  id text, content text
-- plan: search
SELECT id, content FROM certificate
 WHERE org = :org AND enterprise_id = :enterprise_id AND state = 'numbered'
 ORDER BY numbered_ms, id LIMIT 1;
