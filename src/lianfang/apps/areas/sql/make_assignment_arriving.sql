-- purpose: a place for arriving assignments
-- reads: nothing
-- writes: assignment_arriving (temporary)
-- index: none
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.assignment_arriving;
create temporary table assignment_arriving (
    post text collate "C" not null,
    area text collate "C" not null,
    officer_name text not null,
    officer_uid uuid,
    phone_sealed bytea,
    phone_digest bytea,
    unit_uid uuid,
    uid uuid,
    begins_at timestamptz,
    ends_at timestamptz,
    post_id bigint,
    officer_id bigint
) on commit drop
