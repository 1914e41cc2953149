-- Who is paired with whom, since when; what a successor took over; conflicts of interest.

-- name: pairing_add :exec
-- in:   org text, id text, officer_id text, enterprise_id text, from_day text
-- in:   handover_id text?
INSERT INTO pairing (org, id, officer_id, enterprise_id, from_day, handover_id, version)
VALUES (:org, :id, :officer_id, :enterprise_id, :from_day, :handover_id, 1);

-- name: pairing_one :one
-- in:   org text, id text
-- row:  pairing_row
-- out:  id text, officer_id text, officer_name text, office_name text?, enterprise_id text
-- out:  enterprise_name text, division_name text, from_day text, until_day text?
-- out:  handover_id text?, version int
SELECT g.id, g.officer_id, p.name, o.name_zh, g.enterprise_id, e.name, x.name_zh, g.from_day,
       g.until_day, g.handover_id, g.version
  FROM pairing g
  JOIN person p ON p.org = g.org AND p.id = g.officer_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
  JOIN enterprise e ON e.org = g.org AND e.id = g.enterprise_id
  JOIN division x ON x.org = e.org AND x.code = e.division_code
 WHERE g.org = :org AND g.id = :id;

-- Latest first.  open: only those that last; division: '' for all.
-- name: pairing_list :many
-- in:   org text, officer text?, enterprise text?, open flag, division text
-- in:   before_day text, before_id text, limit int
-- row:  pairing_row
-- plan: index
SELECT g.id, g.officer_id, p.name, o.name_zh, g.enterprise_id, e.name, x.name_zh, g.from_day,
       g.until_day, g.handover_id, g.version
  FROM pairing g
  JOIN person p ON p.org = g.org AND p.id = g.officer_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
  JOIN enterprise e ON e.org = g.org AND e.id = g.enterprise_id
  JOIN division x ON x.org = e.org AND x.code = e.division_code
 WHERE g.org = :org AND (g.from_day, g.id) < (:before_day, :before_id)
   AND (:division = '' OR e.division_code = :division)
-- optional: officer
   AND g.officer_id = :officer
-- end
-- optional: enterprise
   AND g.enterprise_id = :enterprise
-- end
-- optional: open
   AND g.until_day IS NULL
-- end
 ORDER BY g.from_day DESC, g.id DESC LIMIT :limit;

-- The pairing of an enterprise that lasts.
-- name: pairing_present :one
-- in:   org text, enterprise_id text
-- row:  pairing_row
SELECT g.id, g.officer_id, p.name, o.name_zh, g.enterprise_id, e.name, x.name_zh, g.from_day,
       g.until_day, g.handover_id, g.version
  FROM pairing g
  JOIN person p ON p.org = g.org AND p.id = g.officer_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
  JOIN enterprise e ON e.org = g.org AND e.id = g.enterprise_id
  JOIN division x ON x.org = e.org AND x.code = e.division_code
 WHERE g.org = :org AND g.enterprise_id = :enterprise_id AND g.until_day IS NULL;

-- The last day on which the enterprise's pairings before ended; '' if there were none.
-- name: pairing_last_day :one
-- in:   org text, enterprise_id text
-- out:  day text
SELECT coalesce(max(until_day), '') FROM pairing
 WHERE org = :org AND enterprise_id = :enterprise_id;

-- name: pairing_end :change-one
-- in:   org text, id text, old_version int, until_day text
UPDATE pairing SET until_day = :until_day, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version AND until_day IS NULL;

-- name: pairing_load :one
-- in:   org text, officer_id text
-- out:  n int
SELECT count(1) FROM pairing
 WHERE org = :org AND officer_id = :officer_id AND until_day IS NULL;

-- Officers with pairings that last, by name of the office; never by number.
-- name: pairing_loads :many
-- in:   org text
-- out:  officer_id text, officer_name text, office_code text?, office_name text?
-- out:  n int, oldest_day text
-- plan: search
SELECT g.officer_id, p.name, o.code, o.name_zh, count(1), min(g.from_day)
  FROM pairing g
  JOIN person p ON p.org = g.org AND p.id = g.officer_id
  LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
 WHERE g.org = :org AND g.until_day IS NULL
 GROUP BY g.officer_id, p.name, o.code, o.name_zh
 ORDER BY o.code, g.officer_id LIMIT 5000;

