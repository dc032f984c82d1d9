// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Everything about one instance or one image, as JSON; and that JSON as text.
#ifndef BANOS_CTL_DESCRIBE_H
#define BANOS_CTL_DESCRIBE_H

#include "image_file.h"
#include "session.h"

#include <banos/device.hpp>

#include <filesystem>
#include <ostream>
#include <string>

namespace banos::ctl {

// @sysfs: the folder of all instances, for the parameters' values.
json describe(const banos_instance_info& info, const std::filesystem::path& sysfs);
json describe(const parsed_image& parsed, const std::string& file);

// Aligned pairs, then a table for each list that is not empty.
void print_description(std::ostream& out, const json& description);

} // namespace banos::ctl

#endif
