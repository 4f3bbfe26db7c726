-- purpose: what would break the conservation of rows or point to nothing; nothing may be returned
-- reads: intake_row, intake_forward, intake_candidate, intake_exposure, intake_staged (temporary), people_person
-- writes: nothing
-- index: intake_row primary key, people_person primary key
-- idempotency: reads only
select fault, times
from (
    select 'rows staged and not accounted for' as fault,
           (select count(*) from intake_staged) - (select count(*) from intake_row where batch_id = %(batch)s) as times
    union all
    select 'rows with a person against their outcome', count(*)
    from intake_row r
    where r.batch_id = %(batch)s
      and (r.outcome in ('matched', 'created') and r.person_id is null
           or r.outcome in ('review', 'rejected') and r.person_id is not null)
    union all
    select 'rows whose person does not exist', count(*)
    from intake_row r
    left join people_person p on p.id = r.person_id
    where r.batch_id = %(batch)s and r.person_id is not null and p.id is null
    union all
    select 'forwarded rows without a forward',
           (select count(*) from intake_row where batch_id = %(batch)s and outcome = 'forwarded')
           - (select count(*) from intake_forward where batch_id = %(batch)s)
    union all
    select 'waiting rows without their content', count(*)
    from intake_row r
    where r.batch_id = %(batch)s and r.outcome in ('review', 'rejected', 'forwarded') and r.sealed is null
    union all
    select 'candidates of rows that are not in review', count(*)
    from intake_candidate c
    left join intake_row r on r.batch_id = c.batch_id and r.sheet_no = c.sheet_no and r.row_no = c.row_no
                           and r.part = c.part and r.outcome = 'review'
    where c.batch_id = %(batch)s and r.batch_id is null
) every
where times <> 0
