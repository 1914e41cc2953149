-- 100,000 demands out of those of the demo world: rows, first entries of their histories,
-- full text.  For the sqlite3 program.
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TEMP TABLE src AS
  SELECT d.*, s.words AS words, row_number() OVER (ORDER BY d.id) AS k
    FROM demand d JOIN search_doc s ON s.entity = 'demand' AND s.entity_id = d.id;
CREATE TEMP TABLE copy AS
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
                           WHERE i <= 100000 / (SELECT count(*) FROM src))
  SELECT printf('0%025d', i * 1000 + k) AS new_id, i, k FROM src, n LIMIT 100000;
INSERT INTO demand
  SELECT org, new_id, printf('SQ2020-%06d', i * 1000 + src.k), enterprise_id, source, NULL, text,
         kind, route, item_code, department_code, lead_office_id, handler_id, state, clock,
         due_ms, limit_wd, objected, extended, answer, outcome, rating, satisfaction,
         rating_note, NULL, registered_ms - i * 300000, done_ms, closed_ms, late, version
    FROM copy JOIN src ON src.k = copy.k;
INSERT INTO event
  SELECT e.org, 'demand', new_id, 1, e.at_ms, e.actor_id, e.actor_name, e.action, '', 'REG', '',
         e.data, '', e.hash
    FROM copy JOIN src ON src.k = copy.k
    JOIN event e ON e.org = src.org AND e.entity = 'demand' AND e.entity_id = src.id AND e.seq = 1;
INSERT INTO search_doc
  SELECT (SELECT max(rowid_no) FROM search_doc) + row_number() OVER (ORDER BY i DESC, new_id), org,
         'demand', new_id, words
    FROM copy JOIN src ON src.k = copy.k;
INSERT INTO search_words (search_words) VALUES ('rebuild');
COMMIT;
ANALYZE;
