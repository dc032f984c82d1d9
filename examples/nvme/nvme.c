/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * NVM Express: each controller's first namespace becomes /dev/banosnvme0 and
 * so on. See nvme.h.
 */
#include "nvme.h"

#include <banos/driver.h>
#include <banos/pci.h>
#include <banos/print.h>
#include <banos/string.h>
#include <banos/thread.h>
#include <banos/time.h>

/* Class: mass storage, non-volatile memory, NVM Express. */
#define NVME_CLASS 0x010802

static struct banos_device_driver *nvme_driver;
static uint32_t queues = 4;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(queues, BANOS_PARAMETER_UINT32,
			"of each device, at most; 1 to 16"),
};

static uint64_t *list_of(const struct nvme_queue *queue, uint32_t tag)
{
	return (uint64_t *)((char *)banos_dma_memory_data(queue->lists) +
			    (uint64_t)tag * NVME_PAGE);
}

static uint64_t list_address(const struct nvme_queue *queue, uint32_t tag)
{
	return banos_dma_memory_address(queue->lists) +
	       (uint64_t)tag * NVME_PAGE;
}

/*
 * The pages of a mapping: the first may begin anywhere, and all that follow
 * begin at a page, because the disk has a segment boundary. The first stands
 * in the command, the others in a list, but for a second one alone.
 */
static void list_pages(struct nvme_queue *queue, uint32_t tag, uint32_t count,
		       struct nvme_command *command)
{
	uint64_t *list = list_of(queue, tag);
	uint32_t pages = 0, i;

	for (i = 0; i < count; i++) {
		struct banos_dma_segment segment =
			banos_dma_mapping_segment(queue->mappings[tag], i);
		uint64_t address = segment.address;

		while (address < segment.address + segment.size) {
			if (pages)
				list[pages - 1] = address;
			else
				command->prp1 = address;
			pages++;
			address = (address / NVME_PAGE + 1) * NVME_PAGE;
		}
	}
	if (pages > 1)
		command->prp2 = pages == 2 ? list[0] : list_address(queue, tag);
}

static int32_t map_data(struct nvme_queue *queue,
			const struct banos_block_request *request,
			struct nvme_command *command)
{
	struct banos_dma_mapping *mapping = queue->mappings[request->tag];
	uint32_t direction = request->operation == BANOS_BLOCK_WRITE ?
			     BANOS_DMA_TO_DEVICE : BANOS_DMA_FROM_DEVICE;
	struct banos_block_segment segment;
	int32_t count = 0;

	banos_block_for_each_segment(request, &segment) {
		count = banos_dma_mapping_add(mapping, segment.address,
					      segment.size);
		if (count)
			break;
	}
	if (!count)
		count = banos_dma_mapping_map(mapping, direction);
	if (count < 0) {
		banos_dma_mapping_unmap(mapping);
		return -BANOS_EBUSY;
	}
	list_pages(queue, request->tag, (uint32_t)count, command);
	return 0;
}

static void unmap_data(struct nvme_queue *queue,
		       const struct banos_block_request *request)
{
	if (request->operation <= BANOS_BLOCK_WRITE)
		banos_dma_mapping_unmap(queue->mappings[request->tag]);
}

static void fill_discard(struct nvme_queue *queue,
			 const struct banos_block_request *request,
			 struct nvme_command *command)
{
	uint32_t shift = queue->nvme->identity.block_shift;
	struct nvme_range *range =
		(struct nvme_range *)list_of(queue, request->tag);

	*range = (struct nvme_range){
		.blocks = (uint32_t)(request->size >> shift),
		.first = request->offset >> shift,
	};
	command->prp1 = list_address(queue, request->tag);
	command->cdw11 = NVME_DEALLOCATE;
}

static void fill_place(struct nvme_queue *queue,
		       const struct banos_block_request *request,
		       struct nvme_command *command)
{
	uint32_t shift = queue->nvme->identity.block_shift;
	uint64_t first = request->offset >> shift;

	command->cdw10 = (uint32_t)first;
	command->cdw11 = (uint32_t)(first >> 32);
	command->cdw12 = (uint32_t)(request->size >> shift) - 1;
	if (request->flags & BANOS_BLOCK_FUA)
		command->cdw12 |= NVME_FORCE_UNIT_ACCESS;
}

/* By enum banos_block_operation. */
static const uint8_t opcodes[] = {
	NVME_READ, NVME_WRITE, NVME_FLUSH, NVME_DATASET_MANAGEMENT,
	NVME_WRITE_ZEROES,
};

