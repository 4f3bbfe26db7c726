-- purpose: slots of one kind that reached a step of their ladder and of which nobody was told at that step
-- reads: gap (relation given by the caller: open slots of the kind), alerts_escalation, alerts_notice
-- writes: alerts_newly_due (temporary)
-- index: told_once (due_at, kind, subject, ref, level)
-- idempotency: what was told at a level is passed over
-- A step before the due time is no use after it. A step above waits until `hold` after the level below acknowledged.
insert into alerts_newly_due (kind, subject, ref, area, due_at, level, nature, urgent, post)
select %(kind)s, gap.subject_id, gap.ref, gap.area, gap.due_at, step.level, step.nature, %(urgent)s,
       coalesce(step.post, gap.post)
from gap
join jsonb_to_recordset(%(steps)s) as step(level smallint, nature text, after interval, post text, hold interval)
  on case step.nature
         when 'opened' then gap.opens_at <= %(until_at)s and gap.due_at > %(until_at)s
         when 'reminder' then gap.due_at + step.after <= %(until_at)s and gap.due_at > %(until_at)s
         else gap.due_at <= %(until_at)s - step.after
     end
where not exists (
          select from alerts_escalation told
          where told.due_at = gap.due_at and told.kind = %(kind)s and told.subject = gap.subject_id
            and told.ref = gap.ref and told.level = step.level
      )
  and not exists (
          select from alerts_notice notice
          join alerts_escalation below on below.notice_id = notice.id
          where notice.acknowledged_at is not null and below.due_at = gap.due_at and below.kind = %(kind)s
            and below.subject = gap.subject_id and below.ref = gap.ref
            and step.nature = 'escalated' and below.level < step.level
            and notice.acknowledged_at > %(until_at)s - step.hold
      )
