-- Dashboard figures: folded sums (figure_sum) and the deltas that wait to be folded.

-- name: figure_delta_add :exec
-- in:   org text, id text, metric text, month text, division text, office text, kind text
-- in:   item text, route text, day text, amount int, entity text, entity_id text
INSERT INTO figure_delta (org, id, metric, month, division, office, kind, item, route, day,
                          amount, entity, entity_id)
VALUES (:org, :id, :metric, :month, :division, :office, :kind, :item, :route, :day,
        :amount, :entity, :entity_id);

-- name: figure_delta_oldest :many
-- in:   org text, limit int
-- out:  id text, metric text, month text, division text, office text, kind text, item text
-- out:  route text, day text, amount int
-- plan: index
SELECT id, metric, month, division, office, kind, item, route, day, amount FROM figure_delta
 WHERE org = :org ORDER BY id LIMIT :limit;

-- name: figure_put :exec
-- in:   org text, axis text, month text, metric text, value text, amount int
INSERT INTO figure_sum (org, axis, month, metric, value, amount)
VALUES (:org, :axis, :month, :metric, :value, :amount)
    ON CONFLICT (org, axis, month, metric, value)
    DO UPDATE SET amount = figure_sum.amount + excluded.amount;

-- name: figure_delta_remove :change-one
-- in:   org text, id text
DELETE FROM figure_delta WHERE org = :org AND id = :id;

-- name: figure_clear_sums :exec
-- in:   org text
DELETE FROM figure_sum WHERE org = :org;

-- name: figure_clear_deltas :exec
-- in:   org text
DELETE FROM figure_delta WHERE org = :org;

-- name: figure_layout :one
-- in:   org text
-- out:  layout int
SELECT layout FROM figure_layout WHERE org = :org;

-- name: figure_set_layout :exec
-- in:   org text, layout int
INSERT INTO figure_layout (org, layout) VALUES (:org, :layout)
    ON CONFLICT (org) DO UPDATE SET layout = excluded.layout;

-- The last month up to a given one that has figures.
-- name: figure_last_month :many
-- in:   org text, until_month text
-- out:  month text
-- plan: search
SELECT month FROM (
    SELECT month FROM (SELECT month FROM figure_sum
                        WHERE org = :org AND axis = 'all' AND month <= :until_month
                        ORDER BY month DESC LIMIT 1) folded
    UNION ALL
    SELECT month FROM figure_delta WHERE org = :org AND month <= :until_month) both_kinds
 ORDER BY month DESC LIMIT 1;

-- The sums of one value of an axis, month by month, then the deltas that belong to it.
-- name: figure_months :each
-- in:   org text, axis text, value text, from_month text, until_month text
-- out:  metric text, month text, amount int
-- plan: index
SELECT metric, month, amount FROM figure_sum
 WHERE org = :org AND axis = :axis AND month >= :from_month AND month <= :until_month
   AND value = :value
UNION ALL
SELECT metric, month, amount FROM figure_delta
 WHERE org = :org AND month >= :from_month AND month <= :until_month
   AND :value = CASE :axis WHEN 'division' THEN division WHEN 'office' THEN office
                           WHEN 'kind' THEN kind WHEN 'item' THEN item
                           WHEN 'route' THEN route WHEN 'day' THEN day ELSE '' END;

-- The same for all values of an axis.
-- name: figure_values :each
-- in:   org text, axis text, from_month text, until_month text
-- out:  value text, metric text, amount int
-- plan: index
SELECT value, metric, amount FROM figure_sum
 WHERE org = :org AND axis = :axis AND month >= :from_month AND month <= :until_month
UNION ALL
SELECT CASE :axis WHEN 'division' THEN division WHEN 'office' THEN office
                  WHEN 'kind' THEN kind WHEN 'item' THEN item
                  WHEN 'route' THEN route WHEN 'day' THEN day ELSE '' END, metric, amount
  FROM figure_delta
 WHERE org = :org AND month >= :from_month AND month <= :until_month;

-- A metric on some days of one month, by the axis 'day'.
-- name: figure_days :one
-- in:   org text, metric text, month text, from_day text, until_day text
-- out:  amount int
SELECT CAST(coalesce(sum(amount), 0) AS bigint)
  FROM (SELECT amount FROM figure_sum
         WHERE org = :org AND axis = 'day' AND month = :month AND metric = :metric
           AND value >= :from_day AND value <= :until_day
        UNION ALL
        SELECT amount FROM figure_delta
         WHERE org = :org AND metric = :metric AND month = :month
           AND day >= :from_day AND day <= :until_day) r;

-- Everything that is stored of the metrics between two names.
-- name: figure_all :each
-- in:   org text, from_metric text, until_metric text
-- out:  axis text, month text, metric text, value text, amount int
-- plan: index
SELECT axis, month, metric, value, amount FROM figure_sum
 WHERE org = :org AND metric >= :from_metric AND metric <= :until_metric;

