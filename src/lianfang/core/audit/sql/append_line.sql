-- purpose: append a line to the log
-- reads: nothing
-- writes: audit_auditevent
-- index: none
-- idempotency: the primary key refuses a number that is taken
insert into audit_auditevent (id, at, recorded_at, actor, role, "user", action, subject, area, facts, hash)
values (%(id)s, %(at)s, %(recorded_at)s, %(actor)s, %(role)s, %(user)s, %(action)s, %(subject)s, %(area)s,
        %(facts)s::text::jsonb, %(hash)s)
