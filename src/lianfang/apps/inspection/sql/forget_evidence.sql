-- purpose: delete photographs of findings that were closed or withdrawn before the term
-- reads: inspection_findingevent
-- writes: inspection_evidence
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from inspection_evidence evidence
where evidence.area >= %(lo)s and evidence.area < %(hi)s
  and exists (
      select from inspection_findingevent e
      where e.finding_id = evidence.finding_id and e.kind in ('passed', 'withdrawn') and e.happened_at < %(before_at)s
  )
  and not exists (
      select from inspection_findingevent later
      where later.finding_id = evidence.finding_id and later.happened_at >= %(before_at)s
  )
