/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Error numbers. Functions return them negated; the values equal Linux's
 * generic numbers and are frozen. A negative value from a driver that is not
 * in this list reaches the caller as -BANOS_EIO.
 */
#ifndef BANOS_ERROR_H
#define BANOS_ERROR_H

/* Since: 0.9 */
enum banos_error {
	BANOS_EPERM = 1,            /* not permitted */
	BANOS_ENOENT = 2,           /* no such file, name or thing */
	BANOS_EINTR = 4,            /* a signal ended the wait */
	BANOS_EIO = 5,              /* the device failed */
	BANOS_ENXIO = 6,            /* no such device or address */
	BANOS_E2BIG = 7,            /* too much at once, or unknown bytes that are not zero */
	BANOS_ENOEXEC = 8,          /* not an image that can be loaded */
	BANOS_EBADF = 9,            /* file not open for that */
	BANOS_EAGAIN = 11,          /* would wait, and may not */
	BANOS_ENOMEM = 12,          /* out of memory */
	BANOS_EACCES = 13,          /* access denied */
	BANOS_EFAULT = 14,          /* bad address of a program */
	BANOS_EBUSY = 16,           /* in use */
	BANOS_EEXIST = 17,          /* there already */
	BANOS_EXDEV = 18,           /* across file systems */
	BANOS_ENODEV = 19,          /* the device or its driver is gone */
	BANOS_ENOTDIR = 20,         /* not a directory */
	BANOS_EISDIR = 21,          /* a directory */
	BANOS_EINVAL = 22,          /* an argument is out of range */
	BANOS_ENFILE = 23,          /* too many open files in the system */
	BANOS_EMFILE = 24,          /* too many of them */
	BANOS_ENOTTY = 25,          /* no such command for this device */
	BANOS_EFBIG = 27,           /* too large */
	BANOS_ENOSPC = 28,          /* no space left */
	BANOS_ESPIPE = 29,          /* cannot seek */
	BANOS_EROFS = 30,           /* read only */
	BANOS_EPIPE = 32,           /* nobody reads it any more */
	BANOS_EDOM = 33,            /* outside the domain of a function */
	BANOS_ERANGE = 34,          /* does not fit the result */
	BANOS_EDEADLK = 35,         /* would wait for itself */
	BANOS_ENAMETOOLONG = 36,    /* name too long */
	BANOS_ENOSYS = 38,          /* not offered here */
	BANOS_ENOTEMPTY = 39,       /* directory not empty */
	BANOS_ELOOP = 40,           /* goes round in a circle */
	BANOS_ENODATA = 61,         /* no data */
	BANOS_ETIME = 62,           /* timer expired */
	BANOS_EPROTO = 71,          /* protocol error */
	BANOS_EOVERFLOW = 75,       /* value too large for its type */
	BANOS_EILSEQ = 84,          /* illegal byte sequence */
	BANOS_EMSGSIZE = 90,        /* message too long */
	BANOS_EOPNOTSUPP = 95,      /* operation not supported */
	BANOS_EADDRINUSE = 98,      /* address in use */
	BANOS_ENETDOWN = 100,       /* network down */
	BANOS_ECONNRESET = 104,     /* connection reset */
	BANOS_ENOBUFS = 105,        /* no buffer space */
	BANOS_ETIMEDOUT = 110,      /* took too long */
	BANOS_EALREADY = 114,       /* happening already */
	BANOS_EINPROGRESS = 115,    /* started, not finished */
	BANOS_ESTALE = 116,         /* the handle's object is gone */
	BANOS_ECANCELED = 125,      /* cancelled */
	BANOS_EKEYREJECTED = 129,   /* signature refused by policy */
};

#endif
