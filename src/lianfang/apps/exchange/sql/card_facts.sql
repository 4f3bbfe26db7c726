-- purpose: of a person the first symptoms on record, the disease of the last measure, the first positive for it
-- reads: control_reading, control_testresult, control_measure
-- writes: nothing
-- index: reading_once_per_slot, test_by_person, control_measure_person_id
-- idempotency: reads only
select first.on_date as symptoms_on, coalesce(first.symptoms, '') as symptoms, positive.sampled_on as positive_on,
       coalesce(measure.disease, '') as disease
from (values (1)) as one (row)
left join lateral (
    select r.on_date, r.symptoms
    from control_reading r
    where r.person_id = any(%(persons)s) and r.symptoms <> ''
    order by r.on_date, r.happened_at
    limit 1
) first on true
left join lateral (
    select m.disease
    from control_measure m
    where m.person_id = any(%(persons)s)
    order by m.starts_on desc, m.id desc
    limit 1
) measure on true
left join lateral (
    select t.sampled_on
    from control_testresult t
    where t.person_id = any(%(persons)s) and t.result = 'positive'
      and t.disease = coalesce(measure.disease, t.disease)
      and not exists (select from control_testresult later where later.sample = t.sample and later.id > t.id)
    order by t.sampled_on
    limit 1
) positive on true
