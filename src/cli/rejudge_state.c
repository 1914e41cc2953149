#include "base/file.h"
#include "cli/rejudge.h"

#include <string.h>
#include <unistd.h>

enum { STATE_MAX = 64 * 1024 };

static char *path_of(struct arena *a, const char *report, const char *end)
{
    return str_format(a, "%s.state%s", report, end);
}

static void put_state(struct json_writer *w, const struct rejudge_state *s)
{
    json_object_open(w);
    json_add_str(w, "edition", s->edition);
    json_add_str(w, "since", s->since);
    json_add_str(w, "org", s->org);
    json_add_str(w, "after_edition", s->after_edition);
    json_add_str(w, "after_id", s->after_id);
    json_add_int(w, "bytes", s->bytes);
    json_add_int(w, "records", s->totals.records);
    json_add_int(w, "changed", s->totals.changed);
    json_add_int(w, "refused", s->totals.refused);
    json_key(w, "verdicts");
    json_array_open(w);
    for (size_t i = 0; i < s->totals.pairs_n; i++) {
        json_object_open(w);
        json_add_str(w, "old", s->totals.pairs[i].from);
        json_add_str(w, "new", s->totals.pairs[i].to);
        json_add_int(w, "n", s->totals.pairs[i].n);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
}

static qh_status write_file(const char *path, struct text t, struct qh_error *err)
{
    FILE *f = fopen(path, "wbe");
    bool good;

    if (!f)
        return qh_fail(err, QH_IO, "rejudge.state", "", "%s", path);
    good = fwrite(t.p, 1, t.len, f) == t.len && !fflush(f) && !fsync(fileno(f));
    if (fclose(f) || !good)
        return qh_fail(err, QH_IO, "rejudge.state", "", "%s", path);
    return QH_OK;
}

qh_status rejudge_state_save(const char *report, const struct rejudge_state *s,
                             struct qh_error *err)
{
    struct arena a = {0};
    const char *path = path_of(&a, report, "");
    const char *fresh = path_of(&a, report, ".new");
    struct json_writer w;
    struct buf b;
    qh_status rc;

    buf_init(&b, &a);
    json_begin(&w, &b);
    put_state(&w, s);
    buf_add_char(&b, '\n');
    rc = write_file(fresh, buf_text(&b), err);
    if (!rc && rename(fresh, path))
        rc = qh_fail(err, QH_IO, "rejudge.state", "", "%s", path);
    arena_done(&a);
    return rc;
}

/* A text member into its place; false: absent or too long. */
static bool take(const struct json *v, const char *key, char *to, size_t cap)
{
    const char *s = json_str(v, key, NULL);

    if (!s || strlen(s) >= cap)
        return false;
    memcpy(to, s, strlen(s) + 1);
    return true;
}

static bool take_totals(const struct json *v, struct rejudge_totals *t)
{
    const struct json *list = json_member(v, "verdicts");

    if (json_int(json_member(v, "records"), &t->records) ||
        json_int(json_member(v, "changed"), &t->changed) ||
        json_int(json_member(v, "refused"), &t->refused) || !list ||
        list->count > REJUDGE_PAIRS_MAX)
        return false;
    for (const struct json *p = list->first; p; p = p->next) {
        struct rejudge_pair *pair = &t->pairs[t->pairs_n++];

        if (!take(p, "old", pair->from, sizeof pair->from) ||
            !take(p, "new", pair->to, sizeof pair->to) ||
            json_int(json_member(p, "n"), &pair->n))
            return false;
    }
    return true;
}

static bool take_state(const struct json *v, struct rejudge_state *s)
{
    return take(v, "edition", s->edition, sizeof s->edition) &&
           take(v, "since", s->since, sizeof s->since) &&
           take(v, "org", s->org, sizeof s->org) &&
           take(v, "after_edition", s->after_edition, sizeof s->after_edition) &&
           take(v, "after_id", s->after_id, sizeof s->after_id) &&
           !json_int(json_member(v, "bytes"), &s->bytes) && s->bytes >= 0 &&
           take_totals(v, &s->totals);
}

qh_status rejudge_state_read(struct arena *a, const char *report,
                             struct rejudge_state *out, struct qh_error *err)
{
    const char *path = path_of(a, report, "");
    struct rejudge_state s = {0};
    struct json *v = NULL;
    struct text t = {0};
    qh_status rc = file_read(a, path, STATE_MAX, &t, err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(err, QH_NOT_FOUND, "rejudge.no_state", "", "%s", path);
    if (!rc)
        rc = json_parse(a, t, &v, err);
    if (rc)
        return rc;
    if (!take_state(v, &s))
        return qh_fail(err, QH_INVALID, "rejudge.state_form", "", "%s", path);
    *out = s;
    return QH_OK;
}

void rejudge_state_remove(const char *report)
{
    struct arena a = {0};

    (void)remove(path_of(&a, report, ""));
    arena_done(&a);
}
