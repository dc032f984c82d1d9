/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The controller: switching it on and off, and commands to it, which are few,
 * and waited for; see nvme.h.
 */
#include "nvme.h"

#include <banos/error.h>
#include <banos/string.h>
#include <banos/thread.h>
#include <banos/time.h>

#define MILLISECOND UINT64_C(1000000)

/* In CAP. */
#define CAP_ENTRIES(cap) ((uint32_t)((cap) & 0xffff) + 1)
#define CAP_TIMEOUT_NS(cap) ((((cap) >> 24) & 0xff) * 500 * MILLISECOND)
#define CAP_STRIDE(cap) (4u << (((cap) >> 32) & 0xf))

/* In CC: entries of 64 and 16 bytes, pages of 4096. */
#define CC_ENABLE 1u
#define CC_SHUTDOWN 0x4000u
#define CC_ENTRY_SIZES (6u << 16 | 4u << 20)

/* In CSTS. */
#define CSTS_READY 1u
#define CSTS_FATAL 2u
#define CSTS_SHUTDOWN_MASK (3u << 2)
#define CSTS_SHUTDOWN_DONE (2u << 2)

/* What an identify is about, and where in its answer things are. */
#define IDENTIFY_NAMESPACE 0
#define IDENTIFY_CONTROLLER 1
#define CONTROLLER_MDTS 77
#define CONTROLLER_ONCS 520
#define CONTROLLER_VWC 525
#define ONCS_DATASET_MANAGEMENT 4
#define ONCS_WRITE_ZEROES 8
#define NAMESPACE_SIZE 0
#define NAMESPACE_FORMAT 26
#define NAMESPACE_FORMATS 128

#define FEATURE_QUEUES 7

bool nvme_is_gone(const struct nvme *nvme)
{
	return banos_registers_read32(nvme->registers, NVME_CSTS) == UINT32_MAX;
}

/* Waits for bits of the status to become what they should. */
static int32_t wait_for_status(const struct nvme *nvme, uint32_t mask,
			       uint32_t wanted)
{
	uint64_t end = banos_time_monotonic() + nvme->patience_ns;

	for (;;) {
		uint32_t status = banos_registers_read32(nvme->registers,
							 NVME_CSTS);

		if (status == UINT32_MAX)
			return -BANOS_ENODEV;
		if ((status & mask) == wanted)
			return 0;
		if (banos_time_monotonic() > end)
			return -BANOS_ETIMEDOUT;
		banos_sleep(MILLISECOND);
	}
}

static int32_t enable(struct nvme *nvme)
{
	const struct nvme_queue *admin = &nvme->admin;
	uint64_t submission =
		banos_dma_memory_address(admin->submission_memory);
	uint64_t completion =
		banos_dma_memory_address(admin->completion_memory);
	uint32_t entries = NVME_QUEUE_ENTRIES - 1;

	banos_registers_write32(nvme->registers, NVME_AQA,
				entries << 16 | entries);
	banos_registers_write64(nvme->registers, NVME_ASQ, submission);
	banos_registers_write64(nvme->registers, NVME_ACQ, completion);
	banos_registers_write32(nvme->registers, NVME_CC,
				CC_ENTRY_SIZES | CC_ENABLE);
	return wait_for_status(nvme, CSTS_READY | CSTS_FATAL, CSTS_READY);
}

int32_t nvme_controller_create(struct nvme *nvme)
{
	uint64_t cap = banos_registers_read64(nvme->registers, NVME_CAP);
	int32_t error;

	if (CAP_ENTRIES(cap) < NVME_QUEUE_ENTRIES)
		return -BANOS_EOPNOTSUPP;
	nvme->doorbell_stride = CAP_STRIDE(cap);
	nvme->patience_ns = CAP_TIMEOUT_NS(cap) + 1000 * MILLISECOND;
	error = banos_dma_memory_create(nvme->device, NVME_PAGE, &nvme->page);
	return error ? error : nvme_queue_create(nvme, 0, &nvme->admin);
}

/* Whoever had it before may have left it on. */
int32_t nvme_controller_start(struct nvme *nvme)
{
	int32_t error;

	banos_registers_write32(nvme->registers, NVME_CC, 0);
	error = wait_for_status(nvme, CSTS_READY, 0);
	if (error)
		return error;
	nvme_queue_reset(&nvme->admin);
	return enable(nvme);
}

void nvme_controller_switch_off(struct nvme *nvme)
{
	banos_registers_write32(nvme->registers, NVME_CC, 0);
	(void)!wait_for_status(nvme, CSTS_READY, 0);
}

void nvme_controller_shut_down(struct nvme *nvme)
{
	if (nvme_is_gone(nvme))
		return;
	banos_registers_write32(nvme->registers, NVME_CC,
				CC_ENTRY_SIZES | CC_ENABLE | CC_SHUTDOWN);
	(void)!wait_for_status(nvme, CSTS_SHUTDOWN_MASK, CSTS_SHUTDOWN_DONE);
	nvme_controller_switch_off(nvme);
}

