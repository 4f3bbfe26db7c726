-- purpose: write what the rows tell of exposure and was not known
-- reads: intake_fate, intake_echo, intake_again (temporary), intake_exposure
-- writes: intake_exposure
-- index: intake_exposure by person; hashed for many
-- idempotency: an exposure of the same person, disease, kind, grade, origin and dates is written once; what a
--        decision told does not count, for it may be taken back
with known as materialized (
    select e.person_id, e.kind, e.level, e.origin, e.last_exposure, e.arrived
    from intake_exposure e
    where e.disease = %(disease)s and e.decision_id is null
      and e.person_id in (select person_id from intake_fate where outcome in ('matched', 'created'))
      and (e.batch_id <> %(batch)s or e.person_id in (select person_id from intake_again))
)
insert into intake_exposure
    (person_id, area, batch_id, row_no, disease, kind, level, origin, last_exposure, arrived, vaccinated,
     happened_at, recorded_at)
select person_id, area, %(batch)s, row_no, %(disease)s, exposure_kind, level, origin, last_exposure, arrived, vaccinated,
       %(received_at)s, %(at)s
from (
    select f.k, f.person_id, f.area, f.row_no, f.exposure_kind, f.vaccinated, f.level, f.origin, f.last_exposure, f.arrived
    from intake_fate f
    where f.outcome in ('matched', 'created') and f.exposure_kind is not null
      and not exists (select from intake_echo r where r.k = f.k)
) told
where not exists (
    select
    from known e
    where e.person_id = told.person_id and e.kind = told.exposure_kind
      and e.level = told.level and e.origin = told.origin
      and e.last_exposure is not distinct from told.last_exposure and e.arrived is not distinct from told.arrived
)
order by person_id, k
