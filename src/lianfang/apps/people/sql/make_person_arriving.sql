-- purpose: a place for arriving persons and for their documents and telephones
-- reads: nothing
-- writes: person_arriving, identity_arriving (temporary)
-- index: none, every use reads them whole
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.person_arriving, pg_temp.identity_arriving;
create temporary table person_arriving (
    uid uuid not null default lianfang_uuid7(),
    name text not null,
    name_key text collate "C" not null,
    sex text collate "C" not null default '',
    birth_date date,
    area text collate "C" not null,
    address text not null default '',
    household_uid uuid,
    occupation text not null default '',
    state text collate "C" not null default 'present',
    person_id bigint,
    fresh boolean
) on commit drop;
create temporary table identity_arriving (
    person_uid uuid not null,
    kind text collate "C" not null,
    digest bytea not null,
    sealed bytea not null
) on commit drop
