-- Service items with their versions.

-- Items that are offered, by code, in the version in force.
-- name: item_list :many
-- in:   org text
-- row:  item_row
-- out:  code text, no int, state text, from_day text?, until_day text?, category_zh text
-- out:  category_en text, name_zh text, name_en text, who_may_ask text, basis text
-- out:  statutory_limit_wd int?, commit_limit_wd int, limit_basis text, channels text
-- out:  on_site int, appointment int, lead_office_code text, office_zh text?, office_en text?
-- out:  default_route text, documents text, fee text, waiver_rule text, keywords text
-- out:  also_called text, not_this text, note text, made_by text, made_by_name text
-- out:  made_ms int, seconded int, published_by text?, published_by_name text?
-- out:  published_ms int?, version int
-- plan: index
SELECT v.code, v.no, v.state, v.from_day, v.until_day, v.category_zh, v.category_en, v.name_zh,
       v.name_en, v.who_may_ask, v.basis, v.statutory_limit_wd, v.commit_limit_wd, v.limit_basis,
       v.channels, v.on_site, v.appointment, v.lead_office_code, o.name_zh, o.name_en,
       v.default_route, v.documents, v.fee, v.waiver_rule, v.keywords, v.also_called, v.not_this,
       v.note, v.made_by, v.made_by_name, v.made_ms, v.seconded, v.published_by,
       v.published_by_name, v.published_ms, v.version
  FROM service_item s
  JOIN item_version v ON v.org = s.org AND v.code = s.code AND v.no = s.no
  LEFT JOIN office o ON o.org = v.org AND o.code = v.lead_office_code
 WHERE s.org = :org AND s.state = 'published' ORDER BY s.code LIMIT 1000;

-- name: item_version_one :one
-- in:   org text, code text, no int
-- row:  item_row
SELECT v.code, v.no, v.state, v.from_day, v.until_day, v.category_zh, v.category_en, v.name_zh,
       v.name_en, v.who_may_ask, v.basis, v.statutory_limit_wd, v.commit_limit_wd, v.limit_basis,
       v.channels, v.on_site, v.appointment, v.lead_office_code, o.name_zh, o.name_en,
       v.default_route, v.documents, v.fee, v.waiver_rule, v.keywords, v.also_called, v.not_this,
       v.note, v.made_by, v.made_by_name, v.made_ms, v.seconded, v.published_by,
       v.published_by_name, v.published_ms, v.version
  FROM item_version v
  LEFT JOIN office o ON o.org = v.org AND o.code = v.lead_office_code
 WHERE v.org = :org AND v.code = :code AND v.no = :no;

-- All versions of an item, the newest first.
-- name: item_versions :many
-- in:   org text, code text
-- row:  item_row
-- plan: index
SELECT v.code, v.no, v.state, v.from_day, v.until_day, v.category_zh, v.category_en, v.name_zh,
       v.name_en, v.who_may_ask, v.basis, v.statutory_limit_wd, v.commit_limit_wd, v.limit_basis,
       v.channels, v.on_site, v.appointment, v.lead_office_code, o.name_zh, o.name_en,
       v.default_route, v.documents, v.fee, v.waiver_rule, v.keywords, v.also_called, v.not_this,
       v.note, v.made_by, v.made_by_name, v.made_ms, v.seconded, v.published_by,
       v.published_by_name, v.published_ms, v.version
  FROM item_version v
  LEFT JOIN office o ON o.org = v.org AND o.code = v.lead_office_code
 WHERE v.org = :org AND v.code = :code ORDER BY v.code DESC, v.no DESC LIMIT 1000;

-- One line for each item for those who edit the catalogue: the newest version, and which one
-- is in force (null: none yet).
-- name: item_heads :many
-- in:   org text
-- out:  code text, no int, state text, from_day text?, name_zh text, name_en text
-- out:  category_zh text, category_en text, lead_office_code text, made_by_name text
-- out:  made_ms int, in_force int?, item_state text?
-- plan: search
SELECT v.code, v.no, v.state, v.from_day, v.name_zh, v.name_en, v.category_zh, v.category_en,
       v.lead_office_code, v.made_by_name, v.made_ms, s.no, s.state
  FROM item_version v
  LEFT JOIN service_item s ON s.org = v.org AND s.code = v.code
 WHERE v.org = :org
   AND v.no = (SELECT max(n.no) FROM item_version n WHERE n.org = v.org AND n.code = v.code)
 ORDER BY v.code LIMIT 1000;

