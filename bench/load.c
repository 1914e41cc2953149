/* load.c - keeps a number of connections busy with one request and says what it cost.
 *
 *     load PORT CONNECTIONS REQUESTS PID FILE
 *
 * FILE holds the request as it goes over the wire; "@@@@@@@@@@@@@@@@" in it (16 signs)
 * becomes a number that differs with every request (for idempotency keys and serial
 * numbers).  Prints one line of JSON: requests, answers of 2xx, requests a second, p50
 * and p99 in us, and the CPU time of process PID (all its threads, by the kernel's
 * schedstat) per request in us.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    REQUEST_MAX = 64 * 1024,
    ANSWER_MAX = 4 * 1024 * 1024,
    EVENTS = 64,
    MARK_LEN = 16
};

static const char MARK[] = "@@@@@@@@@@@@@@@@";

struct link {
    int fd;
    int64_t began_ns;
    char *in;
    size_t got;
};

struct load {
    int port;
    int connections;
    int64_t requests;
    int pid;
    char request[REQUEST_MAX];
    size_t len;
    size_t marks[16];
    size_t n_marks;
    int64_t sent;
    int64_t done;
    int64_t good;
    int64_t *took_ns;
    uint64_t first; /* of the numbers */
};

static void die(const char *what)
{
    perror(what);
    _exit(2);
}

static int64_t now_ns(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* CPU time of all threads of the process, ns. */
static int64_t cpu_ns(int pid)
{
    char path[300];
    int64_t sum = 0;
    struct dirent **tasks = NULL;
    int n;

    (void)snprintf(path, sizeof path, "/proc/%d/task", pid);
    n = scandir(path, &tasks, NULL, NULL);
    if (n < 0)
        die(path);
    for (int i = 0; i < n; free(tasks[i]), i++) {
        char line[128] = "";
        FILE *f;

        if (tasks[i]->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid,
                       tasks[i]->d_name);
        f = fopen(path, "re");
        if (f && fgets(line, sizeof line, f))
            sum += strtoll(line, NULL, 10);
        if (f)
            (void)fclose(f);
    }
    free(tasks);
    return sum;
}

static void read_request(struct load *l, const char *path)
{
    FILE *f = fopen(path, "rbe");

    if (!f) {
        die(path);
        return;
    }
    l->len = fread(l->request, 1, sizeof l->request - 1, f);
    (void)fclose(f);
    for (char *p = strstr(l->request, MARK); p && l->n_marks < 16;
         p = strstr(p + MARK_LEN, MARK))
        l->marks[l->n_marks++] = (size_t)(p - l->request);
}

static void send_request(struct load *l, struct link *k)
{
    char number[MARK_LEN + 1];

    (void)snprintf(number, sizeof number, "%016" PRIx64, l->first + (uint64_t)l->sent);
    for (size_t i = 0; i < l->n_marks; i++)
        memcpy(l->request + l->marks[i], number, MARK_LEN);
    k->got = 0;
    k->began_ns = now_ns();
    l->sent++;
    if (send(k->fd, l->request, l->len, MSG_NOSIGNAL) != (ssize_t)l->len)
        die("send");
}

static void open_link(const struct load *l, struct link *k, int epoll)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)l->port)};
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = k};
    int on = 1;

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    k->in = malloc(ANSWER_MAX + 1);
    k->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (!k->in || k->fd < 0 || connect(k->fd, (struct sockaddr *)&to, sizeof to) != 0)
        die("connect");
    (void)setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, k->fd, &e) != 0)
        die("epoll_ctl");
}

/* True when the whole answer is there. */
static bool is_whole(const struct link *k)
{
    const char *end = strstr(k->in, "\r\n\r\n");
    const char *length = strcasestr(k->in, "\r\nContent-Length: ");

    if (!end)
        return false;
    if (!length || length > end)
        return true; /* 204, 304 */
    return k->got >= (size_t)(end + 4 - k->in) + strtoull(length + 18, NULL, 10);
}

static void take(struct load *l, struct link *k)
{
    ssize_t n = recv(k->fd, k->in + k->got, ANSWER_MAX - k->got, 0);

    if (n <= 0) {
        (void)fprintf(stderr, "load: the server closed a connection\n");
        _exit(2);
    }
    k->got += (size_t)n;
    k->in[k->got] = 0;
    if (!is_whole(k))
        return;
    l->took_ns[l->done++] = now_ns() - k->began_ns;
    l->good += k->in[9] == '2' || k->in[9] == '3';
    if (l->done == 1 && k->in[9] >= '4')
        (void)fprintf(stderr, "load: first answer: %.400s\n", k->in);
    if (l->sent < l->requests)
        send_request(l, k);
}

static int compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void run(struct load *l)
{
    struct link *links = calloc((size_t)l->connections, sizeof *links);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    int64_t cpu;
    int64_t wall;

    if (!links || epoll < 0)
        die("epoll");
    for (int i = 0; i < l->connections; i++)
        open_link(l, &links[i], epoll);
    cpu = cpu_ns(l->pid);
    wall = now_ns();
    for (int i = 0; i < l->connections && l->sent < l->requests; i++)
        send_request(l, &links[i]);
    while (l->done < l->requests) {
        struct epoll_event events[EVENTS];
        int n = epoll_wait(epoll, events, EVENTS, 60000);

        if (n == 0 || (n < 0 && errno != EINTR))
            die("epoll_wait");
        for (int i = 0; i < n; i++)
            take(l, events[i].data.ptr);
    }
    wall = now_ns() - wall;
    cpu = cpu_ns(l->pid) - cpu;
    qsort(l->took_ns, (size_t)l->done, sizeof *l->took_ns, compare);
    (void)printf("{\"requests\":%" PRId64 ",\"good\":%" PRId64 ",\"per_s\":%.0f,"
                 "\"p50_us\":%" PRId64 ",\"p99_us\":%" PRId64 ",\"cpu_us\":%.2f}\n",
                 l->done, l->good, (double)l->done * 1e9 / (double)wall,
                 l->took_ns[l->done / 2] / 1000, l->took_ns[l->done * 99 / 100] / 1000,
                 (double)cpu / 1000 / (double)l->done);
    for (int i = 0; i < l->connections; i++) {
        (void)close(links[i].fd);
        free(links[i].in);
    }
    free(links);
    (void)close(epoll);
}

int main(int argc, char **argv)
{
    static struct load l;

    if (argc != 6) {
        (void)fprintf(stderr, "usage: load PORT CONNECTIONS REQUESTS PID FILE\n");
        return 2;
    }
    l.port = (int)strtol(argv[1], NULL, 10);
    l.connections = (int)strtol(argv[2], NULL, 10);
    l.requests = strtoll(argv[3], NULL, 10);
    l.pid = (int)strtol(argv[4], NULL, 10);
    l.first = (uint64_t)now_ns() << 8;
    read_request(&l, argv[5]);
    l.took_ns = calloc((size_t)l.requests, sizeof *l.took_ns);
    if (!l.took_ns)
        die("calloc");
    run(&l);
    free(l.took_ns);
    return 0;
}
