-- The smallest uncertainties that the laboratory claims (domain/capability.h).

-- name: capability_list :many
-- in:   org text, regulation text?, limit int
-- row:  capability_row
-- out:  id text, regulation text, budget text, set_id text?, set_name text?, base text
-- out:  rate text, follows text?, from_value text?, to_value text?, basis text
-- out:  valid_from_day text, until_day text?
-- plan: index
SELECT k.id, k.regulation, k.budget, k.set_id, s.name_zh, k.base, k.rate, k.follows,
       k.from_value, k.to_value, k.basis, k.valid_from_day, k.until_day
  FROM capability k LEFT JOIN standard_set s ON s.org = k.org AND s.id = k.set_id
 WHERE k.org = :org
-- optional: regulation
   AND k.regulation = :regulation
-- end
 ORDER BY k.regulation, k.id LIMIT :limit;

-- name: capability_one :one
-- in:   org text, id text
-- row:  capability_row
SELECT k.id, k.regulation, k.budget, k.set_id, s.name_zh, k.base, k.rate, k.follows,
       k.from_value, k.to_value, k.basis, k.valid_from_day, k.until_day
  FROM capability k LEFT JOIN standard_set s ON s.org = k.org AND s.id = k.set_id
 WHERE k.org = :org AND k.id = :id;

-- name: capability_add :exec
-- in:   org text, id text, regulation text, budget text, set_id text?, base text, rate text
-- in:   follows text?, from_value text?, to_value text?, basis text, valid_from_day text
-- in:   until_day text?
INSERT INTO capability (org, id, regulation, budget, set_id, base, rate, follows, from_value,
                        to_value, basis, valid_from_day, until_day)
VALUES (:org, :id, :regulation, :budget, :set_id, :base, :rate, :follows, :from_value,
        :to_value, :basis, :valid_from_day, :until_day);

-- name: capability_end :change-one
-- in:   org text, id text, until_day text
UPDATE capability SET until_day = :until_day WHERE org = :org AND id = :id;
