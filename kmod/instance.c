// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Instances: their life, finding them by id, driver pointer or address, and
 * the references between them.
 */
#include <linux/hashtable.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <linux/xarray.h>

#include "instance_types.h"
#include "log.h"
#include "names.h"
#include "parameter.h"
#include "sysfs.h"

/* See instance_types.h. */
DEFINE_MUTEX(registry_mutex);

/* By id; ids only grow. Readers walk both tables under RCU. */
static DEFINE_XARRAY(instances);
static atomic64_t last_id;
static atomic64_t registered;

static DEFINE_HASHTABLE(by_driver, 10);
static DEFINE_SPINLOCK(by_driver_lock);

/*
 * Structs, registered or not. sysfs may put its last reference of a kobject
 * long after the instance was torn down, and then calls into banos.ko.
 */
static atomic_t existing;
static DECLARE_WAIT_QUEUE_HEAD(none_exists);

/* The last reference is gone, and with it every reader. */
static void instance_free(struct rcu_head *rcu)
{
	struct instance *instance = container_of(rcu, struct instance, rcu);

	kvfree(instance->text_copy);
	kvfree(instance->exports);
	kvfree(instance->imports);
	names_release(instance);
	kfree(instance->strings);
	kfree(instance);
	if (atomic_dec_and_test(&existing))
		wake_up(&none_exists);
}

/* Called by sysfs when the last reference of the kobject is put. */
void instance_release(struct kobject *kobject)
{
	struct instance *instance = container_of(kobject, struct instance,
						 kobject);

	percpu_ref_exit(&instance->calls);
	parameters_free(instance->parameters);
	call_rcu(&instance->rcu, instance_free);
}

/* One queue for all: the callback must not touch an instance that may go. */
static DECLARE_WAIT_QUEUE_HEAD(calls_ended_queue);

static void calls_ended(struct percpu_ref *ref)
{
	wake_up_all(&calls_ended_queue);
}

struct instance *instance_create(void)
{
	struct instance *instance = kzalloc(sizeof(*instance), GFP_KERNEL);

	if (!instance)
		return NULL;
	/*
	 * Few calls come this way: devices have gates of their own. In atomic
	 * mode it ends without waiting for a grace period.
	 */
	if (percpu_ref_init(&instance->calls, calls_ended,
			    PERCPU_REF_INIT_ATOMIC | PERCPU_REF_ALLOW_REINIT,
			    GFP_KERNEL)) {
		kfree(instance);
		return NULL;
	}
	atomic_inc(&existing);
	instance->id = atomic64_inc_return(&last_id);
	instance->state = BANOS_INSTALLING;
	init_completion(&instance->hashed);
	INIT_HLIST_NODE(&instance->by_driver);
	INIT_LIST_HEAD(&instance->providers);
	INIT_LIST_HEAD(&instance->dependents);
	INIT_LIST_HEAD(&instance->handles);
	raw_spin_lock_init(&instance->handles_lock);
	sysfs_prepare(&instance->kobject);
	return instance;
}

void instance_get(struct instance *instance)
{
	kobject_get(&instance->kobject);
}

void instance_put(struct instance *instance)
{
	kobject_put(&instance->kobject);
}

int instance_register(struct instance *instance)
{
	int error = xa_err(xa_store(&instances, instance->id, instance,
				    GFP_KERNEL));

	if (error)
		return error;
	spin_lock(&by_driver_lock);
	hash_add_rcu(by_driver, &instance->by_driver,
		     (unsigned long)instance->driver);
	spin_unlock(&by_driver_lock);
	atomic64_inc(&registered);
	instance->registered = true;
	/* banos.ko stays as long as an image does. */
	__module_get(THIS_MODULE);
	return 0;
}

void instance_unregister(struct instance *instance)
{
	xa_erase(&instances, instance->id);
	spin_lock(&by_driver_lock);
	hash_del_rcu(&instance->by_driver);
	spin_unlock(&by_driver_lock);
	atomic64_dec(&registered);
	instance->registered = false;
	module_put(THIS_MODULE);
}

u64 instance_count(void)
{
	return atomic64_read(&registered);
}

struct instance *instance_of(const struct banos_driver *driver)
{
	struct instance *instance;

	rcu_read_lock();
	hash_for_each_possible_rcu(by_driver, instance, by_driver,
				   (unsigned long)driver) {
		if (instance->driver == driver)
			break;
	}
	rcu_read_unlock();
	return instance;
}

/* An instance that is on its way out may have lost its last reference. */
static struct instance *get_unless_gone(struct instance *instance)
{
	return kobject_get_unless_zero(&instance->kobject) ? instance : NULL;
}

struct instance *instance_find(u64 id)
{
	struct instance *instance;

	rcu_read_lock();
	instance = id > ULONG_MAX ? NULL : xa_load(&instances, id);
	if (instance)
		instance = get_unless_gone(instance);
	rcu_read_unlock();
	return instance;
}

