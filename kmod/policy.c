// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Policy: see policy.h. Each question is the one that the kernel asks itself
 * before it loads a module.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/security.h>

#include "log.h"
#include "policy.h"
#include "shim/compat/fs.h"

/*
 * modules_disabled isn't exported. It is read from a mount of proc that nobody
 * else can see, because /proc of the caller may be anything. Mounted once.
 */
static struct vfsmount *proc;
static atomic_t locked_down;

int policy_init(void)
{
	struct file_system_type *type = get_fs_type("proc");

	if (!type)
		return -ENODEV;
	proc = kern_mount(type);
	compat_put_filesystem(type);
	return PTR_ERR_OR_ZERO(proc);
}

void policy_exit(void)
{
	kern_unmount(proc);
}

/* 0, -EPERM at anything but a clear "0", -ENOMEM if that kept it from being read. */
static int loading_permitted(void)
{
	struct file *file;
	loff_t position = 0;
	char value[8] = "";
	ssize_t size;

	file = compat_file_open_root(proc, "sys/kernel/modules_disabled",
				     O_RDONLY);
	if (IS_ERR(file)) {
		size = PTR_ERR(file);
	} else {
		size = kernel_read(file, value, sizeof(value) - 1, &position);
		fput(file);
	}
	if (size == -ENOMEM)
		return -ENOMEM;
	return size < 1 || value[0] != '0' ? -EPERM : 0;
}

int policy_superuser(struct log *log)
{
	if (capable(CAP_SYS_MODULE))
		return 0;
	return log_error(log, EPERM,
			 "not permitted: needs CAP_SYS_MODULE in the initial user namespace");
}

int policy_install(struct log *log)
{
	int error = policy_superuser(log);

	if (error)
		return error;
	if (policy_locked_down())
		return log_error(log, EPERM,
				 "banos was locked down: nothing can be installed before the machine reboots");
	error = loading_permitted();
	if (error == -ENOMEM)
		return log_error(log, ENOMEM, "out of memory");
	if (error)
		return log_error(log, EPERM,
				 "kernel.modules_disabled is set: nothing can be installed before the machine reboots");
	return 0;
}

int policy_unsigned(struct log *log)
{
	int error;

	if (is_module_sig_enforced())
		return log_error(log, EKEYREJECTED,
				 "the image has no signature, and this kernel takes signed code only (module.sig_enforce)");
	error = security_locked_down(LOCKDOWN_MODULE_SIGNATURE);
	if (error)
		return log_error(log, -error,
				 "the image has no signature, and this kernel is locked down; see kernel_lockdown(7)");
	return 0;
}

void policy_taint(const char *name, bool gpl_compatible)
{
	if (!gpl_compatible && !test_taint(TAINT_PROPRIETARY_MODULE)) {
		pr_warn("banos: %s: its licence taints the kernel\n", name);
		add_taint(TAINT_PROPRIETARY_MODULE, LOCKDEP_NOW_UNRELIABLE);
	}
	if (IS_ENABLED(CONFIG_MODULE_SIG))
		add_taint(TAINT_UNSIGNED_MODULE, LOCKDEP_STILL_OK);
}

/* The reference is never given back: banos.ko can't be reloaded instead. */
void policy_lock_down(void)
{
	if (!atomic_xchg(&locked_down, 1))
		__module_get(THIS_MODULE);
}

bool policy_locked_down(void)
{
	return atomic_read(&locked_down);
}
