// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * Relocation for x86-64. The letters are those of the psABI: S is the symbol's
 * address, A the addend, P the place that changes, G the symbol's GOT slot.
 */

#include "../../image.h"
#include "../../image_internal.h"
#include "../../relocate.h"

#include <banos/control.h>

#ifndef R_X86_64_PC64
#define R_X86_64_PC64 24
#endif
#ifndef R_X86_64_GOTPCRELX
#define R_X86_64_GOTPCRELX 41
#endif
#ifndef R_X86_64_REX_GOTPCRELX
#define R_X86_64_REX_GOTPCRELX 42
#endif

#define OPCODE_CALL 0xe8
#define OPCODE_JUMP 0xe9
#define OPCODE_LEA 0x8d
#define OPCODE_LOAD 0x8b
#define OPCODE_GROUP5 0xff     /* indirect call and jump, among others */
#define OPCODE_TWO_BYTES 0x0f
#define OPCODE_JUMP_IF 0x80    /* after 0x0f; the low four bits: if what */
#define OPCODE_NOP 0x90
#define OPCODE_INT3 0xcc
#define PREFIX_ADDRESS32 0x67
#define MODRM_RIP_MASK 0xc7    /* all but the register */
#define MODRM_RIP 0x05         /* memory at rip + 32 bits */
#define MODRM_CALL_RIP 0x15
#define MODRM_JUMP_RIP 0x25

#define STUB_SIZE 32

const uint16_t relocate_machine = EM_X86_64;
const char *const relocate_machine_name = "x86-64";
const uint32_t relocate_none = R_X86_64_NONE;
const uint32_t relocate_pointer = R_X86_64_64;
const uint64_t relocate_stubs_size = 2 * STUB_SIZE;
const uint64_t relocate_stubs_alignment = 16;
const unsigned char relocate_text_fill = OPCODE_INT3;
/* ANDN without the VEX prefix that it must have. */
const unsigned char relocate_text_stop[RELOCATE_STOP_SIZE] = {
	0x0f, 0x38, 0xf2, OPCODE_INT3
};
const uint32_t relocate_branch_property = 0xc0000002; /* X86_FEATURE_1_AND */
const uint32_t relocate_branch_property_bit = 1;      /* IBT */

static const struct {
	const char *name;
	uint32_t width;
} kinds[] = {
	[R_X86_64_NONE] = { "R_X86_64_NONE", 0 },
	[R_X86_64_64] = { "R_X86_64_64", 8 },
	[R_X86_64_PC32] = { "R_X86_64_PC32", 4 },
	[R_X86_64_PLT32] = { "R_X86_64_PLT32", 4 },
	[R_X86_64_GOTPCREL] = { "R_X86_64_GOTPCREL", 4 },
	[R_X86_64_32] = { "R_X86_64_32", 4 },
	[R_X86_64_32S] = { "R_X86_64_32S", 4 },
	[R_X86_64_PC64] = { "R_X86_64_PC64", 8 },
	[R_X86_64_GOTPCRELX] = { "R_X86_64_GOTPCRELX", 4 },
	[R_X86_64_REX_GOTPCRELX] = { "R_X86_64_REX_GOTPCRELX", 4 },
};

const unsigned char relocate_plain_width[RELOCATE_PLAIN_TYPES] = {
	[R_X86_64_64] = 8, [R_X86_64_PC64] = 8,
	[R_X86_64_PC32] = 4, [R_X86_64_PLT32] = 4, [R_X86_64_32S] = 4,
};

const char *relocate_name(uint32_t type)
{
	return type < ARRAY_SIZE(kinds) ? kinds[type].name
						       : NULL;
}

uint32_t relocate_width(uint32_t type)
{
	return kinds[type].width;
}

/* One sentence about a relocation. */
static int refuse(const struct image *image, uint32_t section,
		  const Elf64_Rela *rela, const char *why, struct log *log)
{
	return log_error(log, ENOEXEC, RELOCATION_AT ": %s",
			 relocate_name(ELF64_R_TYPE(rela->r_info)),
			 image->sections[section].name,
			 rela->r_offset,
			 image_symbol_name(image, ELF64_R_SYM(rela->r_info)),
			 why);
}

/*
 * Is the symbol surely within 2 GiB of the image? The kernel's text and all
 * its modules are. An absolute one may be anywhere, and so may a weak one,
 * which may be absent.
 */
static bool is_near(const struct image *image, uint32_t symbol)
{
	if (image->symbol_uses[symbol].import)
		return ELF64_ST_BIND(image->symbols[symbol].st_info) !=
		       STB_WEAK;
	return image_symbol_section(image, symbol) != 0;
}

/* What an instruction that loads from the GOT can become. */
enum relaxation { KEEP, LOAD_TO_LEA, CALL_DIRECT, JUMP_DIRECT };

