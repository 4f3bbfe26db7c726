-- purpose: keep the identity of every record that is taken, so that the same sent again is known
-- reads: control_observed (temporary)
-- writes: control_fieldrecord, control_observed (temporary)
-- index: control_fieldrecord primary key
-- idempotency: an identity taken before (out of the actor's sight) turns its record into a fault
with taken as (
    insert into control_fieldrecord (client_id, kind, area, digest, by, happened_at, recorded_at)
    select client_id, case when celsius is null then 'encounter' else 'reading' end, area, digest, %(by)s, happened_at,
           %(at)s
    from control_observed
    where reason is null and fate in ('first', 'repeats', 'unchanged', 'met')
    on conflict (client_id) do nothing
    returning client_id
)
update control_observed o
set fate = null, reason = %(reused)s
where o.reason is null and o.fate in ('first', 'repeats', 'unchanged', 'met') and o.client_id not in (select client_id from taken)
