-- What people say about the pages: stored, listed for administrators.

-- name: feedback_add :exec
-- in:   org text, id text, person_id text?, page text, text text, at_ms int
INSERT INTO feedback (org, id, person_id, page, text, at_ms, state, answer, version)
VALUES (:org, :id, :person_id, :page, :text, :at_ms, 'open', '', 1);

-- name: feedback_one :one
-- in:   org text, id text
-- out:  id text, state text, version int
SELECT id, state, version FROM feedback WHERE org = :org AND id = :id;

-- name: feedback_list :many
-- in:   org text, state text, at_ms int, at_id text, limit int
-- out:  id text, person_name text?, page text, text text, at_ms int, state text
-- out:  answer text, version int
-- plan: index
SELECT f.id, p.name, f.page, f.text, f.at_ms, f.state, f.answer, f.version
  FROM feedback f LEFT JOIN person p ON p.org = f.org AND p.id = f.person_id
 WHERE f.org = :org AND f.state = :state AND (f.at_ms, f.id) < (:at_ms, :at_id)
 ORDER BY f.at_ms DESC, f.id DESC LIMIT :limit;

-- name: feedback_close :change-one
-- in:   org text, id text, old_version int, answer text
UPDATE feedback SET state = 'done', answer = :answer, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;
