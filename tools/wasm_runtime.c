/* What the WebAssembly module of the engine needs beside wasi-libc: Debian's compiler
 * runtime is built with stack protection, assert() should trap instead of printing, and
 * the printing functions of the libc that nobody calls want files, which there are none
 * of.  So the module imports nothing.
 *
 * The only caller of malloc() is the arena, which frees its blocks in the reverse order:
 * a stack of blocks is all it needs, and a fortieth of the libc's allocator. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wasi/api.h>

/* The compiler prescribes these names. */
extern const uintptr_t __stack_chk_guard;
_Noreturn void __stack_chk_fail(void);
_Noreturn void __assert_fail(const char *what, const char *file, int line,
                             const char *function);

const uintptr_t __stack_chk_guard = 0x5bd1e995;

void __stack_chk_fail(void)
{
    __builtin_trap();
}

void __assert_fail(const char *what, const char *file, int line, const char *function)
{
    (void)what;
    (void)file;
    (void)line;
    (void)function;
    __builtin_trap();
}

__wasi_errno_t __wasi_fd_close(__wasi_fd_t fd)
{
    (void)fd;
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_seek(__wasi_fd_t fd, __wasi_filedelta_t offset,
                              __wasi_whence_t whence, __wasi_filesize_t *out)
{
    (void)fd;
    (void)offset;
    (void)whence;
    (void)out;
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *list, size_t n,
                               __wasi_size_t *out)
{
    (void)fd;
    (void)list;
    (void)n;
    (void)out;
    return __WASI_ERRNO_BADF;
}

enum { ALIGN = 16, PAGE = 65536 };

struct block {
    struct block *below;
    bool is_free;
    _Alignas(ALIGN) unsigned char bytes[];
};

/* Where the data end, by the linker. */
extern unsigned char __heap_base;

static struct block *top;
static uintptr_t end; /* of the blocks */

void *malloc(size_t n)
{
    uintptr_t at = end ? end : ((uintptr_t)&__heap_base + ALIGN - 1) / ALIGN * ALIGN;
    uintptr_t have = __builtin_wasm_memory_size(0) * (uintptr_t)PAGE;
    uintptr_t next = at + sizeof(struct block) + (n + ALIGN - 1) / ALIGN * ALIGN;
    struct block *b;

    if (n > PTRDIFF_MAX || next < at ||
        (next > have &&
         __builtin_wasm_memory_grow(0, (next - have + PAGE - 1) / PAGE) == SIZE_MAX))
        return NULL;
    b = (struct block *)at;
    *b = (struct block){.below = top};
    top = b;
    end = next;
    return b->bytes;
}

void free(void *p)
{
    if (p)
        ((struct block *)((uintptr_t)p - sizeof(struct block)))->is_free = true;
    while (top && top->is_free) {
        end = (uintptr_t)top;
        top = top->below;
    }
}

/* For a "%m" that nobody prints: the texts of the libc would take 2 KB. */
char *strerror(int number)
{
    static char none[] = "";

    (void)number;
    return none;
}
