/* Fonts by a fontconfig of our own: it holds the trimmed fonts under family names of ours
 * and the font folders of the system, but none of the system's rules, so that a paper
 * looks the same on every machine.  The font map lives as long as one document: cairo
 * and pango keep everything they ever used otherwise (46 MiB instead of 20).
 */
#include "document/press_map.h"

#include "base/status.h"
#include "base/text.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <malloc.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 1024, RULES_BYTES = 8192 };

/* file in the folder of the press, family under which documents find it */
static const char *const FONTS[][2] = {
    {"qh-serif.otf", "Quanheng Serif"},
    {"qh-serif-bold.otf", "Quanheng Serif"},
    {"qh-sans.otf", "Quanheng Sans"},
    {"qh-sans-bold.otf", "Quanheng Sans"},
};

/* A path that would need escaping in XML is left out. */
static void add_path(char *rules, const char *tag, const char *path)
{
    size_t used = strlen(rules);

    if (!strpbrk(path, "<>&"))
        (void)snprintf(rules + used, RULES_BYTES - used, "<%s>%s</%s>", tag, path, tag);
}

static void add_paths(char *rules, const char *tag, FcStrList *list)
{
    FcChar8 *s;

    while (list && (s = FcStrListNext(list)))
        add_path(rules, tag, (const char *)s);
    if (list)
        FcStrListDone(list);
}

/* The file is found under a family of ours, not under that of the font it came from. */
static void add_family(char *rules, const char *file, const char *family)
{
    size_t used = strlen(rules);

    (void)snprintf(rules + used, RULES_BYTES - used,
                   "<match target=\"scan\"><test name=\"file\" compare=\"contains\">"
                   "<string>/%s</string></test><edit name=\"family\" mode=\"assign\">"
                   "<string>%s</string></edit></match>",
                   file, family);
}

static FcConfig *open_config(const char *dir)
{
    char rules[RULES_BYTES] = "<fontconfig>";
    char path[PATH_BYTES];
    FcConfig *system = FcInitLoadConfig();
    FcConfig *own = FcConfigCreate();

    if (system) {
        add_paths(rules, "dir", FcConfigGetFontDirs(system));
        add_paths(rules, "cachedir", FcConfigGetCacheDirs(system));
        FcConfigDestroy(system);
    }
    for (size_t i = 0; i < LEN(FONTS); i++)
        add_family(rules, FONTS[i][0], FONTS[i][1]);
    (void)strncat(rules, "</fontconfig>", RULES_BYTES - strlen(rules) - 1);
    (void)FcConfigParseAndLoadFromMemory(own, (const FcChar8 *)rules, FcFalse);
    (void)FcConfigBuildFonts(own);
    for (size_t i = 0; dir && i < LEN(FONTS); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", dir, FONTS[i][0]);
        (void)FcConfigAppFontAddFile(own, (const FcChar8 *)path);
    }
    return own;
}

const char *press_fonts_of(struct arena *a, const char *exe)
{
    static const char *const PLACES[] = {"data/fonts", "../share/quanheng/fonts"};
    const char *slash = strrchr(exe, '/');
    int folder = slash ? (int)(slash - exe) : 0;

    for (size_t i = 0; slash && i < LEN(PLACES); i++) {
        char *dir = str_format(a, "%.*s/%s", folder, exe, PLACES[i]);

        if (access(str_format(a, "%s/%s", dir, FONTS[0][0]), R_OK) == 0)
            return dir;
    }
    return NULL;
}

void press_init(struct press *p, const char *dir)
{
    *p = (struct press){.dir = dir};
    (void)pthread_mutex_init(&p->lock, NULL);
}

void press_done(struct press *p)
{
    if (!p)
        return;
    if (p->config)
        FcConfigDestroy(p->config);
    (void)pthread_mutex_destroy(&p->lock);
}

void *press_begin(struct press *p)
{
    PangoFontMap *map;

    (void)pthread_mutex_lock(&p->lock);
    if (!p->config)
        p->config = open_config(p->dir);
    map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), p->config);
    return map;
}

void press_end(struct press *p, void *map)
{
    g_object_unref(map);
    (void)malloc_trim(0); /* the C library would keep the copies of the font tables */
    (void)pthread_mutex_unlock(&p->lock);
}
