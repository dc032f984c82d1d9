/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * How an instance ends: after a failed install as after an uninstall.
 */
#ifndef BANOS_KMOD_TEARDOWN_H
#define BANOS_KMOD_TEARDOWN_H

struct instance;
struct log;

/*
 * Make what the instance gave to the outside dead: nothing calls the driver
 * any more when it returns, and what outside still holds was severed.
 *
 * Returns: 0, or -ETIMEDOUT: calls still run; may be called again.
 */
int teardown_detach(struct instance *instance, unsigned int timeout_ms);

/* Is the text as it was installed? Or -EBUSY: a probe has changed it. Waits half
 * a second for one that was just removed.
 */
int teardown_check_text(struct instance *instance, struct log *log);

/*
 * Release what the driver forgot, then everything else that the instance has,
 * as far as it has it; the caller's reference as well.
 */
void teardown(struct instance *instance);

#endif
