// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * /dev/banos: takes the commands of <banos/control.h> apart, and puts the
 * answers together. The only file of the loader that programs' structs enter.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <banos/control.h>

#include "control.h"
#include "install.h"
#include "log.h"
#include "policy.h"
#include "report.h"

#define LOG_SIZE_MAX 65536u
#define PARAMETERS_SIZE_MAX 65536u

static atomic64_t installs, installs_failed;
static atomic64_t uninstalls, uninstalls_refused;

/* Any of the requests; each begins with the first. */
union request {
	struct banos_request common;
	struct banos_install_request install;
	struct banos_uninstall_request uninstall;
	struct banos_list_request list;
	struct banos_info_request info;
	struct banos_abi_request abi;
	struct banos_statistics_request statistics;
	struct banos_lock_down_request lock_down;
};

/* NULL, or a copy of the "name=value" strings. */
static char *copy_parameters(const struct banos_install_request *request,
			     struct log *log)
{
	u32 size = request->parameters_size;
	char *parameters;
	int error = 0;

	if (!size)
		return NULL;
	if (size > PARAMETERS_SIZE_MAX)
		error = log_error(log, E2BIG,
				  "parameters of %u bytes: at most %u are taken",
				  size, PARAMETERS_SIZE_MAX);
	if (error)
		return ERR_PTR(error);
	parameters = memdup_user(u64_to_user_ptr(request->parameters), size);
	if (IS_ERR(parameters) || !parameters[size - 1])
		return parameters;
	kfree(parameters);
	return ERR_PTR(log_error(log, EINVAL,
				 "parameters: the last one does not end in NUL"));
}

static int do_install(union request *request, struct log *log)
{
	struct file *file;
	char *parameters;
	int error;

	error = policy_superuser(log);
	if (error)
		return error;
	parameters = copy_parameters(&request->install, log);
	if (IS_ERR(parameters))
		return PTR_ERR(parameters);
	file = fget(request->install.image_fd);
	error = install(file, parameters, request->install.parameters_size,
			&request->install.id, log);
	if (file)
		fput(file);
	kfree(parameters);
	atomic64_inc(error ? &installs_failed : &installs);
	return error;
}

static int do_uninstall(union request *request, struct log *log)
{
	int error = policy_superuser(log);

	if (!error)
		error = uninstall(request->uninstall.id,
				  request->common.flags & BANOS_UNINSTALL_DETACH,
				  request->uninstall.timeout_ms, log);
	atomic64_inc(error ? &uninstalls_refused : &uninstalls);
	return error;
}

static int do_list(union request *request, struct log *log)
{
	return report_list(&request->list);
}

static int do_info(union request *request, struct log *log)
{
	return report_info(&request->info, log);
}

static int do_abi(union request *request, struct log *log)
{
	return report_abi(&request->abi, log);
}

static int do_statistics(union request *request, struct log *log)
{
	struct banos_statistics counters = {
		.installs = atomic64_read(&installs),
		.installs_failed = atomic64_read(&installs_failed),
		.uninstalls = atomic64_read(&uninstalls),
		.uninstalls_refused = atomic64_read(&uninstalls_refused),
	};

	return report_statistics(&request->statistics, &counters, log);
}

static int do_lock_down(union request *request, struct log *log)
{
	int error = policy_superuser(log);

	if (!error)
		policy_lock_down();
	return error;
}

/**
 * struct command - how to carry out a command
 * @number: enum banos_command
 * @size:   of its request, as this kernel knows it
 * @flags:  that it knows
 * @run:    does it; the request holds the answer then
 */
struct command {
	unsigned int number;
	size_t size;
	u32 flags;
	int (*run)(union request *request, struct log *log);
};

static const struct command commands[] = {
	{ BANOS_INSTALL, sizeof(struct banos_install_request), 0, do_install },
	{ BANOS_UNINSTALL, sizeof(struct banos_uninstall_request),
	  BANOS_UNINSTALL_DETACH, do_uninstall },
	{ BANOS_LIST, sizeof(struct banos_list_request), 0, do_list },
	{ BANOS_INFO, sizeof(struct banos_info_request), 0, do_info },
	{ BANOS_ABI, sizeof(struct banos_abi_request), 0, do_abi },
	{ BANOS_STATISTICS, sizeof(struct banos_statistics_request), 0,
	  do_statistics },
	{ BANOS_LOCK_DOWN, sizeof(struct banos_lock_down_request), 0,
	  do_lock_down },
};

static const struct command *find_command(unsigned int number)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (commands[i].number == number)
			return &commands[i];
	}
	return NULL;
}

/* A log of the program's size, in the kernel; without one, sentences vanish.
 * A bad address must not be found out after something was installed.
 */
static int log_begin(struct log *log, const struct banos_request *request)
{
	char __user *to = u64_to_user_ptr(request->log);

	log->size = to ? min(request->log_size, LOG_SIZE_MAX) : 0;
	if (!log->size)
		return 0;
	if (put_user('\0', to) || put_user('\0', to + log->size - 1))
		return -EFAULT;
	log->buffer = kvzalloc(log->size, GFP_KERNEL);
	return log->buffer ? 0 : -ENOMEM;
}

static int log_end(struct log *log, struct banos_request *request)
{
	size_t size = min(log->used + 1, log->size);
	int error = 0;

	request->log_used = log->used ? log->used + 1 : 0;
	if (log->size && copy_to_user(u64_to_user_ptr(request->log),
				      log->buffer, size))
		error = -EFAULT;
	kvfree(log->buffer);
	return error;
}

static int run_command(const struct command *command, union request *request)
{
	struct log log = { };
	int error, log_error_;

	error = log_begin(&log, &request->common);
	if (error)
		return error;
	if (request->common.flags & ~command->flags)
		error = log_error(&log, EINVAL, "flags 0x%x: only 0x%x are known",
				  request->common.flags, command->flags);
	else
		error = command->run(request, &log);
	log_error_ = log_end(&log, &request->common);
	return error ?: log_error_;
}

/* The size first, then as much as both sides know. */
static int copy_request(union request *request, const void __user *from,
			const struct command *command, u32 *size)
{
	if (get_user(*size, (const u32 __user *)from))
		return -EFAULT;
	if (*size < sizeof(struct banos_request) || *size > PAGE_SIZE)
		return -EINVAL;
	return copy_struct_from_user(request, command->size, from, *size);
}

static long control_ioctl(struct file *file, unsigned int number,
			  unsigned long argument)
{
	const struct command *command = find_command(number);
	void __user *user = (void __user *)argument;
	union request request = { };
	int error;
	u32 size;

	if (!command)
		return -ENOTTY;
	error = copy_request(&request, user, command, &size);
	if (error)
		return error;
	error = run_command(command, &request);
	/* Also after an error: the log's size, at least. */
	if (copy_to_user(user, &request, min_t(size_t, size, command->size)))
		return -EFAULT;
	return error;
}

static const struct file_operations control_operations = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = control_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.llseek = noop_llseek,
};

static struct miscdevice control_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "banos",
	.fops = &control_operations,
	.mode = 0600,
};

int control_init(void)
{
	return misc_register(&control_device);
}

void control_exit(void)
{
	misc_deregister(&control_device);
}