-- name: item_head :one
-- in:   org text, code text
-- out:  no int, state text
SELECT no, state FROM service_item WHERE org = :org AND code = :code;

-- name: item_version_add :exec
-- in:   org text, code text, no int, state text, from_day text?, category_zh text
-- in:   category_en text, name_zh text, name_en text, who_may_ask text, basis text
-- in:   statutory_limit_wd int?, commit_limit_wd int, limit_basis text, channels text
-- in:   on_site int, appointment int, lead_office_code text, default_route text
-- in:   documents text, fee text, waiver_rule text, keywords text, also_called text
-- in:   not_this text, note text, made_by text, made_by_name text, made_ms int, version int
INSERT INTO item_version (org, code, no, state, from_day, category_zh, category_en, name_zh,
                          name_en, who_may_ask, basis, statutory_limit_wd, commit_limit_wd,
                          limit_basis, channels, on_site, appointment, lead_office_code,
                          default_route, documents, fee, waiver_rule, keywords, also_called,
                          not_this, note, made_by, made_by_name, made_ms, seconded, version)
VALUES (:org, :code, :no, :state, :from_day, :category_zh, :category_en, :name_zh, :name_en,
        :who_may_ask, :basis, :statutory_limit_wd, :commit_limit_wd, :limit_basis, :channels,
        :on_site, :appointment, :lead_office_code, :default_route, :documents, :fee,
        :waiver_rule, :keywords, :also_called, :not_this, :note, :made_by, :made_by_name,
        :made_ms, 0, :version);

-- Only a draft is edited; whoever writes it last has made it.
-- name: item_version_edit :change-one
-- in:   org text, code text, no int, old_version int, category_zh text
-- in:   category_en text, name_zh text, name_en text, who_may_ask text, basis text
-- in:   statutory_limit_wd int?, commit_limit_wd int, limit_basis text, channels text
-- in:   on_site int, appointment int, lead_office_code text, default_route text
-- in:   documents text, fee text, waiver_rule text, keywords text, also_called text
-- in:   not_this text, note text, made_by text, made_by_name text, made_ms int
UPDATE item_version
   SET category_zh = :category_zh, category_en = :category_en, name_zh = :name_zh,
       name_en = :name_en, who_may_ask = :who_may_ask, basis = :basis,
       statutory_limit_wd = :statutory_limit_wd, commit_limit_wd = :commit_limit_wd,
       limit_basis = :limit_basis, channels = :channels, on_site = :on_site,
       appointment = :appointment, lead_office_code = :lead_office_code,
       default_route = :default_route, documents = :documents, fee = :fee,
       waiver_rule = :waiver_rule, keywords = :keywords, also_called = :also_called,
       not_this = :not_this, note = :note, made_by = :made_by, made_by_name = :made_by_name,
       made_ms = :made_ms, version = version + 1
 WHERE org = :org AND code = :code AND no = :no AND version = :old_version AND state = 'draft';

-- name: item_version_move :change-one
-- in:   org text, code text, no int, old_version int, state text, from_day text?
-- in:   until_day text?, seconded int, published_by text?, published_by_name text?
-- in:   published_ms int?
UPDATE item_version
   SET state = :state, from_day = :from_day, until_day = :until_day, seconded = :seconded,
       published_by = :published_by, published_by_name = :published_by_name,
       published_ms = :published_ms, version = version + 1
 WHERE org = :org AND code = :code AND no = :no AND version = :old_version;

-- Versions that should be in force on a day and are not yet, in the order of the day.
-- name: item_due :many
-- in:   org text, day text
-- out:  code text, no int
-- plan: search
SELECT v.code, v.no
  FROM item_version v LEFT JOIN service_item s ON s.org = v.org AND s.code = v.code
 WHERE v.org = :org AND v.state = 'published' AND v.from_day <= :day
   AND (s.no IS NULL OR v.no > s.no)
 ORDER BY v.from_day, v.code, v.no LIMIT 1000;

-- The last version of an item that was ever published.
-- name: item_last_published :one
-- in:   org text, code text
-- out:  no int, from_day text, until_day text
SELECT CAST(coalesce(max(no), 0) AS bigint), coalesce(max(from_day), ''),
       coalesce(max(until_day), '')
  FROM item_version
 WHERE org = :org AND code = :code AND state IN ('published', 'withdrawn');

-- name: item_open_drafts :one
-- in:   org text, code text
-- out:  n int, newest int
SELECT count(CASE WHEN state IN ('draft', 'submitted') THEN 1 END),
       CAST(coalesce(max(no), 0) AS bigint)
  FROM item_version WHERE org = :org AND code = :code;