-- The open demands of an enterprise.
-- name: pairing_demands :many
-- in:   org text, enterprise_id text
-- out:  id text, number text, due_ms int?
-- plan: search
SELECT id, number, due_ms FROM demand
 WHERE org = :org AND enterprise_id = :enterprise_id
   AND state NOT IN ('CLOSED', 'WDR', 'MRG')
 ORDER BY registered_ms, id LIMIT 1000;

-- Instruments of an enterprise in use that fall due until a day.
-- name: pairing_instruments :many
-- in:   org text, enterprise_id text, until_day text
-- out:  id text, name_zh text, serial text, due_day text
-- plan: search
SELECT id, name_zh, serial, due_day FROM instrument
 WHERE org = :org AND enterprise_id = :enterprise_id AND state = 'in_use'
   AND due_day IS NOT NULL AND due_day <= :until_day
 ORDER BY due_day, id LIMIT 1000;

-- name: pairing_officer :one
-- in:   org text, id text
-- out:  id text, name text, office_id text?, enforcement int?
SELECT p.id, p.name, p.office_id, o.enforcement
  FROM person p LEFT JOIN office o ON o.org = p.org AND o.id = p.office_id
 WHERE p.org = :org AND p.id = :id AND p.state = 'active' AND p.enterprise_id IS NULL;

-- ---- hand-overs ----

-- name: handover_add :exec
-- in:   org text, id text, from_officer_id text, to_officer_id text, day text, reason text
-- in:   made_ms int, made_by text
INSERT INTO handover (org, id, from_officer_id, to_officer_id, day, reason, state, made_ms,
                      made_by, version)
VALUES (:org, :id, :from_officer_id, :to_officer_id, :day, :reason, 'open', :made_ms,
        :made_by, 1);

-- name: handover_line_add :exec
-- in:   org text, handover_id text, seq int, enterprise_id text, entity text, entity_id text
-- in:   label text, due_day text?
INSERT INTO handover_line (org, handover_id, seq, enterprise_id, entity, entity_id, label,
                           due_day)
VALUES (:org, :handover_id, :seq, :enterprise_id, :entity, :entity_id, :label, :due_day);

-- name: handover_one :one
-- in:   org text, id text
-- row:  handover_row
-- out:  id text, from_officer_id text, from_name text, to_officer_id text, to_name text
-- out:  day text, reason text, state text, made_ms int, made_by text, accepted_ms int?
-- out:  lines int, version int
SELECT h.id, h.from_officer_id, a.name, h.to_officer_id, b.name, h.day, h.reason, h.state,
       h.made_ms, h.made_by, h.accepted_ms,
       (SELECT count(1) FROM handover_line l WHERE l.org = h.org AND l.handover_id = h.id),
       h.version
  FROM handover h
  JOIN person a ON a.org = h.org AND a.id = h.from_officer_id
  JOIN person b ON b.org = h.org AND b.id = h.to_officer_id
 WHERE h.org = :org AND h.id = :id;

-- Newest first.  state: '' for all.
-- name: handover_list :many
-- in:   org text, officer_to text?, officer_from text?, state text, at_ms int, at_id text
-- in:   limit int
-- row:  handover_row
-- plan: index
SELECT h.id, h.from_officer_id, a.name, h.to_officer_id, b.name, h.day, h.reason, h.state,
       h.made_ms, h.made_by, h.accepted_ms,
       (SELECT count(1) FROM handover_line l WHERE l.org = h.org AND l.handover_id = h.id),
       h.version
  FROM handover h
  JOIN person a ON a.org = h.org AND a.id = h.from_officer_id
  JOIN person b ON b.org = h.org AND b.id = h.to_officer_id
 WHERE h.org = :org AND (h.made_ms, h.id) < (:at_ms, :at_id)
   AND (:state = '' OR h.state = :state)
