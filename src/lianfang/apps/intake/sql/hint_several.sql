-- purpose: name the persons between whom the surest rule could not choose
-- reads: intake_match, intake_pair, intake_staged (temporary), people_identitykey, people_person
-- writes: intake_hint (temporary)
-- index: people_identitykey primary key by digest
-- idempotency: rows named before are left alone
insert into intake_hint (k, person_id, rule, rank)
select m.k, p.person_id, 'several', 0
from intake_match m
join intake_pair p on p.k = m.k
where m.several and not exists (select from intake_hint h where h.k = m.k)
union
select m.k, coalesce(p.merged_into_id, p.id), 'several', 0
from intake_match m
join intake_staged s on s.k = m.k
join people_identitykey i on i.digest = s.id_digest
join people_person p on p.id = i.person_id
where m.several and m.rule in ('id_name', 'id_sound', 'id_close')
  and not exists (select from intake_hint h where h.k = m.k)
