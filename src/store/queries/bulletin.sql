-- Bulletins of the desk, and the rows that they tell of.

-- name: bulletin_add :exec
-- in:   org text, id text, kind text, from_day text, until_day text, made_ms int
INSERT INTO bulletin (org, id, kind, from_day, until_day, number, state, cases, next_steps,
                      content, content_hash, made_ms, published_ms, version)
VALUES (:org, :id, :kind, :from_day, :until_day, NULL, 'draft', '[]', '', NULL, NULL, :made_ms,
        NULL, 1);

-- name: bulletin_one :one
-- in:   org text, id text
-- out:  id text, kind text, from_day text, until_day text, number text?, state text
-- out:  cases text, next_steps text, content text?, content_hash text?, made_ms int
-- out:  published_ms int?, version int, org_name text, is_demo int
SELECT b.id, b.kind, b.from_day, b.until_day, b.number, b.state, b.cases, b.next_steps,
       b.content, b.content_hash, b.made_ms, b.published_ms, b.version, o.name_zh, o.is_demo
  FROM bulletin b JOIN org o ON o.org = b.org
 WHERE b.org = :org AND b.id = :id;

-- drafts: 1 to see them, too.
-- name: bulletin_list :many
-- in:   org text, drafts int, at_ms int, at_id text, limit int
-- out:  id text, kind text, from_day text, until_day text, number text?, state text
-- out:  made_ms int, published_ms int?, version int
-- plan: index
SELECT id, kind, from_day, until_day, number, state, made_ms, published_ms, version
  FROM bulletin
 WHERE org = :org AND (made_ms, id) < (:at_ms, :at_id) AND (:drafts = 1 OR state = 'published')
 ORDER BY made_ms DESC, id DESC LIMIT :limit;

-- name: bulletin_edit :change-one
-- in:   org text, id text, old_version int, cases text, next_steps text
UPDATE bulletin SET cases = :cases, next_steps = :next_steps, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version AND state = 'draft';

-- name: bulletin_publish :change-one
-- in:   org text, id text, old_version int, number text, content text, content_hash text
-- in:   published_ms int
UPDATE bulletin SET state = 'published', number = :number, content = :content,
       content_hash = :content_hash, published_ms = :published_ms, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version AND state = 'draft';

-- name: bulletin_remove :change-one
-- in:   org text, id text, old_version int
DELETE FROM bulletin
 WHERE org = :org AND id = :id AND version = :old_version AND state = 'draft';

-- name: bulletin_new_demands :many
-- in:   org text, from_ms int, until_ms int, limit int
-- row:  bulletin_demand
-- out:  id text, number text, enterprise text, text text, office text?, item text?, state text
-- out:  due_ms int?
-- plan: index
SELECT d.id, d.number, e.name, d.text, o.name_zh, i.name_zh, d.state, d.due_ms
  FROM demand d
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
 WHERE d.org = :org AND d.registered_ms >= :from_ms AND d.registered_ms < :until_ms
   AND d.state <> 'MRG'
 ORDER BY d.registered_ms, d.id LIMIT :limit;

-- name: bulletin_overdue :many
-- in:   org text, at_ms int, limit int
-- row:  bulletin_demand
-- plan: index
SELECT d.id, d.number, e.name, d.text, o.name_zh, i.name_zh, d.state, d.due_ms
  FROM demand d
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
 WHERE d.org = :org AND d.due_ms IS NOT NULL AND d.due_ms < :at_ms
 ORDER BY d.due_ms, d.id LIMIT :limit;

-- name: bulletin_case :one
-- in:   org text, id text
-- row:  bulletin_demand
SELECT d.id, d.number, e.name, d.text, o.name_zh, i.name_zh, d.state, d.due_ms
  FROM demand d
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
 WHERE d.org = :org AND d.id = :id;

-- Enterprises with a visit in a period by their division, and the people who made visits.
-- name: bulletin_visited :many
-- in:   org text, from_day text, until_day text
-- out:  division text, enterprises int
-- plan: search
SELECT e.division_code, count(DISTINCT v.enterprise_id)
  FROM visit v JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
 WHERE v.org = :org AND v.state = 'done' AND v.day >= :from_day AND v.day < :until_day
 GROUP BY e.division_code ORDER BY e.division_code LIMIT 1000;

-- name: bulletin_visitors :one
-- in:   org text, from_day text, until_day text
-- out:  n int
SELECT count(DISTINCT officer_id) FROM visit
 WHERE org = :org AND state = 'done' AND day >= :from_day AND day < :until_day;
