-- purpose: a place for arriving posts
-- reads: nothing
-- writes: post_arriving (temporary)
-- index: none
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.post_arriving;
create temporary table post_arriving (
    code text collate "C" not null,
    area text collate "C" not null,
    unit_uid uuid,
    uid uuid,
    established_at timestamptz
) on commit drop
