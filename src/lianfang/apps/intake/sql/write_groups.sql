-- purpose: let persons enter the groups (五清) that their rows put them into, unless they are in already
-- reads: intake_fate, intake_often, intake_again (temporary), intake_groupfact
-- writes: intake_groupfact
-- index: intake_groupfact by person; hashed for many
-- idempotency: who is in a group does not enter it again; what a decision told does not count, for it may be
--        taken back
--
-- A person whom several rows place differently is counted where the first does.
-- outsiders: not registered before this list. away: registered here, and the list places them elsewhere; counted
-- where they are registered.
with latest as materialized (
    select distinct on (person_id, "group") person_id, "group", enters
    from intake_groupfact
    where person_id in (select person_id from intake_fate where outcome in ('matched', 'created', 'forwarded'))
      and decision_id is null
      and (batch_id is distinct from %(batch)s or person_id in (select person_id from intake_again))
    order by person_id, "group", happened_at desc, id desc
),
entered as not materialized (
    select f.k, f.person_id, g."group", f.area, o.person_id is not null as often
    from intake_fate f
    left join intake_often o on o.person_id = f.person_id
    cross join lateral unnest(
        f.groups || case when f.rule like 'new!_%%' escape '!' then array['outsiders'] else array[]::text[] end
    ) as g ("group")
    where f.outcome in ('matched', 'created')
)
insert into intake_groupfact (person_id, area, "group", enters, batch_id, happened_at, recorded_at)
select told.person_id, told.area, told."group", true, %(batch)s, %(received_at)s, %(at)s
from (
    select person_id, "group", area from entered where not often
    union all
    select person_id, "group", (array_agg(area order by k))[1] from entered where often group by person_id, "group"
    union all
    select f.person_id, 'away', min(f.registered)
    from intake_fate f
    where f.outcome = 'forwarded' and starts_with(f.registered, %(area)s)
    group by f.person_id
) told
where not exists (
    select from latest where latest.person_id = told.person_id and latest."group" = told."group" and latest.enters
)
order by told.person_id, told."group"
