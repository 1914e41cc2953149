-- Bookings: what an enterprise asks of the team.

-- name: booking_add :exec
-- in:   org text, id text, number text, demand_id text?, enterprise_id text, needs text, requested_ms int, downtime_days int
INSERT INTO booking (org, id, number, demand_id, enterprise_id, needs, state, requested_ms,
                     downtime_days, version)
VALUES (:org, :id, :number, :demand_id, :enterprise_id, :needs, 'requested', :requested_ms,
        :downtime_days, 1);

-- name: booking_window_add :exec
-- in:   org text, booking_id text, seq int, from_ms int, until_ms int
INSERT INTO booking_window (org, booking_id, seq, from_ms, until_ms)
VALUES (:org, :booking_id, :seq, :from_ms, :until_ms);

-- name: booking_line_add :exec
-- in:   org text, id text, booking_id text, seq int, instrument_id text, service text, stage text
INSERT INTO booking_line (org, id, booking_id, seq, instrument_id, service, stage)
VALUES (:org, :id, :booking_id, :seq, :instrument_id, :service, :stage);

-- name: booking_list :many
-- in:   org text, state text?, enterprise text?, before_ms int, before_id text, limit int
-- out:  id text, number text, demand_id text?, demand_number text?, appointment_id text?
-- out:  appointment_number text?, enterprise_id text, enterprise_name text, division_name text
-- out:  needs text, state text, requested_ms int, downtime_days int, lines int, version int
-- plan: index
SELECT b.id, b.number, b.demand_id, d.number, a.id, a.number, b.enterprise_id, e.name,
       v.name_zh, b.needs, b.state, b.requested_ms, b.downtime_days,
       (SELECT count(*) FROM booking_line l WHERE l.org = b.org AND l.booking_id = b.id),
       b.version
  FROM booking b
  LEFT JOIN demand d ON d.org = b.org AND d.id = b.demand_id
  LEFT JOIN appointment a ON a.org = b.org AND a.booking_id = b.id
  JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
  JOIN division v ON v.org = e.org AND v.code = e.division_code
 WHERE b.org = :org AND (b.requested_ms, b.id) < (:before_ms, :before_id)
-- optional: state
   AND b.state = :state
-- end
-- optional: enterprise
   AND b.enterprise_id = :enterprise
-- end
 ORDER BY b.requested_ms DESC, b.id DESC LIMIT :limit;

-- name: booking_one :one
-- in:   org text, id text
-- out:  id text, number text, demand_id text?, demand_number text?, demand_text text?
-- out:  appointment_id text?, appointment_number text?, enterprise_id text, enterprise_name text
-- out:  division_code text, address_zh text, supported int, size_class text, needs text
-- out:  state text, requested_ms int, downtime_days int, downtime_confirmed_ms int?, version int
SELECT b.id, b.number, b.demand_id, d.number, d.text, a.id, a.number, b.enterprise_id, e.name,
       e.division_code, e.address_zh, e.supported, e.size_class, b.needs, b.state,
       b.requested_ms, b.downtime_days, b.downtime_confirmed_ms, b.version
  FROM booking b
  LEFT JOIN demand d ON d.org = b.org AND d.id = b.demand_id
  LEFT JOIN appointment a ON a.org = b.org AND a.booking_id = b.id
  JOIN enterprise e ON e.org = b.org AND e.id = b.enterprise_id
 WHERE b.org = :org AND b.id = :id;

-- name: booking_windows :many
-- in:   org text, booking_id text
-- out:  seq int, from_ms int, until_ms int
-- plan: search
SELECT seq, from_ms, until_ms FROM booking_window
 WHERE org = :org AND booking_id = :booking_id ORDER BY seq LIMIT 100;

-- name: booking_lines :many
-- in:   org text, booking_id text
-- out:  id text, seq int, instrument_id text, service text, stage text, kind_code text, name_zh text, model text, serial text, maker text, accuracy_class text, params text, place_zh text, purpose text, due_day text?, instrument_state text
-- plan: search
SELECT l.id, l.seq, l.instrument_id, l.service, l.stage, i.kind_code, i.name_zh, i.model,
       i.serial, i.maker, i.accuracy_class, i.params, i.place_zh, i.purpose, i.due_day, i.state
  FROM booking_line l JOIN instrument i ON i.org = l.org AND i.id = l.instrument_id
 WHERE l.org = :org AND l.booking_id = :booking_id ORDER BY l.seq LIMIT 200;

-- name: booking_line_one :one
-- in:   org text, id text
-- out:  id text, booking_id text, instrument_id text, service text, stage text
SELECT id, booking_id, instrument_id, service, stage FROM booking_line
 WHERE org = :org AND id = :id;

-- name: booking_line_open :many
-- in:   org text, instrument_id text
-- out:  booking_id text, number text
-- plan: search
SELECT b.id, b.number
  FROM booking_line l JOIN booking b ON b.org = l.org AND b.id = l.booking_id
 WHERE l.org = :org AND l.instrument_id = :instrument_id
   AND b.state IN ('requested', 'accepted', 'planned')
 ORDER BY l.booking_id LIMIT 10;

-- name: booking_set_state :change-one
-- in:   org text, id text, state text, version int
UPDATE booking SET state = :state, version = version + 1
 WHERE org = :org AND id = :id AND version = :version;

-- name: booking_demand_for :one
-- in:   org text, id text
-- out:  id text, number text, enterprise_id text, state text, lead_office_id text?, version int
SELECT id, number, enterprise_id, state, lead_office_id, version
  FROM demand WHERE org = :org AND id = :id;

-- name: booking_line_results :many
-- in:   org text, booking_id text
-- out:  line_id text, task_id text, trip_id text, record_id text?, record_number text?, record_state text?, verdict text?, certificate_id text?, certificate_number text?, certificate_kind text?
-- plan: search
SELECT k.booking_line_id, k.id, k.trip_id, r.id, r.number, r.state, r.verdict, c.id, c.number,
       c.kind
  FROM (SELECT org, id, seq FROM booking_line
         WHERE org = :org AND booking_id = :booking_id ORDER BY instrument_id LIMIT 500) l
  JOIN trip_task k ON k.org = l.org AND k.booking_line_id = l.id
  JOIN trip t ON t.org = k.org AND t.id = k.trip_id AND t.state <> 'cancelled'
  LEFT JOIN record r ON r.org = k.org AND r.trip_task_id = k.id
  LEFT JOIN certificate c ON c.org = r.org AND c.record_id = r.id AND c.state <> 'replaced'
 ORDER BY l.seq, k.id LIMIT 500;
