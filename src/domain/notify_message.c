#include "domain/notify_message.h"

#include "base/crypt.h"
#include "base/json.h"
#include "document/mail.h"
#include "domain/app.h"
#include "domain/notify_text.h"
#include "domain/phrase.h"

#include <inttypes.h>
#include <string.h>

enum { KEY_MAX = 64 };

/* Where a matter is shown; an entity without a page has none. */
/* clang-format off */
static const struct place {
    const char *entity;
    const char *office; /* with the id after it if it ends with a slash or '=' */
    const char *portal; /* NULL: none */
} PLACES[] = {
    {"demand",      "demands/",      "matters/"},
    {"visit",       "visits/",       "visits"},
    {"booking",     "bookings/",     "bookings/"},
    {"trip",        "trips/",        NULL},
    {"record",      "records/",      NULL},
    {"certificate", "certificates/", "certificates"},
    {"instrument",  "instruments/",  "instruments"},
    {"handover",    "handovers/",    NULL},
    {"standard",    "standards",     NULL},
    {"request",     "requests/",     "requests/"},
    {"package",     "packages/",     "pick?package="},
    {"bulletin",    "bulletins/",    NULL},
};
/* clang-format on */

/* Numbers and days may go where names may not. */
static bool label_is_plain(const char *entity)
{
    static const char *const ENTITIES[] = {"demand", "visit",       "booking", "trip",
                                           "record", "certificate", "request"};

    for (size_t i = 0; i < LEN(ENTITIES); i++)
        if (strcmp(ENTITIES[i], entity) == 0)
            return true;
    return false;
}

static const char *link_of(const struct ctx *c, const struct notify_told *t, bool portal)
{
    const char *base = c->app ? c->app->public_url : "";
    const char *page = "messages";
    const char *id = "";

    if (!base || !*base)
        return "";
    for (size_t i = 0; i < LEN(PLACES); i++) {
        const char *found = portal ? PLACES[i].portal : PLACES[i].office;

        if (strcmp(PLACES[i].entity, t->entity) != 0 || !found)
            continue;
        page = found;
        id = strchr("/=", page[strlen(page) - 1]) ? t->entity_id : "";
    }
    return str_format(c->arena, "%s/%s#/%s%s", base, portal ? "portal.html" : "", page,
                      id);
}

static const char *title_of(struct ctx *c, const struct json *words,
                            const struct notify_told *t)
{
    return notify_title(c, words, t->kind,
                        &(struct notify_words){t->label, t->about, t->due_day});
}

/* ---- mail ---- */

static void add_line(struct ctx *c, const struct notify_told *t, const char *title,
                     bool portal, struct buf *text, struct buf *html)
{
    const char *link = link_of(c, t, portal);
    const char *shown = mail_html_escape(c->arena, title);
    const char *href = mail_html_escape(c->arena, link);

    buf_add_format(text, "%s\n", title);
    if (*link)
        buf_add_format(text, "%s\n", link);
    buf_add_str(text, "\n");
    if (*link)
        buf_add_format(html, "<p><a href=\"%s\">%s</a></p>\n", href, shown);
    else
        buf_add_format(html, "<p>%s</p>\n", shown);
}

static const char *subject_of(struct ctx *c, const struct notify_outgoing *o,
                              const struct json *words, const char *title)
{
    const char *count = str_format(c->arena, "%zu", o->told.n);

    if (o->told.n == 1)
        return title;
    return notify_fill(c->arena, phrase(words, "mail.digest"),
                       &(struct notify_words){.label = count});
}

/* The part of an address after '@'. */
static const char *host_of(const char *address)
{
    const char *at = strchr(address, '@');

    return at ? at + 1 : "localhost";
}

static qh_status write_mail(struct ctx *c, const struct notify_outgoing *o,
                            struct notify_message *out)
{
    const bool english = strcmp(o->language, "en") == 0;
    const char *org = english ? o->org_name_en : o->org_name_zh;
    const struct notify_told *told = o->told.p;
    const struct json *words = NULL;
    const char *title = "";
    struct buf text;
    struct buf html;
    qh_status rc = phrase_load(c, "notices", o->language, &words);

    if (rc)
        return rc;
    buf_init(&text, c->arena);
    buf_init(&html, c->arena);
    buf_add_str(&html, "<!doctype html><meta charset=\"utf-8\"><body>\n");
    for (size_t i = 0; i < o->told.n; i++) {
        title = title_of(c, words, &told[i]);
        add_line(c, &told[i], title, o->to_enterprise, &text, &html);
    }
    buf_add_format(&text, "-- \n%s\n%s\n", org, phrase(words, "mail.why"));
    buf_add_format(&html, "<hr><p>%s<br>%s</p></body>\n", mail_html_escape(c->arena, org),
                   mail_html_escape(c->arena, phrase(words, "mail.why")));
    out->body = mail_write(
        c->arena,
        &(struct mail){.from = o->sender,
                       .from_name = org,
                       .to = o->to,
                       .to_name = o->to_name,
                       .subject = str_format(c->arena, "%s%s", phrase(words, "mail.mark"),
                                             subject_of(c, o, words, title)),
                       .message_id =
                           str_format(c->arena, "%s@%s", o->id, host_of(o->sender)),
                       .language = o->language,
                       .text = buf_str(&text),
                       .html = buf_str(&html),
                       .date_ms = c->now_ms});
    return QH_OK;
}

