-- The ledger.  Filters that choose an index stand in blocks; whose demands a person may see
-- (scoped) and `mine` are asked of the rows an index brings.

-- name: demand_list :many
-- in:   org text, state text?, office text?, enterprise text?, sort enum(registered,due)
-- in:   at_ms int, at_id text, due_from int, due_until int, limit int
-- in:   scoped int, scope_office text, scope_person text, scope_booked int, mine text
-- row:  demand_row
-- out:  id text, number text, text text, enterprise_id text, enterprise_name text
-- out:  division_name text, state text, kind text?, route text?, item_code text?
-- out:  item_name text?, department_code text?, department_name text?, lead_office_name text?
-- out:  handler_name text?, clock text?, due_ms int?, limit_wd int?, registered_ms int
-- out:  done_ms int?, closed_ms int?, outcome text?, satisfaction text?, late int, version int
-- plan: index
SELECT d.id, d.number, d.text, d.enterprise_id, e.name, v.name_zh, d.state, d.kind, d.route,
       d.item_code, i.name_zh, d.department_code, x.name_zh, o.name_zh, p.name, d.clock, d.due_ms,
       d.limit_wd, d.registered_ms, d.done_ms, d.closed_ms, d.outcome, d.satisfaction, d.late,
       d.version
  FROM demand d
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
  LEFT JOIN external_department x ON x.org = d.org AND x.code = d.department_code
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN person p ON p.org = d.org AND p.id = d.handler_id
 WHERE d.org = :org
-- optional: state
   AND d.state = :state
-- end
-- optional: office
   AND d.lead_office_id = :office
-- end
-- optional: enterprise
   AND d.enterprise_id = :enterprise
-- end
   AND (:scoped = 0 OR d.lead_office_id = :scope_office OR d.handler_id = :scope_person
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.actor_id = :scope_person)
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                      AND g.officer_id = :scope_person AND g.until_day IS NULL)
        OR (:scope_booked = 1 AND EXISTS (SELECT 1 FROM booking b
                                           WHERE b.org = d.org AND b.demand_id = d.id)))
   AND (:mine = '' OR d.handler_id = :mine
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.seq = 1 AND w.actor_id = :mine))
-- when: sort=registered
   AND (d.registered_ms, d.id) < (:at_ms, :at_id)
   AND :due_from <= :due_until
 ORDER BY d.registered_ms DESC, d.id DESC
-- end
-- when: sort=due
   AND d.due_ms IS NOT NULL AND d.due_ms >= :due_from AND d.due_ms <= :due_until
   AND (d.due_ms, d.id) > (:at_ms, :at_id)
 ORDER BY d.due_ms, d.id
-- end
 LIMIT :limit;

-- Demands whose words are in the text asked for, newest first.  state, office, enterprise:
-- '' for all.  The answers come in the order of the row numbers of search_doc.
-- name: demand_search :many
-- in:   org text, words text, at_row int, at_id text, state text, office text
-- in:   enterprise text, limit int
-- in:   scoped int, scope_office text, scope_person text, scope_booked int, mine text
-- out:  rowid_no int, id text, number text, text text, enterprise_id text, enterprise_name text
-- out:  division_name text, state text, kind text?, route text?, item_code text?
-- out:  item_name text?, department_code text?, department_name text?, lead_office_name text?
-- out:  handler_name text?, clock text?, due_ms int?, limit_wd int?, registered_ms int
-- out:  done_ms int?, closed_ms int?, outcome text?, satisfaction text?, late int, version int
-- plan: index
-- for: sqlite
SELECT s.rowid_no, d.id, d.number, d.text, d.enterprise_id, e.name, v.name_zh, d.state, d.kind, d.route,
       d.item_code, i.name_zh, d.department_code, x.name_zh, o.name_zh, p.name, d.clock, d.due_ms,
       d.limit_wd, d.registered_ms, d.done_ms, d.closed_ms, d.outcome, d.satisfaction, d.late,
       d.version
  FROM search_words m
  JOIN search_doc s ON s.rowid_no = m.rowid
  JOIN demand d ON d.org = s.org AND d.id = s.entity_id
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
  LEFT JOIN external_department x ON x.org = d.org AND x.code = d.department_code
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN person p ON p.org = d.org AND p.id = d.handler_id
 WHERE m.search_words MATCH :words AND s.org = :org AND s.entity = 'demand'
   AND m.rowid <= :at_row AND (m.rowid < :at_row OR s.entity_id < :at_id)
   AND (:state = '' OR d.state = :state) AND (:office = '' OR d.lead_office_id = :office)
   AND (:enterprise = '' OR d.enterprise_id = :enterprise)
   AND (:scoped = 0 OR d.lead_office_id = :scope_office OR d.handler_id = :scope_person
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.actor_id = :scope_person)
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                      AND g.officer_id = :scope_person AND g.until_day IS NULL)
        OR (:scope_booked = 1 AND EXISTS (SELECT 1 FROM booking b
                                           WHERE b.org = d.org AND b.demand_id = d.id)))
   AND (:mine = '' OR d.handler_id = :mine
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.seq = 1 AND w.actor_id = :mine))
 ORDER BY m.rowid DESC LIMIT :limit;
