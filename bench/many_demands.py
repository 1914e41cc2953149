"""many_demands.py DATABASE N - copies the demands of a demo world up to N, whatever columns the
table has."""
import sqlite3
import sys

path, wanted = sys.argv[1], int(sys.argv[2])
db = sqlite3.connect(path)
db.execute("PRAGMA synchronous = OFF")
columns = [row[1] for row in db.execute("PRAGMA table_info(demand)")]
have = db.execute("SELECT count(*) FROM demand").fetchone()[0]
new = {"id": "printf('0%025d', n.i * 1000 + s.k)",
       "number": "printf('SQ2020-%07d', n.i * 1000 + s.k)",
       "visit_id": "NULL", "confirm_hash": "NULL",
       "registered_ms": "s.registered_ms - n.i * 300000"}
values = ", ".join(new.get(c, f"s.{c}") for c in columns)
db.execute(f"""
INSERT INTO demand ({", ".join(columns)})
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {wanted // have}),
       s AS (SELECT d.*, row_number() OVER (ORDER BY d.id) AS k FROM demand d)
  SELECT {values} FROM n, s ORDER BY n.i LIMIT {max(0, wanted - have)}""")
db.commit()
