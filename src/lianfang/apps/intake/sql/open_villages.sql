-- purpose: the villages that the address of each row that was left may mean
-- reads: intake_open (temporary)
-- writes: intake_village (temporary)
-- index: none
-- idempotency: emptied and filled anew; rows that are settled since do no harm, every use joins the open ones
truncate intake_village;
insert into intake_village (k, code, beyond)
select distinct o.k, left(place, 12), left(place, 12) || ':'
from intake_open o
cross join lateral unnest(o.places) place
where length(place) >= 12;
analyze intake_village