static int32_t fill_command(struct nvme_queue *queue,
			    const struct banos_block_request *request,
			    struct nvme_command *command)
{
	if (request->operation >= sizeof(opcodes))
		return -BANOS_EOPNOTSUPP;
	command->opcode = opcodes[request->operation];
	command->id = (uint16_t)request->tag;
	command->namespace_id = 1;
	if (request->operation == BANOS_BLOCK_DISCARD)
		fill_discard(queue, request, command);
	else if (request->operation != BANOS_BLOCK_FLUSH)
		fill_place(queue, request, command);
	return request->operation <= BANOS_BLOCK_WRITE ?
		       map_data(queue, request, command) : 0;
}

static struct banos_block_request *
request_of(const struct nvme_queue *queue, uint32_t tag)
{
	return __atomic_load_n(&queue->requests[tag], __ATOMIC_ACQUIRE);
}

static void set_request(struct nvme_queue *queue, uint32_t tag,
			struct banos_block_request *request)
{
	__atomic_store_n(&queue->requests[tag], request, __ATOMIC_RELEASE);
}

/* Whoever takes it unmaps its data: that is done once. */
static void take_back(struct nvme_queue *queue, uint32_t tag)
{
	struct banos_block_request *request;

	request = __atomic_exchange_n(&queue->requests[tag], NULL,
				      __ATOMIC_ACQ_REL);
	if (request)
		unmap_data(queue, request);
}

static int32_t nvme_queue_request(struct banos_block_request *request)
{
	struct nvme *nvme = request->context;
	struct nvme_queue *queue = &nvme->queues[request->queue];
	struct nvme_command command = { 0 };
	int32_t error;

	if (__atomic_load_n(&nvme->dead, __ATOMIC_ACQUIRE))
		return -BANOS_EIO;
	error = fill_command(queue, request, &command);
	if (error)
		return error;
	set_request(queue, request->tag, request);
	if (nvme_queue_submit(queue, &command,
			      !(request->flags & BANOS_BLOCK_MORE)))
		return 0;
	take_back(queue, request->tag);
	return -BANOS_EBUSY;
}

static void nvme_commit(struct banos_disk *disk, void *context, uint32_t queue)
{
	struct nvme *nvme = context;

	(void)disk;
	nvme_queue_ring(&nvme->queues[queue]);
}

static void end_request(struct nvme_queue *queue,
			const struct nvme_completion *completion)
{
	struct banos_block_request *request;

	if (completion->id >= NVME_QUEUE_ENTRIES)
		return;
	request = request_of(queue, completion->id);
	if (!request)
		return;
	take_back(queue, completion->id);
	banos_block_request_end(request, completion->status >> 1 ?
					 -BANOS_EIO : 0);
}

static void nvme_interrupt(struct banos_interrupt *interrupt, void *context)
{
	struct nvme_queue *queue = context;
	struct nvme_completion completion;
	bool any = false;

	(void)interrupt;
	while (nvme_queue_take(queue, &completion)) {
		end_request(queue, &completion);
		any = true;
	}
	if (any)
		nvme_queue_taken(queue);
}

static int32_t create_queue(struct nvme *nvme, uint32_t index)
{
	const struct banos_interrupt_options options = {
		.size = sizeof(options),
		.vector = index,
		.thread = nvme_interrupt,
	};
	struct nvme_queue *queue = &nvme->queues[index];
	int32_t error = nvme_queue_create(nvme, index + 1, queue);

	if (!error)
		error = banos_interrupt_create(nvme->device, &options, queue,
					       &queue->interrupt);
	return error ? error : nvme_announce_queue(nvme, queue);
}

/* A vector for each; the admin queue, which is waited for, shares the first. */
static int32_t create_queues(struct nvme *nvme)
{
	struct banos_driver *driver = banos_device_driver(nvme->device);
	int32_t count = nvme_negotiate_queues(nvme, queues);
	int32_t error = 0;
	uint32_t i;

	if (count < 0)
		return count;
	count = banos_interrupt_vectors(nvme->device, 1, (uint32_t)count,
					BANOS_INTERRUPT_MSI |
						BANOS_INTERRUPT_MSIX);
	if (count < 0)
		return count;
	nvme->queues = banos_memory_allocate_array(driver, (uint64_t)count,
						   sizeof(*nvme->queues), 0,
						   BANOS_MEMORY_ZERO);
	if (!nvme->queues)
		return -BANOS_ENOMEM;
	nvme->queue_count = (uint32_t)count;
	for (i = 0; i < nvme->queue_count && !error; i++)
		error = create_queue(nvme, i);
	return error;
}