struct instance *instance_after(u64 id)
{
	unsigned long index = id;
	struct instance *instance, *found;

	rcu_read_lock();
	do {
		instance = xa_find_after(&instances, &index, ULONG_MAX,
					 XA_PRESENT);
		found = instance ? get_unless_gone(instance) : NULL;
	} while (instance && !found);
	rcu_read_unlock();
	return found;
}

struct instance *instance_at(unsigned long address)
{
	struct instance *instance;
	unsigned long index;

	xa_for_each(&instances, index, instance) {
		if (instance_owns_code(instance, (void *)address))
			return instance;
	}
	return NULL;
}

bool instance_is_live(const struct instance *instance)
{
	return READ_ONCE(instance->state) == BANOS_LIVE;
}

struct banos_driver *instance_driver(const struct instance *instance)
{
	return instance->driver;
}

u32 instance_version(const struct instance *instance)
{
	return instance->version;
}

const char *instance_name(const struct instance *instance)
{
	return instance->name;
}

u64 instance_id(const struct instance *instance)
{
	return instance->id;
}

static bool inside(const struct placement *part, const void *start, size_t size)
{
	size_t offset = (const char *)start - part->address;

	return part->size && (const char *)start >= part->address &&
	       offset <= part->size && size <= part->size - offset;
}

bool instance_owns(const struct instance *instance, const void *start,
		   size_t size, bool writable)
{
	return inside(&instance->parts[IMAGE_DATA], start, size) ||
	       (!writable && inside(&instance->parts[IMAGE_RODATA], start, size));
}

bool instance_owns_code(const struct instance *instance, const void *code)
{
	return inside(&instance->parts[IMAGE_TEXT], code, 1);
}

void instance_charge(struct instance *instance, long bytes)
{
	atomic_long_add(bytes, &instance->heap);
}

bool instance_enter(struct instance *instance)
{
	return percpu_ref_tryget_live(&instance->calls);
}

void instance_exit(struct instance *instance)
{
	percpu_ref_put(&instance->calls);
}

bool instance_detaching(const struct instance *instance)
{
	return READ_ONCE(instance->detached);
}

int instance_quiesce(struct instance *instance, unsigned int timeout_ms)
{
	if (!percpu_ref_is_dying(&instance->calls))
		percpu_ref_kill(&instance->calls);
	if (!wait_event_timeout(calls_ended_queue,
				percpu_ref_is_zero(&instance->calls),
				msecs_to_jiffies(timeout_ms) + 1))
		return -ETIMEDOUT;
	return 0;
}

void instance_resume(struct instance *instance)
{
	percpu_ref_resurrect(&instance->calls);
}

static struct dependency *find_dependency(struct instance *user,
					  struct instance *provider)
{
	struct dependency *dependency;

	lockdep_assert_held(&registry_mutex);
	list_for_each_entry(dependency, &user->providers, node) {
		if (dependency->provider == provider)
			return dependency;
	}
	return NULL;
}

int dependency_add(struct instance *user, struct instance *provider)
{
	struct dependency *dependency = find_dependency(user, provider);

	if (!dependency) {
		dependency = kzalloc(sizeof(*dependency), GFP_KERNEL);
		if (!dependency)
			return -ENOMEM;
		dependency->user = user;
		dependency->provider = provider;
		list_add_tail(&dependency->node, &user->providers);
		list_add_tail(&dependency->user_node, &provider->dependents);
		provider->dependent_count++;
		instance_get(provider);
	}
	dependency->count++;
	return 0;
}

static void dependency_free(struct dependency *dependency)
{
	struct instance *provider = dependency->provider;

	list_del(&dependency->node);
	list_del(&dependency->user_node);
	provider->dependent_count--;
	instance_put(provider);
	kfree(dependency);
}

void dependency_drop(struct instance *user, struct instance *provider)
{
	struct dependency *dependency = find_dependency(user, provider);

	if (dependency && !--dependency->count)
		dependency_free(dependency);
}

void dependencies_drop_all(struct instance *user)
{
	struct dependency *dependency, *next;

	lockdep_assert_held(&registry_mutex);
	list_for_each_entry_safe(dependency, next, &user->providers, node)
		dependency_free(dependency);
}

unsigned int dependents_say(struct instance *instance, struct log *log)
{
	struct dependency *dependency;
	unsigned int count;

	mutex_lock(&registry_mutex);
	list_for_each_entry(dependency, &instance->dependents, user_node)
		log_say(log, "instance %llu (%s) is bound to %s",
			dependency->user->id, dependency->user->name,
			instance->name);
	count = instance->dependent_count;
	mutex_unlock(&registry_mutex);
	return count;
}

/* All are torn down, but some may not have been freed yet. */
void instances_exit(void)
{
	wait_event(none_exists, !atomic_read(&existing));
	rcu_barrier();
	xa_destroy(&instances);
}