-- name: item_apply :exec
-- in:   org text, code text, no int, state text, category_zh text, category_en text
-- in:   name_zh text, name_en text, who_may_ask text, basis text, statutory_limit_wd int?
-- in:   commit_limit_wd int, on_site int, appointment int, lead_office_code text
-- in:   default_route text, fee text, waiver_rule text, keywords text, also_called text
-- in:   not_this text
INSERT INTO service_item (org, code, no, category_zh, category_en, name_zh, name_en, who_may_ask,
                          basis, statutory_limit_wd, commit_limit_wd, on_site, appointment,
                          lead_office_code, default_route, fee, waiver_rule, keywords,
                          also_called, not_this, state)
VALUES (:org, :code, :no, :category_zh, :category_en, :name_zh, :name_en, :who_may_ask, :basis,
        :statutory_limit_wd, :commit_limit_wd, :on_site, :appointment, :lead_office_code,
        :default_route, :fee, :waiver_rule, :keywords, :also_called, :not_this, :state)
    ON CONFLICT (org, code) DO UPDATE
   SET no = excluded.no, category_zh = excluded.category_zh,
       category_en = excluded.category_en, name_zh = excluded.name_zh,
       name_en = excluded.name_en, who_may_ask = excluded.who_may_ask,
       basis = excluded.basis, statutory_limit_wd = excluded.statutory_limit_wd,
       commit_limit_wd = excluded.commit_limit_wd, on_site = excluded.on_site,
       appointment = excluded.appointment, lead_office_code = excluded.lead_office_code,
       default_route = excluded.default_route, fee = excluded.fee,
       waiver_rule = excluded.waiver_rule, keywords = excluded.keywords,
       also_called = excluded.also_called, not_this = excluded.not_this,
       state = excluded.state;

-- name: item_set_state :change-one
-- in:   org text, code text, state text
UPDATE service_item SET state = :state WHERE org = :org AND code = :code;

-- A demand keeps the version that is in force when it is matched.
-- name: item_keep :exec
-- in:   org text, demand_id text, code text?
UPDATE demand
   SET item_no = (SELECT s.no FROM service_item s WHERE s.org = :org AND s.code = :code)
 WHERE org = :org AND id = :demand_id;

-- What the version that a demand was matched to promises.
-- name: item_promise :one
-- in:   org text, demand_id text
-- out:  commit_limit_wd int
SELECT coalesce(v.commit_limit_wd, s.commit_limit_wd)
  FROM demand d
  JOIN service_item s ON s.org = d.org AND s.code = d.item_code
  LEFT JOIN item_version v ON v.org = d.org AND v.code = d.item_code AND v.no = d.item_no
 WHERE d.org = :org AND d.id = :demand_id;

-- By these numbers the matcher knows that the catalogue is another one.
-- name: item_catalogue_mark :one
-- in:   org text
-- out:  changed int, latest int, nos int, withdrawn int
SELECT count(CASE WHEN v.published_ms IS NOT NULL THEN 1 END),
       CAST(coalesce(max(v.published_ms), 0) AS bigint), CAST(coalesce(sum(s.no), 0) AS bigint),
       count(CASE WHEN s.state = 'withdrawn' THEN 1 END)
  FROM service_item s
  JOIN item_version v ON v.org = s.org AND v.code = s.code AND v.no = s.no
 WHERE s.org = :org;

-- name: item_withdrawn :many
-- in:   org text
-- out:  code text
-- plan: index
SELECT code FROM service_item WHERE org = :org AND state = 'withdrawn' ORDER BY code LIMIT 1000;

-- name: item_office :one
-- in:   org text, code text
-- out:  id text, name_zh text, kind text
SELECT id, name_zh, kind FROM office WHERE org = :org AND code = :code;

-- ---- qh check ----

-- The row of an item that differs from the version it names, or names one that is not
-- published.
-- name: item_check_heads :each
-- in:   org text
-- out:  code text, state text, no int, version_state text?, same int
-- plan: index
SELECT s.code, s.state, s.no, v.state,
       CASE WHEN v.name_zh = s.name_zh AND v.name_en = s.name_en
             AND v.category_zh = s.category_zh AND v.category_en = s.category_en
             AND v.who_may_ask = s.who_may_ask AND v.basis = s.basis
             AND coalesce(v.statutory_limit_wd, -1) = coalesce(s.statutory_limit_wd, -1)
             AND v.commit_limit_wd = s.commit_limit_wd AND v.on_site = s.on_site
             AND v.appointment = s.appointment AND v.lead_office_code = s.lead_office_code
             AND v.default_route = s.default_route AND v.fee = s.fee
             AND v.waiver_rule = s.waiver_rule AND v.keywords = s.keywords
             AND v.also_called = s.also_called AND v.not_this = s.not_this
            THEN 1 ELSE 0 END
  FROM service_item s
  LEFT JOIN item_version v ON v.org = s.org AND v.code = s.code AND v.no = s.no
 WHERE s.org = :org ORDER BY s.code;