-- name: figure_waiting :each
-- in:   org text, from_metric text, until_metric text
-- out:  month text, metric text, division text, office text, kind text, item text, route text
-- out:  day text, amount int
-- plan: index
SELECT month, metric, division, office, kind, item, route, day, amount FROM figure_delta
 WHERE org = :org AND metric >= :from_metric AND metric <= :until_metric;

-- Names of the values of an axis.
-- name: figure_names :many
-- in:   org text, axis enum(division,office,item)
-- out:  value text, name_zh text, name_en text
-- plan: index
-- when: axis=division
SELECT code, name_zh, name_en FROM division WHERE org = :org ORDER BY code
-- end
-- when: axis=office
SELECT id, name_zh, name_en FROM office WHERE org = :org ORDER BY id
-- end
-- when: axis=item
SELECT code, name_zh, name_en FROM service_item WHERE org = :org ORDER BY code
-- end
 LIMIT 1000;

-- name: figure_enterprises :many
-- in:   org text
-- out:  division text, enterprises int
-- plan: search
SELECT division_code, count(*) FROM enterprise WHERE org = :org GROUP BY division_code
 ORDER BY division_code LIMIT 1000;

-- ---- demands ----

-- The rows that the figures of demands are made of, with their instants.  reopened is asked
-- only where a demand was ever followed up.
-- name: facts :each
-- in:   org text, base enum(registered,done,closed), from_ms int, until_ms int, until_id text
-- row:  fact
-- out:  id text, number text, division text, office text?, kind text?, item text?, route text?
-- out:  state text, department text?, registered_ms int, done_ms int?, closed_ms int?, late int
-- out:  extended int, satisfaction text?, reopened int
-- plan: index
SELECT d.id, d.number, e.division_code, d.lead_office_id, d.kind, d.item_code, d.route, d.state,
       d.department_code, d.registered_ms, d.done_ms, d.closed_ms, d.late, d.extended,
       d.satisfaction,
       CASE WHEN d.satisfaction IS NULL THEN 0
            WHEN EXISTS (SELECT 1 FROM event v
                          WHERE v.org = d.org AND v.entity = 'demand' AND v.entity_id = d.id
                            AND (v.action IN ('not_satisfied', 'reopen') OR v.to_state = 'REDO')) THEN 1
            ELSE 0 END
  FROM demand d JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE d.org = :org
-- when: base=registered
   AND d.registered_ms >= :from_ms AND (d.registered_ms, d.id) < (:until_ms, :until_id)
-- end
-- when: base=done
   AND d.done_ms >= :from_ms AND (d.done_ms, d.id) < (:until_ms, :until_id)
-- end
-- when: base=closed
   AND d.closed_ms >= :from_ms AND (d.closed_ms, d.id) < (:until_ms, :until_id)
-- end
   AND d.state <> 'MRG'
-- when: base=registered
 ORDER BY d.registered_ms DESC, d.id DESC
-- end
-- when: base=done
 ORDER BY d.done_ms DESC, d.id DESC
-- end
-- when: base=closed
 ORDER BY d.closed_ms DESC, d.id DESC
-- end
;

-- What the enterprise said of a demand, round by round.
-- name: fact_answers :many
-- in:   org text, id text
-- out:  seq int, at_ms int, action text, to_state text
-- plan: index
SELECT seq, at_ms, action, to_state FROM event
 WHERE org = :org AND entity = 'demand' AND entity_id = :id
   AND (action IN ('satisfied', 'basically', 'not_satisfied', 'reopen') OR to_state = 'REDO')
 ORDER BY seq LIMIT 1000;

-- What enterprises said, as one of up to three words ('' is none); each in the order of its index.
-- name: facts_answered :each
-- in:   org text, word text, or_word text, third_word text, from_ms int, until_ms int
-- in:   until_id text
-- out:  id text, number text, at_ms int, division text, office text?, kind text?, item text?
-- out:  route text?
-- plan: search
SELECT d.id, d.number, v.at_ms, e.division_code, d.lead_office_id, d.kind, d.item_code, d.route
  FROM event v
  JOIN demand d ON d.org = v.org AND d.id = v.entity_id
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE v.org = :org AND v.entity = 'demand' AND v.action = :word AND d.state <> 'MRG'
   AND v.at_ms >= :from_ms AND (v.at_ms, v.entity_id) < (:until_ms, :until_id)
UNION ALL
SELECT d.id, d.number, v.at_ms, e.division_code, d.lead_office_id, d.kind, d.item_code, d.route
  FROM event v
  JOIN demand d ON d.org = v.org AND d.id = v.entity_id
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE v.org = :org AND v.entity = 'demand' AND v.action = :or_word AND d.state <> 'MRG'
   AND v.at_ms >= :from_ms AND (v.at_ms, v.entity_id) < (:until_ms, :until_id)
