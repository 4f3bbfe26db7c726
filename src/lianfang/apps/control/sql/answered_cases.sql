-- purpose: how policy answered: cases without a measure, with measures that are over, and with measures to order
-- reads: policy_answer (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select count(*) filter (where step = 0) as not_covered,
       count(*) filter (where step = 1 and ended) as over,
       count(*) filter (where step = 1 and not ended) as to_order
from policy_answer