/* ---- webhooks ---- */

static void put_matter(struct ctx *c, struct json_writer *w, const struct notify_told *t,
                       bool portal)
{
    json_key(w, "data");
    json_object_open(w);
    json_add_str(w, "entity", t->entity);
    json_add_str(w, "id", t->entity_id);
    json_add_str(w, "number", label_is_plain(t->entity) ? t->label : "");
    json_add_str(w, "due_day", t->due_day);
    json_add_str(w, "link", link_of(c, t, portal));
    json_object_close(w);
}

/* One sentence with number and link, nothing else. */
static qh_status put_short(struct ctx *c, struct json_writer *w,
                           const struct notify_outgoing *o, const struct notify_told *t)
{
    const char *number = label_is_plain(t->entity) ? t->label : "";
    const struct json *words = NULL;
    qh_status rc = phrase_load(c, "notices", o->language, &words);

    if (rc)
        return rc;
    json_key(w, "to");
    json_object_open(w);
    json_add_str(w, "address", o->to);
    json_add_str(w, "language", o->language);
    json_object_close(w);
    json_add_str(
        w, "text",
        notify_fill(c->arena, phrase(words, *number ? "short.number" : "short"),
                    &(struct notify_words){.label = number,
                                           .about = link_of(c, t, o->to_enterprise)}));
    return QH_OK;
}

static qh_status put_long(struct ctx *c, struct json_writer *w,
                          const struct notify_told *t)
{
    const struct json *zh = NULL;
    const struct json *en = NULL;
    struct notify_told plain = *t;
    qh_status rc = phrase_load(c, "notices", "zh-CN", &zh);

    if (!rc)
        rc = phrase_load(c, "notices", "en", &en);
    if (rc)
        return rc;
    if (!label_is_plain(t->entity))
        plain.label = "";
    json_key(w, "text");
    json_object_open(w);
    json_add_str(w, "zh-CN", title_of(c, zh, &plain));
    json_add_str(w, "en", title_of(c, en, &plain));
    json_object_close(w);
    return QH_OK;
}

static qh_status write_json(struct ctx *c, const struct notify_outgoing *o,
                            struct text *out)
{
    const struct notify_told *t = o->told.p;
    struct json_writer w;
    struct buf b;
    qh_status rc;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "id", o->id);
    json_add_str(&w, "type", t->kind);
    json_add_int(&w, "at_ms", t->at_ms);
    json_add_str(&w, "org", c->org);
    put_matter(c, &w, t, o->to_enterprise);
    rc = *o->to ? put_short(c, &w, o, t) : put_long(c, &w, t);
    json_object_close(&w);
    *out = buf_text(&b);
    return rc;
}

/* Of "whsec_" and base64. */
static qh_status signature(struct ctx *c, const struct notify_outgoing *o,
                           struct text body, const char *stamp, const char **out)
{
    const struct text parts[] = {text_of(o->id), TEXT("."), text_of(stamp), TEXT("."),
                                 body};
    const char *key_text = strncmp(o->secret, "whsec_", 6) == 0 ? o->secret + 6 : "";
    uint8_t digest[CRYPT_DIGEST];
    char key[KEY_MAX];
    size_t n = 0;

    if (!crypt_from_base64_padded(text_of(key_text), key, sizeof key, &n) || !n)
        return qh_fail(&c->err, QH_BUG, "notify.key", "", "endpoint %s", o->endpoint_id);
    crypt_hmac_sha256((struct text){key, n}, parts, LEN(parts), digest);
    crypt_wipe(key, sizeof key);
    *out = crypt_base64_padded(c->arena, digest, sizeof digest);
    return QH_OK;
}

static qh_status write_hook(struct ctx *c, const struct notify_outgoing *o,
                            struct notify_message *out)
{
    const char *stamp = str_format(c->arena, "%" PRId64, c->now_ms / 1000);
    const char *mac = NULL;
    qh_status rc = write_json(c, o, &out->body);

    if (!rc)
        rc = signature(c, o, out->body, stamp, &mac);
    if (rc)
        return rc;
    out->headers[out->headers_n++] = "Content-Type: application/json";
    out->headers[out->headers_n++] = str_format(c->arena, "webhook-id: %s", o->id);
    out->headers[out->headers_n++] = str_format(c->arena, "webhook-timestamp: %s", stamp);
    out->headers[out->headers_n++] =
        str_format(c->arena, "webhook-signature: v1,%s", mac);
    out->headers[out->headers_n++] = str_format(c->arena, "Idempotency-Key: %s", o->id);
    return QH_OK;
}

qh_status notify_message(struct ctx *c, const struct notify_outgoing *o,
                         struct notify_message *out)
{
    if (!o->told.n)
        return qh_fail(&c->err, QH_BUG, "notify.empty", "", "delivery %s", o->id);
    return strcmp(o->channel, "email") == 0 ? write_mail(c, o, out)
                                            : write_hook(c, o, out);
}
