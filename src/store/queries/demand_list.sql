-- The ledger.  A page is read along one index, that of the filter which leads (drive); the
-- other filters, whose demands a person may see (scoped) and `mine` are asked of the rows it
-- brings, and how far it may go is bounded (to_ms; demand_reach_newest, demand_reach_due): so that
-- no combination of filters costs more than that.  '' stands for a filter that is not given;
-- warned: 1 yellow or past it, 2 not yet.  scoped: 0 all, 1 those that the person may see, 2 those
-- of the person, the office or the enterprises paired with the person.

-- name: demand_list_newest :many
-- in:   org text, drive enum(none,state,office,office_state,handler,enterprise,item,division), at_ms int, at_id text
-- in:   to_ms int, to_id text, limit int
-- in:   state text, office text, handler text, enterprise text, item text, division text
-- in:   kind text, route text, source text, from_ms int, until_ms int, warned int, now_ms int
-- in:   scoped int, scope_office text, scope_person text, scope_booked int, mine text
-- row:  demand_row
-- out:  id text, number text, text text, enterprise_id text, enterprise_name text
-- out:  division_name text, state text, kind text?, route text?, item_code text?
-- out:  item_name text?, department_code text?, department_name text?, lead_office_name text?
-- out:  handler_name text?, clock text?, due_ms int?, limit_wd int?, registered_ms int
-- out:  done_ms int?, closed_ms int?, outcome text?, satisfaction text?, late int, version int
-- out:  source text, warn_ms int?
-- plan: index
SELECT d.id, d.number, d.text, d.enterprise_id, e.name, v.name_zh, d.state, d.kind, d.route,
       d.item_code, i.name_zh, d.department_code, x.name_zh, o.name_zh, p.name, d.clock, d.due_ms,
       d.limit_wd, d.registered_ms, d.done_ms, d.closed_ms, d.outcome, d.satisfaction, d.late,
       d.version, d.source, d.warn_ms
  FROM demand d
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
  LEFT JOIN external_department x ON x.org = d.org AND x.code = d.department_code
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN person p ON p.org = d.org AND p.id = d.handler_id
 WHERE d.org = :org
-- when: drive=state
   AND d.state = :state
-- end
-- when: drive=office
   AND d.lead_office_id = :office
-- end
-- when: drive=office_state
   AND d.lead_office_id = :office AND d.state = :state
-- end
-- when: drive=handler
   AND d.handler_id = :handler
-- end
-- when: drive=enterprise
   AND d.enterprise_id = :enterprise
-- end
-- when: drive=item
   AND d.item_code = :item
-- end
-- when: drive=division
   AND d.division_code = :division
-- end
   AND (d.registered_ms, d.id) < (:at_ms, :at_id)
   AND (d.registered_ms, d.id) >= (:to_ms, :to_id)
   AND (:state = '' OR d.state = :state) AND (:office = '' OR d.lead_office_id = :office)
   AND (:handler = '' OR d.handler_id = :handler)
   AND (:enterprise = '' OR d.enterprise_id = :enterprise)
   AND (:item = '' OR d.item_code = :item) AND (:division = '' OR d.division_code = :division)
   AND (:kind = '' OR d.kind = :kind) AND (:route = '' OR d.route = :route)
   AND (:source = '' OR d.source = :source)
   AND +d.registered_ms >= :from_ms AND +d.registered_ms < :until_ms
   AND (:warned = 0 OR (:warned = 1 AND d.warn_ms <= :now_ms)
        OR (:warned = 2 AND d.warn_ms > :now_ms))
   AND (:scoped = 0 OR d.lead_office_id = :scope_office OR d.handler_id = :scope_person
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                      AND g.officer_id = :scope_person AND g.until_day IS NULL)
        OR (:scoped = 1
            AND (EXISTS (SELECT 1 FROM event w
                          WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                            AND w.actor_id = :scope_person)
                 OR (:scope_booked = 1
                     AND EXISTS (SELECT 1 FROM booking b
                                  WHERE b.org = d.org AND b.demand_id = d.id)))))
   AND (:mine = '' OR d.handler_id = :mine
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.seq = 1 AND w.actor_id = :mine))
 ORDER BY d.registered_ms DESC, d.id DESC LIMIT :limit;

