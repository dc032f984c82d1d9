/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Pairs of queues, see nvme.h: rings in memory, and doorbells in registers.
 */
#include "nvme.h"

#include <banos/error.h>
#include <banos/string.h>

static uint64_t doorbell(const struct nvme_queue *queue, bool completion)
{
	uint32_t index = 2 * queue->id + (completion ? 1 : 0);

	return NVME_DOORBELLS + (uint64_t)index * queue->nvme->doorbell_stride;
}

static int32_t create_rings(struct nvme_queue *queue)
{
	struct banos_device *device = queue->nvme->device;
	int32_t error;

	error = banos_dma_memory_create(device, NVME_QUEUE_ENTRIES *
					sizeof(struct nvme_command),
					&queue->submission_memory);
	if (error)
		return error;
	error = banos_dma_memory_create(device, NVME_QUEUE_ENTRIES *
					sizeof(struct nvme_completion),
					&queue->completion_memory);
	if (error)
		return error;
	queue->commands = banos_dma_memory_data(queue->submission_memory);
	queue->completions = banos_dma_memory_data(queue->completion_memory);
	return 0;
}

/* What each command of an I/O queue needs. */
static int32_t create_data(struct nvme_queue *queue)
{
	struct banos_device *device = queue->nvme->device;
	int32_t error = banos_dma_memory_create(device, NVME_QUEUE_ENTRIES *
						NVME_PAGE, &queue->lists);
	uint32_t i;

	for (i = 0; i < NVME_QUEUE_ENTRIES && !error; i++)
		error = banos_dma_mapping_create(device, NVME_MAX_PAGES,
						 &queue->mappings[i]);
	return error;
}

int32_t nvme_queue_create(struct nvme *nvme, uint32_t id,
			  struct nvme_queue *queue)
{
	int32_t error;

	queue->nvme = nvme;
	queue->id = id;
	error = banos_spinlock_create(banos_device_driver(nvme->device),
				      &queue->lock);
	if (!error)
		error = create_rings(queue);
	if (!error && id)
		error = create_data(queue);
	if (!error)
		nvme_queue_reset(queue);
	return error;
}

/* What lies there of before must not look like a completion. */
void nvme_queue_reset(struct nvme_queue *queue)
{
	banos_memset(queue->completions, 0,
		     NVME_QUEUE_ENTRIES * sizeof(*queue->completions));
	queue->tail = 0;
	queue->head = 0;
	queue->phase = 1;
}

/* Also of one that was created in part; the device does not know it. */
void nvme_queue_destroy(struct nvme_queue *queue)
{
	uint32_t i;

	banos_interrupt_destroy(queue->interrupt);
	for (i = 0; i < NVME_QUEUE_ENTRIES; i++)
		banos_dma_mapping_destroy(queue->mappings[i]);
	banos_dma_memory_destroy(queue->lists);
	banos_dma_memory_destroy(queue->completion_memory);
	banos_dma_memory_destroy(queue->submission_memory);
	banos_spinlock_destroy(queue->lock);
}

static void ring_locked(struct nvme_queue *queue)
{
	banos_registers_write32(queue->nvme->registers, doorbell(queue, false),
				queue->tail);
}

void nvme_queue_close(struct nvme_queue *queue, bool closed)
{
	banos_spinlock_lock(queue->lock);
	queue->closed = closed;
	banos_spinlock_unlock(queue->lock);
}

/* There is room: one entry more than commands that can be under way. */
bool nvme_queue_submit(struct nvme_queue *queue,
		       const struct nvme_command *command, bool ring)
{
	bool closed;

	banos_spinlock_lock(queue->lock);
	closed = queue->closed;
	if (!closed) {
		queue->commands[queue->tail] = *command;
		queue->tail = (queue->tail + 1) % NVME_QUEUE_ENTRIES;
		if (ring)
			ring_locked(queue);
	}
	banos_spinlock_unlock(queue->lock);
	return !closed;
}

/* What was submitted before the queue was closed has been rung for already. */
void nvme_queue_ring(struct nvme_queue *queue)
{
	banos_spinlock_lock(queue->lock);
	if (!queue->closed)
		ring_locked(queue);
	banos_spinlock_unlock(queue->lock);
}

bool nvme_queue_take(struct nvme_queue *queue, struct nvme_completion *out)
{
	struct nvme_completion *next = &queue->completions[queue->head];
	uint16_t status = __atomic_load_n(&next->status, __ATOMIC_RELAXED);

	if ((status & 1) != queue->phase)
		return false;
	banos_dma_read_barrier();
	*out = *next;
	queue->head = (queue->head + 1) % NVME_QUEUE_ENTRIES;
	if (!queue->head)
		queue->phase ^= 1;
	return true;
}

void nvme_queue_taken(struct nvme_queue *queue)
{
	banos_registers_write32(queue->nvme->registers, doorbell(queue, true),
				queue->head);
}