-- for: postgres
SELECT s.rowid_no, d.id, d.number, d.text, d.enterprise_id, e.name, v.name_zh, d.state, d.kind, d.route,
       d.item_code, i.name_zh, d.department_code, x.name_zh, o.name_zh, p.name, d.clock, d.due_ms,
       d.limit_wd, d.registered_ms, d.done_ms, d.closed_ms, d.outcome, d.satisfaction, d.late,
       d.version
  FROM search_doc s
  JOIN demand d ON d.org = s.org AND d.id = s.entity_id
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
  LEFT JOIN external_department x ON x.org = d.org AND x.code = d.department_code
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN person p ON p.org = d.org AND p.id = d.handler_id
 WHERE string_to_array(s.words, ' ') @> string_to_array(:words, ' ')
   AND s.org = :org AND s.entity = 'demand' AND (s.rowid_no, s.entity_id) < (:at_row, :at_id)
   AND (:state = '' OR d.state = :state) AND (:office = '' OR d.lead_office_id = :office)
   AND (:enterprise = '' OR d.enterprise_id = :enterprise)
   AND (:scoped = 0 OR d.lead_office_id = :scope_office OR d.handler_id = :scope_person
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.actor_id = :scope_person)
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                      AND g.officer_id = :scope_person AND g.until_day IS NULL)
        OR (:scope_booked = 1 AND EXISTS (SELECT 1 FROM booking b
                                           WHERE b.org = d.org AND b.demand_id = d.id)))
   AND (:mine = '' OR d.handler_id = :mine
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.seq = 1 AND w.actor_id = :mine))
 ORDER BY s.rowid_no DESC, s.entity_id DESC LIMIT :limit;

-- The numbers on the first page.  scoped and the rest as in demand_list.
-- name: demand_count_due :one
-- in:   org text, due_from int, due_until int, enterprise text
-- in:   scoped int, scope_office text, scope_person text, scope_booked int, mine text
-- out:  n int
SELECT count(1) FROM demand d
 WHERE d.org = :org AND d.due_ms IS NOT NULL AND d.due_ms >= :due_from AND d.due_ms <= :due_until
   AND (:enterprise = '' OR d.enterprise_id = :enterprise)
   AND (:scoped = 0 OR d.lead_office_id = :scope_office OR d.handler_id = :scope_person
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.actor_id = :scope_person)
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                      AND g.officer_id = :scope_person AND g.until_day IS NULL)
        OR (:scope_booked = 1 AND EXISTS (SELECT 1 FROM booking b
                                           WHERE b.org = d.org AND b.demand_id = d.id)))
   AND (:mine = '' OR d.handler_id = :mine
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.seq = 1 AND w.actor_id = :mine));

-- name: demand_count_state :one
-- in:   org text, state text, enterprise text
-- in:   scoped int, scope_office text, scope_person text, scope_booked int, mine text
-- out:  n int
SELECT count(1) FROM demand d
 WHERE d.org = :org AND d.state = :state AND (:enterprise = '' OR d.enterprise_id = :enterprise)
   AND (:scoped = 0 OR d.lead_office_id = :scope_office OR d.handler_id = :scope_person
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.actor_id = :scope_person)
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                      AND g.officer_id = :scope_person AND g.until_day IS NULL)
        OR (:scope_booked = 1 AND EXISTS (SELECT 1 FROM booking b
                                           WHERE b.org = d.org AND b.demand_id = d.id)))
   AND (:mine = '' OR d.handler_id = :mine
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.seq = 1 AND w.actor_id = :mine));

-- name: demand_count_closed :one
-- in:   org text, from_ms int, until_ms int
-- out:  n int
SELECT count(1) FROM event
 WHERE org = :org AND at_ms >= :from_ms AND at_ms < :until_ms AND entity = 'demand'
   AND to_state = 'CLOSED';

-- name: demand_count_registered :one
-- in:   org text, from_ms int, until_ms int
-- out:  n int
SELECT count(1) FROM demand
 WHERE org = :org AND registered_ms >= :from_ms AND registered_ms < :until_ms;

-- name: demand_count_visits :one
-- in:   org text, from_day text, until_day text
-- out:  n int
SELECT count(1) FROM visit
 WHERE org = :org AND day >= :from_day AND day < :until_day AND state = 'done';

-- name: demand_sum_charges :one
-- in:   org text, from_ms int, until_ms int
-- out:  exempt_fen int, waived_fen int
SELECT CAST(coalesce(sum(CASE WHEN ground = 'exempt' THEN amount_fen ELSE 0 END), 0) AS bigint),
       CAST(coalesce(sum(CASE WHEN ground = 'waived' THEN amount_fen ELSE 0 END), 0) AS bigint)
  FROM charge_line WHERE org = :org AND at_ms >= :from_ms AND at_ms < :until_ms;

-- Work to review on the first page: bookings asked for, records to check or approve.
-- name: today_bookings :one
-- in:   org text, state text
-- out:  n int
SELECT count(1) FROM booking WHERE org = :org AND state = :state;

-- name: today_records :one
-- in:   org text, state text, officer text
-- out:  n int
SELECT count(1) FROM record
 WHERE org = :org AND state = :state AND (:officer = '' OR officer_id = :officer);
