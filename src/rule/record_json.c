#include "rule/record_json.h"

void record_put_regulation(const struct regulation *reg, struct json_writer *w)
{
    json_key(w, "regulation");
    json_object_open(w);
    json_add_str(w, "code", regulation_code(reg));
    json_add_str(w, "edition", regulation_edition(reg));
    json_object_close(w);
}

static void put_list(struct json_writer *w, const char *key, const char *const *list,
                     size_t most)
{
    json_key(w, key);
    json_array_open(w);
    for (size_t i = 0; i < most && list[i]; i++)
        json_put_str(w, list[i]);
    json_array_close(w);
}

void record_put_unconfirmed(const struct regulation *reg, struct json_writer *w)
{
    put_list(w, "unconfirmed", regulation_unconfirmed(reg), SIZE_MAX);
}

void record_put_dec(struct json_writer *w, struct arena *a, const char *key, struct dec v)
{
    json_add_str(w, key, dec_text_short(a, v));
}

void record_put_dec_if(struct json_writer *w, struct arena *a, const char *key, bool has,
                       struct dec v)
{
    json_add_str(w, key, has ? dec_text_short(a, v) : NULL);
}

void record_put_notes(struct json_writer *w, const char *key,
                      const struct weighbridge_note *list, size_t n)
{
    json_key(w, key);
    json_array_open(w);
    for (size_t i = 0; i < n; i++) {
        json_object_open(w);
        json_add_str(w, "key", list[i].key);
        json_add_str(w, "row", list[i].row);
        json_add_str(w, "reading", list[i].reading);
        put_list(w, "args", list[i].args, LEN(list[i].args));
        json_object_close(w);
    }
    json_array_close(w);
}

void record_put_question(struct json_writer *w, const struct record_question *q)
{
    json_object_open(w);
    json_add_str(w, "row", q->row);
    json_add_str(w, "reading", q->reading);
    json_add_str(w, "question", q->question);
    json_add_str(w, "value", q->value);
    json_add_bool(w, "confirmed", q->confirmed);
    json_object_close(w);
}