-- name: item_check_versions :each
-- in:   org text
-- out:  code text, no int, state text, from_day text?, until_day text?
-- out:  statutory_limit_wd int?, commit_limit_wd int, made_by text, seconded int
-- out:  published_by text?, published_ms int?, version int
-- plan: index
SELECT code, no, state, from_day, until_day, statutory_limit_wd, commit_limit_wd, made_by, seconded,
       published_by, published_ms, version
  FROM item_version WHERE org = :org ORDER BY code, no;

-- Demands, charges, appointments and picks that name a version that was never published.
-- name: item_check_kept :each
-- in:   org text
-- out:  entity text, entity_id text, code text?, no int, state text?
-- plan: index
SELECT 'demand', t.id, t.item_code, t.item_no, v.state
  FROM demand t
  LEFT JOIN item_version v ON v.org = t.org AND v.code = t.item_code AND v.no = t.item_no
 WHERE t.org = :org AND t.item_no IS NOT NULL
   AND (v.state IS NULL OR v.state NOT IN ('published', 'withdrawn'))
UNION ALL
SELECT 'charge_line', t.id, t.item_code, t.item_no, v.state
  FROM charge_line t
  LEFT JOIN item_version v ON v.org = t.org AND v.code = t.item_code AND v.no = t.item_no
 WHERE t.org = :org AND t.item_no IS NOT NULL
   AND (v.state IS NULL OR v.state NOT IN ('published', 'withdrawn'))
UNION ALL
SELECT 'appointment', t.id, t.item_code, t.item_no, v.state
  FROM appointment t
  LEFT JOIN item_version v ON v.org = t.org AND v.code = t.item_code AND v.no = t.item_no
 WHERE t.org = :org AND (v.state IS NULL OR v.state NOT IN ('published', 'withdrawn'))
UNION ALL
SELECT 'pick_item', t.pick_id || '/' || CAST(t.seq AS text), t.item_code, t.item_no, v.state
  FROM pick_item t
  LEFT JOIN item_version v ON v.org = t.org AND v.code = t.item_code AND v.no = t.item_no
 WHERE t.org = :org AND (v.state IS NULL OR v.state NOT IN ('published', 'withdrawn'));

-- Appointments whose row and parts disagree: an agreed time that nobody proposed, a demand or
-- instrument of another enterprise; picks that led to nothing.
-- name: item_check_appointments :each
-- in:   org text
-- out:  entity text, entity_id text, what text
-- plan: index
SELECT 'appointment', a.id, 'from_ms'
  FROM appointment a
 WHERE a.org = :org AND a.from_ms IS NOT NULL AND a.booking_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM appointment_window w
                    WHERE w.org = a.org AND w.appointment_id = a.id
                      AND w.from_ms <= a.from_ms AND w.until_ms >= a.until_ms)
UNION ALL
SELECT 'appointment', a.id, 'state'
  FROM appointment a
 WHERE a.org = :org AND a.state IN ('accepted', 'done', 'confirmed') AND a.from_ms IS NULL
   AND a.booking_id IS NULL
UNION ALL
SELECT 'appointment', a.id, 'demand_id'
  FROM appointment a JOIN demand d ON d.org = a.org AND d.id = a.demand_id
 WHERE a.org = :org AND d.enterprise_id <> a.enterprise_id
UNION ALL
SELECT 'appointment_instrument', t.appointment_id || '/' || t.instrument_id, 'instrument_id'
  FROM appointment_instrument t
  JOIN appointment a ON a.org = t.org AND a.id = t.appointment_id
  JOIN instrument i ON i.org = t.org AND i.id = t.instrument_id
 WHERE t.org = :org AND i.enterprise_id <> a.enterprise_id
UNION ALL
SELECT 'pick_item', t.pick_id || '/' || CAST(t.seq AS text), 'demand_id'
  FROM pick_item t
 WHERE t.org = :org AND t.demand_id IS NULL AND t.appointment_id IS NULL;
