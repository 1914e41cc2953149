-- Bytes of documents and photos, once for each content.

-- name: blob_add :change
-- in:   org text, hash text, bytes bytes, size int
INSERT INTO blob (org, hash, bytes, size) VALUES (:org, :hash, :bytes, :size)
    ON CONFLICT (org, hash) DO NOTHING;

-- name: blob_load :one
-- in:   org text, hash text
-- out:  bytes bytes, size int
SELECT bytes, size FROM blob WHERE org = :org AND hash = :hash;

-- name: blob_each_hash :each
-- in:   org text
-- out:  hash text, size int
-- plan: search
SELECT hash, size FROM blob WHERE org = :org ORDER BY hash;
