-- purpose: name the persons of one number between whom no choice could be made
-- reads: intake_match, intake_open (temporary), people_identitykey, people_person
-- writes: intake_hint (temporary)
-- index: people_identitykey primary key by digest
-- idempotency: once a round
insert into intake_hint (k, person_id, rule, rank)
select distinct m.k, coalesce(p.merged_into_id, p.id), 'several', 0
from intake_match m
join intake_open o on o.k = m.k
join people_identitykey i on i.digest = o.id_digest
join people_person p on p.id = i.person_id
where m.several and m.round = %(round)s and m.rule in ('id_name', 'id_sound', 'id_close')
