-- 0006 rejudge: records of one edition in order of their ids, with the day of the test, so
-- that a walk over a part of them reads no others.

create index record_edition on record (org, edition_id, id, test_until_day);
