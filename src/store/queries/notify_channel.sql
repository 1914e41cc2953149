-- Channels out of the product: endpoints, their secrets, their circuit breakers.

-- name: notify_endpoint_list :many
-- in:   org text
-- row:  notify_endpoint_row
-- out:  id text, channel text, name text, url text, security text, login text, sender text
-- out:  ca_pem text, kinds text, domains text, state text, version int, fails int?
-- out:  open_until_ms int?, ok_ms int?, fail_ms int?, error text?
-- plan: search
SELECT e.id, e.channel, e.name, e.url, e.security, e.login, e.sender, e.ca_pem, e.kinds,
       e.domains, e.state, e.version, h.fails, h.open_until_ms, h.ok_ms, h.fail_ms, h.error
  FROM notify_endpoint e
  LEFT JOIN notify_health h ON h.org = e.org AND h.endpoint_id = e.id
 WHERE e.org = :org ORDER BY e.id LIMIT 100;

-- name: notify_endpoint_one :one
-- in:   org text, id text
-- row:  notify_endpoint_row
SELECT e.id, e.channel, e.name, e.url, e.security, e.login, e.sender, e.ca_pem, e.kinds,
       e.domains, e.state, e.version, h.fails, h.open_until_ms, h.ok_ms, h.fail_ms, h.error
  FROM notify_endpoint e
  LEFT JOIN notify_health h ON h.org = e.org AND h.endpoint_id = e.id
 WHERE e.org = :org AND e.id = :id;

-- Those that messages may go to.
-- name: notify_endpoint_on :many
-- in:   org text
-- out:  id text, channel text, kinds text, domains text
-- plan: search
SELECT id, channel, kinds, domains FROM notify_endpoint
 WHERE org = :org AND state = 'on' ORDER BY id LIMIT 100;

-- name: notify_endpoint_add :exec
-- in:   org text, id text, channel text, name text, url text, security text, login text
-- in:   sender text, ca_pem text, kinds text, domains text
INSERT INTO notify_endpoint (org, id, channel, name, url, security, login, sender, ca_pem,
                             kinds, domains, state, version)
VALUES (:org, :id, :channel, :name, :url, :security, :login, :sender, :ca_pem, :kinds,
        :domains, 'off', 1);

-- name: notify_endpoint_save :change-one
-- in:   org text, id text, old_version int, name text, url text, security text, login text
-- in:   sender text, ca_pem text, kinds text, domains text, state text
UPDATE notify_endpoint
   SET name = :name, url = :url, security = :security, login = :login, sender = :sender,
       ca_pem = :ca_pem, kinds = :kinds, domains = :domains, state = :state,
       version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;

-- Only for who sends.
-- name: notify_secret_one :one
-- in:   org text, endpoint_id text
-- out:  secret text
SELECT secret FROM notify_secret WHERE org = :org AND endpoint_id = :endpoint_id;

-- name: notify_secret_list :many
-- in:   org text
-- out:  endpoint_id text, secret text
-- plan: search
SELECT endpoint_id, secret FROM notify_secret
 WHERE org = :org ORDER BY endpoint_id LIMIT 100;

-- name: notify_secret_put :exec
-- in:   org text, endpoint_id text, secret text
INSERT INTO notify_secret (org, endpoint_id, secret) VALUES (:org, :endpoint_id, :secret)
    ON CONFLICT (org, endpoint_id) DO UPDATE SET secret = excluded.secret;

-- name: notify_health_put :exec
-- in:   org text, endpoint_id text, fails int, open_until_ms int, ok_ms int?, fail_ms int?
-- in:   error text
INSERT INTO notify_health (org, endpoint_id, fails, open_until_ms, ok_ms, fail_ms, error)
VALUES (:org, :endpoint_id, :fails, :open_until_ms, :ok_ms, :fail_ms, :error)
    ON CONFLICT (org, endpoint_id) DO UPDATE SET
       fails = excluded.fails, open_until_ms = excluded.open_until_ms, ok_ms = excluded.ok_ms,
       fail_ms = excluded.fail_ms, error = excluded.error;
