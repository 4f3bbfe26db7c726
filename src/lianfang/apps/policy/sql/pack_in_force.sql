-- purpose: the pack an area works by on a day: what it or an area above it adopted, else what is valid there
-- reads: policy_adoption, policy_pack
-- writes: nothing
-- index: none (a few dozen rows)
-- idempotency: reads only
--
-- The nearest adoption wins; without one the lowest level that issued a pack for a place this area lies in.
select pack_id
from (
    select a.pack_id, 0 as rank, length(a.area) as nearness, 0 as level, a.starts_on as since
    from policy_adoption a
    where %(adopted)s and a.disease = %(disease)s and starts_with(%(area)s, a.area)
      and a.starts_on <= %(on)s and (a.ends_on is null or %(on)s < a.ends_on)
    union all
    select p.id, 1, length(p.issuer_area), p.issuer_level, p.valid_from
    from policy_pack p
    where %(disease)s = any (p.diseases) and p.valid_from <= %(on)s
      and %(on)s < coalesce(least(p.valid_to, p.closed_on), 'infinity')
      and p.issuer_level <= %(lowest_level)s and p.id <> %(other_than)s
      and (p.issuer_level = 0 or (p.issuer_area <> '' and starts_with(%(area)s, p.issuer_area)))
) candidate
order by rank, nearness desc, level desc, since desc, pack_id desc
limit 1
