-- Records of verification: readings as typed, append-only, and the last judgement.

-- name: record_add :exec
-- in:   org text, id text, number text, trip_task_id text, trip_id text, instrument_id text, edition_id text, edition_hash text, service text, stage text, plan text, result text, officer_id text
INSERT INTO record (org, id, number, trip_task_id, trip_id, instrument_id, edition_id,
                    edition_hash, service, stage, state, set_no, plan, result, verdict,
                    officer_id, head_hash, version)
VALUES (:org, :id, :number, :trip_task_id, :trip_id, :instrument_id, :edition_id,
        :edition_hash, :service, :stage, 'draft', 1, :plan, :result, 'incomplete',
        :officer_id, '', 1);

-- name: record_one :one
-- in:   org text, id text
-- out:  id text, number text, trip_task_id text, trip_id text, booking_id text, demand_id text?, booking_line_id text, instrument_id text, edition_id text, edition_hash text, service text, stage text, state text, set_no int, plan text, result text, verdict text, officer_id text, officer_name text, checker_id text?, approver_id text?, test_from_day text?, test_until_day text?, submitted_ms int?, checked_ms int?, approved_ms int?, head_hash text, enterprise_id text, division_code text, version int
SELECT r.id, r.number, r.trip_task_id, r.trip_id, l.booking_id, b.demand_id, l.id,
       r.instrument_id, r.edition_id, r.edition_hash, r.service, r.stage, r.state, r.set_no,
       r.plan, r.result, r.verdict, r.officer_id, p.name, r.checker_id, r.approver_id,
       r.test_from_day, r.test_until_day, r.submitted_ms, r.checked_ms, r.approved_ms,
       r.head_hash, b.enterprise_id, e.division_code, r.version
  FROM record r
  JOIN trip_task k ON k.org = r.org AND k.id = r.trip_task_id
  JOIN booking_line l ON l.org = k.org AND l.id = k.booking_line_id
  JOIN booking b ON b.org = l.org AND b.id = l.booking_id
  JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
  JOIN person p ON p.org = r.org AND p.id = r.officer_id
 WHERE r.org = :org AND r.id = :id;

-- name: record_list :many
-- in:   org text, state text?, officer text?, trip text?, before_id text, limit int
-- out:  id text, number text, trip_id text, instrument_id text, name_zh text, model text, serial text, enterprise_name text, service text, stage text, state text, verdict text, officer_name text, test_until_day text?, submitted_ms int?, version int
-- plan: search
SELECT r.id, r.number, r.trip_id, r.instrument_id, i.name_zh, i.model, i.serial, e.name,
       r.service, r.stage, r.state, r.verdict, p.name, r.test_until_day, r.submitted_ms,
       r.version
  FROM record r
  JOIN instrument i ON i.org = r.org AND i.id = r.instrument_id
  JOIN enterprise e ON e.org = i.org AND e.id = i.enterprise_id
  JOIN person p ON p.org = r.org AND p.id = r.officer_id
 WHERE r.org = :org AND r.id < :before_id
-- optional: state
   AND r.state = :state
-- end
-- optional: officer
   AND r.officer_id = :officer
-- end
-- optional: trip
   AND r.trip_id = :trip
-- end
 ORDER BY r.id DESC LIMIT :limit;

-- name: record_of_instrument :many
-- in:   org text, instrument_id text
-- out:  id text, number text, state text, verdict text, service text, stage text, result text, test_until_day text?
-- plan: search
SELECT id, number, state, verdict, service, stage, result, test_until_day
  FROM record WHERE org = :org AND instrument_id = :instrument_id
 ORDER BY id DESC LIMIT 50;

-- name: record_entries :many
-- in:   org text, record_id text
-- out:  seq int, set_no int, row_key text, kind text, value text, struck_seq int?, reason text, at_ms int, person_id text, person_name text, prev_hash text, hash text
-- plan: search
SELECT x.seq, x.set_no, x.row_key, x.kind, x.value, x.struck_seq, x.reason, x.at_ms, x.person_id,
       p.name, x.prev_hash, x.hash
  FROM record_entry x JOIN person p ON p.org = x.org AND p.id = x.person_id
 WHERE x.org = :org AND x.record_id = :record_id ORDER BY x.seq LIMIT 5000;

-- name: record_entry_add :exec
-- in:   org text, record_id text, seq int, set_no int, row_key text, kind text, value text, struck_seq int?, reason text, at_ms int, person_id text, prev_hash text, hash text
INSERT INTO record_entry (org, record_id, seq, set_no, row_key, kind, value, struck_seq, reason,
                          at_ms, person_id, prev_hash, hash)
VALUES (:org, :record_id, :seq, :set_no, :row_key, :kind, :value, :struck_seq, :reason, :at_ms,
        :person_id, :prev_hash, :hash);

-- name: record_set_work :change-one
-- in:   org text, id text, set_no int, result text, verdict text, test_from_day text?, test_until_day text?, head_hash text, version int
UPDATE record SET set_no = :set_no, result = :result, verdict = :verdict,
       test_from_day = :test_from_day, test_until_day = :test_until_day,
       head_hash = :head_hash, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: record_set_flow :change-one
-- in:   org text, id text, state text, checker_id text?, approver_id text?, submitted_ms int?, checked_ms int?, approved_ms int?, version int
UPDATE record SET state = :state, checker_id = :checker_id, approver_id = :approver_id,
       submitted_ms = :submitted_ms, checked_ms = :checked_ms, approved_ms = :approved_ms,
       version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: record_freeze :change-one
-- in:   org text, id text, result text, version int
UPDATE record SET result = :result WHERE org = :org AND id = :id AND version = :version;
