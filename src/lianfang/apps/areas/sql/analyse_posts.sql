-- purpose: tell the planner of posts and holders after many were written
-- reads: areas_post, areas_assignment, areas_officer
-- writes: statistics
-- index: none
-- idempotency: may be repeated
analyze areas_post;
analyze areas_assignment;
analyze areas_officer
