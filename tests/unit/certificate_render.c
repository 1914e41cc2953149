/* certificate_render - a frozen content as PDF, for tests by independent readers and for
 * samples to look at.
 *
 *   certificate_render LAYOUT FONTS CONTENT.json OUT.pdf
 *
 * FONTS: folder of the trimmed fonts; "-": the system's fonts. */
#include "document/certificate_pdf.h"
#include "document/press.h"

#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 4 * 1024 * 1024 };

static struct text read_file(struct arena *a, const char *path)
{
    char *p = arena_alloc(a, FILE_MAX, 1);
    FILE *f = fopen(path, "rbe");
    size_t n = f ? fread(p, 1, FILE_MAX, f) : 0;

    if (f)
        (void)fclose(f);
    return (struct text){p, n};
}

static int render(struct arena *a, char **argv, struct press *press)
{
    struct layout_words words = {0};
    struct certificate_content c = {0};
    struct text pdf = {0};
    struct qh_error err = {0};
    FILE *f;
    qh_status rc;

    rc = layout_words_load(a, read_file(a, argv[1]), &words, &err);
    words.press = press;
    if (!rc)
        rc = certificate_from_json(a, read_file(a, argv[3]), &c, &err);
    if (!rc)
        rc = certificate_pdf(a, &c, &words, &pdf, &err);
    if (rc) {
        (void)fprintf(stderr, "%s %s: %s (%s)\n", argv[3], err.key, err.field,
                      err.detail);
        return 1;
    }
    f = fopen(argv[4], "wbe");
    if (!f || fwrite(pdf.p, 1, pdf.len, f) != pdf.len || fclose(f) != 0)
        return 1;
    return 0;
}

int main(int argc, char **argv)
{
    struct press press;
    struct arena a;
    int rc;

    if (argc != 5) {
        (void)fprintf(stderr, "certificate_render LAYOUT FONTS CONTENT OUT\n");
        return 2;
    }
    arena_init(&a, 0);
    press_init(&press, strcmp(argv[2], "-") == 0 ? NULL : argv[2]);
    rc = render(&a, argv, &press);
    press_done(&press);
    arena_done(&a);
    return rc;
}
