-- purpose: the posts that an officer holds, or stands in for, at a moment: each with its area, unit and holder
-- reads: areas_officer, areas_assignment, areas_deputy, areas_post, areas_unit
-- writes: nothing
-- index: officer_uid_once, areas_assignment.officer_id, areas_deputy.officer_id
-- idempotency: reads only
select s.code as post, s.area, u.uid as unit, coalesce(h.uid, o.uid) as holder
from areas_officer o
cross join lateral (
    select a.post_id, a.officer_id
    from areas_assignment a
    where a.officer_id = o.id
      and a.begins_at <= %(at)s
      and (a.ends_at is null or a.ends_at > %(at)s)
    union
    select d.post_id, (
        select a.officer_id
        from areas_assignment a
        where a.post_id = d.post_id and a.begins_at <= %(at)s and (a.ends_at is null or a.ends_at > %(at)s)
    )
    from areas_deputy d
    where d.officer_id = o.id
      and d.begins_at <= %(at)s
      and d.ends_at > %(at)s
) held
join areas_post s on s.id = held.post_id
left join areas_unit u on u.id = s.unit_id
left join areas_officer h on h.id = held.officer_id
where o.uid = %(officer)s
  and s.established_at <= %(at)s
  and (s.abolished_at is null or s.abolished_at > %(at)s)
order by s.area, s.code
