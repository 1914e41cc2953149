-- 0009 enterprise contacts: the people of an enterprise, for its page.

create index person_enterprise on person (org, enterprise_id, id) where enterprise_id is not null;
