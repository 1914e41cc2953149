-- What the printed papers need beside the record.

-- name: paper_org :one
-- in:   org text
-- out:  institute_zh text, institute_en text, authorisation_no text, address_zh text, postcode text, phone text, is_demo int
SELECT f.name_zh, f.name_en, o.authorisation_no, o.address_zh, o.postcode, o.phone, o.is_demo
  FROM org o JOIN office f ON f.org = o.org AND f.code = 'D01'
 WHERE o.org = :org;

-- name: paper_sets :many
-- in:   org text, trip_id text
-- out:  id text, name_zh text, accreditation_no text, range_zh text, accuracy_zh text, valid_until_day text
-- plan: index
SELECT t.id, t.name_zh, t.accreditation_no, t.range_zh, t.accuracy_zh, t.valid_until_day
  FROM standard_set t
 WHERE t.org = :org
   AND EXISTS (SELECT 1 FROM trip_standard x
                 JOIN standard s ON s.org = x.org AND s.id = x.standard_id
                WHERE x.org = t.org AND x.trip_id = :trip_id AND s.set_id = t.id)
 ORDER BY t.id LIMIT 50;
