-- purpose: put each observation to the record under an order on its day, its disease's first, with its area; refuse what is outside
-- reads: control_observed (temporary), control_measure, people_person
-- writes: control_observed (temporary)
-- index: foreign key index on control_measure.person_id or hashed; person_by_merge; people_person primary key
-- idempotency: rows with a reason are left alone
with meant as (
    select distinct person_id
    from control_observed
    where reason is null
),
records as (
    select person_id as kept_id, person_id from meant
    union all
    select merged.merged_into_id, merged.id
    from meant
    join people_person merged on merged.merged_into_id = meant.person_id
),
ordered as (
    select distinct on (o.k) o.k, m.person_id, m.area
    from control_observed o
    join records on records.kept_id = o.person_id
    join control_measure m
      on m.person_id = records.person_id and m.duties_from <= o.on_date and m.ends_on > o.on_date
    where o.reason is null
    order by o.k, m.disease is distinct from o.disease, m.ended_at desc nulls first, m.strictness desc, m.id desc
)
update control_observed o
set person_id = coalesce(ordered.person_id, o.person_id),
    area = coalesce(ordered.area, kept.area),
    reason = case when not exists (select from unnest(%(scopes)s::text[]) scope
                                   where starts_with(coalesce(ordered.area, kept.area), scope)) then %(outside)s end
from control_observed self
left join ordered on ordered.k = self.k
join people_person kept on kept.id = self.person_id
where o.k = self.k and o.reason is null
