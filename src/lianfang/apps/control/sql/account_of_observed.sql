-- purpose: the account of a file: every row has one fate
-- reads: control_observed (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select count(*) as rows,
       count(*) filter (where fate = 'first') as added,
       count(*) filter (where fate = 'repeats') as superseding,
       count(*) filter (where fate = 'unchanged') as unchanged,
       count(*) filter (where reason is not null) as refused,
       count(*) filter (where fate in ('first', 'repeats')
                          and (celsius >= %(fever)s or symptoms <> '' or result = 'positive')) as alerts
from control_observed
