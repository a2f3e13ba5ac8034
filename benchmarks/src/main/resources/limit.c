/*
 * What SQLite itself can do: statements prepared once, one thread, nothing between the caller and the library.
 * Loaded at run time, with prototypes of its own, so that no header is needed. Commands are lines of standard input, one answer each:
 *
 *   version                                      ok <version of SQLite>
 *   open <synchronous> <file>                    ok
 *   take <work> <rows> <settle ns> <time ns>     ok <rows counted> <changes, all of them> <CPU ns counted>
 *   close                                        ok
 *
 * Ends with its input.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;

enum { OK = 0, ROW = 100, DONE = 101, READ_WRITE_CREATE_NOMUTEX = 0x8006 };

static const char *(*libversion)(void);
static int (*open_v2)(const char *, sqlite3 **, int, const char *);
static int (*close_v2)(sqlite3 *);
static const char *(*errmsg)(sqlite3 *);
static int (*exec)(sqlite3 *, const char *, void *, void *, char **);
static int (*prepare_v2)(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
static int (*finalize)(sqlite3_stmt *);
static int (*step)(sqlite3_stmt *);
static int (*reset)(sqlite3_stmt *);
static int (*bind_int64)(sqlite3_stmt *, int, long long);
static int (*bind_text)(sqlite3_stmt *, int, const char *, int, void (*)(void *));
static long long (*column_int64)(sqlite3_stmt *, int);
static const unsigned char *(*column_text)(sqlite3_stmt *, int);
static double (*column_double)(sqlite3_stmt *, int);

static sqlite3 *db;
static sqlite3_stmt *point, *insert, *begin, *commit;
static unsigned long long random_state = 88172645463325252ULL;

static void fail(const char *what, const char *why) {
    printf("failed: %s: %s\n", what, why);
    fflush(stdout);
    exit(1);
}

static void check(int result, int expected, const char *what) {
    if (result != expected) {
        fail(what, db ? errmsg(db) : "no database");
    }
}

static void load(void) {
    const char *names[] = {"libsqlite3.so.0", "libsqlite3.so", "libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"};
    void *library = NULL;
    for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++) {
        library = dlopen(names[i], RTLD_NOW);
    }
    if (!library) {
        fail("no SQLite as a shared library", dlerror());
    }
#define FUNCTION(name) \
    if (!(*(void **) &name = dlsym(library, "sqlite3_" #name))) fail("sqlite3_" #name, dlerror())
    FUNCTION(libversion);
    FUNCTION(open_v2);
    FUNCTION(close_v2);
    FUNCTION(errmsg);
    FUNCTION(exec);
    FUNCTION(prepare_v2);
    FUNCTION(finalize);
    FUNCTION(step);
    FUNCTION(reset);
    FUNCTION(bind_int64);
    FUNCTION(bind_text);
    FUNCTION(column_int64);
    FUNCTION(column_text);
    FUNCTION(column_double);
}

static long long nanos(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long random_id(long long rows) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (long long) (random_state % (unsigned long long) rows) + 1;
}

static sqlite3_stmt *prepared(const char *sql) {
    sqlite3_stmt *statement;
    check(prepare_v2(db, sql, -1, &statement, NULL), OK, sql);
    return statement;
}

static void done(sqlite3_stmt *statement, const char *what) {
    check(step(statement), DONE, what);
    reset(statement);
}

static void open_file(const char *synchronous, const char *file) {
    char pragmas[512];
    check(open_v2(file, &db, READ_WRITE_CREATE_NOMUTEX, NULL), OK, file);
    /* As the others have it. */
    snprintf(pragmas, sizeof pragmas,
            "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = %s; PRAGMA cache_size = -8192;"
            " PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864",
            synchronous);
    check(exec(db, pragmas, NULL, NULL, NULL), OK, "pragmas");
    point = prepared("SELECT id, name, price FROM item WHERE id = ?");
    insert = prepared("INSERT INTO entry (writer, number, body) VALUES (?, ?, ?)");
    begin = prepared("BEGIN");
    commit = prepared("COMMIT");
}

static void close_file(void) {
    if (db) {
        finalize(point);
        finalize(insert);
        finalize(begin);
        finalize(commit);
        check(close_v2(db), OK, "close");
        db = NULL;
    }
}

static void read_point(long long rows) {
    long long id = random_id(rows);
    bind_int64(point, 1, id);
    check(step(point), ROW, "point read");
    if (column_int64(point, 0) != id || !column_text(point, 1)[0] || column_double(point, 2) != id * 7919 % rows / 4.0) {
        fail("point read", "another row");
    }
    done(point, "point read");
}

static void insert_row(long long number) {
    char body[64];
    int length = snprintf(body, sizeof body, "row %lld of writer %d", number, 0);
    bind_int64(insert, 1, 0);
    bind_int64(insert, 2, number);
    bind_text(insert, 3, body, length, NULL);
    done(insert, "insert");
}

/* Returns the rows it read or changed. */
static int once(const char *work, long long rows, long long number) {
    if (!strcmp(work, "point")) {
        read_point(rows);
        return 1;
    }
    if (!strcmp(work, "insert")) {
        insert_row(number);
        return 1;
    }
    int many;
    if (sscanf(work, "points-%d", &many) == 1) {
        done(begin, "BEGIN");
        for (int i = 0; i < many; i++) {
            read_point(rows);
        }
        done(commit, "COMMIT");
        return many;
    }
    fail("unknown work", work);
    return 0;
}

static void take(const char *work, long long rows, long long settle, long long time) {
    long long from = nanos(CLOCK_MONOTONIC) + settle;
    long long end = from + time;
    long long counted = 0, changes = 0, cpu = 0;
    int counting = 0;
    for (long long number = 0;; number++) {
        int did = once(work, rows, number);
        changes += strcmp(work, "insert") ? 0 : did;
        long long now = nanos(CLOCK_MONOTONIC);
        if (now >= end) {
            break;
        }
        if (now >= from) {
            if (!counting) {
                counting = 1;
                cpu = nanos(CLOCK_PROCESS_CPUTIME_ID);
            }
            counted += did;
        }
    }
    cpu = nanos(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("ok %lld %lld %lld\n", counted, changes, cpu);
}

int main(void) {
    char line[8192], name[64];
    long long rows, settle, time;
    int at;
    load();
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (!strcmp(line, "version")) {
            printf("ok %s\n", libversion());
        } else if (sscanf(line, "open %63s %n", name, &at) == 1) {
            close_file();
            open_file(name, line + at);
            printf("ok\n");
        } else if (sscanf(line, "take %63s %lld %lld %lld", name, &rows, &settle, &time) == 4) {
            take(name, rows, settle, time);
        } else if (!strcmp(line, "close")) {
            close_file();
            printf("ok\n");
        } else {
            fail("unknown command", line);
        }
        fflush(stdout);
    }
    close_file();
    return 0;
}
