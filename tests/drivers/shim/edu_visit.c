/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include "edu_visit.h"

BANOS_PCI_MATCHES(edu_matches) = {
	BANOS_PCI_MATCH(EDU_VENDOR, EDU_DEVICE, 0x123456789abcdef0),
};

/* The checks are made with one device; there may be more. */
static int32_t visit_probe(struct banos_device *device, uint64_t data)
{
	struct visit *visit = banos_device_driver_context(device);

	visit->data = data;
	if (!visit->devices++ && visit->function)
		visit->function(visit->test, device);
	return visit->answer;
}

const struct banos_device_operations visit_operations = {
	.size = sizeof(visit_operations),
	.probe = visit_probe,
};

struct banos_device_driver_options edu_options(const char *name)
{
	return (struct banos_device_driver_options){
		.size = sizeof(struct banos_device_driver_options),
		.name = name,
		.matches = edu_matches,
		.matches_size = sizeof(edu_matches),
	};
}

void make_visit(struct visit *visit,
		const struct banos_device_driver_options *options)
{
	struct test *test = visit->test;
	struct banos_device_driver *driver = NULL;

	if (!CHECK_EQUAL(banos_device_driver_create(test->driver, options,
						    &visit_operations, visit,
						    &driver), 0))
		return;
	CHECK(driver);
	banos_device_driver_destroy(driver);
}

void with_device(struct test *test, device_function function)
{
	const struct banos_device_driver_options options = edu_options(NULL);
	struct visit visit = {
		.test = test, .function = function, .answer = -BANOS_ENODEV,
	};

	make_visit(&visit, &options);
	if (!visit.devices)
		test_skip(test, "this machine has no free device \"edu\"");
}

struct banos_registers *map_edu(struct test *test,
				struct banos_device *device)
{
	struct banos_registers *registers = NULL;

	CHECK_EQUAL(banos_registers_map(device, 0, &registers), 0);
	return registers;
}
