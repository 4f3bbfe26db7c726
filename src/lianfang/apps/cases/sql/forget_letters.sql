-- purpose: delete letters that were written or received before the term, with the persons that they name
-- reads: nothing
-- writes: cases_letter, cases_letterperson, cases_letterevent
-- index: foreign key indexes on letter_id; read whole, at night
-- idempotency: what is deleted is not found again
with gone as (
    select id
    from cases_letter
    where area >= %(lo)s and area < %(hi)s and recorded_at < %(before_at)s
), persons as (
    delete from cases_letterperson where letter_id in (select id from gone)
), events as (
    delete from cases_letterevent where letter_id in (select id from gone)
)
delete from cases_letter where id in (select id from gone)