-- optional: officer_to
   AND h.to_officer_id = :officer_to
-- end
-- optional: officer_from
   AND h.from_officer_id = :officer_from
-- end
 ORDER BY h.made_ms DESC, h.id DESC LIMIT :limit;

-- name: handover_lines :many
-- in:   org text, handover_id text
-- out:  seq int, enterprise_id text, enterprise_name text, entity text, entity_id text
-- out:  label text, due_day text?
-- plan: search
SELECT l.seq, l.enterprise_id, e.name, l.entity, l.entity_id, l.label, l.due_day
  FROM handover_line l JOIN enterprise e ON e.org = l.org AND e.id = l.enterprise_id
 WHERE l.org = :org AND l.handover_id = :handover_id ORDER BY l.seq LIMIT 10000;

-- name: handover_accept :change-one
-- in:   org text, id text, old_version int, accepted_ms int
UPDATE handover SET state = 'accepted', accepted_ms = :accepted_ms, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;

-- ---- conflicts of interest ----

-- name: interest_add :exec
-- in:   org text, id text, officer_id text, enterprise_id text, ground text, note text
-- in:   declared_ms int
INSERT INTO interest (org, id, officer_id, enterprise_id, ground, note, declared_ms, state,
                      version)
VALUES (:org, :id, :officer_id, :enterprise_id, :ground, :note, :declared_ms, 'declared', 1);

-- name: interest_one :one
-- in:   org text, id text
-- row:  interest_row
-- out:  id text, officer_id text, officer_name text, enterprise_id text, enterprise_name text
-- out:  ground text, note text, declared_ms int, ended_ms int?, state text, paired int
-- out:  version int
SELECT i.id, i.officer_id, p.name, i.enterprise_id, e.name, i.ground, i.note, i.declared_ms,
       i.ended_ms, i.state,
       CASE WHEN EXISTS (SELECT 1 FROM pairing g
                          WHERE g.org = i.org AND g.enterprise_id = i.enterprise_id
                            AND g.officer_id = i.officer_id AND g.until_day IS NULL)
            THEN 1 ELSE 0 END,
       i.version
  FROM interest i
  JOIN person p ON p.org = i.org AND p.id = i.officer_id
  JOIN enterprise e ON e.org = i.org AND e.id = i.enterprise_id
 WHERE i.org = :org AND i.id = :id;

-- Newest first.  state: '' for all.
-- name: interest_list :many
-- in:   org text, officer text?, state text, at_ms int, at_id text, limit int
-- row:  interest_row
-- plan: index
SELECT i.id, i.officer_id, p.name, i.enterprise_id, e.name, i.ground, i.note, i.declared_ms,
       i.ended_ms, i.state,
       CASE WHEN EXISTS (SELECT 1 FROM pairing g
                          WHERE g.org = i.org AND g.enterprise_id = i.enterprise_id
                            AND g.officer_id = i.officer_id AND g.until_day IS NULL)
            THEN 1 ELSE 0 END,
       i.version
  FROM interest i
  JOIN person p ON p.org = i.org AND p.id = i.officer_id
  JOIN enterprise e ON e.org = i.org AND e.id = i.enterprise_id
 WHERE i.org = :org AND (i.declared_ms, i.id) < (:at_ms, :at_id)
   AND (:state = '' OR i.state = :state)
-- optional: officer
   AND i.officer_id = :officer
-- end
 ORDER BY i.declared_ms DESC, i.id DESC LIMIT :limit;

-- The conflict that stands between the two, if any.
-- name: interest_standing :one
-- in:   org text, officer_id text, enterprise_id text
-- out:  n int
SELECT count(1) FROM interest
 WHERE org = :org AND officer_id = :officer_id AND enterprise_id = :enterprise_id
   AND state = 'declared';

-- name: interest_end :change-one
-- in:   org text, id text, old_version int, ended_ms int
UPDATE interest SET state = 'ended', ended_ms = :ended_ms, version = version + 1
 WHERE org = :org AND id = :id AND version = :old_version;