void nvme_controller_destroy(struct nvme *nvme)
{
	nvme_queue_destroy(&nvme->admin);
	banos_dma_memory_destroy(nvme->page);
}

/* One at a time. The answer of the command, or an error. */
static int32_t admin(struct nvme *nvme, const struct nvme_command *command,
		     uint32_t *result)
{
	uint64_t end = banos_time_monotonic() + nvme->patience_ns;
	struct nvme_completion completion;

	(void)!nvme_queue_submit(&nvme->admin, command, true);
	while (!nvme_queue_take(&nvme->admin, &completion)) {
		if (banos_time_monotonic() > end || nvme_is_gone(nvme))
			return -BANOS_ETIMEDOUT;
		banos_sleep(MILLISECOND);
	}
	nvme_queue_taken(&nvme->admin);
	*result = completion.result;
	return completion.status >> 1 ? -BANOS_EIO : 0;
}

static int32_t identify(struct nvme *nvme, uint32_t what, uint32_t id)
{
	const struct nvme_command command = {
		.opcode = NVME_IDENTIFY,
		.namespace_id = id,
		.prp1 = banos_dma_memory_address(nvme->page),
		.cdw10 = what,
	};
	uint32_t result;

	return admin(nvme, &command, &result);
}

/* In units of pages, as a power of two; 0: no limit. */
static uint32_t max_transfer_of(uint8_t power)
{
	return power && power < 8 ? NVME_PAGE << power : NVME_MAX_TRANSFER;
}

static int32_t identify_controller(struct nvme *nvme)
{
	const uint8_t *answer = banos_dma_memory_data(nvme->page);
	int32_t error = identify(nvme, IDENTIFY_CONTROLLER, 0);

	if (error)
		return error;
	nvme->identity.max_transfer = max_transfer_of(answer[CONTROLLER_MDTS]);
	nvme->identity.write_cache = answer[CONTROLLER_VWC] & 1;
	nvme->identity.discards =
		answer[CONTROLLER_ONCS] & ONCS_DATASET_MANAGEMENT;
	nvme->identity.writes_zeroes =
		answer[CONTROLLER_ONCS] & ONCS_WRITE_ZEROES;
	return 0;
}

static int32_t identify_namespace(struct nvme *nvme)
{
	const uint8_t *answer = banos_dma_memory_data(nvme->page);
	int32_t error = identify(nvme, IDENTIFY_NAMESPACE, 1);
	uint32_t format;

	if (error)
		return error;
	banos_memcpy(&nvme->identity.blocks, answer + NAMESPACE_SIZE,
		     sizeof(nvme->identity.blocks));
	banos_memcpy(&format, answer + NAMESPACE_FORMATS +
		     4 * (answer[NAMESPACE_FORMAT] & 0xf), sizeof(format));
	nvme->identity.block_shift = (format >> 16) & 0xff;
	/* No namespace, metadata, or blocks that nobody has. */
	if (!nvme->identity.blocks || format & 0xffff ||
	    nvme->identity.block_shift < 9 || nvme->identity.block_shift > 12)
		return -BANOS_EOPNOTSUPP;
	return 0;
}

int32_t nvme_identify(struct nvme *nvme)
{
	int32_t error = identify_controller(nvme);

	return error ? error : identify_namespace(nvme);
}

int32_t nvme_negotiate_queues(struct nvme *nvme, uint32_t wanted)
{
	const struct nvme_command command = {
		.opcode = NVME_SET_FEATURES,
		.cdw10 = FEATURE_QUEUES,
		.cdw11 = (wanted - 1) << 16 | (wanted - 1),
	};
	uint32_t result, submission, completion;
	int32_t error = admin(nvme, &command, &result);

	if (error)
		return error;
	submission = (result & 0xffff) + 1;
	completion = (result >> 16) + 1;
	if (submission > completion)
		submission = completion;
	return (int32_t)(submission < wanted ? submission : wanted);
}

/* Physically in one piece; the completion queue interrupts by its vector. */
int32_t nvme_announce_queue(struct nvme *nvme, const struct nvme_queue *queue)
{
	const uint32_t size = (NVME_QUEUE_ENTRIES - 1) << 16 | queue->id;
	const struct nvme_command completion = {
		.opcode = NVME_CREATE_COMPLETION_QUEUE,
		.prp1 = banos_dma_memory_address(queue->completion_memory),
		.cdw10 = size,
		.cdw11 = (queue->id - 1) << 16 | 2 | 1,
	};
	const struct nvme_command submission = {
		.opcode = NVME_CREATE_SUBMISSION_QUEUE,
		.prp1 = banos_dma_memory_address(queue->submission_memory),
		.cdw10 = size,
		.cdw11 = queue->id << 16 | 1,
	};
	uint32_t result;
	int32_t error = admin(nvme, &completion, &result);

	return error ? error : admin(nvme, &submission, &result);
}
