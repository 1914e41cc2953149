/* fonttrim.c - trimmed fonts of the documents, made once at build time.
 *
 *   fonttrim FAMILY STYLE CHARACTERS OUT
 *
 * Takes the face FAMILY:STYLE that fontconfig finds (Noto CJK of the distribution) and
 * keeps the characters of GB 2312, the signs that documents need and those of the file
 * CHARACTERS.  Without the subroutine tables and the other 50,000 glyphs a certificate
 * becomes five times smaller and is made in a third of the memory.  Nothing is released:
 * the program ends after one font.
 */
#include <fontconfig/fontconfig.h>
#include <hb-subset.h>
#include <hb.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const hb_codepoint_t RANGES[][2] = {
    {0x20, 0x17f},    {0x2b0, 0x2ff},   {0x370, 0x3ff},   {0x2000, 0x206f},
    {0x2070, 0x209f}, {0x2100, 0x214f}, {0x2150, 0x218f}, {0x2190, 0x21ff},
    {0x2200, 0x22ff}, {0x2460, 0x24ff}, {0x2500, 0x257f}, {0x25a0, 0x25ff},
    {0x2600, 0x267f}, {0x2700, 0x27bf}, {0x3000, 0x303f}, {0x3200, 0x33ff},
    {0xfe30, 0xfe4f}, {0xff00, 0xffef},
};

static void fail(const char *what, const char *of)
{
    (void)fprintf(stderr, "fonttrim: %s: %s\n", what, of);
    exit(1);
}

static void add_gb2312(hb_set_t *set)
{
    iconv_t conv = iconv_open("UCS-4LE", "GB2312");

    if (conv == (iconv_t)-1)
        fail("iconv", "GB2312");
    for (int row = 0xa1; row <= 0xf7; row++)
        for (int cell = 0xa1; cell <= 0xfe; cell++) {
            char in[2] = {(char)row, (char)cell};
            unsigned char out[4];
            char *from = in, *to = (char *)out;
            size_t left = sizeof(in), room = sizeof(out);

            if (iconv(conv, &from, &left, &to, &room) == 0 && room == 0)
                hb_set_add(set, (hb_codepoint_t)out[0] | (hb_codepoint_t)out[1] << 8 |
                                    (hb_codepoint_t)out[2] << 16);
        }
    (void)iconv_close(conv);
}

/* Every character of a UTF-8 file; lines that begin with # are comments. */
static void add_file(hb_set_t *set, const char *path)
{
    hb_buffer_t *buffer = hb_buffer_create();
    FILE *f = fopen(path, "rbe");
    char line[4096];

    if (!f)
        fail("cannot read", path);
    while (fgets(line, sizeof(line), f))
        if (line[0] != '#')
            hb_buffer_add_utf8(buffer, line, -1, 0, -1);
    (void)fclose(f);
    for (unsigned i = 0; i < hb_buffer_get_length(buffer); i++) {
        hb_codepoint_t c = hb_buffer_get_glyph_infos(buffer, NULL)[i].codepoint;

        if (c > 0x20)
            hb_set_add(set, c);
    }
    hb_buffer_destroy(buffer);
}

static hb_face_t *find_face(const char *family, const char *style)
{
    FcPattern *want = FcPatternCreate();
    FcPattern *got;
    FcResult result;
    FcChar8 *file = NULL, *found = NULL;
    int index = 0;
    hb_blob_t *blob;

    FcPatternAddString(want, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddString(want, FC_STYLE, (const FcChar8 *)style);
    FcConfigSubstitute(NULL, want, FcMatchPattern);
    FcDefaultSubstitute(want);
    got = FcFontMatch(NULL, want, &result);
    if (!got || FcPatternGetString(got, FC_FAMILY, 0, &found) != FcResultMatch ||
        strcmp((const char *)found, family) != 0 ||
        FcPatternGetString(got, FC_FILE, 0, &file) != FcResultMatch)
        fail("no such font, install fonts-noto-cjk", family);
    (void)FcPatternGetInteger(got, FC_INDEX, 0, &index);
    blob = hb_blob_create_from_file((const char *)file);
    return hb_face_create(blob, (unsigned)index & 0xffff);
}

int main(int argc, char **argv)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_set_t *set;
    hb_face_t *out;
    const char *data;
    unsigned len;
    FILE *f;

    if (argc != 5 || !input)
        fail("usage", "fonttrim FAMILY STYLE CHARACTERS OUT");
    set = hb_subset_input_unicode_set(input);
    for (size_t i = 0; i < sizeof(RANGES) / sizeof(RANGES[0]); i++)
        hb_set_add_range(set, RANGES[i][0], RANGES[i][1]);
    add_gb2312(set);
    add_file(set, argv[3]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_DESUBROUTINIZE);
    out = hb_subset_or_fail(find_face(argv[1], argv[2]), input);
    if (!out)
        fail("cannot trim", argv[1]);
    data = hb_blob_get_data(hb_face_reference_blob(out), &len);
    f = fopen(argv[4], "wbe");
    if (!f || fwrite(data, 1, len, f) != len || fclose(f) != 0)
        fail("cannot write", argv[4]);
    return 0;
}
