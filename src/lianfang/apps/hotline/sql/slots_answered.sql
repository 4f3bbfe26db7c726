-- purpose: slots of answering what was brought, or of bringing help: from the receipt, and anew once it did not satisfy
-- reads: hotline_answers_known (hotline_matter, hotline_matterevent), hotline_matter
-- writes: nothing
-- index: matter_by_area, foreign key index on matter_id
-- idempotency: a query
-- An appeal is registered with control, whose own slot it then is.
select matter.uid::text as subject_id,
       'answer:' || answer.number as ref,
       answer.held_in as area,
       answer.opens_at,
       answer.due_at,
       'infinity'::timestamptz as lapses_at,
       answer.done_at,
       'event:' || answer.done as evidence,
       answer.post
from hotline_answers_known(%(known_at)s, %(clocks)s::jsonb) answer
join hotline_matter matter on matter.id = answer.matter_id
where answer.held_in >= %(lo)s and answer.held_in < %(hi)s
  and matter.kind = any (%(kinds)s) and answer.opens_at <= %(until_at)s
  and not (%(undone)s and answer.done is not null)
