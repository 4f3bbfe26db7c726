-- purpose: notices that may leave by now, in the order of channel and officer, with the last message of each
-- reads: alerts_dispatch, alerts_notice, alerts_message
-- writes: nothing
-- index: dispatch_waiting, message_by_officer
-- idempotency: reads only
select dispatch.id, dispatch.channel, dispatch.area, notice.officer, notice.holder, notice.urgent,
       notice.lines, last.made_at as last_made_at
from alerts_dispatch dispatch
join alerts_notice notice on notice.id = dispatch.notice_id
left join lateral (
    select message.made_at
    from alerts_message message
    where message.officer = notice.officer and message.channel = dispatch.channel
    order by message.made_at desc
    limit 1
) last on true
where dispatch.state = 'waiting' and dispatch.not_before <= %(at)s
order by dispatch.channel, notice.officer, dispatch.id
