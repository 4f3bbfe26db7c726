-- purpose: a place for arriving re-codings
-- reads: nothing
-- writes: recoding_arriving (temporary)
-- index: none
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.recoding_arriving;
create temporary table recoding_arriving (
    old_code text collate "C" not null,
    new_code text collate "C" not null,
    ground text not null,
    fresh boolean not null default false
) on commit drop
