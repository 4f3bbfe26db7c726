-- purpose: the rows of a list with what became of each, decisions included, as the spreadsheet numbers them
-- reads: intake_row, intake_batch, intake_reviewdecision, people_person
-- writes: nothing
-- index: intake_row primary key, decision_by_row, people_person primary key
-- idempotency: a query
select coalesce(b.mapping -> 'sheets' -> (r.sheet_no - 1) ->> 'name', '') as sheet,
       r.sheet_no, r.row_no as row, r.part,
       case d.decision when 'same_as' then 'matched' when 'new_person' then 'created' when 'reject' then 'rejected'
            else r.outcome end as outcome,
       coalesce(kept.uid, p.uid)::text as person,
       coalesce(kept.name, p.name) as name,
       coalesce(nullif(d.area, ''), r.area) as area,
       case when d.decision is null then r.reason else 'decided' end as reason,
       r.rule
from intake_row r
join intake_batch b on b.id = r.batch_id
left join lateral (
    select decision, person_id, area
    from intake_reviewdecision d
    where d.batch_id = r.batch_id and d.sheet_no = r.sheet_no and d.row_no = r.row_no and d.part = r.part
    order by d.recorded_at desc, d.id desc
    limit 1
) d on true
left join people_person p on p.id = coalesce(d.person_id, r.person_id)
left join people_person kept on kept.id = p.merged_into_id
where r.batch_id = %(batch)s
  and (cardinality(%(outcomes)s::text[]) = 0 or r.outcome = any(%(outcomes)s::text[]))
order by r.sheet_no, r.row_no, r.part
limit %(most)s offset %(skipped)s