/*
 * As the psABI has it, by the bytes of the file, which don't change between
 * the check, when GOT slots are counted, and the use.
 */
static enum relaxation relaxation_of(const struct image *image,
				     uint32_t section, const Elf64_Rela *rela)
{
	uint32_t type = ELF64_R_TYPE(rela->r_info);
	struct image_place place = { section, rela->r_offset - 2 };
	const unsigned char *code;

	if ((type != R_X86_64_GOTPCRELX && type != R_X86_64_REX_GOTPCRELX) ||
	    image->sections[section].pool != IMAGE_TEXT ||
	    rela->r_offset < 2 || rela->r_addend != -4 ||
	    !is_near(image, ELF64_R_SYM(rela->r_info)))
		return KEEP;
	code = image_bytes(image, place, 6);
	if (code[0] == OPCODE_LOAD && (code[1] & MODRM_RIP_MASK) == MODRM_RIP)
		return LOAD_TO_LEA;
	if (code[0] == OPCODE_GROUP5 && code[1] == MODRM_CALL_RIP)
		return CALL_DIRECT;
	if (code[0] == OPCODE_GROUP5 && code[1] == MODRM_JUMP_RIP)
		return JUMP_DIRECT;
	return KEEP;
}

int relocate_check(const struct image *image, uint32_t section,
		   const Elf64_Rela *rela, bool *needs_got, struct log *log)
{
	*needs_got = false;
	switch (ELF64_R_TYPE(rela->r_info)) {
	case R_X86_64_32:
		/* Kernel addresses are the top 2 GiB: sign-extended only. */
		if (is_near(image, ELF64_R_SYM(rela->r_info)))
			return refuse(image, section, rela,
				      "no kernel address fits 32 bits without a sign; compile with -mcmodel=kernel",
				      log);
		return 0;
	case R_X86_64_GOTPCREL:
	case R_X86_64_GOTPCRELX:
	case R_X86_64_REX_GOTPCRELX:
		*needs_got = relaxation_of(image, section, rela) == KEEP;
		return 0;
	}
	return 0;
}

/* The instruction whose target is the 32 bits at @offset calls or jumps. */
static bool is_branch(const struct image *image, uint32_t section,
		      uint64_t offset)
{
	struct image_place place = { section, offset - 1 };
	const unsigned char *code;

	if (image->sections[section].pool != IMAGE_TEXT || !offset)
		return false;
	code = image_bytes(image, place, 5);
	if (*code == OPCODE_CALL || *code == OPCODE_JUMP)
		return true;
	return offset > 1 && (*code & 0xf0) == OPCODE_JUMP_IF &&
	       code[-1] == OPCODE_TWO_BYTES;
}

static inline void put32(unsigned char *to, uint64_t value)
{
	uint32_t word = (uint32_t)value;

	memcpy(to, &word, sizeof(word));
}

static inline void put64(unsigned char *to, uint64_t value)
{
	memcpy(to, &value, sizeof(value));
}

static inline bool fits_signed(uint64_t value)
{
	return value + 0x80000000u <= 0xffffffffu;
}

static bool fits_unsigned(uint64_t value)
{
	return value <= 0xffffffffu;
}

/* Turn the load from the GOT into what needs no GOT. */
static uint64_t relax(unsigned char *at, enum relaxation kind, uint64_t value,
		      unsigned char **field)
{
	*field = at;
	switch (kind) {
	case LOAD_TO_LEA:
		at[-2] = OPCODE_LEA;
		break;
	case CALL_DIRECT:
		at[-2] = PREFIX_ADDRESS32;
		at[-1] = OPCODE_CALL;
		break;
	case JUMP_DIRECT: /* one byte shorter, so its target begins earlier */
		at[-2] = OPCODE_JUMP;
		at[3] = OPCODE_NOP;
		*field = at - 1;
		return value + 1;
	case KEEP:
		break;
	}
	return value;
}

/* Relocations by way of the GOT: G + A - P, or what they relax to. */
static int apply_got(const struct image *image,
		     const struct image_addresses *addresses, uint32_t section,
		     const Elf64_Rela *rela, uint64_t value, uint64_t place,
		     unsigned char *at, struct log *log)
{
	enum relaxation kind = relaxation_of(image, section, rela);
	uint32_t symbol = ELF64_R_SYM(rela->r_info);
	uint32_t slot = image->symbol_uses[symbol].got_slot;

	if (kind == KEEP)
		value = addresses->pool[IMAGE_RODATA] + image->got_offset +
			(slot - 1) * 8ull;
	value = relax(at, kind, value + (uint64_t)rela->r_addend - place, &at);
	if (!fits_signed(value))
		return refuse(image, section, rela,
			      "the distance doesn't fit 32 bits", log);
	put32(at, value);
	return 0;
}

