#include "document/certificate_pdf.h"
#include "domain/app.h"
#include "domain/certificate.h"
#include "domain/setting.h"

static const int64_t DAY_MS = 86400000;

qh_status certificate_render(struct ctx *c, struct text content, struct text *out)
{
    struct certificate_content paper = {0};
    qh_status rc;

    if (!c->app || !c->app->paper_words)
        return qh_fail(&c->err, QH_BUG, "certificate.words", "", "no layout was loaded");
    rc = certificate_from_json(c->arena, content, &paper, &c->err);
    if (rc)
        return rc;
    return certificate_pdf(c->arena, &paper, c->app->paper_words, out, &c->err);
}

qh_status certificate_render_from(struct ctx *c, int64_t *out_ms)
{
    int64_t days = 0;
    const qh_status rc = setting_int(c, SETTING_CERTIFICATE_RENDER_DAYS, &days);

    *out_ms = c->now_ms - days * DAY_MS;
    return rc;
}
