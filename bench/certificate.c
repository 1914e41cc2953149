/* CPU time and memory of a certificate, and the ratio to plain text of the same words set
 * by pango on pages of cairo in the same run, without tables, drawings, code or
 * structure.
 *
 *   certificate_bench LAYOUT FONTS CONTENT.json
 *
 * Medians of 5 after a first cold one; memory after 1 and after 50 papers. */
#include "base/file.h"
#include "document/certificate_pdf.h"
#include "document/paper.h"
#include "document/press_map.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, MANY = 50, FILE_MAX = 4 * 1024 * 1024, LINES_A_PAGE = 55, PARTS = 16 };

struct subject {
    struct certificate_content content;
    struct layout_words words;
    struct press press;
    struct text frozen;
    size_t bytes;
};

static double now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static double resident_mib(const char *name)
{
    char line[256];
    double kib = 0;
    FILE *f = fopen("/proc/self/status", "re");

    while (f && fgets(line, sizeof(line), f))
        if (strncmp(line, name, strlen(name)) == 0)
            kib = (double)strtol(line + strlen(name) + 1, NULL, 10);
    if (f)
        (void)fclose(f);
    return kib / 1024;
}

static void make_paper(struct subject *s)
{
    struct arena a;
    struct text pdf = {0};
    struct qh_error err = {0};

    arena_init(&a, 0);
    if (certificate_pdf(&a, &s->content, &s->words, &pdf, &err)) {
        (void)fprintf(stderr, "%s %s\n", err.key, err.field);
        abort();
    }
    s->bytes = pdf.len;
    arena_done(&a);
}

static cairo_status_t swallow(void *to, const unsigned char *bytes, unsigned int n)
{
    (void)bytes;
    *(size_t *)to += n;
    return CAIRO_STATUS_SUCCESS;
}

/* The strings of the frozen form, PARTS a line, from the top of a page to its end. */
static void make_plain(struct subject *s)
{
    PangoFontMap *map = press_begin(&s->press);
    PangoContext *context = pango_font_map_create_context(map);
    PangoFontDescription *font = pango_font_description_from_string("Quanheng Serif 8");
    size_t bytes = 0;
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(swallow, &bytes, PAPER_WIDTH, PAPER_HEIGHT);
    cairo_t *cr = cairo_create(surface);
    const char *p = s->frozen.p;
    int line = 0;

    pango_cairo_context_set_resolution(context, 72);
    while (*p) {
        PangoLayout *layout = pango_layout_new(context);
        const char *end = p;

        for (int i = 0; i < PARTS && *end; i++)
            end += strcspn(end, ",") + (end[strcspn(end, ",")] != 0);
        pango_layout_set_font_description(layout, font);
        pango_layout_set_text(layout, p, (int)(end - p));
        cairo_move_to(cr, 30, 30 + 14 * line);
        pango_cairo_show_layout(cr, layout);
        g_object_unref(layout);
        p = end;
        if (++line == LINES_A_PAGE || !*p) {
            cairo_show_page(cr);
            line = 0;
        }
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    pango_font_description_free(font);
    g_object_unref(context);
    press_end(&s->press, map);
}

static double median(void (*make)(struct subject *), struct subject *s)
{
    double ms[ROUNDS];

    for (int i = 0; i < ROUNDS; i++) {
        double start = now_ms();

        make(s);
        ms[i] = now_ms() - start;
    }
    qsort(ms, ROUNDS, sizeof(ms[0]), by_size);
    return ms[ROUNDS / 2];
}

static void measure(struct subject *s)
{
    double idle = resident_mib("VmRSS:"), start = now_ms(), cold, warm, plain, first;

    make_paper(s);
    cold = now_ms() - start;
    first = resident_mib("VmRSS:");
    warm = median(make_paper, s);
    plain = median(make_plain, s);
    for (int i = 0; i < MANY; i++)
        make_paper(s);
    printf("certificate  cold %.1f ms  warm %.1f ms  plain text %.1f ms  ratio %.2f  "
           "%zu kB\n",
           cold, warm, plain, warm / plain, s->bytes / 1000);
    printf("resident     before %.1f MiB  after 1 %.1f MiB  after %d %.1f MiB  "
           "of it private %.1f MiB  peak %.1f MiB\n",
           idle, first, MANY, resident_mib("VmRSS:"), resident_mib("RssAnon:"),
           resident_mib("VmHWM:"));
}

int main(int argc, char **argv)
{
    struct subject s = {0};
    struct text layout = {0}, json = {0};
    struct qh_error err = {0};
    struct arena a;
    qh_status rc;

    if (argc != 4) {
        (void)fprintf(stderr, "certificate_bench LAYOUT FONTS CONTENT\n");
        return 2;
    }
    arena_init(&a, 0);
    rc = file_read(&a, argv[1], FILE_MAX, &layout, &err);
    if (!rc)
        rc = file_read(&a, argv[3], FILE_MAX, &json, &err);
    if (!rc)
        rc = layout_words_load(&a, layout, &s.words, &err);
    if (!rc)
        rc = certificate_from_json(&a, json, &s.content, &err);
    if (rc) {
        (void)fprintf(stderr, "%s %s\n", err.key, err.field);
        return 1;
    }
    s.frozen = certificate_to_json(&a, &s.content);
    press_init(&s.press, strcmp(argv[2], "-") == 0 ? NULL : argv[2]);
    s.words.press = &s.press;
    measure(&s);
    press_done(&s.press);
    arena_done(&a);
    return 0;
}