-- name: demand_list_due :many
-- in:   org text, drive enum(none,state,office,handler,enterprise), at_ms int, at_id text
-- in:   to_ms int, to_id text, limit int
-- in:   state text, office text, handler text, enterprise text, item text, division text
-- in:   kind text, route text, source text, from_ms int, until_ms int, warned int, now_ms int
-- in:   scoped int, scope_office text, scope_person text, scope_booked int, mine text
-- row:  demand_row
-- plan: index
SELECT d.id, d.number, d.text, d.enterprise_id, e.name, v.name_zh, d.state, d.kind, d.route,
       d.item_code, i.name_zh, d.department_code, x.name_zh, o.name_zh, p.name, d.clock, d.due_ms,
       d.limit_wd, d.registered_ms, d.done_ms, d.closed_ms, d.outcome, d.satisfaction, d.late,
       d.version, d.source, d.warn_ms
  FROM demand d
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
  LEFT JOIN external_department x ON x.org = d.org AND x.code = d.department_code
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN person p ON p.org = d.org AND p.id = d.handler_id
 WHERE d.org = :org AND +d.due_ms > 0
-- when: drive=state
   AND d.state = :state
-- end
-- when: drive=office
   AND d.lead_office_id = :office
-- end
-- when: drive=handler
   AND d.handler_id = :handler
-- end
-- when: drive=enterprise
   AND d.enterprise_id = :enterprise
-- end
   AND (d.due_ms, d.id) > (:at_ms, :at_id) AND (d.due_ms, d.id) <= (:to_ms, :to_id)
   AND (:state = '' OR d.state = :state) AND (:office = '' OR d.lead_office_id = :office)
   AND (:handler = '' OR d.handler_id = :handler)
   AND (:enterprise = '' OR d.enterprise_id = :enterprise)
   AND (:item = '' OR d.item_code = :item) AND (:division = '' OR d.division_code = :division)
   AND (:kind = '' OR d.kind = :kind) AND (:route = '' OR d.route = :route)
   AND (:source = '' OR d.source = :source)
   AND +d.registered_ms >= :from_ms AND +d.registered_ms < :until_ms
   AND (:warned = 0 OR (:warned = 1 AND d.warn_ms <= :now_ms)
        OR (:warned = 2 AND d.warn_ms > :now_ms))
   AND (:scoped = 0 OR d.lead_office_id = :scope_office OR d.handler_id = :scope_person
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                      AND g.officer_id = :scope_person AND g.until_day IS NULL)
        OR (:scoped = 1
            AND (EXISTS (SELECT 1 FROM event w
                          WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                            AND w.actor_id = :scope_person)
                 OR (:scope_booked = 1
                     AND EXISTS (SELECT 1 FROM booking b
                                  WHERE b.org = d.org AND b.demand_id = d.id)))))
   AND (:mine = '' OR d.handler_id = :mine
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.seq = 1 AND w.actor_id = :mine))
 ORDER BY d.due_ms, d.id LIMIT :limit;

-- The place that so many rows of an index reach from a place in it (`over`: that many less one);
-- no row if there are fewer.
-- name: demand_reach_newest :one
-- in:   org text, drive enum(none,state,office,office_state,handler,enterprise,item,division), at_ms int, at_id text, over int
-- in:   state text, office text, handler text, enterprise text, item text, division text
-- out:  to_ms int, to_id text
SELECT registered_ms, id FROM demand
 WHERE org = :org
-- when: drive=state
   AND state = :state
-- end
-- when: drive=office
   AND lead_office_id = :office
-- end
-- when: drive=office_state
   AND lead_office_id = :office AND state = :state
-- end
-- when: drive=handler
   AND handler_id = :handler
-- end
-- when: drive=enterprise
   AND enterprise_id = :enterprise
-- end
-- when: drive=item
   AND item_code = :item
-- end
-- when: drive=division
   AND division_code = :division
-- end
   AND (registered_ms, id) < (:at_ms, :at_id)
 ORDER BY registered_ms DESC, id DESC LIMIT 1 OFFSET :over;

-- name: demand_reach_due :one
-- in:   org text, drive enum(none,state,office,handler,enterprise), at_ms int, at_id text, over int
-- in:   state text, office text, handler text, enterprise text
-- out:  to_ms int, to_id text
SELECT due_ms, id FROM demand
 WHERE org = :org AND +due_ms > 0
-- when: drive=state
   AND state = :state
-- end
-- when: drive=office
   AND lead_office_id = :office
-- end
-- when: drive=handler
   AND handler_id = :handler
-- end
-- when: drive=enterprise
   AND enterprise_id = :enterprise
-- end
   AND (due_ms, id) > (:at_ms, :at_id)
 ORDER BY due_ms, id LIMIT 1 OFFSET :over;

