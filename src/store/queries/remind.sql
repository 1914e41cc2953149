-- What falls due and has not been announced: see domain/remind.h.

-- Instruments in use that fall due by a day.
-- name: remind_instruments :many
-- in:   org text, from_day text, until_day text, limit int
-- row:  remind_row
-- out:  id text, day text
-- plan: index
SELECT i.id, i.due_day FROM instrument i
 WHERE i.org = :org AND i.state = 'in_use' AND i.due_day >= :from_day
   AND i.due_day <= :until_day
   AND NOT EXISTS (SELECT 1 FROM notify_once n
                    WHERE n.org = i.org AND n.key = 'instrument.due/' || i.id || '/' || i.due_day)
 ORDER BY i.due_day, i.id LIMIT :limit;

-- name: remind_standards :many
-- in:   org text, from_day text, until_day text, limit int
-- row:  remind_row
-- plan: search
SELECT s.id, s.valid_until_day FROM standard s
 WHERE s.org = :org AND s.state = 'in_use' AND s.valid_until_day >= :from_day
   AND s.valid_until_day <= :until_day
   AND NOT EXISTS (SELECT 1 FROM notify_once n
                    WHERE n.org = s.org
                      AND n.key = 'standard.expiring/' || s.id || '/' || s.valid_until_day)
 ORDER BY s.valid_until_day, s.id LIMIT :limit;

-- name: remind_credentials :many
-- in:   org text, from_day text, until_day text, limit int
-- row:  remind_row
-- plan: search
SELECT k.id, k.valid_until_day FROM credential k
 WHERE k.org = :org AND k.valid_until_day >= :from_day AND k.valid_until_day <= :until_day
   AND NOT EXISTS (SELECT 1 FROM notify_once n
                    WHERE n.org = k.org
                      AND n.key = 'credential.expiring/' || k.id || '/' || k.valid_until_day)
 ORDER BY k.valid_until_day, k.id LIMIT :limit;

-- Bookings whose first published trip begins on a day.
-- name: remind_bookings :many
-- in:   org text, from_day text, until_day text, limit int
-- row:  remind_row
-- plan: search
SELECT t.booking_id, t.from_day FROM trip t
 WHERE t.org = :org AND t.state = 'published' AND t.from_day >= :from_day
   AND t.from_day <= :until_day
   AND NOT EXISTS (SELECT 1 FROM notify_once n
                    WHERE n.org = t.org
                      AND n.key = 'booking.tomorrow/' || t.booking_id || '/' || t.from_day)
 ORDER BY t.from_day, t.booking_id LIMIT :limit;

-- Open demands whose clock ended between two instants, not announced.
-- name: remind_demands :many
-- in:   org text, state text, from_ms int, until_ms int, limit int
-- out:  id text, due_ms int
-- plan: index
SELECT d.id, d.due_ms FROM demand d
 WHERE d.org = :org AND d.state = :state AND d.due_ms > :from_ms AND d.due_ms <= :until_ms
   AND NOT EXISTS (SELECT 1 FROM notify_once n
                    WHERE n.org = d.org
                      AND n.key = 'demand.red/' || d.id || '/' || CAST(d.due_ms AS text))
 ORDER BY d.due_ms, d.id LIMIT :limit;
