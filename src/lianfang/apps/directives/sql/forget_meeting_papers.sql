-- purpose: delete the papers of meetings held before the term; the sweep removes their files
-- reads: directives_meetingpaper, directives_meeting
-- writes: directives_meetingpaper
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
delete from directives_meetingpaper paper
using directives_meeting meeting
where meeting.id = paper.meeting_id
  and meeting.area >= %(lo)s
  and meeting.area < %(hi)s
  and meeting.held_at < %(before_at)s