-- One demand, if it is one of those asked for.
-- name: demand_list_one :one
-- in:   org text, id text
-- in:   state text, office text, handler text, enterprise text, item text, division text
-- in:   kind text, route text, source text, from_ms int, until_ms int, warned int, now_ms int
-- in:   scoped int, scope_office text, scope_person text, scope_booked int, mine text
-- row:  demand_row
SELECT d.id, d.number, d.text, d.enterprise_id, e.name, v.name_zh, d.state, d.kind, d.route,
       d.item_code, i.name_zh, d.department_code, x.name_zh, o.name_zh, p.name, d.clock, d.due_ms,
       d.limit_wd, d.registered_ms, d.done_ms, d.closed_ms, d.outcome, d.satisfaction, d.late,
       d.version, d.source, d.warn_ms
  FROM demand d
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
  JOIN division v ON v.org = e.org AND v.code = e.division_code
  LEFT JOIN service_item i ON i.org = d.org AND i.code = d.item_code
  LEFT JOIN external_department x ON x.org = d.org AND x.code = d.department_code
  LEFT JOIN office o ON o.org = d.org AND o.id = d.lead_office_id
  LEFT JOIN person p ON p.org = d.org AND p.id = d.handler_id
 WHERE d.org = :org AND d.id = :id
   AND (:state = '' OR d.state = :state) AND (:office = '' OR d.lead_office_id = :office)
   AND (:handler = '' OR d.handler_id = :handler)
   AND (:enterprise = '' OR d.enterprise_id = :enterprise)
   AND (:item = '' OR d.item_code = :item) AND (:division = '' OR d.division_code = :division)
   AND (:kind = '' OR d.kind = :kind) AND (:route = '' OR d.route = :route)
   AND (:source = '' OR d.source = :source)
   AND +d.registered_ms >= :from_ms AND +d.registered_ms < :until_ms
   AND (:warned = 0 OR (:warned = 1 AND d.warn_ms <= :now_ms)
        OR (:warned = 2 AND d.warn_ms > :now_ms))
   AND (:scoped = 0 OR d.lead_office_id = :scope_office OR d.handler_id = :scope_person
        OR EXISTS (SELECT 1 FROM pairing g
                    WHERE g.org = d.org AND g.enterprise_id = d.enterprise_id
                      AND g.officer_id = :scope_person AND g.until_day IS NULL)
        OR (:scoped = 1
            AND (EXISTS (SELECT 1 FROM event w
                          WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                            AND w.actor_id = :scope_person)
                 OR (:scope_booked = 1
                     AND EXISTS (SELECT 1 FROM booking b
                                  WHERE b.org = d.org AND b.demand_id = d.id)))))
   AND (:mine = '' OR d.handler_id = :mine
        OR EXISTS (SELECT 1 FROM event w
                    WHERE w.org = d.org AND w.entity = 'demand' AND w.entity_id = d.id
                      AND w.seq = 1 AND w.actor_id = :mine));

-- Demands whose words are those asked for, newest first: the order of the row numbers of
-- search_doc.
-- name: demand_search :many
-- in:   org text, words text, at_row int, at_id text, limit int
-- out:  rowid_no int, id text
-- plan: index
-- for: sqlite
SELECT s.rowid_no, s.entity_id
  FROM search_words m JOIN search_doc s ON s.rowid_no = m.rowid
 WHERE m.search_words MATCH :words AND s.org = :org AND s.entity = 'demand'
   AND m.rowid <= :at_row AND (m.rowid < :at_row OR s.entity_id < :at_id)
 ORDER BY m.rowid DESC LIMIT :limit;
-- for: postgres
SELECT rowid_no, entity_id FROM search_doc
 WHERE string_to_array(words, ' ') @> string_to_array(:words, ' ')
   AND org = :org AND entity = 'demand' AND (rowid_no, entity_id) < (:at_row, :at_id)
 ORDER BY rowid_no DESC, entity_id DESC LIMIT :limit;

-- The numbers on the first page, counted up to `most`: of all, of an enterprise, or of what is in
-- the hands of a person: of the office, handled by the person, or of an enterprise paired with the
-- person (three parts that have nothing in common, each counted up to `most`; CROSS JOIN: SQLite
-- begins with the few pairings).
-- name: today_due :one
-- in:   org text, whose enum(all,enterprise,hands), due_from int, due_until int, enterprise text
-- in:   office text, person text, most int
-- out:  n int
-- when: whose=all
SELECT count(1) FROM (SELECT 1 AS one FROM demand d
 WHERE d.org = :org AND d.due_ms >= :due_from AND d.due_ms <= :due_until
 LIMIT :most) a
