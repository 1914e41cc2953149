-- What the background jobs of a server look for.

-- name: job_orgs :many
-- any-org: the jobs serve every organisation of the database
-- out:  org text
-- plan: scan: one row for each organisation
SELECT org FROM org ORDER BY org LIMIT 1000;