/* 32-bit relocations: @value is S + A, or S + A - P. */
static int apply32(const struct image *image, uint32_t section,
		   const Elf64_Rela *rela, uint64_t value, unsigned char *at,
		   struct log *log)
{
	switch (ELF64_R_TYPE(rela->r_info)) {
	case R_X86_64_32:
		if (!fits_unsigned(value))
			return refuse(image, section, rela,
				      "the value doesn't fit 32 bits; compile with -mcmodel=kernel",
				      log);
		break;
	case R_X86_64_32S:
		if (!fits_signed(value))
			return refuse(image, section, rela,
				      "the value doesn't fit 32 signed bits; compile with -mcmodel=kernel",
				      log);
		break;
	default:
		if (!fits_signed(value))
			return refuse(image, section, rela,
				      "the distance doesn't fit 32 bits", log);
		break;
	}
	put32(at, value);
	return 0;
}

/*
 * A reference relative to its own place can't become NULL. A call can go
 * where it traps; whoever calls a weak function without asking whether it is
 * there has made a mistake.
 */
static int apply_absent(const struct image *image,
			const struct image_addresses *addresses,
			uint32_t section, const Elf64_Rela *rela,
			uint64_t place, unsigned char *at, struct log *log)
{
	uint64_t value = addresses->missing_call + (uint64_t)rela->r_addend;

	if (ELF64_R_TYPE(rela->r_info) == R_X86_64_PC64 ||
	    !is_branch(image, section, rela->r_offset))
		return refuse(image, section, rela,
			      "the symbol is weak and absent, and can't be reached relative to the code; compile with -fno-pic -mcmodel=kernel",
			      log);
	return apply32(image, section, rela, value - place, at, log);
}

/* Any relocation; plain ones are also done by apply_plain(). */
static int apply(const struct image *image,
		 const struct image_addresses *addresses, uint32_t section,
		 const Elf64_Rela *rela, const struct relocate_symbol *symbol,
		 uint64_t place, unsigned char *at, struct log *log)
{
	uint64_t sum = symbol->value + (uint64_t)rela->r_addend;

	switch (ELF64_R_TYPE(rela->r_info)) {
	case R_X86_64_NONE:
		return 0;
	case R_X86_64_64:
		put64(at, sum);
		return 0;
	case R_X86_64_32:
	case R_X86_64_32S:
		return apply32(image, section, rela, sum, at, log);
	case R_X86_64_GOTPCREL:
	case R_X86_64_GOTPCRELX:
	case R_X86_64_REX_GOTPCRELX:
		return apply_got(image, addresses, section, rela,
				 symbol->value, place, at, log);
	}
	if (symbol->absent)
		return apply_absent(image, addresses, section, rela, place, at,
				    log);
	if (ELF64_R_TYPE(rela->r_info) == R_X86_64_PC64) {
		put64(at, sum - place);
		return 0;
	}
	return apply32(image, section, rela, sum - place, at, log);
}

/**
 * struct target - the section that relocations change
 * @place:   its address
 * @at:      its staged bytes
 * @symbols: in the order of the image's
 */
struct target {
	uint64_t place;
	unsigned char *at;
	const struct relocate_symbol *symbols;
};

/*
 * Images have ten thousands of relocations, nearly all of two or three types,
 * and many of one type in a row. Each of these goes on as long as there is
 * nothing special about them, and answers the first that it did not apply.
 */
static const Elf64_Rela *apply_pointers(const struct target *target,
					const Elf64_Rela *rela,
					const Elf64_Rela *end)
{
	const struct relocate_symbol *symbols = target->symbols;
	unsigned char *at = target->at;

	for (; rela < end; rela++) {
		if (ELF64_R_TYPE(rela->r_info) != R_X86_64_64)
			break;
		put64(at + rela->r_offset,
		      symbols[ELF64_R_SYM(rela->r_info)].value +
		      (uint64_t)rela->r_addend);
	}
	return rela;
}

static const Elf64_Rela *apply_words(const struct target *target,
				     const Elf64_Rela *rela,
				     const Elf64_Rela *end)
{
	const struct relocate_symbol *symbols = target->symbols;
	unsigned char *at = target->at;
	uint64_t value;

	for (; rela < end; rela++) {
		value = symbols[ELF64_R_SYM(rela->r_info)].value +
			(uint64_t)rela->r_addend;
		if (ELF64_R_TYPE(rela->r_info) != R_X86_64_32S ||
		    !fits_signed(value))
			break;
		put32(at + rela->r_offset, value);
	}
	return rela;
}

