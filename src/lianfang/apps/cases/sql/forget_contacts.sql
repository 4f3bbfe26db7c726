-- purpose: delete contacts that were judged last before the term, with all judgements of them
-- reads: nothing
-- writes: cases_contact, cases_judgement
-- index: foreign key index on contact_id; read whole, at night
-- idempotency: what is deleted is not found again
with gone as (
    select k.id
    from cases_contact k
    where k.area >= %(lo)s
      and k.area < %(hi)s
      and k.recorded_at < %(before_at)s
      and not exists (select from cases_judgement j where j.contact_id = k.id and j.recorded_at >= %(before_at)s)
), judged as (
    delete from cases_judgement where contact_id in (select id from gone)
)
delete from cases_contact where id in (select id from gone)
