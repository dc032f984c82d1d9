/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver for NVM Express controllers:
 *
 *	nvme.c        devices, and the disk that each of them becomes
 *	controller.c  the controller: switching it on and off, admin commands
 *	queue.c       pairs of queues: commands to the device and back
 *
 * Names in capitals, and numbers, are from the NVM Express base specification.
 */
#ifndef EXAMPLES_NVME_NVME_H
#define EXAMPLES_NVME_NVME_H

#include <banos/block.h>
#include <banos/dma.h>
#include <banos/interrupt.h>
#include <banos/lock.h>
#include <banos/memory.h>
#include <banos/registers.h>

/* Of the memory that a command names, and so of everything it names. */
#define NVME_PAGE 4096u

#define NVME_QUEUE_ENTRIES 128u
#define NVME_MOST_QUEUES 16u

/* 1 MiB, which needs so many pages if it does not begin at one. */
#define NVME_MAX_TRANSFER (256u * NVME_PAGE)
#define NVME_MAX_PAGES 257u

/* Registers. */
#define NVME_CAP 0x00
#define NVME_CC 0x14
#define NVME_CSTS 0x1c
#define NVME_AQA 0x24
#define NVME_ASQ 0x28
#define NVME_ACQ 0x30
#define NVME_DOORBELLS 0x1000

/* Commands of admin queues, and of others. */
enum nvme_admin_opcode {
	NVME_CREATE_SUBMISSION_QUEUE = 0x01,
	NVME_CREATE_COMPLETION_QUEUE = 0x05,
	NVME_IDENTIFY = 0x06,
	NVME_SET_FEATURES = 0x09,
};

enum nvme_opcode {
	NVME_FLUSH = 0x00,
	NVME_WRITE = 0x01,
	NVME_READ = 0x02,
	NVME_WRITE_ZEROES = 0x08,
	NVME_DATASET_MANAGEMENT = 0x09,
};

#define NVME_FORCE_UNIT_ACCESS 0x40000000u /* in cdw12 */
#define NVME_DEALLOCATE 4u                 /* in cdw11 */

/* An entry of a submission queue. */
struct nvme_command {
	uint8_t  opcode;
	uint8_t  flags;
	uint16_t id;
	uint32_t namespace_id;
	uint64_t reserved;
	uint64_t metadata;
	uint64_t prp1;
	uint64_t prp2;
	uint32_t cdw10;
	uint32_t cdw11;
	uint32_t cdw12;
	uint32_t cdw13;
	uint32_t cdw14;
	uint32_t cdw15;
};

/* An entry of a completion queue. The lowest bit of the status is the phase. */
struct nvme_completion {
	uint32_t result;
	uint32_t reserved;
	uint16_t submission_head;
	uint16_t submission_queue;
	uint16_t id;
	uint16_t status;
};

/* What dataset management is about: one range is enough. */
struct nvme_range {
	uint32_t attributes;
	uint32_t blocks;
	uint64_t first;
};

/*
 * A pair of queues. The lock guards the submission side, and whether it is
 * closed: then it takes no commands. The completion side is that of the
 * interrupt's thread alone (of admin queues: of who waits).
 * For each command that can be under way there is a mapping of its data and a
 * page for its list of pages.
 */
struct nvme_queue {
	struct nvme                *nvme;
	uint32_t                    id;
	struct banos_spinlock      *lock;
	bool                        closed;
	uint32_t                    tail;
	uint32_t                    head;
	uint32_t                    phase;
	struct banos_dma_memory    *submission_memory;
	struct banos_dma_memory    *completion_memory;
	struct nvme_command        *commands;
	struct nvme_completion     *completions;
	struct banos_interrupt     *interrupt;
	struct banos_dma_memory    *lists;
	struct banos_dma_mapping   *mappings[NVME_QUEUE_ENTRIES];
	struct banos_block_request *requests[NVME_QUEUE_ENTRIES];
};

/* What the controller and its first namespace said of themselves. */
struct nvme_identity {
	uint64_t blocks;
	uint32_t block_shift;
	uint32_t max_transfer;
	bool     write_cache;
	bool     discards;
	bool     writes_zeroes;
};

struct nvme {
	struct banos_device     *device;
	struct banos_registers  *registers;
	uint32_t                 doorbell_stride;
	uint64_t                 patience_ns;
	struct banos_dma_memory *page; /* for answers of admin commands */
	struct nvme_queue        admin;
	struct nvme_identity     identity;
	uint32_t                 queue_count;
	struct nvme_queue       *queues;
	struct banos_disk       *disk;
	struct banos_mutex      *lock; /* held to give it up: that is done once */
	bool                     dead;
};

/*
 * controller.c: up to where admin commands work. What it needs is created
 * first, and destroyed when the controller is off. Shutting down has it write
 * what is in its cache; switching off has it leave memory alone at once.
 */
int32_t nvme_controller_create(struct nvme *nvme);
int32_t nvme_controller_start(struct nvme *nvme);
void nvme_controller_shut_down(struct nvme *nvme);
void nvme_controller_switch_off(struct nvme *nvme);
void nvme_controller_destroy(struct nvme *nvme);
int32_t nvme_identify(struct nvme *nvme);

/* It was pulled out: registers have all bits one. */
bool nvme_is_gone(const struct nvme *nvme);

/* The device gets to know a queue that was created. */
int32_t nvme_announce_queue(struct nvme *nvme, const struct nvme_queue *queue);

/* How many queues the device has for us, of those wanted; or an error. */
int32_t nvme_negotiate_queues(struct nvme *nvme, uint32_t wanted);

/* queue.c: the memory of a queue; ids count from 0, which is the admin one. */
int32_t nvme_queue_create(struct nvme *nvme, uint32_t id,
			  struct nvme_queue *queue);
void nvme_queue_destroy(struct nvme_queue *queue);

/* Empty, as a device wants it that was off. */
void nvme_queue_reset(struct nvme_queue *queue);

/* From here on it takes no commands; or takes them again. */
void nvme_queue_close(struct nvme_queue *queue, bool closed);

/*
 * Puts a command into the queue; the device looks at it with @ring. False if
 * the queue is closed.
 */
bool nvme_queue_submit(struct nvme_queue *queue,
		       const struct nvme_command *command, bool ring);
void nvme_queue_ring(struct nvme_queue *queue);

/* The next completion, if there is one; and then tell the device. */
bool nvme_queue_take(struct nvme_queue *queue, struct nvme_completion *out);
void nvme_queue_taken(struct nvme_queue *queue);

#endif