static void close_queues(struct nvme *nvme, bool closed)
{
	uint32_t i;

	for (i = 0; i < nvme->queue_count; i++)
		nvme_queue_close(&nvme->queues[i], closed);
}

/*
 * It does not answer any more: nobody else ends what it has. Who is about to
 * submit a command finds the queue closed, and then the device dead. With the
 * lock held.
 */
static void give_up(struct nvme *nvme)
{
	uint32_t i, tag;

	__atomic_store_n(&nvme->dead, true, __ATOMIC_RELEASE);
	close_queues(nvme, true);
	nvme_controller_switch_off(nvme);
	for (i = 0; i < nvme->queue_count; i++) {
		struct nvme_queue *queue = &nvme->queues[i];

		banos_interrupt_destroy(queue->interrupt);
		queue->interrupt = NULL;
		for (tag = 0; tag < NVME_QUEUE_ENTRIES; tag++)
			take_back(queue, tag);
	}
	banos_disk_end_requests(nvme->disk, -BANOS_EIO);
}

static void give_up_once(struct nvme *nvme)
{
	banos_mutex_lock(nvme->lock);
	if (!nvme->dead)
		give_up(nvme);
	banos_mutex_unlock(nvme->lock);
}

/* A command that takes half a minute is not going to end. */
static void nvme_timeout(struct banos_block_request *request)
{
	struct nvme *nvme = request->context;

	banos_print(banos_device_driver(nvme->device), BANOS_PRINT_ERROR,
		    "%s does not answer: giving it up",
		    banos_device_name(nvme->device));
	give_up_once(nvme);
}

static const struct banos_disk_operations disk_operations = {
	.size = sizeof(disk_operations),
	.queue = nvme_queue_request,
	.commit = nvme_commit,
	.timeout = nvme_timeout,
};

static int32_t create_disk(struct nvme *nvme)
{
	const struct nvme_identity *identity = &nvme->identity;
	const struct banos_disk_options options = {
		.size = sizeof(options),
		.name = "banosnvme%u",
		.capacity = identity->blocks << identity->block_shift,
		.flags = identity->write_cache ?
			 BANOS_DISK_WRITE_CACHE | BANOS_DISK_FUA : 0,
		.queues = nvme->queue_count,
		.queue_depth = NVME_QUEUE_ENTRIES - 1,
		.logical_block_size = 1u << identity->block_shift,
		.max_transfer = identity->max_transfer,
		.max_segments = NVME_MAX_PAGES,
		.segment_boundary = NVME_PAGE,
		.max_discard = identity->discards ?
			       (uint64_t)UINT32_MAX << identity->block_shift : 0,
		.max_write_zeroes = identity->writes_zeroes ?
				    UINT64_C(65536) << identity->block_shift : 0,
	};

	return banos_disk_create(banos_device_driver(nvme->device), &options,
				 &disk_operations, nvme, &nvme->disk);
}

/* Functions that destroy take NULL. The disk goes first: it uses the rest. */
static void destroy(struct nvme *nvme)
{
	uint32_t i;

	if (nvme->disk && nvme_is_gone(nvme))
		give_up_once(nvme);
	banos_disk_destroy(nvme->disk);
	for (i = 0; i < nvme->queue_count; i++) {
		banos_interrupt_destroy(nvme->queues[i].interrupt);
		nvme->queues[i].interrupt = NULL;
	}
	if (nvme->registers && !nvme->dead)
		nvme_controller_shut_down(nvme);
	nvme_controller_destroy(nvme);
	for (i = 0; i < nvme->queue_count; i++)
		nvme_queue_destroy(&nvme->queues[i]);
	banos_mutex_destroy(nvme->lock);
	banos_memory_free(nvme->queues);
	banos_memory_free(nvme);
}

static int32_t create(struct nvme *nvme)
{
	int32_t error = banos_mutex_create(banos_device_driver(nvme->device),
					   &nvme->lock);

	if (!error)
		error = banos_registers_map(nvme->device, 0, &nvme->registers);
	if (!error)
		error = banos_dma_enable(nvme->device, 64);
	if (!error)
		error = nvme_controller_create(nvme);
	if (!error)
		error = nvme_controller_start(nvme);
	if (!error)
		error = nvme_identify(nvme);
	if (!error)
		error = create_queues(nvme);
	return error ? error : create_disk(nvme);
}

