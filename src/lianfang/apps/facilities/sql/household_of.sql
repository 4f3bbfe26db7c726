-- purpose: who is registered in the household of a person on a day, the person first: birth date, order, open needs
-- reads: people_person, control_measure, facilities_need, facilities_needevent
-- writes: nothing
-- index: people_person primary key, foreign key indexes on household_id and person_id, need_event_by_need
-- idempotency: a query
select other.uid::text as person, other.birth_date, other.state, coalesce(measure.place, '') as place,
       coalesce(care.needs, '{}') as needs
from people_person p
join people_person other on other.id = p.id or other.household_id = p.household_id
left join lateral (
    select m.place
    from control_measure m
    where m.person_id = other.id and m.ended_at is null and m.starts_on <= %(on)s and m.ends_on > %(on)s
    order by m.strictness desc, m.id
    limit 1
) measure on true
left join lateral (
    select array_agg(distinct need.kind) as needs
    from facilities_need need
    where need.person_id = other.id and need.kind = any (%(special)s)
      and not exists (select from facilities_needevent e where e.need_id = need.id and e.kind = 'ended')
) care on true
where p.id = %(person)s and other.merged_into_id is null and (other.id = p.id or other.state not in ('left', 'deceased'))
order by other.id <> p.id, other.birth_date, other.id
