/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The kernel tells of each kobject that comes or goes by a netlink message,
 * "add@/kernel/banos/instances/7" and "KEY=value" strings, each ended by NUL.
 */
#include <banos/device.h>

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel's own limit is 2048 bytes of strings after the first. */
#define MESSAGE_SIZE 8192
/* Room for some thousand events, so that a short pause loses none. */
#define RECEIVE_BUFFER_SIZE (4 << 20)
/* The group that the kernel sends to; udevd uses another for its own. */
#define KERNEL_GROUP 1

static int listen_to_kernel(int events) {
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = KERNEL_GROUP};
    int size = RECEIVE_BUFFER_SIZE;
    int yes = 1;

    /* Only the superuser may exceed the system's limit: then less must do. */
    if (setsockopt(events, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) != 0)
        (void)setsockopt(events, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    if (setsockopt(events, SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)) != 0)
        return -errno;
    if (bind(events, (const struct sockaddr*)&address, sizeof(address)) != 0)
        return -errno;
    return 0;
}

int banos_events_open(void) {
    int saved = errno;
    int events =
        socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
    int answer = events < 0 ? -errno : listen_to_kernel(events);

    if (answer != 0 && events >= 0)
        close(events);
    errno = saved;
    return answer != 0 ? answer : events;
}

/* Port 0 is the kernel's, which no program can send from. */
static int from_kernel(struct msghdr* message) {
    const struct sockaddr_nl* sender = message->msg_name;
    struct cmsghdr* control = CMSG_FIRSTHDR(message);
    struct ucred credentials;

    if (message->msg_namelen != sizeof(*sender) || sender->nl_family != AF_NETLINK ||
        sender->nl_pid != 0)
        return 0;
    if (control == NULL || control->cmsg_level != SOL_SOCKET ||
        control->cmsg_type != SCM_CREDENTIALS || control->cmsg_len != CMSG_LEN(sizeof(credentials)))
        return 0;
    memcpy(&credentials, CMSG_DATA(control), sizeof(credentials));
    return credentials.uid == 0;
}

/* The value of a "KEY=value" string of the message, or NULL. */
static const char* value_of(const char* text, size_t size, const char* key) {
    size_t length = strlen(key);
    const char* end = text + size;

    while (text < end) {
        if (strncmp(text, key, length) == 0 && text[length] == '=')
            return text + length + 1;
        text += strlen(text) + 1;
    }
    return NULL;
}

/* All digits up to @stop, and in range; otherwise 0, which is no id. */
static uint64_t number(const char** text, char stop, uint64_t largest) {
    uint64_t value = 0;
    const char* at = *text;

    if (*at == stop)
        return 0;
    for (; *at != stop; at++) {
        uint64_t digit = (uint64_t)(unsigned char)*at - '0';

        if (digit > 9 || value > (largest - digit) / 10)
            return 0;
        value = value * 10 + digit;
    }
    *text = at;
    return value;
}

/* "1.2.3"; what is not of this form is version 0. */
static uint32_t version_word(const char* text) {
    static const char stops[] = {'.', '.', '\0'};
    static const uint64_t largest[] = {0xff, 0xff, 0xffff};
    static const unsigned int shifts[] = {24, 16, 0};
    uint32_t word = 0;
    size_t i;

    for (i = 0; i < sizeof(stops); i++) {
        const char* before = text;

        word |= (uint32_t)number(&text, stops[i], largest[i]) << shifts[i];
        if (text == before)
            return 0;
        text++;
    }
    return word;
}

static uint32_t action_of(const char* text) {
    if (text == NULL)
        return 0;
    if (strcmp(text, "add") == 0)
        return BANOS_EVENT_INSTALLED;
    if (strcmp(text, "remove") == 0)
        return BANOS_EVENT_UNINSTALLED;
    return 0;
}

/* @text ends in NUL. Is it an event of an instance? */
static int understand(const char* text, size_t size, struct banos_event* event) {
    const char* subsystem = value_of(text, size, "SUBSYSTEM");
    const char* id = value_of(text, size, "BANOS_ID");
    const char* name = value_of(text, size, "BANOS_NAME");
    const char* version = value_of(text, size, "BANOS_VERSION");

    if (subsystem == NULL || strcmp(subsystem, "banos") != 0 || id == NULL)
        return 0;
    event->action = action_of(value_of(text, size, "ACTION"));
    event->id = number(&id, '\0', UINT64_MAX);
    if (event->action == 0 || event->id == 0)
        return 0;
    if (version != NULL)
        event->version = version_word(version);
    if (name != NULL)
        strncpy(event->name, name, sizeof(event->name) - 1);
    return 1;
}

/* 1: an event. 0: something else. Otherwise a negative errno number. */
static int receive(int events, struct banos_event* event) {
    char text[MESSAGE_SIZE];
    char control[CMSG_SPACE(sizeof(struct ucred))] __attribute__((aligned(sizeof(size_t))));
    struct sockaddr_nl sender;
    struct iovec into = {.iov_base = text, .iov_len = sizeof(text) - 1};
    struct msghdr message = {
        .msg_name = &sender,
        .msg_namelen = sizeof(sender),
        .msg_iov = &into,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof(control),
    };
    ssize_t size = recvmsg(events, &message, 0);

    if (size < 0)
        return errno == EINTR ? 0 : -errno;
    if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || !from_kernel(&message))
        return 0;
    text[size] = '\0';
    memset(event, 0, sizeof(*event));
    return understand(text, (size_t)size, event);
}

int banos_events_read(int events, struct banos_event* event) {
    struct banos_event known;
    uint64_t size = event->size;
    int saved = errno;
    int answer;

    if (size < sizeof(known))
        return -EINVAL;
    do {
        answer = receive(events, &known);
    } while (answer == 0);
    errno = saved;
    if (answer < 0)
        return answer;
    memset(event, 0, size);
    memcpy(event, &known, sizeof(known));
    event->size = size;
    return 0;
}
