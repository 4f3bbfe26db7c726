-- purpose: slots of handing in a report: from the opening of its window, and again from each return
-- reads: forms_expected (see states.sql), forms_report, forms_decision, areas_unit
-- writes: nothing
-- index: area_code_current_once, report_sequence_once, decision_once
-- idempotency: a query
with period as (
    select x.form, x.reporter, x.area, x.unit, x.period_on, x.slot, x.opens_at, x.due_at,
           first.recorded_at as done_at, 'report:' || first.uid as evidence, 1 as nth
    from forms_expected(
        null, %(lo)s, %(hi)s,
        (%(from_at)s::timestamptz at time zone %(zone)s)::date - 2, (%(until_at)s::timestamptz at time zone %(zone)s)::date
    ) x
    left join forms_report first
        on first.form = x.form and first.reporter = x.reporter and first.period_on = x.period_on and first.slot = x.slot
       and first.period_on >= (%(from_at)s::timestamptz at time zone %(zone)s)::date - 2
       and first.sequence = 1 and first.recorded_at <= %(known_at)s
    union all
    select r.form, r.reporter, r.area, u.uid, r.period_on, r.slot, d.happened_at, d.happened_at + %(again_within)s,
           next.recorded_at, 'report:' || next.uid, r.sequence + 1
    from forms_decision d
    join forms_report r on r.id = d.report_id
    left join areas_unit u on u.uid::text = r.reporter
    left join forms_report next
        on next.form = r.form and next.reporter = r.reporter and next.period_on = r.period_on and next.slot = r.slot
       and next.sequence = r.sequence + 1 and next.recorded_at <= %(known_at)s
    where d.area >= %(lo)s and d.area < %(hi)s and d.kind = 'returned'
      and d.recorded_at <= %(known_at)s and d.happened_at > %(from_at)s::timestamptz - %(kept)s::interval
)
select p.form || '.' || p.reporter || '.' || p.period_on || '.' || p.slot as subject_id,
       'sequence:' || p.nth as ref,
       p.area,
       p.opens_at,
       p.due_at,
       p.due_at + %(kept)s as lapses_at,
       p.done_at,
       p.evidence,
       case
           when p.unit is null then
               case length(p.area) when 12 then 'village_secretary' when 9 then 'town_clerk'
                   when 15 then 'grid_worker' else 'county_office' end
           when unit.kind = 'village_committee' then 'village_secretary'
           when unit.kind = 'health_centre' then 'health_centre_head'
           when unit.kind = 'police_station' then 'police_station_head'
           when unit.kind = 'town_office' then 'town_clerk'
           else 'unit_head@' || p.unit
       end as post
from period p
left join areas_unit unit on unit.uid = p.unit
where p.opens_at <= %(until_at)s and p.due_at + %(kept)s > %(from_at)s
  and (p.done_at is null or p.done_at >= %(from_at)s)
