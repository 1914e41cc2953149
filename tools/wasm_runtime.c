/* What the WebAssembly module of the engine needs beside wasi-libc: Debian's compiler
 * runtime is built with stack protection, assert() should trap instead of printing, and
 * the printing functions of the libc that nobody calls want files, which there are none
 * of.  So the module imports nothing. */
#include <stdint.h>
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