static const Elf64_Rela *apply_distances(const struct target *target,
					 const Elf64_Rela *rela,
					 const Elf64_Rela *end)
{
	const struct relocate_symbol *symbol;
	uint64_t value;

	for (; rela < end; rela++) {
		symbol = &target->symbols[ELF64_R_SYM(rela->r_info)];
		value = symbol->value + (uint64_t)rela->r_addend -
			(target->place + rela->r_offset);
		if ((ELF64_R_TYPE(rela->r_info) != R_X86_64_PC32 &&
		     ELF64_R_TYPE(rela->r_info) != R_X86_64_PLT32) ||
		    symbol->absent || !fits_signed(value))
			break;
		put32(target->at + rela->r_offset, value);
	}
	return rela;
}

static const Elf64_Rela *apply_plain(const struct target *target,
				     const Elf64_Rela *rela,
				     const Elf64_Rela *end)
{
	const Elf64_Rela *first;

	do {
		first = rela;
		rela = apply_pointers(target, rela, end);
		rela = apply_words(target, rela, end);
		rela = apply_distances(target, rela, end);
	} while (rela != first && rela < end);
	return rela;
}

int relocate_section(const struct image *image,
		     const struct image_addresses *addresses, uint32_t section,
		     const struct relocate_symbol *symbols,
		     unsigned char *const staging[IMAGE_POOLS],
		     struct log *log)
{
	const struct image_section *to = &image->sections[section];
	const struct target target = {
		.place = addresses->pool[to->pool] + to->offset,
		.at = staging[to->pool] + to->offset,
		.symbols = symbols,
	};
	const Elf64_Rela *end = to->relas + to->rela_count;
	const Elf64_Rela *rela = apply_plain(&target, to->relas, end);
	int error;

	while (rela < end) {
		error = apply(image, addresses, section, rela,
			      &symbols[ELF64_R_SYM(rela->r_info)],
			      target.place + rela->r_offset,
			      target.at + rela->r_offset, log);
		if (error)
			return error;
		rela = apply_plain(&target, rela + 1, end);
	}
	return 0;
}

/* endbr64; movabs $instance, %rsi; jmp function; traps up to the next one. */
static int write_stub(unsigned char *to, uint64_t place, uint64_t instance,
		      uint64_t function, struct log *log)
{
	static const unsigned char head[] = {
		0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0xbe
	};
	const uint64_t jump = sizeof(head) + 8;
	uint64_t distance = function - (place + jump + 5);

	if (!fits_signed(distance))
		return log_error(log, ENOEXEC,
				 "the functions behind the image's stubs are out of reach");
	memset(to, OPCODE_INT3, STUB_SIZE);
	memcpy(to, head, sizeof(head));
	put64(to + sizeof(head), instance);
	to[jump] = OPCODE_JUMP;
	put32(to + jump + 1, distance);
	return 0;
}

int relocate_stubs(const struct image *image,
		   const struct image_addresses *addresses,
		   unsigned char *text, struct log *log)
{
	uint64_t place = addresses->pool[IMAGE_TEXT] + image->stub_offset;
	unsigned char *to = text + image->stub_offset;
	int error;

	error = write_stub(to, place, addresses->instance,
			   addresses->print_for, log);
	if (!error)
		error = write_stub(to + STUB_SIZE, place + STUB_SIZE,
				   addresses->instance, addresses->lookup_for,
				   log);
	return error;
}

uint32_t relocate_stub_of(const char *name)
{
	if (!strcmp(name, "banos_dprintln"))
		return 1;
	if (!strcmp(name, "banos_lookup_symbol"))
		return STUB_SIZE + 1;
	return 0;
}

static bool is_indirect_thunk(const char *name)
{
	static const char prefix[] = "__x86_indirect_thunk_";
	static const char *const registers[] = {
		"rax", "rcx", "rdx", "rbx", "rsi", "rdi", "rbp", "r8", "r9",
		"r10", "r11", "r12", "r13", "r14", "r15",
	};
	size_t i;

	if (strncmp(name, prefix, sizeof(prefix) - 1))
		return false;
	for (i = 0; i < ARRAY_SIZE(registers); i++) {
		if (!strcmp(name + sizeof(prefix) - 1, registers[i]))
			return true;
	}
	return false;
}

static bool is_return_thunk(const char *name)
{
	return !strcmp(name, "__x86_return_thunk");
}

bool relocate_is_thunk(const char *name)
{
	return is_return_thunk(name) || is_indirect_thunk(name);
}

uint32_t relocate_features_of(const char *name)
{
	if (is_return_thunk(name))
		return BANOS_IMAGE_RETURN_THUNKS;
	if (is_indirect_thunk(name))
		return BANOS_IMAGE_INDIRECT_THUNKS;
	if (!strcmp(name, "banos_stack_chk_fail") ||
	    !strcmp(name, "banos_stack_chk_guard"))
		return BANOS_IMAGE_STACK_PROTECTOR;
	return 0;
}