static int32_t nvme_probe(struct banos_device *device, uint64_t data)
{
	struct nvme *nvme = banos_memory_allocate(banos_device_driver(device),
						  sizeof(*nvme), 0,
						  BANOS_MEMORY_ZERO);
	int32_t error;

	(void)data;
	if (!nvme)
		return -BANOS_ENOMEM;
	nvme->device = device;
	error = create(nvme);
	if (error) {
		destroy(nvme);
		return error;
	}
	banos_device_set_context(device, nvme);
	banos_print(banos_device_driver(device), BANOS_PRINT_INFO,
		    "%s is /dev/%s, with %u queues", banos_device_name(device),
		    banos_disk_name(nvme->disk), nvme->queue_count);
	return 0;
}

static void nvme_remove(struct banos_device *device)
{
	destroy(banos_device_context(device));
}

/* The queues take nothing more; is all that they took done? */
static int32_t wait_for_requests(struct nvme *nvme)
{
	uint64_t end = banos_time_monotonic() + nvme->patience_ns;
	uint32_t i, tag;

	for (i = 0; i < nvme->queue_count; i++) {
		for (tag = 0; tag < NVME_QUEUE_ENTRIES; tag++) {
			while (request_of(&nvme->queues[i], tag)) {
				if (banos_time_monotonic() > end)
					return -BANOS_ETIMEDOUT;
				banos_sleep(BANOS_MILLISECOND);
			}
		}
	}
	return 0;
}

/* What comes meanwhile is told to come again. */
static int32_t nvme_suspend(struct banos_device *device)
{
	struct nvme *nvme = banos_device_context(device);
	int32_t error;

	if (nvme->dead)
		return 0;
	close_queues(nvme, true);
	error = wait_for_requests(nvme);
	if (error)
		close_queues(nvme, false);
	else
		nvme_controller_shut_down(nvme);
	return error;
}

/* Its registers and queues are as after switching on: it knows nothing. */
static int32_t restart(struct nvme *nvme)
{
	int32_t error = nvme_controller_start(nvme);
	int32_t count = 0;
	uint32_t i;

	if (!error)
		count = nvme_negotiate_queues(nvme, nvme->queue_count);
	if (!error && count < (int32_t)nvme->queue_count)
		error = count < 0 ? count : -BANOS_EIO;
	for (i = 0; i < nvme->queue_count && !error; i++) {
		nvme_queue_reset(&nvme->queues[i]);
		error = nvme_announce_queue(nvme, &nvme->queues[i]);
	}
	return error;
}

static int32_t nvme_resume(struct banos_device *device)
{
	struct nvme *nvme = banos_device_context(device);
	int32_t error;

	if (nvme->dead)
		return 0;
	error = restart(nvme);
	if (error)
		give_up_once(nvme);
	else
		close_queues(nvme, false);
	return error;
}

/* What is in its cache has to last. */
static void nvme_shutdown(struct banos_device *device)
{
	(void)!nvme_suspend(device);
}

BANOS_PCI_MATCHES(nvme_matches) = {
	BANOS_PCI_MATCH_CLASS(NVME_CLASS, 0xffffff, 0),
};

static const struct banos_device_driver_options driver_options = {
	.size = sizeof(driver_options),
	.name = "banosnvme",
	.matches = nvme_matches,
	.matches_size = sizeof(nvme_matches),
};

static const struct banos_device_operations device_operations = {
	.size = sizeof(device_operations),
	.probe = nvme_probe,
	.remove = nvme_remove,
	.suspend = nvme_suspend,
	.resume = nvme_resume,
	.shutdown = nvme_shutdown,
};

static int nvme_init(struct banos_driver *driver)
{
	if (!queues || queues > NVME_MOST_QUEUES) {
		banos_print(driver, BANOS_PRINT_ERROR,
			    "queues %u is out of range", queues);
		return -BANOS_EINVAL;
	}
	return banos_device_driver_create(driver, &driver_options,
					  &device_operations, NULL,
					  &nvme_driver);
}

static int nvme_uninit(struct banos_driver *driver)
{
	(void)driver;
	banos_device_driver_destroy(nvme_driver);
	return 0;
}

BANOS_DRIVER(nvme, .version = BANOS_VERSION(1, 0, 0), .license = "Dual MIT/GPL",
	     .description = "NVM Express disks", .init = nvme_init,
	     .uninit = nvme_uninit, BANOS_PARAMETERS(parameters));
