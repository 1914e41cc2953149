"""watch.py - reminders and escalations are raised once, also by a server that is killed.

The limit of a demand under way is moved into the past while no server runs, as if it had
passed meanwhile; levels of escalation are set.  The server's job must raise the reminder and
each level once; killed and started again it must raise nothing more."""
import signal
import time

from qh import Failure, Server, query

DAY_MS = 86400000


def acts_of(url, demand):
    return query(url, "select kind || ' ' || level from supervise_act "
                      f"where demand_id = '{demand}' and kind in ('remind', 'escalate') order by seq").split("\n")[:-1]


def wait_for(url, demand, wanted):
    for _ in range(300):
        found = acts_of(url, demand)
        if found == wanted:
            return
        time.sleep(0.1)
    raise Failure(f"acts {found}, not {wanted}")


def pass_limit(url, demand, change):
    now = int(time.time() * 1000)
    due = now - 14 * DAY_MS
    change(url, f"update demand set due_ms = {due}, watch_due_ms = {due}, "
                f"warn_ms = {due - DAY_MS}, watch_ms = {due - DAY_MS}, watch_level = 0 "
                f"where id = '{demand}'")
    change(url, "insert into supervise_level (org, level, person_id, after_wd) "
                "select org, 1, min(id), 0 from person where enterprise_id is null "
                "group by org")
    change(url, "insert into supervise_level (org, level, person_id, after_wd) "
                "select org, 2, max(id), 3 from person where enterprise_id is null "
                "group by org")


def run(url, demand, change, check):
    """Raises Failure if the job raises too little or too much."""
    wanted = ["remind 0", "escalate 1", "escalate 2"]
    pass_limit(url, demand, change)
    server = Server(url, "--quiet")
    try:
        wait_for(url, demand, wanted)
    finally:
        server.stop(signal.SIGKILL)
    with Server(url, "--quiet"):
        time.sleep(2.5)
        wait_for(url, demand, wanted)
    bad = [f for f in check(url)[1]
           if f["check"] in ("supervision", "history", "versions") and not f["is_note"]]
    if bad:
        raise Failure(f"after the acts: {bad[:5]}")
