-- How people want to be told.

-- name: notify_person_one :one
-- in:   org text, person_id text
-- out:  language text, email text, sms_to text, wechat_to text, digest text, digest_min int
-- out:  digest_weekday int, quiet_from_min int?, quiet_until_min int?, workdays_only int
SELECT language, email, sms_to, wechat_to, digest, digest_min, digest_weekday, quiet_from_min,
       quiet_until_min, workdays_only
  FROM notify_person WHERE org = :org AND person_id = :person_id;

-- name: notify_person_put :exec
-- in:   org text, person_id text, language text, email text, sms_to text, wechat_to text
-- in:   digest text, digest_min int, digest_weekday int, quiet_from_min int?
-- in:   quiet_until_min int?, workdays_only int
INSERT INTO notify_person (org, person_id, language, email, sms_to, wechat_to, digest,
                           digest_min, digest_weekday, quiet_from_min, quiet_until_min,
                           workdays_only)
VALUES (:org, :person_id, :language, :email, :sms_to, :wechat_to, :digest, :digest_min,
        :digest_weekday, :quiet_from_min, :quiet_until_min, :workdays_only)
    ON CONFLICT (org, person_id) DO UPDATE SET
       language = excluded.language, email = excluded.email, sms_to = excluded.sms_to,
       wechat_to = excluded.wechat_to, digest = excluded.digest,
       digest_min = excluded.digest_min, digest_weekday = excluded.digest_weekday,
       quiet_from_min = excluded.quiet_from_min, quiet_until_min = excluded.quiet_until_min,
       workdays_only = excluded.workdays_only;

-- Wishes of a person for one kind.
-- name: notify_choice_kind :many
-- in:   org text, person_id text, kind text
-- out:  channel text, chosen int
-- plan: index
SELECT channel, chosen FROM notify_choice
 WHERE org = :org AND person_id = :person_id AND kind = :kind ORDER BY channel LIMIT 10;

-- name: notify_choice_list :many
-- in:   org text, person_id text
-- out:  kind text, channel text, chosen int
-- plan: index
SELECT kind, channel, chosen FROM notify_choice
 WHERE org = :org AND person_id = :person_id ORDER BY kind, channel LIMIT 1000;

-- name: notify_choice_put :exec
-- in:   org text, person_id text, kind text, channel text, chosen int
INSERT INTO notify_choice (org, person_id, kind, channel, chosen)
VALUES (:org, :person_id, :kind, :channel, :chosen)
    ON CONFLICT (org, person_id, kind, channel) DO UPDATE SET chosen = excluded.chosen;

-- name: notify_choice_remove :change
-- in:   org text, person_id text, kind text, channel text
DELETE FROM notify_choice
 WHERE org = :org AND person_id = :person_id AND kind = :kind AND channel = :channel;

-- Whom a message goes to.
-- name: notify_receiver :one
-- in:   org text, person_id text
-- out:  name text, state text, enterprise_id text?, language text?, email text?
-- out:  sms_to text?, wechat_to text?
SELECT p.name, p.state, p.enterprise_id, w.language, w.email, w.sms_to, w.wechat_to
  FROM person p LEFT JOIN notify_person w ON w.org = p.org AND w.person_id = p.id
 WHERE p.org = :org AND p.id = :person_id;