UNION ALL
SELECT d.id, d.number, v.at_ms, e.division_code, d.lead_office_id, d.kind, d.item_code, d.route
  FROM event v
  JOIN demand d ON d.org = v.org AND d.id = v.entity_id
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE v.org = :org AND v.entity = 'demand' AND v.action = :third_word AND d.state <> 'MRG'
   AND v.at_ms >= :from_ms AND (v.at_ms, v.entity_id) < (:until_ms, :until_id)
 ORDER BY 3 DESC, 1 DESC;

-- ---- the rows behind the other figures ----
--
-- The instant (for visits the day) that decides the month, the division and the amount; latest
-- first, up to a place (instant or day, and id) that is not included.

-- name: count_visits :each
-- in:   org text, from_day text, until_day text, until_id text
-- row:  counted
-- out:  entity_id text, label text, at_ms int, day text, dim text, amount int
-- plan: index
SELECT v.id, e.name, 0, v.day, e.division_code, 1
  FROM visit v JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
 WHERE v.org = :org AND v.state = 'done'
   AND v.day >= :from_day AND (v.day, v.id) < (:until_day, :until_id)
 ORDER BY v.day DESC, v.id DESC;

-- name: count_visits_of :each
-- in:   org text, kind text, from_day text, until_day text, until_id text
-- row:  counted
-- plan: index
SELECT v.id, e.name, 0, v.day, e.division_code, 1
  FROM visit v JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
 WHERE v.org = :org AND v.state = 'done' AND v.kind = :kind
   AND v.day >= :from_day AND (v.day, v.id) < (:until_day, :until_id)
 ORDER BY v.day DESC, v.id DESC;

-- Enterprises with a visit in the month: the first one of each stands for it.
-- name: count_visited :each
-- in:   org text, from_day text, until_day text, until_id text
-- row:  counted
-- plan: search
SELECT v.enterprise_id, e.name, 0, v.day, e.division_code, 1
  FROM visit v JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
 WHERE v.org = :org AND v.state = 'done'
   AND v.day >= :from_day AND (v.day, v.enterprise_id) < (:until_day, :until_id)
   AND NOT EXISTS (SELECT 1 FROM visit w
                    WHERE w.org = v.org AND w.enterprise_id = v.enterprise_id
                      AND w.day >= substr(v.day, 1, 7) AND (w.day, w.id) < (v.day, v.id)
                      AND w.state = 'done')
 ORDER BY v.day DESC, v.enterprise_id DESC;

-- Officers with a visit in the month, in no division.
-- name: count_visitors :each
-- in:   org text, from_day text, until_day text, until_id text
-- row:  counted
-- plan: search
SELECT v.officer_id, p.name, 0, v.day, '', 1
  FROM visit v JOIN person p ON p.org = v.org AND p.id = v.officer_id
 WHERE v.org = :org AND v.state = 'done'
   AND v.day >= :from_day AND (v.day, v.officer_id) < (:until_day, :until_id)
   AND NOT EXISTS (SELECT 1 FROM visit w
                    WHERE w.org = v.org AND w.officer_id = v.officer_id
                      AND w.day >= substr(v.day, 1, 7) AND (w.day, w.id) < (v.day, v.id)
                      AND w.state = 'done')
 ORDER BY v.day DESC, v.officer_id DESC;

-- name: count_certificates :each
-- in:   org text, kind text, from_ms int, until_ms int, until_id text
-- row:  counted
-- plan: index
SELECT c.id, c.number, c.numbered_ms, '', e.division_code, 1
  FROM certificate c JOIN enterprise e ON e.org = c.org AND e.id = c.enterprise_id
 WHERE c.org = :org AND c.kind = :kind
   AND c.numbered_ms >= :from_ms AND (c.numbered_ms, c.id) < (:until_ms, :until_id)
 ORDER BY c.numbered_ms DESC, c.id DESC;

-- name: count_charges :each
-- in:   org text, ground text, from_ms int, until_ms int, until_id text
-- row:  counted
-- plan: index
SELECT c.id, t.name_zh, c.at_ms, '', e.division_code, c.amount_fen
  FROM charge_line c JOIN enterprise e ON e.org = c.org AND e.id = c.enterprise_id
  JOIN tariff t ON t.org = c.org AND t.code = c.tariff_code
 WHERE c.org = :org AND c.ground = :ground
   AND c.at_ms >= :from_ms AND (c.at_ms, c.id) < (:until_ms, :until_id)
 ORDER BY c.at_ms DESC, c.id DESC;

-- name: count_downtime :each
-- in:   org text, from_ms int, until_ms int, until_id text
-- row:  counted
-- plan: search
SELECT b.id, b.number, b.downtime_confirmed_ms, '', e.division_code, b.downtime_days
  FROM booking b JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
 WHERE b.org = :org
   AND b.downtime_confirmed_ms >= :from_ms AND (b.downtime_confirmed_ms, b.id) < (:until_ms, :until_id)
 ORDER BY b.downtime_confirmed_ms DESC, b.id DESC;
