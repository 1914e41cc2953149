#include "document/certificate_pdf.h"
#include "domain/app.h"
#include "domain/certificate.h"

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
