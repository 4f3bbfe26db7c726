-- purpose: what one run found and told, for its account and for what leaves by message
-- reads: alerts_newly_due, alerts_addressee (temporary)
-- writes: nothing
-- index: none: read whole
-- idempotency: reads only
select count(*) as found,
       count(who.officer) as slots,
       count(*) - count(who.officer) as nobody,
       count(distinct who.officer) as officers
from alerts_newly_due due
left join alerts_addressee who using (area, post)