-- end
-- when: whose=enterprise
SELECT count(1) FROM (SELECT 1 AS one FROM demand d
 WHERE d.org = :org AND d.due_ms >= :due_from AND d.due_ms <= :due_until
   AND d.enterprise_id = :enterprise LIMIT :most) a
-- end
-- when: whose=hands
SELECT (SELECT count(1) FROM (SELECT 1 AS one FROM demand d
 WHERE d.org = :org AND d.due_ms >= :due_from AND d.due_ms <= :due_until
   AND d.lead_office_id = :office
 LIMIT :most) a)
    + (SELECT count(1) FROM (SELECT 1 AS one FROM demand d
 WHERE d.org = :org AND d.due_ms >= :due_from AND d.due_ms <= :due_until
   AND d.handler_id = :person
   AND (d.lead_office_id IS NULL OR d.lead_office_id <> :office)
 LIMIT :most) b)
    + (SELECT count(1) FROM (SELECT 1 AS one FROM pairing g CROSS JOIN demand d
 WHERE g.org = :org AND d.org = :org AND d.enterprise_id = g.enterprise_id
   AND g.officer_id = :person AND g.until_day IS NULL AND d.due_ms >= :due_from AND d.due_ms <= :due_until
   AND (d.lead_office_id IS NULL OR d.lead_office_id <> :office)
   AND (d.handler_id IS NULL OR d.handler_id <> :person)
 LIMIT :most) c)
-- end
;

-- name: today_state :one
-- in:   org text, whose enum(all,enterprise,hands), state text, enterprise text
-- in:   office text, person text, most int
-- out:  n int
-- when: whose=all
SELECT count(1) FROM (SELECT 1 AS one FROM demand d
 WHERE d.org = :org AND d.closed_ms IS NULL AND d.state = :state LIMIT :most) a
-- end
-- when: whose=enterprise
SELECT count(1) FROM (SELECT 1 AS one FROM demand d
 WHERE d.org = :org AND d.closed_ms IS NULL AND d.state = :state
   AND d.enterprise_id = :enterprise LIMIT :most) a
-- end
-- when: whose=hands
SELECT (SELECT count(1) FROM (SELECT 1 AS one FROM demand d
 WHERE d.org = :org AND d.closed_ms IS NULL AND d.state = :state AND d.lead_office_id = :office
 LIMIT :most) a)
    + (SELECT count(1) FROM (SELECT 1 AS one FROM demand d
 WHERE d.org = :org AND d.closed_ms IS NULL AND d.state = :state AND d.handler_id = :person
   AND (d.lead_office_id IS NULL OR d.lead_office_id <> :office)
 LIMIT :most) b)
    + (SELECT count(1) FROM (SELECT 1 AS one FROM pairing g CROSS JOIN demand d
 WHERE g.org = :org AND d.org = :org AND d.enterprise_id = g.enterprise_id
   AND g.officer_id = :person AND g.until_day IS NULL AND d.closed_ms IS NULL AND d.state = :state
   AND (d.lead_office_id IS NULL OR d.lead_office_id <> :office)
   AND (d.handler_id IS NULL OR d.handler_id <> :person)
 LIMIT :most) c)
-- end
;

-- What is in the hands of a person, the limit that ends first.
-- name: today_todo :many
-- in:   org text, office text, person text, limit int
-- out:  due_ms int, id text
-- plan: search
SELECT due_ms, id
  FROM (SELECT due_ms, id FROM (SELECT due_ms, id FROM demand
                        WHERE org = :org AND lead_office_id = :office AND due_ms IS NOT NULL
                        ORDER BY due_ms, id LIMIT :limit) a
        UNION
        SELECT due_ms, id FROM (SELECT due_ms, id FROM demand
                        WHERE org = :org AND handler_id = :person AND due_ms IS NOT NULL
                        ORDER BY due_ms, id LIMIT :limit) b
        UNION
        SELECT due_ms, id FROM (SELECT d.due_ms, d.id
                         FROM pairing g
                        CROSS JOIN demand d
                        WHERE g.org = :org AND g.officer_id = :person AND g.until_day IS NULL
                          AND d.org = :org AND d.enterprise_id = g.enterprise_id
                          AND +d.due_ms > 0
                        ORDER BY d.due_ms, d.id LIMIT :limit) c) u
 ORDER BY due_ms, id LIMIT :limit;

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
