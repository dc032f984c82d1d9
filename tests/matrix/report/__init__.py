# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""What the matrix found, and its three forms: Markdown, JUnit XML and one HTML page."""
