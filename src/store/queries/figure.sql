-- Dashboard figures: folded sums (rollup) and the deltas that wait to be folded.

-- name: rollup_delta_add :exec
-- in:   org text, id text, metric text, month text, dim text, amount int, entity text
-- in:   entity_id text
INSERT INTO rollup_delta (org, id, metric, month, dim, amount, entity, entity_id)
VALUES (:org, :id, :metric, :month, :dim, :amount, :entity, :entity_id);

-- name: rollup_delta_oldest :many
-- in:   org text, limit int
-- out:  id text, metric text, month text, dim text, amount int
-- plan: index
SELECT id, metric, month, dim, amount FROM rollup_delta
 WHERE org = :org ORDER BY id LIMIT :limit;

-- name: rollup_put :exec
-- in:   org text, metric text, month text, dim text, amount int
INSERT INTO rollup (org, metric, month, dim, amount)
VALUES (:org, :metric, :month, :dim, :amount)
    ON CONFLICT (org, metric, month, dim) DO UPDATE SET amount = rollup.amount + excluded.amount;

-- name: rollup_delta_remove :change-one
-- in:   org text, id text
DELETE FROM rollup_delta WHERE org = :org AND id = :id;

-- name: figure_months :many
-- in:   org text, from_month text, until_month text, dim text?
-- out:  metric text, month text, amount int
-- plan: search
SELECT metric, month, CAST(sum(amount) AS bigint)
  FROM (SELECT metric, month, amount FROM rollup
         WHERE org = :org AND month >= :from_month AND month <= :until_month
-- optional: dim
           AND dim = :dim
-- end
        UNION ALL
        SELECT metric, month, amount FROM rollup_delta
         WHERE org = :org AND month >= :from_month AND month <= :until_month
-- optional: dim
           AND dim = :dim
-- end
       ) f
 GROUP BY metric, month ORDER BY month, metric LIMIT 10000;

-- name: figure_divisions :many
-- in:   org text, from_month text, until_month text
-- out:  code text, name_zh text, name_en text, metric text, amount int
-- plan: search
SELECT f.dim, v.name_zh, v.name_en, f.metric, f.amount
  FROM (SELECT dim, metric, CAST(sum(amount) AS bigint) AS amount
          FROM (SELECT dim, metric, amount FROM rollup
                 WHERE org = :org AND month >= :from_month AND month <= :until_month
                UNION ALL
                SELECT dim, metric, amount FROM rollup_delta
                 WHERE org = :org AND month >= :from_month AND month <= :until_month) u
         GROUP BY dim, metric) f
  JOIN division v ON v.org = :org AND v.code = f.dim
 ORDER BY f.dim, f.metric LIMIT 10000;

-- name: figure_all :each
-- in:   org text
-- out:  metric text, month text, dim text, amount int
-- plan: search
SELECT metric, month, dim, CAST(sum(amount) AS bigint)
  FROM (SELECT metric, month, dim, amount FROM rollup WHERE org = :org
        UNION ALL
        SELECT metric, month, dim, amount FROM rollup_delta WHERE org = :org) f
 GROUP BY metric, month, dim ORDER BY metric, month, dim;

-- The rows behind the figures, one query a metric: the instant (for visits the day) that
-- decides the month, the division (dim: '' for all) and the amount.

-- name: count_visits :each
-- in:   org text, from_day text, until_day text, dim text, limit int
-- row:  counted
-- out:  entity_id text, label text, at_ms int, day text, dim text, amount int
-- plan: index
SELECT v.id, e.name, 0, v.day, e.division_code, 1
  FROM visit v JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
 WHERE v.org = :org AND v.state = 'done'
   AND v.day >= :from_day AND v.day < :until_day
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;

-- name: count_visits_of :each
-- in:   org text, kind text, from_day text, until_day text, dim text, limit int
-- row:  counted
-- plan: index
SELECT v.id, e.name, 0, v.day, e.division_code, 1
  FROM visit v JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
 WHERE v.org = :org AND v.state = 'done' AND v.kind = :kind
   AND v.day >= :from_day AND v.day < :until_day
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;

