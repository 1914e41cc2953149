-- 0027 found by line: tasks by booking line, lines by instrument, trips by standard.  What a
-- step of a booking, trip or record asks was answered by walking all trips or all bookings.

create index trip_task_line on trip_task (org, booking_line_id, id);
create index booking_line_instrument on booking_line (org, instrument_id, booking_id);
create index trip_standard_of on trip_standard (org, standard_id, trip_id);
