-- purpose: every report expected in an area range, and where it stands at a moment as known at another
-- reads: forms_expected (forms_edition, forms_window, forms_dayoff, forms_closing, areas_area, areas_edition, areas_unit,
--   directives_activation, directives_directiveevent), forms_report, forms_decision
-- writes: nothing
-- index: area_code_current_once, report_by_form_day, report_sequence_once, decision_once
-- idempotency: reads only
-- On time is what the server received on time: when a report is said to have been signed is no proof.
select x.edition_id as edition, x.form, e.name as form_name, x.reporter, x.area, x.unit, x.name, x.period_on, x.slot,
       x.opens_at, x.due_at, r.uid as report, coalesce(r.sequence, 0) as sequence, coalesce(r.zero, false) as zero,
       r.happened_at, first.recorded_at as first_at, first.recorded_at > x.due_at is true as late,
       case
           when d.kind is not null then d.kind
           when r.zero then 'zero'
           when first.recorded_at <= x.due_at then 'on_time'
           when first.recorded_at > x.due_at then 'late'
           when %(at)s < x.opens_at then 'not_due'
           when %(at)s <= x.due_at then 'due'
           else 'missing'
       end as state
from forms_expected(%(form)s, %(lo)s, %(hi)s, %(from_day)s, %(until_day)s) x
join forms_edition e on e.id = x.edition_id
left join forms_report r
    on r.form = x.form and r.reporter = x.reporter and r.period_on = x.period_on and r.slot = x.slot
   and r.period_on between %(from_day)s and %(until_day)s
   and r.recorded_at <= %(known_at)s and (r.superseded_at is null or r.superseded_at > %(known_at)s)
left join forms_report first
    on first.form = x.form and first.reporter = x.reporter and first.period_on = x.period_on and first.slot = x.slot
   and first.period_on between %(from_day)s and %(until_day)s
   and first.sequence = 1 and first.recorded_at <= %(known_at)s
left join forms_decision d on d.report_id = r.id and d.recorded_at <= %(known_at)s
where (%(own)s::uuid is null or x.unit = %(own)s) and (%(reporter)s::text is null or x.reporter = %(reporter)s)
order by x.due_at, x.form, x.area, x.reporter