-- Enterprises with a visit in the month: the first one of each stands for it.
-- name: count_visited :each
-- in:   org text, from_day text, until_day text, dim text, limit int
-- row:  counted
-- plan: index
SELECT v.enterprise_id, e.name, 0, v.day, e.division_code, 1
  FROM visit v JOIN enterprise e ON e.org = v.org AND e.id = v.enterprise_id
 WHERE v.org = :org AND v.state = 'done'
   AND v.day >= :from_day AND v.day < :until_day
   AND (:dim = '' OR e.division_code = :dim)
   AND NOT EXISTS (SELECT 1 FROM visit w
                    WHERE w.org = v.org AND w.enterprise_id = v.enterprise_id
                      AND w.day >= substr(v.day, 1, 7) AND (w.day, w.id) < (v.day, v.id)
                      AND w.state = 'done')
 LIMIT :limit;

-- Officers with a visit in the month, in no division.
-- name: count_visitors :each
-- in:   org text, from_day text, until_day text, dim text, limit int
-- row:  counted
-- plan: index
SELECT v.officer_id, p.name, 0, v.day, '', 1
  FROM visit v JOIN person p ON p.org = v.org AND p.id = v.officer_id
 WHERE v.org = :org AND v.state = 'done'
   AND v.day >= :from_day AND v.day < :until_day
   AND :dim = ''
   AND NOT EXISTS (SELECT 1 FROM visit w
                    WHERE w.org = v.org AND w.officer_id = v.officer_id
                      AND w.day >= substr(v.day, 1, 7) AND (w.day, w.id) < (v.day, v.id)
                      AND w.state = 'done')
 LIMIT :limit;

-- name: count_registered :each
-- in:   org text, from_ms int, until_ms int, dim text, limit int
-- row:  counted
-- plan: index
SELECT d.id, d.number, d.registered_ms, '', e.division_code, 1
  FROM demand d JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE d.org = :org
   AND d.registered_ms >= :from_ms AND d.registered_ms < :until_ms
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;

-- name: count_closed :each
-- in:   org text, from_ms int, until_ms int, dim text, limit int
-- row:  counted
-- plan: index
SELECT d.id, d.number, d.closed_ms, '', e.division_code, 1
  FROM demand d JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE d.org = :org AND d.state = 'CLOSED'
   AND d.closed_ms >= :from_ms AND d.closed_ms < :until_ms
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;

-- name: count_late :each
-- in:   org text, from_ms int, until_ms int, dim text, limit int
-- row:  counted
-- plan: index
SELECT d.id, d.number, d.closed_ms, '', e.division_code, 1
  FROM demand d JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE d.org = :org AND d.state = 'CLOSED' AND d.late <> 0
   AND d.closed_ms >= :from_ms AND d.closed_ms < :until_ms
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;

-- name: count_followed_up :each
-- in:   org text, action text, from_ms int, until_ms int, dim text, limit int
-- row:  counted
-- plan: index
SELECT v.entity_id, d.number, v.at_ms, '', e.division_code, 1
  FROM event v
  JOIN demand d ON d.org = v.org AND d.id = v.entity_id
  JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 WHERE v.org = :org AND v.entity = 'demand' AND v.action = :action
   AND v.at_ms >= :from_ms AND v.at_ms < :until_ms
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;

-- name: count_certificates :each
-- in:   org text, kind text, from_ms int, until_ms int, dim text, limit int
-- row:  counted
-- plan: index
SELECT c.id, c.number, c.numbered_ms, '', e.division_code, 1
  FROM certificate c JOIN enterprise e ON e.org = c.org AND e.id = c.enterprise_id
 WHERE c.org = :org AND c.kind = :kind
   AND c.numbered_ms >= :from_ms AND c.numbered_ms < :until_ms
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;

-- name: count_charges :each
-- in:   org text, ground text, from_ms int, until_ms int, dim text, limit int
-- row:  counted
-- plan: index
SELECT c.id, t.name_zh, c.at_ms, '', e.division_code, c.amount_fen
  FROM charge_line c JOIN enterprise e ON e.org = c.org AND e.id = c.enterprise_id
  JOIN tariff t ON t.org = c.org AND t.code = c.tariff_code
 WHERE c.org = :org AND c.ground = :ground
   AND c.at_ms >= :from_ms AND c.at_ms < :until_ms
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;

-- name: count_downtime :each
-- in:   org text, from_ms int, until_ms int, dim text, limit int
-- row:  counted
-- plan: index
SELECT b.id, b.number, b.downtime_confirmed_ms, '', e.division_code, b.downtime_days
  FROM booking b JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
 WHERE b.org = :org
   AND b.downtime_confirmed_ms >= :from_ms AND b.downtime_confirmed_ms < :until_ms
   AND (:dim = '' OR e.division_code = :dim)
 LIMIT :limit;
