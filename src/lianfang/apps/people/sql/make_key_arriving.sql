-- purpose: a place for documents and telephones that are added to known persons
-- reads: nothing
-- writes: key_arriving (temporary)
-- index: none
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.key_arriving;
create temporary table key_arriving (
    person_id bigint not null,
    kind text collate "C" not null,
    digest bytea not null,
    sealed bytea not null
) on commit drop
