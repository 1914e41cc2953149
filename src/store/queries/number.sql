-- Gapless series of numbers.

-- name: number_next :one
-- in:   org text, series text, year int
-- out:  serial int
INSERT INTO number_series (org, series, year, next) VALUES (:org, :series, :year, 2)
    ON CONFLICT (org, series, year) DO UPDATE SET next = number_series.next + 1
RETURNING next - 1;

-- name: number_of :one
-- in:   org text, series text, year int
-- out:  next_serial int
SELECT next FROM number_series WHERE org = :org AND series = :series AND year = :year;
