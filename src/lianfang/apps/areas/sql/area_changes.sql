-- purpose: how many areas a table opens, changes, closes and leaves alone
-- reads: area_change (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select change, count(*) as areas
from area_change
group by change
