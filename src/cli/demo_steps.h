/* demo_steps.h - one step of one demand each, as an act (demo_act.h); arg: struct
 * plan_demand. */
#pragma once

#include "cli/demo.h"

QH_MUST qh_status step_register(struct demo *d, void *arg); /* outside of a visit */
QH_MUST qh_status step_triage(struct demo *d, void *arg);
QH_MUST qh_status step_assign(struct demo *d, void *arg);
QH_MUST qh_status step_accept(struct demo *d, void *arg);
QH_MUST qh_status step_contact(struct demo *d, void *arg);
QH_MUST qh_status step_propose(struct demo *d, void *arg);
QH_MUST qh_status step_interim(struct demo *d, void *arg);
QH_MUST qh_status step_extend_ask(struct demo *d, void *arg);
QH_MUST qh_status step_extend_decide(struct demo *d, void *arg);
QH_MUST qh_status step_forward(struct demo *d,
                               void *arg); /* county, department, province */
QH_MUST qh_status step_receipt(struct demo *d, void *arg);
QH_MUST qh_status step_reply(struct demo *d, void *arg);
QH_MUST qh_status step_meet(struct demo *d, void *arg);
QH_MUST qh_status step_meeting_record(struct demo *d, void *arg);
QH_MUST qh_status step_remind(struct demo *d, void *arg);
QH_MUST qh_status step_urge(struct demo *d, void *arg);
QH_MUST qh_status step_supervise(struct demo *d, void *arg); /* the order */
QH_MUST qh_status step_supervise_reply(struct demo *d, void *arg);
QH_MUST qh_status step_supervise_close(struct demo *d, void *arg);
/* What is due by itself: reminders, escalations; arg: NULL. */
QH_MUST qh_status step_watch(struct demo *d, void *arg);
QH_MUST qh_status step_answer(struct demo *d, void *arg);
QH_MUST qh_status step_answer_again(struct demo *d, void *arg); /* a reopened one */
QH_MUST qh_status step_follow_first(struct demo *d, void *arg); /* not satisfied */
QH_MUST qh_status step_hand(struct demo *d, void *arg); /* the reopened one to another */
QH_MUST qh_status step_follow(struct demo *d, void *arg);
