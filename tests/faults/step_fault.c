/* step_fault.c - makes the n-th statement of a running server fail.
 *
 * Loaded before SQLite (LD_PRELOAD).  QH_FAULT_FILE is a file of 16 bytes that the test
 * maps too: how many more statements until one fails (0: none does), and how many
 * failed.  The statement that fails is not run: SQLite answers SQLITE_IOERR_WRITE, as
 * with a disk that refuses.  What counts are statements of write transactions, their
 * begin and commit among them: a read that fails is done again by the store.  A rollback
 * never fails, SQLite does it in memory.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sqlite3.h>

struct control {
    _Atomic int64_t left;
    _Atomic int64_t failed;
};

typedef int (*step_fn)(sqlite3_stmt *s);
typedef int (*exec_fn)(sqlite3 *db, const char *sql,
                       int (*row)(void *, int, char **, char **), void *arg, char **err);

static struct control *control;
static step_fn real_step;
static exec_fn real_exec;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local int inside; /* sqlite3_exec() steps through the same name */

static void start(void)
{
    const char *path = getenv("QH_FAULT_FILE");
    void *step = dlsym(RTLD_NEXT, "sqlite3_step");
    void *exec = dlsym(RTLD_NEXT, "sqlite3_exec");
    int fd;

    memcpy(&real_step, &step, sizeof step);
    memcpy(&real_exec, &exec, sizeof exec);
    fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    (void)close(fd);
    if (control == MAP_FAILED)
        control = NULL;
}

/* One more statement: is it the one? */
static bool fails(void)
{
    if (inside || !control || atomic_load(&control->left) <= 0)
        return false;
    if (atomic_fetch_sub(&control->left, 1) != 1)
        return false;
    (void)atomic_fetch_add(&control->failed, 1);
    return true;
}

static bool is_writing(sqlite3 *db)
{
    return sqlite3_txn_state(db, NULL) == SQLITE_TXN_WRITE;
}

int sqlite3_step(sqlite3_stmt *s)
{
    (void)pthread_once(&once, start);
    if (is_writing(sqlite3_db_handle(s)) && fails())
        return SQLITE_IOERR_WRITE;
    return real_step(s);
}

int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
                 void *arg, char **err)
{
    const bool counts = strncmp(sql, "BEGIN IMMEDIATE", 15) == 0 ||
                        (strncmp(sql, "ROLLBACK", 8) != 0 && is_writing(db));
    int code;

    (void)pthread_once(&once, start);
    if (counts && fails())
        return SQLITE_IOERR_WRITE;
    inside++;
    code = real_exec(db, sql, row, arg, err);
    inside--;
    return code;
}
