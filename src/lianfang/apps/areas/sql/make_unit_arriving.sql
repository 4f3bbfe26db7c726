-- purpose: a place for arriving units
-- reads: nothing
-- writes: unit_arriving (temporary)
-- index: none
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.unit_arriving;
create temporary table unit_arriving (
    kind text collate "C" not null,
    name text not null,
    area text collate "C" not null,
    uid uuid,
    parent_uid uuid
) on commit drop
